// Opens a recording, or a folder of them played one after the other. Surveys each file first, so that the markets are known
// before the first event; tells the format by the header; refuses a folder whose recordings cannot be one tape.

import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { marketId, type Instrument } from '../core/domain/instrument.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_CORRUPT, TAPE_EMPTY, TAPE_MISSING_COLUMN, TAPE_MIXED, TAPE_NOT_FOUND, TAPE_OUT_OF_ORDER, TAPE_TRUNCATED, TAPE_UNKNOWN_FORMAT } from '../errors/tape.ts';
import { btc15m } from './btc15m.ts';
import { ByteSource } from './byte-source.ts';
import { CsvRows } from './csv-rows.ts';
import { kalshiInxd } from './kalshi-inxd.ts';
import type { Survey, Surveyor, TapeFormat } from './tape-format.ts';
import { TapeCounter } from './tape-info.ts';
import type { Tape } from './tape.ts';
import { tickscope } from './tickscope.ts';

const FORMATS: readonly TapeFormat[] = [tickscope, btc15m, kalshiInxd];

interface Recording { readonly file: string; readonly bytes: number; readonly survey: Survey; readonly instruments: readonly Instrument[] }

export async function openTape(path: string): Promise<Tape> {
  const surveyed: Omit<Recording, 'instruments'>[] = [];
  for (const { file, bytes } of await recordingsAt(path)) surveyed.push({ file, bytes, survey: await surveyFile(file) });
  surveyed.sort((a, b) => a.survey.firstAt - b.survey.firstAt);
  let next = 0;
  const recordings = surveyed.map((recording): Recording =>
    ({ ...recording, instruments: recording.survey.instruments.map((instrument) => ({ ...instrument, id: marketId(next++) })) }));
  refuseWhatCannotFollow(recordings);
  return new RecordedTape(basename(resolve(path)).replace(/(\.csv)?(\.gz)?$/, ''), recordings);
}

async function recordingsAt(path: string): Promise<readonly { file: string; bytes: number }[]> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return [{ file: path, bytes: found.size }];
    const names = (await readdir(path)).filter((name) => /\.(csv|gz)$/.test(name));
    if (names.length > 0) return await Promise.all(names.map(async (name) => ({ file: join(path, name), bytes: (await stat(join(path, name))).size })));
  } catch (error) {
    throw new EvenkeelError(TAPE_NOT_FOUND, `${path}: cannot be read (${(error as Error).message})`, { file: path });
  }
  throw new EvenkeelError(TAPE_NOT_FOUND, `${path}: the folder holds no .csv or .gz file`, { file: path });
}

async function surveyFile(file: string): Promise<Survey> {
  const rows = new CsvRows(file);
  let surveyor: Surveyor | null = null;
  try {
    for await (const block of new ByteSource(file).blocks()) {
      rows.feed(block);
      while (rows.next()) {
        surveyor ??= formatOf(rows).surveyor((name) => rows.columns.indexOf(name));
        surveyor.row(rows);
      }
      // A recording without any row must still say what is wrong with its header.
      if (rows.columns.length > 0 && surveyor === null) formatOf(rows);
    }
  } catch (error) {
    throw withLastLine(error, file, rows.line);
  }
  rows.end();
  if (surveyor === null) throw new EvenkeelError(TAPE_EMPTY, `${file}: no rows`, { file });
  return surveyor.end(file);
}

/** Bytes know no lines: what went wrong with them is placed after the last row that came through. */
function withLastLine(error: unknown, file: string, line: number): unknown {
  if (!(error instanceof EvenkeelError) || (error.spec !== TAPE_TRUNCATED && error.spec !== TAPE_CORRUPT)) return error;
  return new EvenkeelError(error.spec, error.message.replace(`${file}: `, `${file}:${line}  after this line `), { ...error.details, line });
}

/** The format most of whose columns are there; then none may be missing. */
function formatOf({ file, columns }: CsvRows): TapeFormat {
  const missingOf = (format: TapeFormat): readonly string[] => format.columns.filter((column) => !columns.includes(column));
  const format = FORMATS.find((candidate) => missingOf(candidate).length * 2 < candidate.columns.length);
  if (format === undefined) {
    const header = columns.join(',').slice(0, 120);
    throw new EvenkeelError(TAPE_UNKNOWN_FORMAT, `${file}:1  no known format has the header ${JSON.stringify(header)}`, { file, line: 1, header });
  }
  const missing = missingOf(format);
  if (missing.length > 0) throw new EvenkeelError(TAPE_MISSING_COLUMN, `${file}:1  a ${format.name} recording needs the column ${missing.join(', ')}`, { file, line: 1, missing });
  return format;
}

function refuseWhatCannotFollow(recordings: readonly Recording[]): void {
  const names = new Map<string, string>();
  recordings.forEach(({ file, survey, instruments }, index) => {
    const before = recordings[index - 1];
    if (before !== undefined && survey.firstAt < before.survey.lastAt) {
      throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${file}: begins before ${before.file} ends`, { file, before: before.file });
    }
    for (const { name, venue } of instruments) {
      const venueBefore = recordings[0]!.instruments[0]!.venue;
      if (venue !== venueBefore) throw new EvenkeelError(TAPE_MIXED, `${file}: is of ${venue}, ${recordings[0]!.file} of ${venueBefore}`, { file, venue });
      const other = names.get(name);
      if (other !== undefined) throw new EvenkeelError(TAPE_MIXED, `${file}: ${name} is in ${other} too`, { file, market: name });
      names.set(name, file);
    }
  });
}

class RecordedTape implements Tape {
  readonly name: string;
  readonly venue: string;
  readonly instruments: readonly Instrument[];
  readonly #recordings: readonly Recording[];
  readonly #totalBytes: number;
  #counter = new TapeCounter();
  #bytesBefore = 0;
  #source: ByteSource | null = null;

  constructor(name: string, recordings: readonly Recording[]) {
    this.name = name;
    this.#recordings = recordings;
    this.instruments = recordings.flatMap(({ instruments }) => instruments);
    this.venue = this.instruments[0]!.venue;
    this.#totalBytes = recordings.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get info(): TapeCounter { return this.#counter; }

  shareRead(): number { return (this.#bytesBefore + (this.#source?.bytesRead ?? 0)) / this.#totalBytes; }

  async *chunks(): AsyncGenerator<readonly MarketDataEvent[], void> {
    const counter = new TapeCounter();
    this.#counter = counter;
    this.#bytesBefore = 0;
    for (const { file, bytes, survey, instruments } of this.#recordings) {
      const decoder = survey.decoder(instruments.map(({ id }) => id), counter);
      const rows = new CsvRows(file);
      this.#source = new ByteSource(file);
      for await (const block of this.#source.blocks()) {
        const events: MarketDataEvent[] = [];
        rows.feed(block);
        while (rows.next()) {
          counter.rows++;
          decoder.row(rows, events);
        }
        counter.countEvents(events);
        if (events.length > 0) yield events;
      }
      rows.end();
      const last: MarketDataEvent[] = [];
      decoder.end(last);
      counter.countEvents(last);
      if (last.length > 0) yield last;
      this.#bytesBefore += bytes;
      this.#source = null;
    }
  }
}
