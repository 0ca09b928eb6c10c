// The lines of raw segments through the real decoders to events, as the feed that was recorded gave them: books and trades come of
// the frames, everything else as it was told. One replay is of one run, from any of its segments on.

import type { MarketDataEvent } from '../core/domain/events.ts';
import type { Instrument, MarketId } from '../core/domain/instrument.ts';
import { PAR, price, timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import { ConditionBook } from '../venues/polymarket/feed/condition-book.ts';
import type { PolymarketMarket } from '../venues/polymarket/polymarket-market.ts';
import { decodeClobBooks } from '../venues/polymarket/wire/clob-book.ts';
import { decodeMarketFrame } from '../venues/polymarket/wire/market-channel.ts';
import type { MarketMessage } from '../venues/polymarket/wire/market-message.ts';
import { parseJson } from '../venues/polymarket/wire/undecodable.ts';
import type { BookLine, FrameLine, RawLine } from './raw-line.ts';
import { RecordedMarkets } from './recorded-markets.ts';

/** Before every stamp of the venue: what comes after a book that was known counts, whatever its own stamp. */
const BEFORE_ALL = timestamp(1);

export interface RawReplayParts {
  readonly emit: (event: MarketDataEvent) => void;
  /** Also doubts books as a live feed does, on text that cannot be read and on bursts that were never made whole. What was doubted when it was recorded is told anyway. */
  readonly judges: boolean;
}

export class RawReplay {
  readonly state = new RecordedMarkets();
  undecodable = 0;
  readonly #parts: RawReplayParts;
  readonly #named = new Map<string, PolymarketMarket>();
  readonly #books = new Map<MarketId, ConditionBook>();
  readonly #byCondition = new Map<string, ConditionBook>();

  constructor(parts: RawReplayParts) { this.#parts = parts; }

  hear(line: RawLine): void {
    switch (line.kind) {
      case 'segment': return this.#begin(line.at);
      case 'market': this.#named.set(line.market.slug, line.market); return;
      case 'told': return this.#tell(line.event);
      case 'book': return this.#seed(line);
      case 'frame': return this.#frame(line);
      default:
    }
  }

  #begin(at: number): void {
    for (const id of this.state.forgetEnded(at)) {
      const book = this.#books.get(id);
      if (book === undefined) continue;
      this.#books.delete(id);
      this.#byCondition.delete(book.market.conditionId);
      this.#named.delete(book.market.slug);
    }
  }

  readonly #emit = (event: MarketDataEvent): void => {
    this.state.hear(event);
    this.#parts.emit(event);
  };

  #tell(event: MarketDataEvent): void {
    switch (event.type) {
      case 'InstrumentListed': return this.#list(event.instrument, event);
      case 'BookInvalidated': {
        // By the frames before it, or from outside of them: a connection that was lost, silence, a book by REST.
        const book = this.#books.get(event.market);
        if (book?.isSound === true) book.doubt(event.reason, event.ts);
        else if (this.state.get(event.market)?.isValid === true) this.#emit(event);
        return;
      }
      case 'InstrumentChanged': {
        const book = this.#books.get(event.market);
        if (book !== undefined && book.tick !== event.tick) book.hear({ kind: 'tick-size', market: book.market.conditionId, token: book.market.yesId, ts: event.ts, tick: event.tick }, heardAt(event.ts));
        if (this.state.get(event.market)?.hasTerms(event) === false) this.#emit(event);
        return;
      }
      case 'MarketResolved': if (this.state.get(event.market)?.hasEnded === false) this.#emit(event); return;
      default: return this.#emit(event);
    }
  }

  #list(instrument: Instrument, event: MarketDataEvent): void {
    const { id, name, tick, fees } = instrument;
    // Said again at the beginning of each segment.
    if (this.state.get(id) !== undefined) return;
    this.#emit(event);
    const market = this.#named.get(name);
    if (market === undefined) return;
    const book = new ConditionBook({ market: { ...market, tick }, id, fees, emit: this.#emit, onDoubt: nothing, onSuspicion: nothing });
    this.#books.set(id, book);
    this.#byCondition.set(market.conditionId, book);
  }

  /** The book that the segments before led to, where they were not heard. */
  #seed({ at, market, doubt, bids, asks }: BookLine): void {
    const book = this.#books.get(market);
    if (book === undefined || book.isSound || doubt !== null || this.state.get(market)?.isValid !== null) return;
    const { conditionId, yesId } = book.market;
    book.hear({ kind: 'book', market: conditionId, token: yesId, ts: BEFORE_ALL, hash: '', bids, asks, tick: null, lastTrade: null }, heardAt(at));
  }

  #frame({ at, socket, text }: FrameLine): void {
    if (this.#parts.judges) for (const book of this.#books.values()) if (at >= book.checkAt) book.check(heardAt(at));
    const [channel] = socket.split('/', 1);
    if (channel === 'market') for (const message of decodeMarketFrame(text)) this.#message(message, at);
    else if (channel === 'books') for (const message of decodeClobBooks(parseJson(text))) this.#message(message, at);
  }

  #message(message: MarketMessage, at: number): void {
    if (message.kind === 'undecodable') {
      this.undecodable++;
      // What it would have changed is not known.
      if (this.#parts.judges) for (const book of this.#books.values()) if (message.market === null || message.market === book.market.conditionId) book.doubt('a message cannot be read', timestamp(at));
      return;
    }
    if (message.kind === 'unknown' || message.kind === 'new-market') return;
    const book = this.#byCondition.get(message.market);
    if (book === undefined) return;
    if (message.kind !== 'resolved') return book.hear(message, heardAt(at));
    const { yesId, noId } = book.market;
    if (this.state.get(book.id)?.hasEnded !== false || (message.winner !== yesId && message.winner !== noId)) return;
    this.#emit({ type: 'MarketResolved', ts: timestamp(at), market: book.id, yesPays: message.winner === yesId ? PAR : price(0) });
  }
}

const nothing = (): void => {};
/** A recording has one clock. */
const heardAt = (at: number): { readonly now: TimestampMs; readonly uptime: number } => ({ now: timestamp(at), uptime: at });
