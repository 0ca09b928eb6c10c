// Opens recordings and Parquet tapes as one tape. Surveys each recording first, so that the markets are known before the
// first row; numbers the markets; plays what overlaps in time together and the rest in a row; refuses what cannot be one tape.

import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { marketId, type Instrument } from '../core/domain/instrument.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_MIXED, TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { TapeColumns, type ChangedTerms } from './columns.ts';
import { FORMATS } from './formats.ts';
import { mergeRecordings, type TimedRecording } from './merge-recordings.ts';
import type { OpenedTape, TapeSource } from './opened-tape.ts';
import { parquetTape } from './parquet-read.ts';
import { fileHash, findRecordings } from './recording-files.ts';
import type { RecordedIds } from './recorded-ids.ts';
import type { Labels, RecordingFile, Survey } from './recording-format.ts';
import { TapeCounter } from './tape-info.ts';

/** Rows of a chunk: enough that its overhead is nothing, few enough to stay in the processor's cache with the engine. */
const CHUNK_ROWS = 32_768;
const NO_LABELS: Labels = new Map();

export interface OpenTapeOptions {
  /** Outcomes, over those that come with the recordings. */
  readonly labels?: Labels;
  /** Of DuckDB, for Parquet tapes. */
  readonly threads?: number;
}

interface Recording {
  readonly files: readonly RecordingFile[];
  readonly format: string;
  readonly survey: Survey;
  readonly instruments: readonly Instrument[];
  /** The numbers on the whole tape of what the survey numbers from 0. */
  readonly references: readonly number[];
  readonly terms: readonly number[];
}

export async function openTape(paths: string | readonly string[], { labels = NO_LABELS, threads = 1 }: OpenTapeOptions = {}): Promise<OpenedTape> {
  const named = typeof paths === 'string' ? [paths] : paths;
  const { groups, passedOver } = await findRecordings(named, [parquetTape(threads), ...FORMATS]);
  const surveyed: Pick<Recording, 'files' | 'format' | 'survey'>[] = [];
  for (const { format, files } of groups) surveyed.push({ files, format: format.name, survey: await format.survey(files, labels) });
  const references: string[] = [];
  const terms: ChangedTerms[] = [];
  let markets = 0;
  const recordings = surveyed.toSorted((a, b) => a.survey.firstAt - b.survey.firstAt).map((recording): Recording => ({
    ...recording,
    instruments: recording.survey.instruments.map((instrument) => ({ ...instrument, id: marketId(markets++) })),
    references: recording.survey.references.map((name) => (references.includes(name) ? references.indexOf(name) : references.push(name) - 1)),
    terms: recording.survey.terms.map((changed) => terms.push(changed) - 1),
  }));
  refuseWhatIsNotOneTape(recordings);
  return new RecordedTape({ name: nameOf(named), recordings, references, terms, passedOver, labels });
}

const nameOf = (paths: readonly string[]): string => paths.map((path) => basename(resolve(path)).replace(/(\.(csv|jsonl?|txt|parquet))?(\.gz)?$/, '')).join('+');

function refuseWhatIsNotOneTape(recordings: readonly Recording[]): void {
  const seen = new Map<string, string>();
  let first: { readonly venue: string; readonly file: string } | null = null;
  for (const { files, instruments } of recordings) {
    const file = files[0]!.path;
    for (const { name, venue } of instruments) {
      first ??= { venue, file };
      if (venue !== first.venue) throw new EvenkeelError(TAPE_MIXED, `${file}: is of ${venue}, ${first.file} of ${first.venue}`, { file, venue });
      const other = seen.get(name);
      if (other !== undefined) throw new EvenkeelError(TAPE_MIXED, `${file}: ${name} is in ${other} too`, { file, market: name });
      seen.set(name, file);
    }
  }
}

interface RecordedTapeParts {
  readonly name: string; readonly recordings: readonly Recording[]; readonly references: readonly string[]; readonly terms: readonly ChangedTerms[];
  readonly passedOver: readonly string[]; readonly labels: Labels;
}

class RecordedTape implements OpenedTape {
  readonly name: string;
  readonly venue: string;
  readonly instruments: readonly Instrument[];
  readonly ids: readonly (RecordedIds | null)[];
  readonly references: readonly string[];
  readonly terms: readonly ChangedTerms[];
  readonly files: readonly RecordingFile[];
  readonly passedOver: readonly string[];
  readonly #recordings: readonly Recording[];
  readonly #labels: Labels;
  readonly #totalBytes: number;
  #counter = new TapeCounter();
  #bytesTaken = 0;
  #sources: Promise<readonly TapeSource[]> | null = null;

  constructor({ name, recordings, references, terms, passedOver, labels }: RecordedTapeParts) {
    this.name = name;
    this.references = references;
    this.terms = terms;
    this.passedOver = passedOver;
    this.#recordings = recordings;
    this.#labels = labels;
    this.files = recordings.flatMap(({ files }) => files);
    this.instruments = recordings.flatMap(({ instruments }) => instruments);
    this.ids = recordings.flatMap(({ survey, instruments }) => survey.ids ?? instruments.map(() => null));
    this.venue = this.instruments[0]?.venue ?? NO_VENUE;
    this.#totalBytes = this.files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get info(): TapeCounter { return this.#counter; }

  shareRead(): number { return Math.min(1, this.#bytesTaken / this.#totalBytes); }

  sources(): Promise<readonly TapeSource[]> {
    this.#sources ??= Promise.all(this.#recordings.flatMap(({ files, format }) =>
      files.map(async ({ path, name, bytes }) => ({ name, format, bytes, sha256: await fileHash(path) }))));
    return this.#sources;
  }

  /** Of the files by their content, whatever their names, and of the labels, which are part of what is played. */
  async contentHash(): Promise<string> {
    const hash = createHash('sha256');
    for (const digest of (await this.sources()).map(({ sha256 }) => sha256).toSorted()) hash.update(`${digest}\n`);
    for (const [market, yesPays] of [...this.#labels].toSorted(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${JSON.stringify(market)} ${yesPays}\n`);
    return hash.digest('hex');
  }

  async *chunks(): AsyncGenerator<TapeColumns, void> {
    const counter = new TapeCounter();
    this.#counter = counter;
    this.#bytesTaken = 0;
    const chunk = new TapeColumns();
    chunk.reserve(2 * CHUNK_ROWS);
    const order = { lastAt: -Infinity, tape: this.name };
    const took = (bytes: number): void => { this.#bytesTaken += bytes; };
    const timed = this.#recordings.map(({ survey, instruments, references, terms }): TimedRecording => ({
      firstAt: survey.firstAt, lastAt: survey.lastAt,
      rowsInto: (out) => survey.decode({ out, counter, markets: instruments.map(({ id }) => id), references, terms, took }),
    }));
    for await (const _ of mergeRecordings(timed, chunk)) {
      if (chunk.length < CHUNK_ROWS) continue;
      refuseFallingStamps(chunk, order);
      counter.countChunk(chunk);
      yield chunk;
      chunk.clear();
    }
    refuseFallingStamps(chunk, order);
    counter.countChunk(chunk);
    if (chunk.length > 0) yield chunk;
  }
}

/** Of a tape that holds reference prices alone. */
const NO_VENUE = 'reference';

function refuseFallingStamps({ ts, length }: TapeColumns, order: { lastAt: number; readonly tape: string }): void {
  let last = order.lastAt;
  for (let i = 0; i < length; i++) {
    const at = ts[i]!;
    // A stamp that is no number is refused too.
    if (!(at >= last)) throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${order.tape}: a row stamped ${at} follows one stamped ${last}`, { tape: order.tape, stamp: at, before: last });
    last = at;
  }
  order.lastAt = last;
}
