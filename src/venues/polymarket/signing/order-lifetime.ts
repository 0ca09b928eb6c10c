// How long an order is meant to rest, in the venue's words.

import type { TimestampMs } from '../../../core/domain/numbers.ts';
import { unsignable, type UnsignableOrder } from './order-amounts.ts';

export type OrderType = 'GTC' | 'GTD' | 'FOK' | 'FAK';

export interface OrderLifetime {
  readonly kind: 'lifetime';
  readonly type: OrderType;
  /** Unix seconds; 0 for an order that rests until it is cancelled, or not at all. Not signed. */
  readonly expiration: number;
}

/** The book lets go of an order this long before the expiration that it states. */
const EARLY_SECONDS = 60;
/** What it states has to be this far ahead when it arrives (older reports say 90 s). */
const LEAD_SECONDS = 180;

interface LifetimeWish {
  readonly ts: TimestampMs;
  readonly postOnly: boolean;
  readonly timeInForce?: 'fill-or-kill' | 'fill-and-kill';
  readonly expiresAt?: TimestampMs;
}

const GOOD_TILL_CANCELLED: OrderLifetime = { kind: 'lifetime', type: 'GTC', expiration: 0 };
const FILL_OR_KILL: OrderLifetime = { kind: 'lifetime', type: 'FOK', expiration: 0 };
const FILL_AND_KILL: OrderLifetime = { kind: 'lifetime', type: 'FAK', expiration: 0 };

export function orderLifetime({ ts, postOnly, timeInForce, expiresAt }: LifetimeWish): OrderLifetime | UnsignableOrder {
  if (timeInForce !== undefined) {
    if (postOnly) return unsignable('venue-error', 'an order that is filled at once cannot be post-only');
    return timeInForce === 'fill-or-kill' ? FILL_OR_KILL : FILL_AND_KILL;
  }
  if (expiresAt === undefined) return GOOD_TILL_CANCELLED;
  const expiration = Math.floor(expiresAt / 1000) + EARLY_SECONDS;
  const lead = expiration - ts / 1000;
  if (!(lead >= LEAD_SECONDS)) return unsignable('venue-error', `the venue takes no order that ends within ${LEAD_SECONDS - EARLY_SECONDS} s, and this one ends in ${(expiresAt - ts) / 1000} s`);
  return { kind: 'lifetime', type: 'GTD', expiration };
}
