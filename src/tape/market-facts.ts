// What the rows of a tape say of each of its markets: how many there are, from when to when, how it ended.

import { KIND, type TapeColumns } from './columns.ts';

export interface MarketFacts {
  readonly name: string;
  /** Of the tape: levels of snapshots count. */
  readonly rows: number;
  readonly trades: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** What a YES share paid, micro-dollars; null while it is not resolved. */
  readonly yesPays: number | null;
}

export class MarketFactsCounter {
  readonly #names: readonly string[];
  readonly #rows: number[] = [];
  readonly #trades: number[] = [];
  readonly #firstAt: number[] = [];
  readonly #lastAt: number[] = [];
  readonly #yesPays: number[] = [];

  /** More names may be added to the list while rows come. */
  constructor(names: readonly string[]) { this.#names = names; }

  #grow(): void {
    while (this.#rows.length < this.#names.length) {
      this.#rows.push(0);
      this.#trades.push(0);
      for (const column of [this.#firstAt, this.#lastAt, this.#yesPays]) column.push(NaN);
    }
  }

  add({ length, ts, kind, market, price }: TapeColumns): void {
    this.#grow();
    for (let i = 0; i < length; i++) {
      const id = market[i]!;
      if (id < 0 || kind[i] === KIND.reference) continue;
      if (this.#rows[id]!++ === 0) this.#firstAt[id] = ts[i]!;
      this.#lastAt[id] = ts[i]!;
      if (kind[i] === KIND.trade) this.#trades[id]!++;
      else if (kind[i] === KIND.resolved) this.#yesPays[id] = price[i]!;
    }
  }

  facts(): readonly MarketFacts[] {
    this.#grow();
    return this.#names.map((name, id) => ({
      name, rows: this.#rows[id]!, trades: this.#trades[id]!,
      firstAt: known(this.#firstAt[id]!), lastAt: known(this.#lastAt[id]!), yesPays: known(this.#yesPays[id]!),
    }));
  }
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
