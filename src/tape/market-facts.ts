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
  readonly #rows: Float64Array;
  readonly #trades: Float64Array;
  readonly #firstAt: Float64Array;
  readonly #lastAt: Float64Array;
  readonly #yesPays: Float64Array;

  constructor(names: readonly string[]) {
    this.#names = names;
    const column = (): Float64Array => new Float64Array(names.length);
    this.#rows = column();
    this.#trades = column();
    this.#firstAt = column().fill(NaN);
    this.#lastAt = column().fill(NaN);
    this.#yesPays = column().fill(NaN);
  }

  add({ length, ts, kind, market, price }: TapeColumns): void {
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
    return this.#names.map((name, id) => ({
      name, rows: this.#rows[id]!, trades: this.#trades[id]!,
      firstAt: known(this.#firstAt[id]!), lastAt: known(this.#lastAt[id]!), yesPays: known(this.#yesPays[id]!),
    }));
  }
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
