// What a share of "Up" is worth, from the price outside that decides: the chance that the price at the end, or its average over
// the last seconds, reaches the price to beat. The price moves like S e^(σB) without drift, σ a √second; over the minutes that
// count the average of such a path is as good as lognormal (σ² times the time is below 1e-4). A tie is Up.

import { log1p } from '../math/elementary-functions.ts';
import { normalBelow } from '../math/normal-below.ts';

/** ln(a / b), with its digits where the two are near. */
const logRatio = (a: number, b: number): number => log1p((a - b) / b);

/** Φ(ln(S / K) / (σ √T)): for a price of the moment. `sigma` above 0. */
export function chanceUp(price: number, strike: number, sigma: number, secondsLeft: number): number {
  if (secondsLeft <= 0) return price >= strike ? 1 : 0;
  return normalBelow(logRatio(price, strike) / (sigma * Math.sqrt(secondsLeft)));
}

/**
 * For an average over the last `window` seconds. Until they begin, its log varies by σ² (lead + window / 3): the average of
 * a Brownian path over w varies by w / 3. In them `soFar`, the average of what has passed, is certain, and the rest has to reach
 * K' = (K window − soFar passed) / left on average, which varies by σ² left / 3.
 */
export function chanceAverageUp(price: number, strike: number, sigma: number, secondsLeft: number, window: number, soFar: number): number {
  const lead = secondsLeft - window;
  if (lead >= 0) return normalBelow(logRatio(price, strike) / (sigma * Math.sqrt(lead + window / 3)));
  if (secondsLeft <= 0) return soFar >= strike ? 1 : 0;
  const needed = (strike * window - soFar * -lead) / secondsLeft;
  if (needed <= 0) return 1;
  return normalBelow(logRatio(price, needed) / (sigma * Math.sqrt(secondsLeft / 3)));
}
