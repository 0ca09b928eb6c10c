// What a format of recordings has to supply: how its header looks, a survey of a file (which markets, from when to when)
// and a decoder of its rows. Formats know nothing of files, compression or folders.

import type { MarketDataEvent } from '../core/domain/events.ts';
import type { Instrument, MarketId } from '../core/domain/instrument.ts';
import type { CsvRows } from './csv-rows.ts';
import type { TapeCounter } from './tape-info.ts';

export type RecordedInstrument = Omit<Instrument, 'id'>;

/** Reads a whole file once before it is played. */
export interface Surveyor {
  row(rows: CsvRows): void;
  end(file: string): Survey;
}

export interface Survey {
  readonly instruments: readonly RecordedInstrument[];
  readonly firstAt: number;
  readonly lastAt: number;
  /** `ids[i]` is the id of `instruments[i]` on the whole tape. */
  decoder(ids: readonly MarketId[], counter: TapeCounter): Decoder;
}

/** Rows in, canonical events in order of time out. */
export interface Decoder {
  row(rows: CsvRows, out: MarketDataEvent[]): void;
  end(out: MarketDataEvent[]): void;
}

export interface TapeFormat {
  readonly name: string;
  readonly columns: readonly string[];
  surveyor(columnOf: (name: string) => number): Surveyor;
}
