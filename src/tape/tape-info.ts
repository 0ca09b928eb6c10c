// What a tape turned out to hold, counted while it is read. Problems a recording is known to have are counted here and
// never hidden; problems it must not have stop the reader instead.

import type { MarketDataEvent } from '../core/domain/events.ts';
import type { TimestampMs } from '../core/domain/numbers.ts';

export interface TapeInfo {
  readonly rows: number;
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
}

export class TapeCounter implements TapeInfo {
  rows = 0;
  readonly events: Partial<Record<MarketDataEvent['type'], number>> = {};
  firstAt: TimestampMs | null = null;
  lastAt: TimestampMs | null = null;
  repeatedRows = 0;
  backwardStamps = 0;
  crossedBooks = 0;
  mirrorMismatches = 0;
  staleLevels = 0;
  negativeLevels = 0;
  trades = 0;
  invalidPeriods = 0;

  countEvents(events: readonly MarketDataEvent[]): void {
    if (events.length === 0) return;
    this.firstAt ??= events[0]!.ts;
    this.lastAt = events[events.length - 1]!.ts;
    for (const { type } of events) this.events[type] = (this.events[type] ?? 0) + 1;
    this.trades = this.events.TradePrinted ?? 0;
    this.invalidPeriods = this.events.BookInvalidated ?? 0;
  }
}
