// Fee schedules as data. The rate, exponent and rounding come with the instrument; no fee is hard-coded in a decision.

import { MICROS, type Cash, type Price, type Size } from './numbers.ts';

/** fee = shares × rate × (p (1 − p))^exponent, rounded up to `roundUpTo`. `rate` is a fraction (0.07 = 7 %). */
export interface FeeCurve {
  readonly rate: number;
  /** Set where the fee is charged on value instead: shares × rate × (p + offset), whatever the exponent. */
  readonly onValue?: { readonly offset: number };
  readonly exponent: 0 | 1 | 2;
  /** Micro-dollars; 1 means no coarser rounding. Polymarket 10 (5 decimals), Kalshi 100 per fill ($0.0001). */
  readonly roundUpTo: number;
}

export interface FeeSchedule {
  readonly maker: FeeCurve;
  readonly taker: FeeCurve;
  /** Share of the taker's fee that goes to the maker of the fill, paid later; absent: none. */
  readonly makerRebate?: number;
}

export const NO_FEE: FeeCurve = { rate: 0, exponent: 1, roundUpTo: 1 };

/** The fee for a fill, micro-dollars ≥ 0. Rounds up, so that an estimate never flatters. */
export function feeFor(curve: FeeCurve, price: Price, size: Size): Cash {
  if (curve.rate === 0) return 0 as Cash;
  const p = price / MICROS;
  let perShare = curve.rate;
  if (curve.onValue !== undefined) perShare *= p + curve.onValue.offset;
  else for (let i = 0; i < curve.exponent; i++) perShare *= p * (1 - p);
  const micros = perShare * size;
  // A float product sits a hair off the true value: without the epsilon 1.75 dollars would round up to 1.750001.
  return (Math.ceil(micros / curve.roundUpTo - 1e-6) * curve.roundUpTo + 0) as Cash;
}
