// What the two sockets of reference prices say, decoded. Prices are plain numbers: they are signals, never what an order says.

import type { TimestampMs } from '../../../core/domain/numbers.ts';
import type { Undecodable } from './undecodable.ts';

export interface PriceMessage {
  readonly kind: 'price';
  /** The topic or channel: "crypto_prices_chainlink", "price.crypto.twap". */
  readonly topic: string;
  /** As the feed writes it: "btc/usd", "btcusdt", "btcusd". */
  readonly symbol: string;
  readonly price: number;
  /** Of the price, by the feed. */
  readonly ts: TimestampMs;
  /** Seconds that the price is an average over; null for one of a moment. */
  readonly windowSeconds: number | null;
}
/** What is said once after subscribing: the newest point of the history that comes with it, if any. */
export interface PriceHistoryMessage { readonly kind: 'history'; readonly topic: string; readonly symbol: string; readonly points: readonly { readonly ts: TimestampMs; readonly price: number }[]; readonly windowSeconds: number | null }
/** We are who we say we are. */
export interface FeedAuthedMessage { readonly kind: 'authed' }
/** The venue wants to know who asks, or does not believe it. */
export interface FeedDeniedMessage { readonly kind: 'denied'; readonly detail: string }
/** What was asked is refused, or not what comes. */
export interface FeedErrorMessage { readonly kind: 'error'; readonly detail: string }
/** Acknowledgements and what else is no price. */
export interface OtherMessage { readonly kind: 'other'; readonly what: string }

export type ReferenceMessage = PriceMessage | PriceHistoryMessage | FeedAuthedMessage | FeedDeniedMessage | FeedErrorMessage | OtherMessage | Undecodable;
