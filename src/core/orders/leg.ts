// Which token a canonical order travels as. Tokens held are sold before the complement is bought: it needs no cash and
// leaves no pair to merge.

import { complement, type Price } from '../domain/numbers.ts';
import type { Leg } from '../domain/order.ts';
import type { Side } from '../domain/side.ts';

/** `freeYes`, `freeNo`: micro-shares held and not promised to another order. An order is never split over both legs. */
export function legOf(side: Side, price: Price, size: number, freeYes: number, freeNo: number): Leg {
  if (side === 'ask') {
    return freeYes >= size
      ? { outcome: 'yes', action: 'sell', price }
      : { outcome: 'no', action: 'buy', price: complement(price) };
  }
  return freeNo >= size
    ? { outcome: 'no', action: 'sell', price: complement(price) }
    : { outcome: 'yes', action: 'buy', price };
}
