// The orders that the contract suite places, against the book of the moment.

import type { OrderWish, Tradable } from './contract-session.fixture.ts';

/** Far enough below the bid to stay where it is for a while. */
export const resting = ({ instrument, bid }: Tradable, over: Partial<OrderWish> = {}): OrderWish =>
  ({ market: instrument.id, side: 'bid', price: bid - 2 * instrument.tick, size: 2 * instrument.minSize, ...over });
/** Alone at a better price than all others. */
export const improving = ({ instrument, bid }: Tradable, shares: number): OrderWish =>
  ({ market: instrument.id, side: 'bid', price: bid + instrument.tick, size: shares });
/** Takes from the other side. */
export const taking = ({ instrument, ask }: Tradable, over: Partial<OrderWish> = {}): OrderWish =>
  ({ market: instrument.id, side: 'bid', price: ask, size: instrument.minSize, postOnly: false, ...over });
