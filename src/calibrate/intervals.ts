// 95 % intervals: of counts and shares by formula, of everything else by drawing whole clusters again (bootstrap), since
// orders of one event live through the same minutes.

import type { Random } from '../exchange/random.ts';

export interface Interval { readonly low: number; readonly high: number }
/** A number with what it might as well be. */
export interface Estimate extends Interval { readonly value: number }

const Z = 1.959964;

/** Of the mean of a Poisson count (Byar's approximation to the exact limits). */
export function countInterval(count: number): Interval {
  const limit = (n: number, z: number): number => n * (1 - 1 / (9 * n) + z / (3 * Math.sqrt(n))) ** 3;
  return { low: count === 0 ? 0 : limit(count, -Z), high: limit(count + 1, Z) };
}

/** Of a share (Wilson 1927). */
export function shareInterval(hits: number, of: number): Interval {
  const p = hits / of;
  const middle = (p + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const reach = (Z * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of ** 2))) / (1 + Z ** 2 / of);
  return { low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/** As many clusters as there are, drawn with return, `rounds` times. */
export function* resamples<T>(clusters: readonly T[], rounds: number, random: Random): Generator<readonly T[], void> {
  for (let round = 0; round < rounds; round++) {
    yield clusters.map(() => {
      const drawn = clusters[random.between(0, clusters.length - 1)];
      if (drawn === undefined) throw new RangeError('nothing to draw from');
      return drawn;
    });
  }
}

/** The middle 95 % of what the resamples gave; those that give no number, for lack of data in them, are left out. */
export function percentileInterval(values: readonly number[]): Interval {
  const known = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => (a < b ? -1 : 1));
  const at = (share: number): number => known[Math.round(share * (known.length - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}
