// Which combinations of values are run: the whole grid, or a sample that takes each value about equally often. In the order
// of the grid, the last parameter changing fastest, so that the same definition gives the same list.

import { EvenkeelError } from '../errors/define.ts';
import { SWEEP_ERRORS } from '../errors/sweep.ts';
import { Random } from '../exchange/random.ts';
import type { Variation } from './variation.ts';

/** Index of a value for each variation. */
export type Combination = readonly number[];

const MOST = 100_000;

export const gridSize = (variations: readonly Variation[]): number => variations.reduce((size, { values }) => size * values.length, 1);

export function combinationsOf(variations: readonly Variation[], { sample, seed }: { readonly sample: number | null; readonly seed: number }): readonly Combination[] {
  const size = gridSize(variations);
  if (sample !== null && sample < size) return sampled(variations, sample, seed);
  if (size > MOST) throw new EvenkeelError(SWEEP_ERRORS.tooLarge, `the grid has ${size.toLocaleString('en-US')} combinations, more than ${MOST.toLocaleString('en-US')}`, { size });
  return Array.from({ length: size }, (_, place) => atPlace(variations, place));
}

function atPlace(variations: readonly Variation[], place: number): Combination {
  let rest = place;
  return variations.toReversed().map(({ values }) => {
    const index = rest % values.length;
    rest = Math.floor(rest / values.length);
    return index;
  }).toReversed();
}

/** Latin hypercube (McKay, Beckman & Conover 1979) on the grid: each parameter goes once through as many strata as samples,
    in an order of its own. What falls on one cell is replaced by a cell that is free. */
function sampled(variations: readonly Variation[], sample: number, seed: number): readonly Combination[] {
  if (sample > MOST) throw new EvenkeelError(SWEEP_ERRORS.tooLarge, `a sample of ${sample} is more than ${MOST.toLocaleString('en-US')}`, { sample });
  const random = new Random(seed, 'sweep sample');
  const strata = variations.map(({ values }) => shuffled(sample, random).map((stratum) => Math.floor((stratum * values.length) / sample)));
  const taken = new Map<string, Combination>();
  const take = (combination: Combination): void => { taken.set(combination.join(','), combination); };
  for (let i = 0; i < sample; i++) take(strata.map((indexes) => indexes[i] ?? 0));
  // Ends: the sample is smaller than the grid.
  while (taken.size < sample) take(variations.map(({ values }) => random.between(0, values.length - 1)));
  return [...taken.values()].toSorted((a, b) => {
    const at = a.findIndex((index, i) => index !== b[i]);
    return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
  });
}

function shuffled(length: number, random: Random): readonly number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.between(0, i);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
