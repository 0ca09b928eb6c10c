// Our own orders: one mutable record each, from the intent to its end. Everything not terminal counts as live, whatever
// we asked of it: an unconfirmed cancel is a live order.

import type { MarketId } from '../domain/instrument.ts';
import type { Price, Size } from '../domain/numbers.ts';
import type { ClientOrderId, Leg, OrderState } from '../domain/order.ts';
import type { Side } from '../domain/side.ts';

export interface OwnOrder {
  readonly clientId: ClientOrderId;
  readonly market: MarketId;
  readonly venue: string;
  readonly side: Side;
  readonly price: Price;
  readonly size: Size;
  readonly leg: Leg;
  readonly generation: number;
  readonly placedAt: number;
  /** The layer of the ladder it was placed for, and how it went (`REST_POST_ONLY`, `REST`, `TAKE`). */
  readonly layer: number;
  readonly style: number;
  /** What may still fill. 0 once terminal. */
  remaining: Size;
  filled: Size;
  state: OrderState;
  /** True while its size stands in the public book as ours (venues whose book shows our orders). */
  isShown: boolean;
  /** When we last asked something of the venue about it (place, amend, cancel, query), and how often we have queried. */
  askedAt: number;
  queries: number;
  /** When a query answered that the venue does not know it, −1 for never; a single such answer proves nothing while a place may be under way. */
  missedAt: number;
  /** An amend under way: the remaining size asked for, or −1. */
  amendingTo: number;
  /** How often in a row the venue refused to cancel or amend it. */
  refusals: number;
  /** When the venue proved that nothing of it rests while fills that it counts have not reached us; −1 otherwise. Its `remaining` is then those fills. */
  goneAt: number;
  /** When it ended, −1 while live. */
  finishedAt: number;
  /** Its missing fills are in holdings that the venue reported and we believed: they count no more should they still come. */
  isInHoldings: boolean;
  /** What a micro-share of YES that its last closing fill gave up had cost, micro-dollars; −1 before there was one. */
  costGivenUp: number;
  readonly fillIds: string[];
}

/** What an order is by the intent alone. */
export type OrderIntent = Pick<OwnOrder, 'clientId' | 'market' | 'venue' | 'side' | 'price' | 'size' | 'leg' | 'generation' | 'placedAt' | 'layer' | 'style'>;

/** Nothing of it was asked or heard yet. */
export const intendedOrder = (intent: OrderIntent): OwnOrder => ({
  ...intent, remaining: intent.size, filled: 0 as Size, state: 'intended', isShown: false, askedAt: intent.placedAt, queries: 0, refusals: 0,
  goneAt: -1, finishedAt: -1, isInHoldings: false, missedAt: -1, amendingTo: -1, costGivenUp: -1, fillIds: [],
});
