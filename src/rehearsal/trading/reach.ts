// How many shares an order would take from the book as it stands.

import { MICROS, type Size } from '../../core/domain/numbers.ts';
import { spendsCollateral, type Order } from './order.ts';

export interface Reach {
  /** Shares to ask the book for. */
  readonly shares: Size;
  /** True where that is all the order wants. */
  readonly isWhole: boolean;
}

type Wanted = Pick<Order, 'market' | 'outcome' | 'side' | 'price' | 'size' | 'type'>;

export function reachOf(order: Wanted): Reach {
  const spends = spendsCollateral(order);
  let left: number = order.size;
  let shares = 0;
  const levels = order.market.levels(order.outcome, order.side === 'BUY' ? 'ask' : 'bid');
  for (let i = 0; i < levels.length && left > 0; i += 2) {
    const price = levels[i] ?? 0;
    const standing = levels[i + 1] ?? 0;
    if (order.side === 'BUY' ? price > order.price : price < order.price) break;
    const taken = Math.min(standing, spends ? Math.floor((left * MICROS) / price) : left);
    if (taken === 0) break;
    shares += taken;
    left -= spends ? Math.ceil((taken * price) / MICROS) : taken;
  }
  // Less than a share's price is left over where an amount does not divide evenly; it is not a part that went unfilled.
  return { shares: shares as Size, isWhole: spends ? left < MICROS / 1_000 : left === 0 };
}
