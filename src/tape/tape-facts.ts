// What a tape turned out to be once all of it was read: the sums that `tape info` shows, that a Parquet tape carries with
// it, and that its rows have to agree with.

import { KINDS, type TapeColumns, type TapeKind } from './columns.ts';
import { MarketFactsCounter, type MarketFacts } from './market-facts.ts';
import { RowsHash } from './rows-hash.ts';
import type { GapFound, TapeInfo } from './tape-info.ts';
import type { Tape } from './tape.ts';

/** Problems that recordings are known to have, counted by their reader. */
export const FINDINGS = [
  'repeatedRows', 'backwardStamps', 'crossedBooks', 'mirrorMismatches', 'staleLevels', 'negativeLevels', 'outsideRange', 'bestPriceChecks', 'bestPriceMismatches',
] as const satisfies readonly (keyof TapeInfo)[];
export type Finding = (typeof FINDINGS)[number];

export interface TapeFacts {
  /** Rows of the recordings it was made of. */
  readonly recordedRows: number;
  readonly rows: number;
  readonly kinds: Readonly<Record<TapeKind, number>>;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly markets: readonly MarketFacts[];
  readonly found: Readonly<Record<Finding, number>>;
  readonly gaps: readonly GapFound[];
  /** Fingerprint of the rows. */
  readonly rowsHash: string;
}

/** Given every chunk of a tape once, in order. */
export class TapeFactsCounter {
  readonly #tape: Tape;
  readonly #markets: MarketFactsCounter;
  readonly #hash = new RowsHash();

  constructor(tape: Tape) {
    this.#tape = tape;
    this.#markets = new MarketFactsCounter(tape.instruments.map(({ name }) => name));
  }

  add(chunk: TapeColumns): void {
    this.#markets.add(chunk);
    this.#hash.add(chunk);
  }

  /** After the last chunk. */
  facts(): TapeFacts {
    const { info } = this.#tape;
    return {
      recordedRows: info.rows, rows: info.tapeRows, kinds: info.kinds, firstAt: info.firstAt, lastAt: info.lastAt, markets: this.#markets.facts(),
      found: Object.fromEntries(FINDINGS.map((finding) => [finding, info[finding]])) as Record<Finding, number>,
      gaps: info.gaps, rowsHash: this.#hash.digest(),
    };
  }
}

export const countsByKind = (kinds: Readonly<Record<TapeKind, number>>): readonly (readonly [TapeKind, number])[] =>
  KINDS.flatMap((kind) => (kinds[kind] > 0 ? [[kind, kinds[kind]] as const] : []));
