// Holes of a recording that is played on: from when to when the exchange's books of a market are not known, and when they
// are again. A book that the recording itself declares unknown is left to it.

import { KIND, type TapeColumns } from '../../tape/columns.ts';

const WHOLE_TAPE = -1;

export class Holes {
  /** By market, `WHOLE_TAPE` for all: when the hole ends. */
  readonly #endsAt = new Map<number, number>();
  /** By market: the first stamp after its hole. */
  readonly #resumedAt = new Map<number, number>();
  /** Markets whose book the recording declared unknown itself. */
  readonly #declared = new Set<number>();
  readonly #marketCount: number;

  constructor(marketCount: number) { this.#marketCount = marketCount; }

  get isEmpty(): boolean { return this.#endsAt.size === 0 && this.#resumedAt.size === 0; }

  /** Markets whose books are unknown from now on. */
  begin(market: number, endsAt: number): readonly number[] {
    this.#endsAt.set(market, endsAt);
    return this.#concerned(market);
  }

  /** Before a row is heard: markets whose books count again, once all that was recorded at the end of the hole has been heard. */
  endedBy(at: number): readonly number[] {
    const back: number[] = [];
    for (const [market, resumedAt] of this.#resumedAt) {
      if (at === resumedAt) continue;
      this.#resumedAt.delete(market);
      back.push(...this.#concerned(market).filter((id) => !this.#declared.has(id) && !this.#isIn(id)));
    }
    for (const [market, endsAt] of this.#endsAt) {
      if (at < endsAt) continue;
      this.#endsAt.delete(market);
      this.#resumedAt.set(market, at);
    }
    return back;
  }

  #isIn(market: number): boolean { return [this.#endsAt, this.#resumedAt].some((holes) => holes.has(market) || holes.has(WHOLE_TAPE)); }

  hear(columns: TapeColumns, row: number): void {
    const market = columns.market[row] ?? WHOLE_TAPE;
    const kind = columns.kind[row];
    if (kind === KIND.invalid) this.#declared.add(market);
    else if (kind === KIND.valid || kind === KIND.snapshot) this.#declared.delete(market);
  }

  #concerned(market: number): readonly number[] {
    return market === WHOLE_TAPE ? Array.from({ length: this.#marketCount }, (_, id) => id) : [market];
  }
}
