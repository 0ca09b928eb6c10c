// The inverse of the standard normal distribution, to about 15 decimals.

import { normalBelow } from '../../core/math/normal-below.ts';

const FARTHEST = 40;

/** The x below which the share lies. By bisection: it is asked a few times a report. */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) return share === 0 ? -Infinity : share === 1 ? Infinity : Number.NaN;
  // Of the upper half the mirror image, where small shares keep their digits.
  if (share > 0.5) return -normalQuantile(1 - share);
  let [low, high] = [-FARTHEST, 0];
  for (let middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
    if (normalBelow(middle) < share) low = middle;
    else high = middle;
  }
  return high;
}
