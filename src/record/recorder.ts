// Records what a feed says, segment after segment: each begins with what was known when it began, is told apart by time and size,
// and stands under its name only when it is whole. The first failure of the disk ends it, and is told once.

import type { FeedStatusChanged, MarketDataEvent } from '../core/domain/events.ts';
import { timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import { TAPE_CANNOT_WRITE } from '../errors/tape.ts';
import type { PolymarketMarket } from '../venues/polymarket/polymarket-market.ts';
import type { EndLine, SegmentBefore } from './raw-line.ts';
import { RecordedMarkets } from './recorded-markets.ts';
import type { FeedHandlers } from './recorded-feed.ts';
import type { OpenSegmentFile } from './segment-file.ts';
import { WrittenSegment, type WrittenRaw } from './written-segment.ts';

export interface RecorderParts {
  readonly folder: string;
  readonly startedAt: number;
  /** Of the first segment. */
  readonly number: number;
  /** The last segment that is there; null in a new folder. */
  readonly previous: SegmentBefore | null;
  /** Segments begin at whole multiples of this since the epoch. */
  readonly rotateMs: number;
  /** A raw segment that has reached this size is followed by another. */
  readonly rotateBytes: number;
  /** Characters that the disk may be behind by. */
  readonly mostWaiting: number;
  readonly open: OpenSegmentFile;
  readonly onFailure: (error: unknown) => void;
  /** A segment is finished; the next ones wait for what this does. */
  readonly onSegment: (segment: FinishedSegment) => Promise<void>;
}

export interface FinishedSegment { readonly number: number; readonly from: number; readonly to: number; readonly frames: number; readonly bytes: number; readonly hasTape: boolean }

export class Recorder implements FeedHandlers {
  readonly #parts: RecorderParts;
  readonly #state = new RecordedMarkets();
  readonly #named = new Map<string, PolymarketMarket>();
  #number: number;
  #before: Promise<SegmentBefore | null>;
  #segment: WrittenSegment;
  #dueAt: number;
  /** The venue is not heard since then. */
  #outage: FeedStatusChanged | null = null;
  #done: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#number = parts.number;
    this.#before = Promise.resolve(parts.previous);
    this.#dueAt = this.#nextDue(parts.startedAt);
    this.#segment = this.#begin(parts.startedAt, parts.previous?.endedAt ?? null);
  }

  market(market: PolymarketMarket): void {
    this.#named.set(market.slug, market);
    if (!this.#hasFailed) this.#segment.market(market);
  }

  frame(socket: string, text: string, receivedAt: TimestampMs): void {
    if (this.#hasFailed) return;
    if (this.#segment.raw.waiting > this.#parts.mostWaiting) return this.#fail(new EvenkeelError(RECORD_ERRORS.behind, `${this.#segment.path}: ${Math.round(this.#segment.raw.waiting / 1e6)} MB wait to be written`));
    this.#segment.markIfDue(this.#state);
    this.#rotateIfDue(receivedAt);
    this.#segment.frame(socket, text, receivedAt);
  }

  event(event: MarketDataEvent): void {
    if (this.#hasFailed) return;
    if (event.type === 'FeedStatusChanged') this.#outage = event.up ? null : event;
    this.#state.hear(event);
    this.#segment.event(event);
  }

  /** To be called about once a second: what a crash may cost, and a segment that is due though nothing is heard. */
  tick(now: TimestampMs): void {
    if (this.#hasFailed) return;
    this.#rotateIfDue(now);
    this.#segment.raw.flush();
  }

  settled(): Promise<void> { return this.#segment.settled(); }

  /** Finishes the segment. Where nothing was heard in it, none is left. */
  async stop(now: number): Promise<void> {
    const segment = this.#segment;
    if (segment.frames > 0) this.#end(segment, now, 'stopped');
    await this.#done;
    if (this.#hasFailed) return segment.abandon();
    this.#hasFailed = true;
    if (segment.frames === 0) await segment.discard();
  }

  #nextDue(at: number): number { return (Math.floor(at / this.#parts.rotateMs) + 1) * this.#parts.rotateMs; }

  #rotateIfDue(at: number): void {
    const { raw, frames } = this.#segment;
    if (at < this.#dueAt && raw.bytes < this.#parts.rotateBytes) return;
    this.#dueAt = this.#nextDue(at);
    if (frames === 0) return;
    this.#end(this.#segment, at, 'rotated');
    this.#segment = this.#begin(at, null);
  }

  #begin(at: number, holeSince: number | null): WrittenSegment {
    const { folder, startedAt, open } = this.#parts;
    this.#state.forgetEnded(at);
    const segment = new WrittenSegment({
      folder, number: this.#number++, run: startedAt, at, previous: this.#before, holeSince, open, onFailure: (error) => { this.#fail(error); },
    });
    segment.begin(this.#state, this.#named, this.#outage === null ? null : { ...this.#outage, ts: timestamp(at) });
    return segment;
  }

  #end(segment: WrittenSegment, at: number, why: EndLine['why']): void {
    segment.close(at, this.#state, why);
    const written = segment.finishRaw(at);
    this.#before = written;
    const before = this.#done;
    this.#done = this.#finish(segment, at, before, written);
  }

  /** Segments are finished in their order. */
  async #finish(segment: WrittenSegment, to: number, before: Promise<void>, written: Promise<WrittenRaw | null>): Promise<void> {
    try {
      const file = await written;
      await before;
      if (file === null) return await segment.abandon();
      const hasTape = await segment.finishTape(file);
      if (!this.#hasFailed) await this.#parts.onSegment({ number: segment.number, from: segment.startedAt, to, frames: segment.frames, bytes: file.bytes, hasTape });
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#parts.onFailure(asRecordError(this.#segment.path, error));
  }
}

/** What a disk says; faults of the program stay what they are. */
function asRecordError(path: string, error: unknown): unknown {
  if (error instanceof EvenkeelError && error.spec.code !== TAPE_CANNOT_WRITE.code) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return error instanceof EvenkeelError || typeof code === 'string' ? new EvenkeelError(RECORD_ERRORS.cannotWrite, `${path}: ${message}`, { file: path }) : error;
}
