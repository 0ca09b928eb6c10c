// How long an order may live, and what a venue refuses of it: orders that must take may not be post-only nor have an end, and
// an end has to lie ahead. Also the orders' records while they are live, for queries and reports.

import type { PlaceOrder } from '../core/domain/commands.ts';
import type { Leg } from '../core/domain/order.ts';
import type { Refusal } from './order-checks.ts';
import type { TapeMarket, TapeOrder } from './tape-market.ts';

export interface OwnOrder extends TapeOrder {
  readonly market: TapeMarket;
  readonly leg: Leg;
  readonly venueOrderId: string;
  filled: number;
}

/** Where an order stood when it joined its level, and what is left of it. */
export interface OrderPlace {
  /** Micro-shares; null where the recording did not say. */
  readonly aheadAtJoining: number | null;
  readonly joinedAt: number;
  readonly remaining: number;
}

/** Null for an order that never rested. */
export function placeOf({ place, remaining }: OwnOrder): OrderPlace | null {
  if (place === null) return null;
  const { aheadAtJoining, joinedAt } = place;
  return { aheadAtJoining: aheadAtJoining === Infinity ? null : aheadAtJoining, joinedAt, remaining };
}

/**
 * Null when the venue takes it so. A fill-or-kill order that would not be filled whole is refused, as Polymarket ("FOK orders
 * are fully filled or killed", 400) and Kalshi do; a fill-and-kill order is taken and what it cannot get is cancelled.
 */
export function checkLife(order: PlaceOrder, market: TapeMarket, now: number): Refusal | null {
  const { timeInForce, expiresAt, side, price, size } = order;
  if (timeInForce !== undefined && order.postOnly) return { reason: 'venue-error', detail: `a ${timeInForce} order cannot be post-only` };
  if (timeInForce !== undefined && expiresAt !== undefined) return { reason: 'venue-error', detail: `a ${timeInForce} order does not rest and cannot expire` };
  if (expiresAt !== undefined && !(expiresAt > now)) return { reason: 'venue-error', detail: `it expired at ${expiresAt}, before it arrived at ${now}` };
  if (timeInForce !== 'fill-or-kill') return null;
  const takeable = market.takeable(side, price, now);
  return takeable >= size ? null : { reason: 'venue-error', detail: `fill-or-kill of ${size} at ${price} finds ${takeable}` };
}
