// A recording as the rest of the bot sees it: which markets it has, then its rows in order of time, and what was found
// in it so far. Rows carry the venue's stamps.

import type { Instrument } from '../core/domain/instrument.ts';
import type { ChangedTerms, TapeColumns } from './columns.ts';
import type { RecordedIds } from './recorded-ids.ts';
import type { TapeInfo } from './tape-info.ts';

export interface Tape {
  readonly name: string;
  readonly venue: string;
  /** Known before the first row; ids are 0 … n − 1 in this order. */
  readonly instruments: readonly Instrument[];
  /** By market, null for one whose recording has none; absent where no recording of the tape has any. */
  readonly ids?: readonly (RecordedIds | null)[];
  /** Names of what `reference` rows are prices of, by their number. */
  readonly references: readonly string[];
  /** What `terms` rows point at; complete once the rows that point at them are given. */
  readonly terms: readonly ChangedTerms[];
  /**
   * The rows, each call from the beginning. A chunk is the reader's to use again once the next one is asked for; a snapshot
   * and its levels are in one chunk.
   */
  chunks(): AsyncIterable<TapeColumns>;
  /** Counted while `chunks` is read. */
  readonly info: TapeInfo;
  /** Share of the recording taken in, 0 … 1; null where it has no length. */
  shareRead(): number | null;
  /** Names what has been read, whatever the path: of the same content the same. For job keys; may have to read the files. */
  contentHash(): Promise<string>;
}
