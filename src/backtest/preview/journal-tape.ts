// The market data of a running session as a tape, out of its journal and beside its writer: the last stretch of one run, from
// a moment at which its books are known. Our own orders are not on it.

import { setImmediate } from 'node:timers/promises';
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Instrument } from '../../core/domain/instrument.ts';
import { newestFrame, readFramesBetween, readListings } from '../../journal/read.ts';
import { TapeColumns, type ChangedTerms } from '../../tape/columns.ts';
import { RowsHash } from '../../tape/rows-hash.ts';
import { TapeCounter } from '../../tape/tape-info.ts';
import type { Tape } from '../../tape/tape.ts';
import { EvenkeelError } from '../../errors/define.ts';
import { PREVIEW_ERRORS } from '../../errors/preview.ts';
import { MarketRows } from './market-rows.ts';
import { RunCopy } from './run-copy.ts';
import { bridgeTo, findStart, type RunStart } from './run-start.ts';

const CHUNK_ROWS = 8_192;

interface Parts { readonly database: DatabaseSync; readonly run: number; readonly start: RunStart; readonly last: number; readonly to: number; readonly instruments: readonly Instrument[] }

export class JournalTape implements Tape {
  readonly name: string;
  readonly venue: string;
  readonly instruments: readonly Instrument[];
  readonly references: readonly string[] = [];
  readonly terms: ChangedTerms[] = [];
  info = new TapeCounter();
  readonly #parts: Parts;
  #fills = new Set<string>();
  #seq: number;

  private constructor(parts: Parts, venue: string) {
    this.#parts = parts;
    this.name = `the session's own recording (run ${parts.run})`;
    this.venue = venue;
    this.instruments = parts.instruments;
    this.#seq = parts.start.seq;
  }

  /** The last `lastMs` of the run as it is stored now, or what there is of them; what is written later is not on the tape. */
  static open(database: DatabaseSync, run: number, lastMs: number): JournalTape {
    const newest = newestFrame(database, run);
    if (newest === null) throw new EvenkeelError(PREVIEW_ERRORS.nothingRecorded, `run ${run} has no events in the journal`, { run });
    const start = findStart(database, run, { wanted: newest.ts - lastMs, last: newest.firstSeq });
    const instruments = start === null ? [] : listedBy(database, run, start, newest.firstSeq);
    const [first] = instruments;
    if (start === null || first === undefined) throw new EvenkeelError(PREVIEW_ERRORS.nothingRecorded, `run ${run} has no market data in the journal`, { run });
    return new JournalTape({ database, run, start, last: newest.firstSeq, to: newest.ts, instruments }, first.venue);
  }

  get from(): number { return this.#parts.start.from; }
  /** Stamp of the last event. */
  get to(): number { return this.#parts.to; }

  /** How often the session itself was filled in the stretch; counted while `chunks` is read. */
  get sessionFills(): number { return this.#fills.size; }

  async *chunks(): AsyncGenerator<TapeColumns> {
    const { database, run, start, last } = this.#parts;
    const info = new TapeCounter();
    const fills = new Set<string>();
    this.info = info;
    this.#fills = fills;
    const rows = new TapeColumns();
    const terms = { list: this.terms, given: 0 };
    let copy = new RunCopy(start.state);
    let heard = new MarketRows(copy, rows, terms);
    if (start.state !== null) heard.tellAll(start.from);
    this.#seq = start.seq;
    for (const frame of readFramesBetween(database, run, start.frameAfter, last)) {
      if (frame.firstSeq > this.#seq + 1) {
        heard.settle();
        const { state } = bridgeTo(database, run, this.#seq, frame);
        const silentFrom = copy.now;
        copy = new RunCopy(state);
        noteGap(info, rows, { from: silentFrom, to: copy.now });
        heard = new MarketRows(copy, rows, terms);
        heard.tellAll(copy.now);
        this.#seq = frame.firstSeq - 1;
      }
      for (let i = this.#seq + 1 - frame.firstSeq; i < frame.events.length; i++) {
        const event = frame.events[i];
        if (event === undefined) break;
        heard.hear(event);
        // Told twice it is one fill.
        if (event.type === 'OrderFilled') fills.add(event.fillId);
        this.#seq++;
        info.rows++;
      }
      if (rows.length < CHUNK_ROWS) continue;
      info.countChunk(rows);
      yield rows;
      rows.clear();
    }
    heard.settle();
    info.countChunk(rows);
    if (rows.length > 0) yield rows;
  }

  shareRead(): number {
    const { start, last } = this.#parts;
    return last <= start.seq ? 1 : Math.min(1, Math.max(0, (this.#seq - start.seq) / (last - start.seq)));
  }

  async contentHash(): Promise<string> {
    const rows = new RowsHash();
    for await (const chunk of this.chunks()) {
      rows.add(chunk);
      // A Ctrl-C is heard in between.
      await setImmediate();
    }
    return createHash('sha256').update(JSON.stringify([this.instruments, this.terms])).update(rows.digest()).digest('hex');
  }
}

function noteGap(info: TapeCounter, rows: TapeColumns, { from, to }: { readonly from: number; readonly to: number }): void {
  if (to <= from) return;
  info.gaps.push({ market: null, from, to, how: 'the journal could not be written' });
  rows.gap({ ts: from, market: -1, lengthMs: to - from });
}

/** Those known at the start and those that were listed after it, by id. */
function listedBy(database: DatabaseSync, run: number, start: RunStart, last: number): readonly Instrument[] {
  const known = new RunCopy(start.state).markets.map(({ instrument }) => instrument);
  for (const instrument of readListings(database, run, start.frameAfter, last)) if (known[instrument.id] === undefined) known.push(instrument);
  return known.map((instrument) => ({ ...instrument, showsOwnOrders: false }));
}
