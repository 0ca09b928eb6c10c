// The Sharpe ratio of a series of gains and the shape of their distribution. Per bucket of time and not annualized: how
// often a market may be played again in a year is not in the series.

import { FEWEST_VALUES } from './bootstrap.ts';

export interface Sharpe {
  /** Mean over standard deviation, a bucket. */
  readonly ratio: number;
  readonly length: number;
  /** 0 of a normal. */
  readonly skew: number;
  /** 3 of a normal. */
  readonly kurtosis: number;
}

/** Null where too few values, or values without any spread, say nothing. */
export function sharpeOf(gains: readonly number[]): Sharpe | null {
  const { length } = gains;
  if (length < FEWEST_VALUES) return null;
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / length;
  const moment = (power: number): number => gains.reduce((sum, gain) => sum + (gain - mean) ** power, 0) / length;
  const variance = moment(2);
  // Rounding alone gives equal values a spread of about this much.
  if (variance <= (mean * 1e-12) ** 2) return null;
  return {
    ratio: mean / Math.sqrt((variance * length) / (length - 1)), length,
    skew: moment(3) / variance ** 1.5, kurtosis: moment(4) / variance ** 2,
  };
}
