// One segment while it is written: what is heard goes to the raw lines and to the tape's rows together, with marks that tie the two.

import { rm } from 'node:fs/promises';
import type { FeedStatusChanged, MarketDataEvent } from '../core/domain/events.ts';
import { timestamp } from '../core/domain/numbers.ts';
import type { PolymarketMarket } from '../venues/polymarket/polymarket-market.ts';
import { RawSegment } from './raw-segment.ts';
import { segmentLine, type BookLine, type EndLine, type SegmentBefore, type SegmentLine } from './raw-line.ts';
import type { RecordedMarket, RecordedMarkets } from './recorded-markets.ts';
import type { OpenSegmentFile } from './segment-file.ts';
import { PARTIAL, rawName, rawPath, tapePath } from './segment-names.ts';
import { SegmentTape } from './segment-tape.ts';

/** A hash of all books takes about a millisecond for 500 markets; of 5,000 frames it is the least part. */
const FRAMES_A_MARK = 5_000;
/** What a source of a tape is called that is a raw segment. */
export const RAW_FORMAT = 'evenkeel-raw';

export interface WrittenRaw extends SegmentBefore { readonly bytes: number }

interface WrittenSegmentParts extends TapeOfSegment {
  readonly run: number;
  readonly previous: Promise<SegmentBefore | null>;
  readonly open: OpenSegmentFile;
}

export class WrittenSegment {
  readonly number: number;
  readonly startedAt: number;
  readonly raw: RawSegment;
  readonly tape: SegmentTape;
  readonly #folder: string;
  frames = 0;
  #at: number;

  constructor({ folder, number, run, at, previous, holeSince, open, onFailure }: WrittenSegmentParts) {
    this.number = number;
    this.startedAt = this.#at = at;
    this.#folder = folder;
    this.raw = new RawSegment({ path: rawPath(folder, number), open, onFailure, head: previous.then((before) => [segmentLine({ number, run, at, previous: before === null ? null : { number: before.number, sha256: before.sha256, endedAt: before.endedAt } })]) });
    this.tape = tapeOf({ folder, number, at, holeSince, onFailure });
  }

  /** What was known when it began. `outage`: why the venue was not heard then. */
  begin(state: RecordedMarkets, named: ReadonlyMap<string, PolymarketMarket>, outage: FeedStatusChanged | null): void {
    for (const known of state.all()) {
      const market = named.get(known.instrument.name);
      if (market !== undefined) this.market(market);
      this.#known(known);
    }
    if (outage !== null) this.event(outage);
    this.mark(state);
  }

  market(market: PolymarketMarket): void { this.raw.write({ kind: 'market', market }); }

  frame(socket: string, text: string, at: number): void {
    this.#at = at;
    this.frames++;
    this.raw.write({ kind: 'frame', at, socket, text });
  }

  event(event: MarketDataEvent): void {
    if (isTold(event)) this.raw.write({ kind: 'told', event });
    this.tape.push(event);
  }

  /** Of those that it begins with. */
  book(line: BookLine): void {
    this.raw.write(line);
    this.tape.book(line);
  }

  /** To be called when all events of the frames so far have come. */
  markIfDue(state: RecordedMarkets): void {
    if (this.frames > 0 && this.frames % FRAMES_A_MARK === 0) this.mark(state);
  }

  mark(state: RecordedMarkets): void {
    const { rows } = this.tape;
    if (rows !== null) this.raw.write({ kind: 'mark', at: this.#at, frames: this.frames, rows, books: state.hash() });
  }

  close(at: number, state: RecordedMarkets, why: EndLine['why']): void {
    const rows = this.tape.close(at);
    this.mark(state);
    this.raw.write({ kind: 'end', at, frames: this.frames, rows, why });
  }

  /** After `close`. Null where it failed. */
  async finishRaw(endedAt: number): Promise<WrittenRaw | null> {
    const written = await this.raw.finish();
    return written === null ? null : { number: this.number, endedAt, ...written };
  }

  /** After `finishRaw`: the tape names the raw segment that it comes of. False where it failed. */
  async finishTape({ number, bytes, sha256 }: WrittenRaw): Promise<boolean> {
    return await this.tape.finish([{ name: rawName(number), format: RAW_FORMAT, bytes, sha256 }], this.frames) !== null;
  }

  async settled(): Promise<void> { await Promise.all([this.raw.settled(), this.tape.settled()]); }

  get path(): string { return rawPath(this.#folder, this.number); }

  async abandon(): Promise<void> {
    await Promise.all([this.raw.abandon(), this.tape.abandon()]);
  }

  /** As if it had never begun. */
  async discard(): Promise<void> {
    await this.abandon();
    await rm(this.path + PARTIAL, { force: true });
  }

  #known({ instrument, status, facts, book, isValid, reason }: RecordedMarket): void {
    const ts = timestamp(this.#at);
    const market = instrument.id;
    this.event({ type: 'InstrumentListed', ts, instrument });
    if (status !== 'open') this.event({ type: 'InstrumentStatusChanged', ts, market, status });
    if (facts !== null) this.event({ type: 'MarketFactsReported', ts, market, ...facts });
    if (isValid !== null) this.book({ kind: 'book', at: this.#at, market, doubt: isValid ? null : reason, bids: book.levels('bid'), asks: book.levels('ask') });
  }
}

interface TapeOfSegment {
  readonly folder: string;
  readonly number: number;
  readonly at: number;
  /** When the run before ended, for the first segment of a run that follows one. */
  readonly holeSince: number | null;
  readonly onFailure: (error: unknown) => void;
}

export function tapeOf({ folder, number, at, holeSince, onFailure }: TapeOfSegment): SegmentTape {
  const tape = new SegmentTape({ path: tapePath(folder, number), name: rawName(number).replace(/\..*/, ''), startedAt: at, onFailure });
  if (holeSince !== null) tape.hole({ from: holeSince, to: at, how: 'the recorder was not running' });
  return tape;
}

/** The first segment of a run follows a hole, from the end of the run before. */
export const holeBefore = ({ run, at, previous }: Pick<SegmentLine, 'run' | 'at' | 'previous'>): number | null => (at === run && previous !== null ? previous.endedAt : null);

/** What stands in no frame, or not for sure. */
const isTold = ({ type }: MarketDataEvent): boolean => type !== 'BookSnapshot' && type !== 'BookDelta' && type !== 'TradePrinted';
