// Which orders earn liquidity rewards, and what share of a market's reward a wallet has at this moment:
// S(v, s) = ((v − s) / v)² × size, the two sides balanced as the venue's rules say.

import { MICROS, PAR, type Price } from '../../core/domain/numbers.ts';
import type { Side } from '../../core/domain/side.ts';
import type { Wallet } from '../accounts/wallet.ts';
import type { RehearsalMarket } from '../market/market.ts';
import type { Exchange } from './exchange.ts';
import { canonical } from './order-terms.ts';
import { openShares, type Order } from './order.ts';

/** How far one side alone counts where the midpoint is not near an end. */
const ONE_SIDED = 3;
const CENT = 10_000;

/** The midpoint of the book without levels below the least size; null where a side has none. */
function adjustedMidpoint(market: RehearsalMarket): number | null {
  const least = (market.terms.rewards?.minSize ?? 0) * MICROS;
  const best = (side: Side): number | null => {
    const levels = market.engine.levels(side);
    for (let i = 0; i < levels.length; i += 2) if ((levels[i + 1] ?? 0) >= least) return levels[i] ?? null;
    return null;
  };
  const bid = best('bid');
  const ask = best('ask');
  return bid === null || ask === null ? null : (bid + ask) / 2;
}

function weight(market: RehearsalMarket, price: Price | number, midpoint: number): number {
  const reach = (market.terms.rewards?.maxSpread ?? 0) * CENT;
  const distance = Math.abs(price - midpoint);
  return distance > reach || reach === 0 ? 0 : ((reach - distance) / reach) ** 2;
}

export function isScoring(order: Order, now: number): boolean {
  const { market } = order;
  const { rewards } = market.terms;
  const midpoint = adjustedMidpoint(market);
  if (rewards === null || midpoint === null || order.status !== 'LIVE') return false;
  if (openShares(order) < rewards.minSize * MICROS || now - order.createdAt < rewards.minAgeS * 1_000) return false;
  return weight(market, canonical(order).price, midpoint) > 0;
}

/** Between 0 and 1. Everybody else counts as one. */
export function rewardShare(wallet: Wallet, market: RehearsalMarket, exchange: Exchange): number {
  const midpoint = adjustedMidpoint(market);
  if (market.terms.rewards === null || midpoint === null) return 0;
  const own = { bid: 0, ask: 0 };
  for (const order of exchange.orders.openOf(wallet)) {
    if (order.market !== market || !isScoring(order, exchange.now())) continue;
    const { side, price } = canonical(order);
    own[side] += weight(market, price, midpoint) * openShares(order);
  }
  const whole = { bid: 0, ask: 0 };
  for (const side of ['bid', 'ask'] as const) {
    const levels = market.engine.levels(side);
    for (let i = 0; i < levels.length; i += 2) whole[side] += weight(market, levels[i] ?? 0, midpoint) * (levels[i + 1] ?? 0);
  }
  const isCentral = midpoint >= 0.1 * PAR && midpoint <= 0.9 * PAR;
  const least = (sides: { readonly bid: number; readonly ask: number }): number => {
    const balanced = Math.min(sides.bid, sides.ask);
    return isCentral ? Math.max(balanced, Math.max(sides.bid, sides.ask) / ONE_SIDED) : balanced;
  };
  const mine = least(own);
  const others = least({ bid: whole.bid - own.bid, ask: whole.ask - own.ask });
  return mine === 0 ? 0 : mine / (mine + Math.max(0, others));
}
