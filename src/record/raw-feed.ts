// A raw recording as a feed: its frames, through the decoders as they are now. For decoding a recording anew after a decoder was
// mended, and for taking some markets out of it. Between its runs, and where a segment is missing, nothing was heard.

import type { MarketDataEvent } from '../core/domain/events.ts';
import { marketId, type Instrument, type MarketId } from '../core/domain/instrument.ts';
import { timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import { fitsPattern } from '../core/market/market-pattern.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RECORD_ERRORS } from '../errors/record.ts';
import type { PolymarketMarket } from '../venues/polymarket/polymarket-market.ts';
import { decodeMarketFrame } from '../venues/polymarket/wire/market-channel.ts';
import { asSegment, type FrameLine, type RawLine, type SegmentLine } from './raw-line.ts';
import { RawReplay } from './raw-replay.ts';
import { rawLines } from './read-raw.ts';
import type { FeedHandlers, RecordedFeed } from './recorded-feed.ts';
import { findSegments, rawPath } from './segment-names.ts';

export class RawFeed implements RecordedFeed {
  readonly #folder: string;
  readonly #numbers: readonly number[];
  readonly #patterns: readonly string[];
  /** Markets over all runs, by name: numbered once, whatever a run called them. */
  readonly #listed = new Map<string, Instrument>();
  #ids = new Map<MarketId, MarketId>();
  #chosen = new Set<string>();
  #venue: string | null = null;
  #now: number;
  #isStopped = false;

  private constructor(folder: string, numbers: readonly number[], patterns: readonly string[], startsAt: number) {
    this.#folder = folder;
    this.#numbers = numbers;
    this.#patterns = patterns;
    this.#now = startsAt;
  }

  /** `patterns`: the markets to be played; all where there is none. */
  static async open(folder: string, patterns: readonly string[]): Promise<RawFeed> {
    const { raw } = await findSegments(folder);
    const [first] = raw;
    if (first === undefined) throw new EvenkeelError(RECORD_ERRORS.nothingThere, `${folder}: holds no raw/segment-….jsonl.gz`, { folder });
    for await (const [line] of rawLines(rawPath(folder, first))) return new RawFeed(folder, raw, patterns, asSegment(rawPath(folder, first), line).at);
    throw new EvenkeelError(RECORD_ERRORS.damaged, `${rawPath(folder, first)}: is empty`, { file: rawPath(folder, first) });
  }

  now(): TimestampMs { return timestamp(this.#now); }
  stop(): void { this.#isStopped = true; }

  async run(handlers: FeedHandlers): Promise<void> {
    let before: SegmentLine | null = null;
    let replay = this.#newReplay(handlers);
    for (const number of this.#numbers) {
      const path = rawPath(this.#folder, number);
      let isFirst = true;
      for await (const lines of rawLines(path)) {
        for (const line of lines) {
          if (isFirst) {
            const segment = asSegment(path, line);
            if (before !== null && (before.run !== segment.run || before.number + 1 !== segment.number)) {
              this.#break(handlers, replay, segment.at);
              replay = this.#newReplay(handlers);
            }
            before = segment;
            isFirst = false;
          }
          this.#play(line, replay, handlers);
          if (this.#isStopped) return;
        }
        await handlers.settled();
      }
    }
  }

  #newReplay(handlers: FeedHandlers): RawReplay {
    this.#ids = new Map();
    return new RawReplay({ judges: true, emit: (event) => { this.#emit(event, handlers); } });
  }

  #play(line: RawLine, replay: RawReplay, handlers: FeedHandlers): void {
    if ('at' in line) this.#now = Math.max(this.#now, line.at);
    if (line.kind === 'market') {
      if (!this.#isWanted(line.market.slug)) return;
      this.#chosen.add(line.market.conditionId);
      this.#name(line.market, handlers);
    } else if (line.kind === 'frame' && this.#concerns(line)) handlers.frame(line.socket, line.text, timestamp(line.at));
    replay.hear(line);
  }

  /** Said once. */
  #name(market: PolymarketMarket, handlers: FeedHandlers): void {
    if (!this.#listed.has(market.slug)) handlers.market(market);
  }

  #isWanted(name: string): boolean { return this.#patterns.length === 0 || this.#patterns.some((pattern) => fitsPattern(pattern, name)); }

  /** A frame is kept whole where anything in it is of a market that is wanted, or of none. */
  #concerns({ socket, text }: FrameLine): boolean {
    if (this.#patterns.length === 0 || socket.split('/', 1)[0] !== 'market') return true;
    return decodeMarketFrame(text).some((message) => !('market' in message) || message.market === null || this.#chosen.has(message.market));
  }

  #emit(event: MarketDataEvent, handlers: FeedHandlers): void {
    if (event.type === 'InstrumentListed') return this.#list(event.instrument, event.ts, handlers);
    if (!('market' in event)) return handlers.event(event);
    const market = this.#ids.get(event.market);
    if (market !== undefined) handlers.event({ ...event, market });
  }

  #list(instrument: Instrument, ts: TimestampMs, handlers: FeedHandlers): void {
    const { name, tick, fees, venue } = instrument;
    if (!this.#isWanted(name)) return;
    this.#venue = venue;
    const known = this.#listed.get(name);
    const id = known?.id ?? marketId(this.#listed.size);
    this.#ids.set(instrument.id, id);
    if (known === undefined) {
      this.#listed.set(name, { ...instrument, id });
      handlers.event({ type: 'InstrumentListed', ts, instrument: { ...instrument, id } });
    } else handlers.event({ type: 'InstrumentChanged', ts, market: id, tick, fees });
  }

  /** What stood when the one stretch ended is not known when the next one begins. */
  #break(handlers: FeedHandlers, replay: RawReplay, at: number): void {
    const since = timestamp(this.#now);
    const reason = 'the recording that is played has a hole';
    if (this.#venue === null) return;
    handlers.event({ type: 'FeedStatusChanged', ts: since, venue: this.#venue, up: false, reason });
    for (const { instrument, isValid } of replay.state.all()) if (isValid === true) this.#emit({ type: 'BookInvalidated', ts: since, market: instrument.id, reason }, handlers);
    handlers.event({ type: 'FeedStatusChanged', ts: timestamp(Math.max(at, since)), venue: this.#venue, up: true, reason: 'the recording goes on' });
  }
}
