// What the market channel says, decoded: prices and sizes in micro-units of the token that the message is about, which may be
// either outcome.

import type { LevelList } from '../../../core/domain/events.ts';
import type { Price, Size, TimestampMs } from '../../../core/domain/numbers.ts';
import type { Side } from '../../../core/domain/side.ts';
import type { Undecodable } from './undecodable.ts';

/** The venue does not say what the best price is. (It writes 0 for no bid and 1 for no ask.) */
export const NOT_STATED = -1;

export interface BookMessage {
  readonly kind: 'book';
  /** Condition id. */
  readonly market: string;
  readonly token: string;
  readonly ts: TimestampMs;
  /** SHA-1 of the book as the venue writes it; empty where it is not given. */
  readonly hash: string;
  readonly bids: LevelList;
  readonly asks: LevelList;
  /** Null where it is not given. */
  readonly tick: Price | null;
  /** As written, since the hash is taken of the text; null where it is not given. */
  readonly lastTrade: string | null;
}

export interface PriceChange {
  readonly token: string;
  readonly side: Side;
  readonly price: Price;
  /** The new total of the level; 0 removes it. */
  readonly size: Size;
  /** Of the token's book after all changes of this moment. */
  readonly hash: string;
  /** Best prices after all changes of this moment: 0 for no bid, PAR for no ask, or NOT_STATED. */
  readonly bestBid: number;
  readonly bestAsk: number;
}
export interface PriceChangeMessage {
  readonly kind: 'price-change'; readonly market: string; readonly ts: TimestampMs; readonly changes: readonly PriceChange[];
}
export interface TradeMessage {
  readonly kind: 'trade';
  readonly market: string; readonly token: string; readonly ts: TimestampMs; readonly price: Price; readonly size: Size;
  readonly priceText: string;
  /** What the taker did with the token. */
  readonly taker: 'buy' | 'sell';
}
export interface TickSizeMessage { readonly kind: 'tick-size'; readonly market: string; readonly token: string; readonly ts: TimestampMs; readonly tick: Price }
export interface BestPricesMessage {
  readonly kind: 'best-prices'; readonly market: string; readonly token: string; readonly ts: TimestampMs;
  /** 0 for no bid, PAR for no ask. */
  readonly bestBid: number; readonly bestAsk: number;
}
export interface NewMarketMessage {
  readonly kind: 'new-market'; readonly market: string; readonly slug: string; readonly tokens: readonly string[];
  readonly ts: TimestampMs;
}
export interface ResolvedMessage {
  readonly kind: 'resolved'; readonly market: string; readonly winner: string; readonly ts: TimestampMs;
}
/** A kind of message that this version does not know; it changes nothing that is known. */
export interface UnknownMessage { readonly kind: 'unknown'; readonly eventType: string }

export type MarketMessage =
  | BookMessage | PriceChangeMessage | TradeMessage | TickSizeMessage | BestPricesMessage | NewMarketMessage | ResolvedMessage
  | UnknownMessage | Undecodable;
