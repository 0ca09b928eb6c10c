// The one book of a condition, in YES terms, kept from the frames of both its tokens. What it gives out is whole: changes of one
// moment are held until the book fits the best prices that the venue states with them, and a book that does not come to fit is
// doubted until the next snapshot. Sizes are what the venue shows, our own orders included. Has no clock.

import type { FeeSchedule } from '../../../core/domain/fees.ts';
import type { MarketDataEvent } from '../../../core/domain/events.ts';
import type { MarketId } from '../../../core/domain/instrument.ts';
import { PAR, type Price, type Size, type TimestampMs } from '../../../core/domain/numbers.ts';
import type { Side } from '../../../core/domain/side.ts';
import { OrderBook } from '../../../core/market/order-book.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import { NOT_STATED, type BestPricesMessage, type BookMessage, type PriceChangeMessage, type TickSizeMessage, type TradeMessage } from '../wire/market-message.ts';
import { HashCheck } from './hash-check.ts';
import { tokensDisagree } from './tokens-disagree.ts';
import { yesBest, yesLevels, yesPrice, yesSide, yesTaker, type YesChange, type YesLevels } from './yes-terms.ts';

/**
 * How long a book may not fit what is stated of it. In 206,365 recorded changes of six markets (2026-06-07) it did not fit 134
 * times; 132 times the rest came with the same millisecond on it, once it had not come after 12 s.
 */
export const HALF_APPLIED_MS = 250;

export interface ConditionBookParts {
  readonly market: PolymarketMarket;
  readonly id: MarketId;
  readonly fees: FeeSchedule;
  readonly emit: (event: MarketDataEvent) => void;
  /** Called once when the book stops being trusted: a snapshot is wanted. */
  readonly onDoubt: () => void;
  /** Something about the book ought to be looked up, though nothing is known to be wrong. */
  readonly onSuspicion: (reason: string) => void;
}

/** The time of a frame: on the clock that events are stamped with, and on one that never steps. */
export interface HeardAt { readonly now: TimestampMs; readonly uptime: number }

export type BookMessageOfMarket = BookMessage | PriceChangeMessage | TradeMessage | TickSizeMessage | BestPricesMessage;
export type Comparison = 'same' | 'older' | 'differs' | 'not-comparable';

export class ConditionBook {
  readonly market: PolymarketMarket;
  readonly id: MarketId;
  readonly #parts: ConditionBookParts;
  readonly #hashes: HashCheck;
  #book: OrderBook;
  #fees: FeeSchedule;
  #isSound = false;
  /** Venue's stamps: of the newest message, of the last snapshot, and of each level that changed since. */
  #stamp = 0;
  #snapshotStamp = 0;
  readonly #levelStamps = new Map<number, number>();
  /** Levels that changed and were not given out yet. */
  readonly #held = new Set<number>();
  #statedStamp = 0;
  #statedBid: number = NOT_STATED;
  #statedAsk: number = NOT_STATED;
  #unfitSince = Infinity;

  constructor(parts: ConditionBookParts) {
    this.#parts = parts;
    this.market = parts.market;
    this.id = parts.id;
    this.#fees = parts.fees;
    this.#book = new OrderBook(parts.market.tick);
    this.#hashes = new HashCheck(parts.market, (reason) => parts.onSuspicion(reason));
  }

  get isSound(): boolean { return this.#isSound; }
  get tick(): Price { return this.#book.tick as Price; }
  /** All that the venue shows, our own orders among it; null while it is not to be trusted. */
  get displayed(): YesLevels | null { return this.#isSound ? { bids: this.#book.levels('bid'), asks: this.#book.levels('ask') } : null; }
  get stamp(): number { return this.#stamp; }
  /** On the clock that never steps, when this has to be checked for a burst that was never made whole; Infinity for never. */
  get checkAt(): number { return this.#unfitSince + HALF_APPLIED_MS; }

  hear(message: BookMessageOfMarket, at: HeardAt): void {
    switch (message.kind) {
      case 'book': return this.#replace(message, at);
      case 'price-change': return this.#change(message, at);
      case 'best-prices': {
        if (!this.#isSound) return;
        const { bid, ask } = yesBest(message.bestBid, message.bestAsk, this.#isYes(message.token));
        this.#state(message.ts, bid, ask);
        return this.#settle(at);
      }
      case 'tick-size': return this.#changeTick(message.tick, at);
      case 'trade': {
        const isYes = this.#isYes(message.token);
        this.#hashes.traded(message, isYes);
        this.#parts.emit({ type: 'TradePrinted', ts: at.now, market: this.id, price: yesPrice(message.price, isYes), size: message.size, taker: yesTaker(message.taker, isYes) });
      }
    }
  }

  /** Doubts a book that has not come to fit what was stated of it. */
  check(at: HeardAt): void {
    if (at.uptime < this.checkAt) return;
    this.doubt(this.#isCrossed() ? 'the book stays crossed' : 'the best prices that the venue states are not those of the book', at.now);
  }

  changeFees(fees: FeeSchedule, now: TimestampMs): void {
    this.#fees = fees;
    this.#parts.emit({ type: 'InstrumentChanged', ts: now, market: this.id, tick: this.tick, fees });
  }

  /** The book is not to be trusted until the next snapshot. */
  doubt(reason: string, now: TimestampMs): void {
    if (!this.#isSound) return;
    this.#isSound = false;
    this.#held.clear();
    this.#unfitSince = Infinity;
    this.#parts.emit({ type: 'BookInvalidated', ts: now, market: this.id, reason });
    this.#parts.onDoubt();
  }

  /** A book by REST against ours: older than ours tells nothing. */
  compare({ token, bids, asks, ts }: Pick<BookMessage, 'token' | 'bids' | 'asks' | 'ts'>): Comparison {
    if (!this.#isSound) return 'not-comparable';
    const other = this.#gridded(yesLevels(bids, asks, this.#isYes(token)));
    if (other !== null && this.#differing(other).length === 0) return 'same';
    return ts < this.#stamp ? 'older' : 'differs';
  }

  #isYes(token: string): boolean { return token === this.market.yesId; }

  #replace(message: BookMessage, at: HeardAt): void {
    if (message.tick !== null && message.tick !== this.tick) this.#changeTick(message.tick, at);
    if (this.#isSound && message.ts < this.#stamp) return;
    const levels = yesLevels(message.bids, message.asks, this.#isYes(message.token));
    const next = this.#gridded(levels);
    if (next === null) return this.doubt('a price is off the grid', at.now);
    this.#hashes.snapshot(message, this.tick);
    if (crossed(next)) return this.doubt('the book of the venue is crossed', at.now);
    this.#stamp = this.#snapshotStamp = message.ts;
    this.#levelStamps.clear();
    this.#statedBid = this.#statedAsk = NOT_STATED;
    this.#statedStamp = message.ts;
    if (this.#isSound) {
      for (const key of this.#differing(next)) this.#held.add(key);
      this.#book = next;
      return this.#settle(at);
    }
    this.#book = next;
    this.#isSound = true;
    this.#parts.emit({ type: 'BookSnapshot', ts: at.now, market: this.id, bids: next.levels('bid'), asks: next.levels('ask') });
  }

  #change(message: PriceChangeMessage, at: HeardAt): void {
    if (!this.#isSound) return;
    const { changes, ts } = message;
    if (tokensDisagree(changes)) return this.doubt('the two tokens disagree', at.now);
    for (const change of changes) {
      const isYes = change.token === this.market.yesId;
      if (!isYes && change.token !== this.market.noId) return this.doubt('a change is of a token that the market does not have', at.now);
      const side = yesSide(change.side, isYes);
      const price = yesPrice(change.price, isYes);
      if (!this.#apply({ side, price, size: change.size }, ts)) return this.doubt('a price is off the grid', at.now);
      const { bid, ask } = isYes ? { bid: change.bestBid, ask: change.bestAsk } : yesBest(change.bestBid, change.bestAsk, false);
      this.#state(ts, bid, ask);
    }
    if (ts > this.#stamp) this.#stamp = ts;
    this.#settle(at);
    if (this.#held.size === 0 && this.#hashes.isDue(at.uptime)) this.#hashes.changed(message, this.#book, at.uptime);
  }

  /** The newest word on a level counts, in whatever order and however often the words come. False for a price that is no level. */
  #apply({ side, price, size }: YesChange, ts: number): boolean {
    if (!this.#book.has(price)) return false;
    const key = keyOf(side, price);
    if (ts < (this.#levelStamps.get(key) ?? this.#snapshotStamp)) return true;
    this.#levelStamps.set(key, ts);
    if (this.#book.sizeAt(side, price) === size) return true;
    this.#book.apply(side, price, size);
    this.#held.add(key);
    return true;
  }

  #state(ts: number, bid: number, ask: number): void {
    if (ts < this.#statedStamp) return;
    this.#statedStamp = ts;
    this.#statedBid = bid;
    this.#statedAsk = ask;
  }

  /** Gives out what is held if the book is whole. */
  #settle({ now, uptime }: HeardAt): void {
    if (!this.#isWhole()) {
      if (this.#unfitSince === Infinity) this.#unfitSince = uptime;
      return;
    }
    this.#unfitSince = Infinity;
    if (this.#held.size === 0) return;
    // What is gone first, so that the book is never crossed in between.
    for (const isGone of [true, false]) {
      for (const key of this.#held) {
        const side: Side = key % 2 === 0 ? 'bid' : 'ask';
        const price = Math.floor(key / 2) as Price;
        const size = this.#book.sizeAt(side, price);
        if ((size === 0) === isGone) this.#parts.emit({ type: 'BookDelta', ts: now, market: this.id, side, price, size });
      }
    }
    this.#held.clear();
  }

  #isWhole(): boolean {
    const bid = this.#book.bestBid();
    const ask = this.#book.bestAsk();
    if (bid >= ask) return false;
    return (this.#statedBid === NOT_STATED || this.#statedBid === (Number.isNaN(bid) ? 0 : bid)) && (this.#statedAsk === NOT_STATED || this.#statedAsk === (Number.isNaN(ask) ? PAR : ask));
  }

  #isCrossed(): boolean { return crossed(this.#book); }

  #changeTick(tick: Price, at: HeardAt): void {
    const before = this.tick;
    if (tick === before) return;
    this.#parts.emit({ type: 'InstrumentChanged', ts: at.now, market: this.id, tick, fees: this.#fees });
    if (before % tick === 0) this.#book = this.#book.onGrid(tick);
    else {
      this.#book = new OrderBook(tick);
      this.doubt('the tick became coarser', at.now);
    }
  }

  /** Null where a price is no level. */
  #gridded({ bids, asks }: YesLevels): OrderBook | null {
    const book = new OrderBook(this.tick);
    for (const [side, levels] of [['bid', bids], ['ask', asks]] as const) {
      for (let i = 0; i < levels.length; i += 2) {
        const price = levels[i] as Price;
        if (!book.has(price)) return null;
        book.apply(side, price, levels[i + 1] as Size);
      }
    }
    return book;
  }

  #differing(other: OrderBook): number[] {
    const keys: number[] = [];
    for (let i = 0; i <= other.top; i++) {
      const price = (i * other.tick) as Price;
      if (other.bids[i] !== this.#book.bids[i]) keys.push(keyOf('bid', price));
      if (other.asks[i] !== this.#book.asks[i]) keys.push(keyOf('ask', price));
    }
    return keys;
  }
}

const keyOf = (side: Side, price: Price): number => price * 2 + (side === 'bid' ? 0 : 1);
const crossed = (book: OrderBook): boolean => book.bestBid() >= book.bestAsk();
