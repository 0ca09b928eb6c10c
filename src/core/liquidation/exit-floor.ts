// The worst price at which an exit still leaves a given profit a share: from what the held token itself cost, with the fees
// paid to get in and those of getting out. Canonical YES prices throughout: long YES leaves by an ask, long NO (short YES) by
// a bid, and a NO bought at 1 − s is a YES sold at s. (The design this follows compared the cost of one token with the price
// of the other.)

import { feeFor, type FeeCurve } from '../domain/fees.ts';
import { MICROS, type Price, type Size } from '../domain/numbers.ts';
import { clampPrice, toPrice } from '../quoting/rounding.ts';

export interface ExitCost {
  /** Micro-shares, signed: YES less NO. */
  readonly net: number;
  /** What the net position cost, signed, in canonical YES micro-dollars, and the fees paid for it, ≥ 0. */
  readonly cost: number;
  readonly entryFees: number;
}

/**
 * The lowest ask (long) or the highest bid (short) that still earns `profit` micro-dollars a share after `fee`; on the tick
 * and within the range. Beyond the range it is the range's end: nothing there earns that much.
 */
export function exitFloor({ net, cost, entryFees }: ExitCost, profit: number, fee: FeeCurve, tick: Price): Price {
  const perShare = (cost / net) * MICROS;
  const paid = (entryFees / Math.abs(net)) * MICROS;
  const isLong = net > 0;
  const side = isLong ? 'ask' : 'bid';
  const sign = isLong ? 1 : -1;
  const needed = perShare + sign * (paid + profit);
  let price = toPrice(side, needed, tick);
  if (fee.rate === 0) return price;
  // The fee depends on the price: a few ticks settle it, since it changes slower than the price does.
  while (sign * (price - needed) < feeFor(fee, price, MICROS as Size)) {
    const next = clampPrice(price + sign * tick, tick);
    if (next === price) break;
    price = next;
  }
  return price;
}
