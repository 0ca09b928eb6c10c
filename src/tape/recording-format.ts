// What a format of recordings has to supply: how its files look, which of them belong together, what they hold (a survey:
// markets, spans, in one pass), and their rows in order of time. A format knows nothing of folders, Parquet or playing.

import type { Instrument } from '../core/domain/instrument.ts';
import type { ChangedTerms, TapeColumns } from './columns.ts';
import type { RecordedIds } from './recorded-ids.ts';
import type { TapeCounter } from './tape-info.ts';

export type RecordedInstrument = Omit<Instrument, 'id'>;

export interface RecordingFile {
  readonly path: string;
  /** Without its folder. */
  readonly name: string;
  readonly bytes: number;
  /** Its first line, unpacked, without the line end; at most 64 KiB of it. */
  readonly firstLine: string;
}

/** Outcomes by market name: what a YES share paid, 0 … 1_000_000 micro-dollars. From a file of labels, never from a price. */
export type Labels = ReadonlyMap<string, number>;

export interface RecordingFormat {
  readonly name: string;
  /** One line: what it holds, for `tape import --help` and the docs. */
  readonly holds: string;
  /**
   * Null: not of this format. Otherwise the group: files of one group are one recording (books and trades of one market,
   * quotes and their labels). By the look of the first line before that of the name.
   */
  groupOf(file: RecordingFile): string | null;
  /** Reads the group once. `labels` are the operator's, over those that come with the recording. */
  survey(files: readonly RecordingFile[], labels: Labels): Promise<Survey>;
}

export interface Survey {
  readonly instruments: readonly RecordedInstrument[];
  /** In the order of the instruments; absent where the recording has none. */
  readonly ids?: readonly (RecordedIds | null)[];
  /** Names of what `reference` rows are prices of; most formats have none. */
  readonly references: readonly string[];
  readonly terms: readonly ChangedTerms[];
  readonly firstAt: number;
  readonly lastAt: number;
  /**
   * Appends the rows in order of time to `target.out`; gives control back whenever enough is there. Rows use the numbers of
   * `target.markets[i]` for `instruments[i]`, `target.references[i]` for `references[i]`, `target.terms[i]` for `terms[i]`.
   * A hole is a `gap` row and counted; what has to be there and is not is never made up.
   */
  decode(target: DecodeTarget): AsyncIterable<void>;
}

export interface DecodeTarget {
  readonly out: TapeColumns;
  readonly counter: TapeCounter;
  readonly markets: readonly number[];
  readonly references: readonly number[];
  readonly terms: readonly number[];
  /** Told how many bytes of the group's files were taken in, for progress. */
  readonly took: (bytes: number) => void;
}
