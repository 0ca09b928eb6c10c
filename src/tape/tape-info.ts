// What a tape turned out to hold, counted while it is read. Problems a recording is known to have are counted here and
// never hidden; problems it must not have stop the reader instead.

import type { MarketDataEvent } from '../core/domain/events.ts';
import { timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import { KIND, KINDS, type TapeColumns, type TapeKind } from './columns.ts';

export interface TapeInfo {
  /** Of the recording, taken in. */
  readonly rows: number;
  /** Of the tape, given out: events, the levels of snapshots, gaps, references. */
  readonly tapeRows: number;
  readonly kinds: Readonly<Record<TapeKind, number>>;
  /** By event type. */
  readonly events: Readonly<Partial<Record<MarketDataEvent['type'], number>>>;
  readonly trades: number;
  /** Stamps of the first and the last event. */
  readonly firstAt: TimestampMs | null;
  readonly lastAt: TimestampMs | null;
  /** Rows that say again what is known: the other token's view of the same change, a copy of an earlier row. */
  readonly repeatedRows: number;
  /** Rows stamped earlier than one before them, put back in order. */
  readonly backwardStamps: number;
  /** Books whose best bid reached their best ask. */
  readonly crossedBooks: number;
  /** Rows whose NO book is not the mirror of the YES book. */
  readonly mirrorMismatches: number;
  /** Levels the venue's own best price proves gone though no row removed them. */
  readonly staleLevels: number;
  /** Cancels of more than the level was known to hold; the level is taken as empty. */
  readonly negativeLevels: number;
  readonly invalidPeriods: number;
  /** Stretches in which something is missing, as the format knows it: a broken sequence, a cadence not kept. */
  readonly gaps: readonly GapFound[];
  /** Levels outside the range a contract is traded in. */
  readonly outsideRange: number;
  /** Comparisons of the rebuilt book with what the venue itself says is best, and those that did not agree. */
  readonly bestPriceChecks: number;
  readonly bestPriceMismatches: number;
}

export interface GapFound {
  /** Name of the market, null for the whole recording. */
  readonly market: string | null;
  readonly from: number;
  readonly to: number;
  /** How it is known, in words: "updates 120 to 133 are missing". */
  readonly how: string;
}

/** What each kind of row is as an event; levels belong to the snapshot before them, gaps and references are none. */
const EVENT_OF: Readonly<Partial<Record<TapeKind, MarketDataEvent['type']>>> = {
  delta: 'BookDelta', trade: 'TradePrinted', snapshot: 'BookSnapshot', invalid: 'BookInvalidated', valid: 'BookValidated',
  heartbeat: 'FeedHeartbeat', status: 'InstrumentStatusChanged', resolved: 'MarketResolved', terms: 'InstrumentChanged', facts: 'MarketFactsReported',
};

export class TapeCounter implements TapeInfo {
  rows = 0;
  firstAt: TimestampMs | null = null;
  lastAt: TimestampMs | null = null;
  repeatedRows = 0;
  backwardStamps = 0;
  crossedBooks = 0;
  mirrorMismatches = 0;
  staleLevels = 0;
  negativeLevels = 0;
  outsideRange = 0;
  bestPriceChecks = 0;
  bestPriceMismatches = 0;
  readonly gaps: GapFound[] = [];
  /** Rows of the tape by kind. */
  readonly #kinds = new Float64Array(KINDS.length);

  get trades(): number { return this.#kinds[KIND.trade]!; }
  get invalidPeriods(): number { return this.#kinds[KIND.invalid]!; }
  get tapeRows(): number { return this.#kinds.reduce((sum, count) => sum + count, 0); }
  get kinds(): Readonly<Record<TapeKind, number>> {
    return Object.fromEntries(KINDS.map((kind, code) => [kind, this.#kinds[code]!])) as Record<TapeKind, number>;
  }
  get events(): Readonly<Partial<Record<MarketDataEvent['type'], number>>> {
    const counts: Partial<Record<MarketDataEvent['type'], number>> = {};
    KINDS.forEach((kind, code) => {
      const type = EVENT_OF[kind];
      if (type !== undefined && this.#kinds[code]! > 0) counts[type] = this.#kinds[code]!;
    });
    return counts;
  }

  /** Notes the rows that are given out. */
  countChunk({ length, ts, kind }: TapeColumns): void {
    if (length === 0) return;
    this.firstAt ??= timestamp(ts[0]!);
    this.lastAt = timestamp(ts[length - 1]!);
    const kinds = this.#kinds;
    for (let i = 0; i < length; i++) kinds[kind[i]!]!++;
  }
}
