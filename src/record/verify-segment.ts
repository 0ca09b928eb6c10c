// Proves one segment: the raw file is whole and stands where it belongs, the tape holds the rows that were written, and the frames,
// replayed through the decoders, give the books of the tape, level for level, wherever the recorder set a mark.

import { stat } from 'node:fs/promises';
import type { Instrument } from '../core/domain/instrument.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import { openTape } from '../tape/open-tape.ts';
import type { OpenedTape } from '../tape/opened-tape.ts';
import { parquetSource } from '../tape/parquet-read.ts';
import { fileHash } from '../tape/recording-files.ts';
import { verifyTape } from '../tape/verify-tape.ts';
import { asSegment, type EndLine, type MarkLine, type RawLine, type SegmentLine } from './raw-line.ts';
import { rawLines } from './read-raw.ts';
import { ReplayedRun } from './replayed-run.ts';
import { termsDifferences } from './same-terms.ts';
import { rawName, rawPath, tapePath } from './segment-names.ts';
import { TapeReader } from './tape-reader.ts';

/** Of one segment; all are counted. */
const MOST_FOUND = 20;

/** What the next segment is held against. */
export interface VerifiedSegment { readonly number: number; readonly run: number; readonly sha256: string; readonly endedAt: number; readonly replayed: ReplayedRun }

export interface SegmentHole { readonly from: number; readonly to: number; readonly how: string }

export interface SegmentReport {
  readonly number: number;
  /** Null where that much could not be read. */
  readonly from: number | null;
  readonly to: number | null;
  readonly frames: number;
  readonly rows: number;
  /** Marks at which all books were compared. */
  readonly marks: number;
  readonly holes: readonly SegmentHole[];
  /** What is wrong, each with its place; the first ones. */
  readonly found: readonly string[];
  readonly foundCount: number;
}
export interface SegmentVerification { readonly report: SegmentReport; /** Null where the next one cannot go on from it. */ readonly verified: VerifiedSegment | null }

/** `before`: the segment with the number before this one, if it is there. */
export async function verifySegment(folder: string, number: number, before: VerifiedSegment | null): Promise<SegmentVerification> {
  return new SegmentCheck(folder, number, before).run();
}

class SegmentCheck {
  readonly #raw: string;
  readonly #tapePath: string;
  readonly #number: number;
  readonly #before: VerifiedSegment | null;
  readonly #found: string[] = [];
  readonly #listed = new Map<string, Instrument>();
  #foundCount = 0;
  #sha256 = '';
  #replayed: ReplayedRun | null = null;
  #segment: SegmentLine | null = null;
  #end: EndLine | null = null;
  #frames = 0;
  #marks = 0;
  #rows = 0;
  #holes: readonly SegmentHole[] = [];

  constructor(folder: string, number: number, before: VerifiedSegment | null) {
    this.#raw = rawPath(folder, number);
    this.#tapePath = tapePath(folder, number);
    this.#number = number;
    this.#before = before;
  }

  async run(): Promise<SegmentVerification> {
    const tape = await this.#reading(() => this.#openTape());
    await this.#reading(async () => {
      this.#sha256 = await fileHash(this.#raw);
      await this.#replay(tape);
    });
    if (tape !== null) await this.#reading(() => this.#verifyTape(tape));
    const [segment, end, replayed] = [this.#segment, this.#end, this.#replayed];
    return {
      report: {
        number: this.#number, from: segment?.at ?? null, to: end?.at ?? null, frames: this.#frames, rows: this.#rows, marks: this.#marks,
        holes: this.#holes, found: this.#found, foundCount: this.#foundCount,
      },
      verified: segment === null || end === null || replayed === null ? null : { number: this.#number, run: segment.run, sha256: this.#sha256, endedAt: end.at, replayed },
    };
  }

  /** What a file says that cannot be read is found, and the rest is looked at all the same. */
  async #reading<T>(look: () => Promise<T>): Promise<T | null> {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      this.#tell(error.message);
      return null;
    }
  }

  async #openTape(): Promise<OpenedTape | null> {
    // Whether there ought to be one is known when the raw segment has been read.
    return await stat(this.#tapePath).then(() => true, () => false) ? openTape(this.#tapePath) : null;
  }

  async #replay(tape: OpenedTape | null): Promise<void> {
    const reader = tape === null ? null : new TapeReader(tape);
    try {
      for await (const lines of rawLines(this.#raw)) for (const line of lines) await this.#hear(line, reader);
    } finally {
      await reader?.close();
    }
    if (this.#end === null) this.#tell(`${this.#raw}: has no end`);
    else if (this.#end.frames !== this.#frames) this.#tell(`${this.#raw}: holds ${this.#frames} frames, its end says ${this.#end.frames}`);
    if (tape !== null) for (const difference of termsDifferences([...this.#listed.values()], tape.instruments)) this.#tell(`${this.#tapePath}: ${difference}`);
    else if (this.#end !== null && this.#end.rows > 0) this.#tell(`${this.#tapePath}: is missing`);
  }

  async #hear(line: RawLine, reader: TapeReader | null): Promise<void> {
    if (this.#end !== null) throw new EvenkeelError(RECORD_ERRORS.damaged, `${this.#raw}: goes on after its end`);
    this.#replayed ??= this.#begin(asSegment(this.#raw, line));
    this.#replayed.replay.hear(line);
    if (line.kind === 'frame') this.#frames++;
    else if (line.kind === 'told' && line.event.type === 'InstrumentListed' && !this.#listed.has(line.event.instrument.name)) this.#listed.set(line.event.instrument.name, line.event.instrument);
    else if (line.kind === 'end') this.#end = line;
    else if (line.kind === 'mark') await this.#compare(line, this.#replayed, reader);
  }

  /** Whether it stands where it belongs; and the replay that goes on with it. */
  #begin(segment: SegmentLine): ReplayedRun {
    this.#segment = segment;
    const { previous } = segment;
    const before = this.#before;
    if (segment.number !== this.#number) this.#tell(`${this.#raw}: is segment ${segment.number} under another name`);
    else if (before !== null && previous?.sha256 !== before.sha256) this.#tell(`${this.#raw}: follows another segment than the ${rawName(before.number)} that is there`);
    else if (before !== null && segment.at < before.endedAt) this.#tell(`${this.#raw}: begins before the segment before it ended`);
    return before !== null && before.run === segment.run && previous?.sha256 === before.sha256 ? before.replayed : new ReplayedRun();
  }

  async #compare(mark: MarkLine, replayed: ReplayedRun, reader: TapeReader | null): Promise<void> {
    this.#marks++;
    const place = `segment ${this.#number}, ${new Date(mark.at).toISOString()}, after frame ${mark.frames} and row ${mark.rows}`;
    const { state } = replayed.replay;
    const trades = replayed.takeTrades();
    const isAsRecorded = state.hash() === mark.books;
    await reader?.readTo(mark.rows);
    const differences = reader === null ? [] : [...state.differences(reader.state, 'raw', 'the tape'), ...tradeDifference(trades, reader.takeTrades())];
    for (const difference of differences) this.#tell(`${place}: ${difference}`);
    if (!isAsRecorded && differences.length === 0) this.#tell(`${place}: the frames do not give the books that were recorded`);
  }

  async #verifyTape(tape: OpenedTape): Promise<void> {
    const { facts, contradictions, disagreements, contradictionCount } = await verifyTape(tape, { against: null });
    this.#rows = facts.rows;
    this.#holes = facts.gaps.map(({ from, to, how }) => ({ from, to, how }));
    for (const { row, what, market } of contradictions) this.#tell(`${this.#tapePath}: row ${row}${market === null ? '' : `, ${market}`}: ${what}`);
    this.#foundCount += contradictionCount - contradictions.length;
    for (const what of disagreements) this.#tell(`${this.#tapePath}: ${what}`);
    if (this.#end !== null && this.#end.rows !== facts.rows) this.#tell(`${this.#tapePath}: holds ${facts.rows} rows, the raw segment says ${this.#end.rows}`);
    const [source] = (await parquetSource(tape))?.sources ?? [];
    if (source?.name !== rawName(this.#number)) this.#tell(`${this.#tapePath}: was made of ${source?.name ?? 'nothing'}`);
    else if (source.sha256 !== this.#sha256) this.#tell(`${this.#raw}: is not the file that the tape was made of`);
  }

  #tell(what: string): void {
    this.#foundCount++;
    if (this.#found.length < MOST_FOUND) this.#found.push(what);
  }
}

function tradeDifference(raw: readonly string[], tape: readonly string[]): readonly string[] {
  for (let i = 0; i < Math.max(raw.length, tape.length); i++) if (raw[i] !== tape[i]) return [`trade ${i + 1} since the last mark: raw has ${raw[i] ?? 'none'}, the tape has ${tape[i] ?? 'none'}`];
  return [];
}
