// A segment made again of its raw lines: of one that was cut off the raw file as far as it can be read and its tape, of one that
// was finished without its tape the tape alone.

import { stat } from 'node:fs/promises';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { fileHash } from '../tape/recording-files.ts';
import { asSegment, type BookLine, type FrameLine, type MarketLine, type RawLine, type SegmentLine } from './raw-line.ts';
import { RawReplay } from './raw-replay.ts';
import { rawLines, salvagedLines } from './read-raw.ts';
import type { RecordedMarkets } from './recorded-markets.ts';
import { openSegmentFile } from './segment-file.ts';
import { rawName, rawPath } from './segment-names.ts';
import type { SegmentTape } from './segment-tape.ts';
import { holeBefore, RAW_FORMAT, tapeOf, WrittenSegment } from './written-segment.ts';

interface Target {
  market(line: MarketLine): void;
  frame(line: FrameLine): void;
  book(line: BookLine): void;
  event(event: MarketDataEvent): void;
  mark(state: RecordedMarkets, books: string): void;
  settled(): Promise<void>;
}

interface Rebuilt { readonly replay: RawReplay; readonly frames: number; /** Of its end, or of the last frame where it has none. */ readonly endedAt: number }

/** Null where it holds nothing. */
async function rebuild(path: string, batches: AsyncIterable<readonly RawLine[]>, begin: (segment: SegmentLine) => Target): Promise<Rebuilt | null> {
  let target: Target | null = null;
  let isBook = false;
  let frames = 0;
  let endedAt = 0;
  const replay = new RawReplay({ judges: false, emit: (event) => { if (!isBook) target?.event(event); } });
  for await (const lines of batches) {
    for (const line of lines) {
      if (target === null) {
        const segment = asSegment(path, line);
        endedAt = segment.at;
        target = begin(segment);
      }
      if (line.kind === 'market') target.market(line);
      else if (line.kind === 'book') target.book(line);
      else if (line.kind === 'frame') {
        target.frame(line);
        frames++;
        endedAt = Math.max(endedAt, line.at);
      } else if (line.kind === 'end') endedAt = line.at;
      // The book itself stands in the line.
      isBook = line.kind === 'book';
      replay.hear(line);
      if (line.kind === 'mark') target.mark(replay.state, line.books);
    }
    await target?.settled();
  }
  return target === null ? null : { replay, frames, endedAt };
}

export interface Salvaged { readonly frames: number; readonly endedAt: number; /** Other than that it was cut off. */ readonly damage: readonly string[] }

/** From `cut` to a finished segment of that number. Null where there is nothing to be kept. */
export async function salvageSegment(folder: string, number: number, cut: string): Promise<Salvaged | null> {
  const damage: string[] = [];
  const failures: unknown[] = [];
  const onFailure = (error: unknown): void => { failures.push(error); };
  let written: WrittenSegment | null = null;
  const done = await rebuild(cut, salvagedLines(cut, (what) => { damage.push(what); }), ({ run, at, previous }) => {
    const segment = new WrittenSegment({ folder, number, run, at, previous: Promise.resolve(previous), holeSince: holeBefore({ run, at, previous }), open: openSegmentFile, onFailure });
    written = segment;
    return {
      market: ({ market }) => { segment.market(market); }, frame: ({ socket, text, at: received }) => { segment.frame(socket, text, received); },
      book: (line) => { segment.book(line); }, event: (event) => { segment.event(event); }, settled: () => segment.settled(),
      mark: (state, books) => {
        segment.mark(state);
        if (state.hash() !== books) damage.push(`the books after frame ${segment.frames} are not those that were recorded`);
      },
    };
  });
  const segment = written as WrittenSegment | null;
  if (done === null || segment === null) return null;
  if (done.frames === 0) {
    await segment.discard();
    return { frames: 0, endedAt: done.endedAt, damage };
  }
  segment.close(done.endedAt, done.replay.state, 'salvaged');
  const file = await segment.finishRaw(done.endedAt);
  if (file !== null) await segment.finishTape(file);
  if (failures.length > 0) throw failures[0];
  return { frames: done.frames, endedAt: done.endedAt, damage };
}

/** Of a finished raw segment. */
export async function rebuildTape(folder: string, number: number): Promise<void> {
  const path = rawPath(folder, number);
  const failures: unknown[] = [];
  let tape: SegmentTape | null = null;
  const done = await rebuild(path, rawLines(path), (line) => {
    const rows = tapeOf({ folder, number, at: line.at, holeSince: holeBefore(line), onFailure: (error) => { failures.push(error); } });
    tape = rows;
    return { market: nothing, frame: nothing, mark: nothing, book: (book) => { rows.book(book); }, event: (event) => { rows.push(event); }, settled: () => rows.settled() };
  });
  const rows = tape as SegmentTape | null;
  if (done === null || rows === null) return;
  rows.close(done.endedAt);
  await rows.finish([{ name: rawName(number), format: RAW_FORMAT, bytes: (await stat(path)).size, sha256: await fileHash(path) }], done.frames);
  if (failures.length > 0) throw failures[0];
}

const nothing = (): void => {};
