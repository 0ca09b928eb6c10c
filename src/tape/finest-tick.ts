// The tick of a market whose recording does not name it: the coarsest of the venue's ticks that all its prices fit.

import type { Price } from '../core/domain/numbers.ts';

/** Polymarket's tick sizes from a cent down, micro-dollars; 10c markets quote like 1c ones until a finer price shows. */
const TICKS = [10_000, 1_000, 100];

export const COARSEST_TICK = TICKS[0] as Price;

/** `tick`, or the finer one that `price` needs; null where the venue has none so fine. */
export function finestTick(tick: Price, price: Price): Price | null {
  if (price % tick === 0) return tick;
  return (TICKS.find((finer) => finer < tick && price % finer === 0) ?? null) as Price | null;
}
