// What formats of one CSV file to a recording have in common: the header decides, a survey of all rows comes first, then
// each row is given to a decoder. Files, compression and the counting of rows end here.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_CORRUPT, TAPE_EMPTY, TAPE_MISSING_COLUMN, TAPE_TRUNCATED } from '../errors/tape.ts';
import { ByteSource } from './byte-source.ts';
import type { TapeColumns } from './columns.ts';
import { CsvRows } from './csv-rows.ts';
import type { DatedTerms } from './dated-terms.ts';
import type { RecordedIds } from './recorded-ids.ts';
import type { DecodeTarget, Labels, RecordedInstrument, RecordingFormat, Survey } from './recording-format.ts';

export interface CsvFormat {
  readonly name: string;
  readonly holds: string;
  /** All have to be there, in any order; others may be too. */
  readonly columns: readonly string[];
  surveyor(columnOf: (name: string) => number): CsvSurveyor;
}

/** Reads a whole file once before it is played. */
export interface CsvSurveyor {
  row(rows: CsvRows): void;
  /** `labels`: outcomes by market; the decoder gives those of its markets at their end. */
  end(file: string, labels: Labels): CsvSurvey;
}

export interface CsvSurvey {
  readonly instruments: readonly RecordedInstrument[];
  /** In the order of the instruments; absent where the recording has none. */
  readonly ids?: readonly RecordedIds[];
  /** The changes of their terms; the decoder gives the rows. */
  readonly terms: readonly DatedTerms[];
  readonly firstAt: number;
  readonly lastAt: number;
  decoder(target: DecodeTarget): CsvDecoder;
}

/** Rows in, canonical events in order of time out. */
export interface CsvDecoder {
  row(rows: CsvRows, out: TapeColumns): void;
  end(out: TapeColumns): void;
}

/** Rows of a tape after which control is given back. */
const ENOUGH_ROWS = 16_384;

export function csvRecording(format: CsvFormat): RecordingFormat {
  const missingOf = (columns: readonly string[]): readonly string[] => format.columns.filter((column) => !columns.includes(column));
  return {
    name: format.name,
    holds: format.holds,
    // Most of the columns make it this format; then none may be missing, which the survey says with the name of the column.
    groupOf: ({ path, firstLine }) => (missingOf(firstLine.split(',')).length * 2 < format.columns.length ? path : null),
    survey: ([file], labels) => surveyFile(file!.path, format, labels, missingOf),
  };
}

async function surveyFile(path: string, format: CsvFormat, labels: Labels, missingOf: (columns: readonly string[]) => readonly string[]): Promise<Survey> {
  const rows = new CsvRows(path);
  let surveyor: CsvSurveyor | null = null;
  try {
    for await (const block of new ByteSource(path).blocks()) {
      rows.feed(block);
      while (rows.next()) {
        surveyor ??= surveyorOf(rows, format, missingOf);
        surveyor.row(rows);
      }
      // A recording without any row must still say what is wrong with its header.
      if (rows.columns.length > 0 && surveyor === null) surveyorOf(rows, format, missingOf);
    }
  } catch (error) {
    throw withLastLine(error, path, rows.line);
  }
  rows.end();
  if (surveyor === null) throw new EvenkeelError(TAPE_EMPTY, `${path}: no rows`, { file: path });
  const { decoder, ...survey } = surveyor.end(path, labels);
  return { ...survey, references: [], decode: (target) => decodeFile(path, decoder(target), target) };
}

function surveyorOf({ file, columns }: CsvRows, format: CsvFormat, missingOf: (columns: readonly string[]) => readonly string[]): CsvSurveyor {
  const missing = missingOf(columns);
  if (missing.length > 0) throw new EvenkeelError(TAPE_MISSING_COLUMN, `${file}:1  a ${format.name} recording needs the column ${missing.join(', ')}`, { file, line: 1, missing });
  return format.surveyor((name) => columns.indexOf(name));
}

/** Bytes know no lines: what went wrong with them is placed after the last row that came through. */
function withLastLine(error: unknown, file: string, line: number): unknown {
  if (!(error instanceof EvenkeelError) || (error.spec !== TAPE_TRUNCATED && error.spec !== TAPE_CORRUPT)) return error;
  return new EvenkeelError(error.spec, error.message.replace(`${file}: `, `${file}:${line}  after this line `), { ...error.details, line });
}

async function* decodeFile(path: string, decoder: CsvDecoder, { out, counter, took }: DecodeTarget): AsyncGenerator<void, void> {
  const rows = new CsvRows(path);
  const source = new ByteSource(path);
  let taken = 0;
  for await (const block of source.blocks()) {
    rows.feed(block);
    while (rows.next()) {
      counter.rows++;
      decoder.row(rows, out);
    }
    took(source.bytesRead - taken);
    taken = source.bytesRead;
    if (out.length >= ENOUGH_ROWS) yield;
  }
  rows.end();
  decoder.end(out);
  yield;
}
