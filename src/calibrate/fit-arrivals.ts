// How often takers come and how far they reach, from a tape: the A and k of `quote.model`, with intervals over stretches of
// five minutes, and next to what stretches show that the fit has not seen.

import { Random } from '../exchange/random.ts';
import type { ArrivalCounter, Stretch } from './arrival-counter.ts';
import { isInside, type ArrivalCalibration, type ArrivalRow } from './calibration.ts';
import { addReachCounts, expectedTakers, fitReach, type ReachCounts, type ReachGrid } from './exponential-reach.ts';
import { FOLDS } from './held-out.ts';
import { percentileInterval, resamples } from './intervals.ts';

const LEAST_STRETCHES = 10;
const LEAST_TAKERS = 100;
/** Steps told apart, from the usual half-spread on; the last has no end. Quotes stand here, and sweeps beyond follow another law. */
const STEPS = 6;
const HOUR = 3_600_000;
const CENT = 10_000;

interface Resampling { readonly seed: number; readonly rounds: number }

/** `tick`: the coarsest of the markets, micro-dollars. In words, what is missing, where nothing can be fitted. */
export function fitArrivals(counter: ArrivalCounter, tick: number, { seed, rounds }: Resampling): Omit<ArrivalCalibration, 'data' | 'market'> | string {
  const usual = middleHalfSpread(counter.halfSpreadMs);
  const grid: ReachGrid = { from: Math.ceil(usual / (tick / 2)) * (tick / 2), step: tick };
  const stretches = counter.stretches.map((stretch) => countsOf(stretch, grid));
  const all = addReachCounts(stretches);
  const takers = all.takers.reduce((sum, n) => sum + n, 0);
  if (stretches.length < LEAST_STRETCHES) return `${stretches.length} stretches of five minutes with a known book, and at least ${LEAST_STRETCHES} are needed`;
  if (takers < LEAST_TAKERS) return `${takers} takers reached the usual half-spread of ${usual / CENT}c, and at least ${LEAST_TAKERS} are needed`;
  const fit = fitReach(all, grid);
  if (Number.isNaN(fit.reach)) return `of ${takers} takers none went a tick beyond the usual half-spread, so how far they reach cannot be told`;
  const drawn = [...resamples(stretches, rounds, new Random(seed, 'arrivals'))].map((sample) => { const counts = addReachCounts(sample); return { counts, fit: fitReach(counts, grid) }; });
  return {
    markets: new Set(counter.stretches.map(({ market }) => market)).size, stretches: stretches.length, watchedMinutes: all.ms / 60_000, from: counter.from, to: counter.to,
    takers: counter.stretches.reduce((sum, { reaches }) => sum + reaches.length, 0), fittedTakers: takers,
    printsInside: counter.prints === 0 ? 0 : counter.printsInside / counter.prints,
    halfSpreadCents: usual / CENT, fromCents: grid.from / CENT, tickCents: tick / CENT,
    ratePerMinute: { value: fit.perMinute, ...percentileInterval(drawn.map((one) => one.fit.perMinute)) },
    reachCents: { value: fit.reach / CENT, ...percentileInterval(drawn.map((one) => one.fit.reach / CENT)) },
    heldOut: { folds: FOLDS, rows: heldOutRows(stretches, drawn.map(({ counts }) => counts), grid, seed) },
    written: { rate: `${rounded(fit.perMinute)} per 1m`, reach: `${rounded(fit.reach / CENT)}c` },
  };
}

const rounded = (value: number): number => Number(value.toPrecision(3));

/** The half-spread below which a market stood half of the time, micro-dollars. */
function middleHalfSpread(msBy: ReadonlyMap<number, number>): number {
  const half = [...msBy.values()].reduce((sum, ms) => sum + ms, 0) / 2;
  let passed = 0;
  for (const [halfSpread, ms] of [...msBy].toSorted(([a], [b]) => a - b)) {
    passed += ms;
    if (passed >= half) return halfSpread;
  }
  return 0;
}

/** Half a micro-dollar of float noise must not move a taker by a step. */
const NOISE = 0.5;

function countsOf({ ms, reaches }: Stretch, { from, step }: ReachGrid): ReachCounts {
  const takers = Array.from({ length: STEPS }, () => 0);
  for (const reach of reaches) {
    if (reach < from - NOISE) continue;
    const at = Math.min(STEPS - 1, Math.floor((reach - from + NOISE) / step));
    takers[at] = (takers[at] ?? 0) + 1;
  }
  return { ms, takers };
}

/** Each stretch predicted by a fit to the other folds. */
function heldOutRows(stretches: readonly ReachCounts[], drawn: readonly ReachCounts[], grid: ReachGrid, seed: number): readonly ArrivalRow[] {
  const random = new Random(seed, 'arrival folds');
  const shuffled = stretches.map((stretch) => ({ stretch, draw: random.uniform() })).toSorted((a, b) => a.draw - b.draw).map(({ stretch }) => stretch);
  let predicted: readonly number[] = Array.from({ length: STEPS }, () => 0);
  for (let fold = 0; fold < FOLDS; fold++) {
    const fit = fitReach(addReachCounts(shuffled.filter((_, i) => i % FOLDS !== fold)), grid);
    const held = addReachCounts(shuffled.filter((_, i) => i % FOLDS === fold));
    const expected = expectedTakers(fit, grid, held.ms, STEPS);
    predicted = predicted.map((sum, i) => sum + (expected[i] ?? NaN));
  }
  const all = addReachCounts(stretches);
  return predicted.map((expected, i) => {
    const observedIn = ({ takers }: ReachCounts): number => takers[i] ?? NaN;
    const perHour = (counts: ReachCounts): number => observedIn(counts) / (counts.ms / HOUR);
    const observedPerHour = { value: perHour(all), ...percentileInterval(drawn.map(perHour)) };
    const predictedPerHour = expected / (all.ms / HOUR);
    return {
      fromCents: (grid.from + i * grid.step) / CENT, toCents: i === STEPS - 1 ? null : (grid.from + (i + 1) * grid.step) / CENT,
      observed: observedIn(all), predicted: expected, observedPerHour, predictedPerHour, isWithin: isInside(predictedPerHour, observedPerHour),
    };
  });
}
