// What the user channel says of the account's orders and trades, decoded. Sizes and prices are of the token named beside them.

import type { Price, Size, TimestampMs } from '../../../core/domain/numbers.ts';
import type { Undecodable } from './undecodable.ts';

export type OrderStatus = 'live' | 'matched' | 'delayed' | 'unmatched' | 'canceled' | 'invalid' | 'unknown';
export type TradeStatus = 'matched-not-broadcast' | 'matched' | 'mined' | 'confirmed' | 'retrying' | 'failed' | 'unknown';

export interface UserOrder {
  readonly kind: 'order';
  readonly id: string;
  readonly market: string;
  readonly token: string;
  readonly action: 'buy' | 'sell';
  readonly price: Price;
  readonly originalSize: Size;
  /** Matched so far in all; null where it is not said. */
  readonly matched: Size | null;
  readonly what: 'placement' | 'update' | 'cancellation';
  readonly status: OrderStatus;
  /** What the venue adds to a status: why a cancelled order was; the status itself where it is unknown. Empty for none. */
  readonly detail: string;
  readonly orderType: string;
  readonly expiresAt: TimestampMs | null;
  readonly trades: readonly string[];
  readonly ts: TimestampMs;
}

export interface MakerFill {
  readonly orderId: string;
  readonly token: string;
  readonly action: 'buy' | 'sell';
  readonly price: Price;
  readonly size: Size;
  /** The API key that the order is of. */
  readonly owner: string;
  readonly makerAddress: string;
}

/** One match of a taker; the same `id` comes again with each status. */
export interface UserTrade {
  readonly kind: 'trade';
  readonly id: string;
  readonly market: string;
  readonly status: TradeStatus;
  /** The status as written where it is unknown, else empty. */
  readonly detail: string;
  /** Of the taker. */
  readonly takerOrderId: string;
  readonly token: string;
  readonly action: 'buy' | 'sell';
  readonly price: Price;
  readonly size: Size;
  /** The API key that the taker's order is of. */
  readonly owner: string;
  readonly makers: readonly MakerFill[];
  /** On which side the account stood, where it is said. */
  readonly ourPart: 'taker' | 'maker' | null;
  readonly transaction: string | null;
  readonly matchedAt: TimestampMs;
  readonly updatedAt: TimestampMs;
}

export type UserMessage = UserOrder | UserTrade | { readonly kind: 'unknown'; readonly eventType: string } | Undecodable;
