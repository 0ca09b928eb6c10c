// A market, its book and a listener that keeps what the book gives out the way the core does.

import { NO_FEE } from '../../../core/domain/fees.ts';
import type { MarketDataEvent } from '../../../core/domain/events.ts';
import { marketId } from '../../../core/domain/instrument.ts';
import { price, size, timestamp } from '../../../core/domain/numbers.ts';
import { OrderBook } from '../../../core/market/order-book.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import { NOT_STATED, type BookMessage, type PriceChange, type PriceChangeMessage } from '../wire/market-message.ts';
import { microsOf } from '../wire/micros-of.ts';
import { ConditionBook, type BookMessageOfMarket } from './condition-book.ts';

export const MARKET: PolymarketMarket = {
  conditionId: '0xm', slug: 'rain', yesId: '7', noId: '8', version: 'v1', negRisk: false, tick: price(10_000), minSize: size(5_000_000),
};
export const NO_FEES = { maker: NO_FEE, taker: NO_FEE };

/** Levels as text: "0.48 100, 0.49 5". */
const levels = (text: string): number[] => (text === '' ? [] : text.split(/, ?| /).map(microsOf));
export const bookFrame = (ts: number, bids: string, asks: string, over: Partial<BookMessage> = {}): BookMessage =>
  ({ kind: 'book', market: MARKET.conditionId, token: MARKET.yesId, ts: timestamp(ts), hash: '', bids: levels(bids), asks: levels(asks), tick: null, lastTrade: null, ...over });
export const change = (side: 'bid' | 'ask', at: string, total: string, over: Partial<PriceChange> = {}): PriceChange =>
  ({ token: MARKET.yesId, side, price: price(microsOf(at)), size: size(microsOf(total)), hash: '', bestBid: NOT_STATED, bestAsk: NOT_STATED, ...over });
export const changeFrame = (ts: number, ...changes: readonly PriceChange[]): PriceChangeMessage => ({ kind: 'price-change', market: MARKET.conditionId, ts: timestamp(ts), changes });

export class WatchedBook {
  readonly events: MarketDataEvent[] = [];
  readonly suspicions: string[] = [];
  doubts = 0;
  /** True if what was given out was ever crossed. */
  wasCrossed = false;
  readonly book: ConditionBook;
  /** What a listener holds who was given the events. */
  heard: OrderBook;

  constructor(market: PolymarketMarket = MARKET) {
    this.heard = new OrderBook(market.tick);
    this.book = new ConditionBook({
      market, id: marketId(0), fees: NO_FEES, emit: (event) => { this.#take(event); }, onDoubt: () => { this.doubts++; }, onSuspicion: (reason) => { this.suspicions.push(reason); },
    });
  }

  /** At this time after the start. */
  hear(message: BookMessageOfMarket, uptime = 0): this {
    this.book.hear(message, { now: timestamp(1_000_000 + uptime), uptime });
    return this;
  }

  check(uptime: number): this {
    this.book.check({ now: timestamp(1_000_000 + uptime), uptime });
    return this;
  }

  types(): string[] { return this.events.map(({ type }) => type); }
  /** "0.48 100 / 0.52 5". */
  shown(): string {
    const side = (which: 'bid' | 'ask'): string => this.heard.levels(which).map((micros) => micros / 1_000_000).join(' ');
    return `${side('bid')} / ${side('ask')}`;
  }

  #take(event: MarketDataEvent): void {
    this.events.push(event);
    if (event.type === 'BookSnapshot') this.heard.replace(event.bids, event.asks);
    if (event.type === 'BookDelta') this.heard.apply(event.side, event.price, event.size);
    if (event.type === 'InstrumentChanged') this.heard = this.heard.onGrid(event.tick);
    this.wasCrossed ||= this.heard.bestBid() >= this.heard.bestAsk();
  }
}
