// YES and NO are one market. Maps an order on the canonical (YES) book to the leg it travels as and back: a bid at p is
// "buy YES at p" or "sell NO at 1 − p", an ask at p is "sell YES at p" or "buy NO at 1 − p".

import { complement, type Price } from '../core/domain/numbers.ts';
import type { Leg } from '../core/domain/order.ts';
import type { Side } from '../core/domain/side.ts';

/** The leg that buys (or sells) an outcome in order to stand on `side` of the YES book at `price`. */
export function legFor(side: Side, price: Price, action: 'buy' | 'sell'): Leg {
  const isYes = (side === 'bid') === (action === 'buy');
  return { outcome: isYes ? 'yes' : 'no', action, price: isYes ? price : complement(price) };
}

/** Where a leg stands on the YES book. */
export function canonicalOrder(leg: Leg): { readonly side: Side; readonly price: Price } {
  const isYes = leg.outcome === 'yes';
  return { side: isYes === (leg.action === 'buy') ? 'bid' : 'ask', price: isYes ? leg.price : complement(leg.price) };
}

/** What a share costs or yields in the leg's own outcome when it trades at `yesPrice`. */
export const legPrice = (leg: Leg, yesPrice: Price): Price => (leg.outcome === 'yes' ? yesPrice : complement(yesPrice));

/** Null when the leg says the same as the canonical side and price, otherwise the contradiction in words. */
export function legContradiction(side: Side, price: Price, leg: Leg): string | null {
  const canonical = canonicalOrder(leg);
  if (canonical.side === side && canonical.price === price) return null;
  return `${leg.action} ${leg.outcome} at ${leg.price} is ${canonical.side} ${canonical.price} on the YES book, not ${side} ${price}`;
}
