// A recording as the rest of the bot sees it: which markets it has, then its events in order of time, and what was found
// in it so far. Events carry the recording's own stamps.

import type { MarketDataEvent } from '../core/domain/events.ts';
import type { Instrument } from '../core/domain/instrument.ts';
import type { TapeInfo } from './tape-info.ts';

export interface Tape {
  readonly name: string;
  readonly venue: string;
  /** Known before the first event; ids are 0 … n − 1 in this order. */
  readonly instruments: readonly Instrument[];
  /** The events, each call from the beginning; `InstrumentListed` is not among them. */
  chunks(): AsyncIterable<readonly MarketDataEvent[]>;
  /** Counted while `chunks` is read. */
  readonly info: TapeInfo;
  /** Share of the recording's bytes taken in, 0 … 1; null where it has no length. */
  shareRead(): number | null;
}
