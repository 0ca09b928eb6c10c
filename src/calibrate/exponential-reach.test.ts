import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedTakers, fitReach } from './exponential-reach.ts';

const GRID = { from: 5_000, step: 10_000 };
const MINUTE = 60_000;

test('finds the law in counts that follow it exactly, and says what to expect of it', () => {
  fc.assert(fc.property(fc.double({ min: 0.1, max: 50, noNaN: true }), fc.double({ min: 3_000, max: 60_000, noNaN: true }), (perMinute, reach) => {
    const ms = 1_000 * MINUTE;
    const takers = expectedTakers({ perMinute, reach }, GRID, ms, 6);
    const fit = fitReach({ ms, takers }, GRID);
    expect(fit.perMinute / perMinute).toBeCloseTo(1, 6);
    expect(fit.reach / reach).toBeCloseTo(1, 6);
  }));
});

test('is the likeliest law: no other near it explains the counts better', () => {
  const counts = { ms: 100 * MINUTE, takers: [70, 30, 12, 2, 3, 4] };
  const fit = fitReach(counts, GRID);
  const logLikelihood = (perMinute: number, reach: number): number =>
    expectedTakers({ perMinute, reach }, GRID, counts.ms, 6).reduce((sum, mean, i) => sum + counts.takers[i]! * Math.log(mean) - mean, 0);
  const best = logLikelihood(fit.perMinute, fit.reach);
  for (const a of [0.9, 0.99, 1.01, 1.1]) for (const k of [0.9, 0.99, 1, 1.01, 1.1]) expect(logLikelihood(fit.perMinute * a, fit.reach * k)).toBeLessThan(best);
});

test('cannot tell how far takers reach who all stop at once, or who never come', () => {
  expect(fitReach({ ms: MINUTE, takers: [9, 0, 0] }, GRID)).toEqual({ perMinute: NaN, reach: NaN });
  expect(fitReach({ ms: MINUTE, takers: [0, 0, 0] }, GRID)).toEqual({ perMinute: NaN, reach: NaN });
});
