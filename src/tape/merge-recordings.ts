// The rows of several recordings in one order of time, a chunk of each in memory at once. Stable: of rows with one stamp
// those of the recording that begins first come first, and a snapshot keeps its levels. Recordings that do not overlap are
// decoded one after the other straight into the columns given out.

import { TapeColumns } from './columns.ts';
import { copyRows } from './copy-rows.ts';

/** Rows after which control is given back. */
const ENOUGH_ROWS = 16_384;

export interface TimedRecording {
  readonly firstAt: number;
  readonly lastAt: number;
  /** Appends its rows to `out`, in order of time; gives control back between two events. */
  rowsInto(out: TapeColumns): AsyncIterable<void>;
}

/** `recordings` by their `firstAt`. Appends to `out`, which the caller empties whenever it is given control. */
export async function* mergeRecordings(recordings: readonly TimedRecording[], out: TapeColumns): AsyncGenerator<void, void> {
  for (const together of overlapping(recordings)) {
    // The recorder's delay is a property of the recording.
    out.delayNow = -1;
    if (together.length === 1) yield* together[0]!.rowsInto(out);
    else yield* merged(together, out);
  }
}

/** Recordings that share a stretch of time stand together; one that begins with the last stamp of another follows it. */
export function overlapping<T extends { readonly firstAt: number; readonly lastAt: number }>(recordings: readonly T[]): readonly (readonly T[])[] {
  const groups: T[][] = [];
  let lastAt = -Infinity;
  for (const recording of recordings) {
    if (recording.firstAt < lastAt) groups.at(-1)!.push(recording);
    else groups.push([recording]);
    lastAt = Math.max(lastAt, recording.lastAt);
  }
  return groups;
}

async function* merged(recordings: readonly TimedRecording[], out: TapeColumns): AsyncGenerator<void, void> {
  let cursors = recordings.map((recording, order) => new Cursor(recording, order));
  try {
    for (;;) {
      const [next, other] = firstTwo(cursors);
      if (next === null) {
        yield;
        return;
      }
      if (!next.hasRows) {
        if (!(await next.fill())) cursors = cursors.filter((cursor) => cursor !== next);
        continue;
      }
      next.giveUntil(other, out);
      if (out.length >= ENOUGH_ROWS) yield;
    }
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

/** The cursors with the earliest rows. A scan: a tape has a handful of recordings at one time, and runs are copied whole. */
function firstTwo(cursors: readonly Cursor[]): readonly [Cursor | null, Cursor | null] {
  let first: Cursor | null = null;
  let second: Cursor | null = null;
  for (const cursor of cursors) {
    if (first === null || cursor.isBefore(first)) [first, second] = [cursor, first];
    else if (second === null || cursor.isBefore(second)) second = cursor;
  }
  return [first, second];
}

class Cursor {
  readonly #recording: TimedRecording;
  readonly #order: number;
  readonly #columns = new TapeColumns();
  #rows: AsyncIterator<void> | null = null;
  #at = 0;
  /** Stamp of the next row; before the first fill that of the recording, so that none is opened before its time. */
  #nextAt: number;

  constructor(recording: TimedRecording, order: number) {
    this.#recording = recording;
    this.#order = order;
    this.#nextAt = recording.firstAt;
  }

  get hasRows(): boolean { return this.#at < this.#columns.length; }

  isBefore(other: Cursor): boolean { return this.#nextAt < other.#nextAt || (this.#nextAt === other.#nextAt && this.#order < other.#order); }

  /** False at the end of the recording. */
  async fill(): Promise<boolean> {
    this.#columns.clear();
    this.#at = 0;
    this.#rows ??= this.#recording.rowsInto(this.#columns)[Symbol.asyncIterator]();
    while (this.#columns.length === 0) if ((await this.#rows.next()).done === true) break;
    if (this.#columns.length === 0) return false;
    this.#nextAt = this.#columns.ts[0]!;
    return true;
  }

  /** Gives all rows that come before the next one of `other`; at least one event. */
  giveUntil(other: Cursor | null, out: TapeColumns): void {
    const columns = this.#columns;
    // The first stamp that is not given: on one and the same, what began first comes first. Stamps are whole milliseconds.
    const limit = other === null ? Infinity : other.#nextAt + (this.#order < other.#order ? 1 : 0);
    const start = this.#at;
    let end = start;
    while (end < columns.length && columns.ts[end]! < limit) end += columns.rowsOf(end);
    copyRows(columns, start, end, out);
    this.#at = end;
    if (end < columns.length) this.#nextAt = columns.ts[end]!;
  }

  async close(): Promise<void> { await this.#rows?.return?.(); }
}
