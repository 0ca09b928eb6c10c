import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceAverageUp, chanceUp } from './chance-up.ts';

const REFERENCE = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'option-reference/digital_option.json');
const isAbsent = !existsSync(REFERENCE);

/** A √second, on a calm day of Bitcoin. */
const SIGMA = 2e-5;
const sigmas = fc.double({ min: 1e-6, max: 5e-4, noNaN: true });
const prices = fc.double({ min: 64_000, max: 66_000, noNaN: true });
const times = fc.double({ min: 0.1, max: 900, noNaN: true });
const windows = fc.constantFrom(30, 60);

/** By Simpson's rule over the density, sharing nothing with the code. */
function normalByIntegral(x: number): number {
  const n = 4_000;
  const from = -12;
  const step = (Math.max(from, Math.min(12, x)) - from) / n;
  let sum = 0;
  for (let i = 0; i <= n; i++) sum += (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2) * Math.exp(-((from + i * step) ** 2) / 2);
  return (sum * step) / 3 / Math.sqrt(2 * Math.PI);
}
/** Of the mean of a Brownian path at `n` moments from `lead` on, by summing their covariances. */
function varianceOfMean(lead: number, length: number, n: number): number {
  let sum = 0;
  for (let i = 1; i <= n; i++) for (let j = 1; j <= n; j++) sum += lead + (Math.min(i, j) * length) / n;
  return sum / (n * n);
}

describe('the chance that a price ends up', () => {
  it('is a half at the price to beat, and one or nothing at the end', () => {
    expect(chanceUp(65_000, 65_000, SIGMA, 120)).toBeCloseTo(0.5, 12);
    expect([chanceUp(65_000, 65_000, SIGMA, 0), chanceUp(64_999.99, 65_000, SIGMA, 0)]).toEqual([1, 0]);
    expect(chanceUp(65_010, 65_000, SIGMA, 1e-3)).toBeCloseTo(1, 12);
    expect(chanceUp(64_990, 65_000, SIGMA, 1e-3)).toBeCloseTo(0, 12);
  });
  it('lies between the two, rises with the price, and is mirrored between price and price to beat', () => {
    fc.assert(fc.property(prices, prices, sigmas, times, fc.double({ min: 0, max: 100, noNaN: true }), (price, strike, sigma, left, more) => {
      const chance = chanceUp(price, strike, sigma, left);
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
      expect(chanceUp(price + more, strike, sigma, left)).toBeGreaterThanOrEqual(chance - 1e-14);
      expect(chance + chanceUp(strike, price, sigma, left)).toBeCloseTo(1, 10);
    }));
  });
  it('equals the density summed up', () => {
    fc.assert(fc.property(prices, prices, fc.double({ min: 1e-5, max: 5e-4, noNaN: true }), times, (price, strike, sigma, left) => {
      expect(chanceUp(price, strike, sigma, left)).toBeCloseTo(normalByIntegral(Math.log(price / strike) / (sigma * Math.sqrt(left))), 9);
    }), { numRuns: 50 });
  });
  it.skipIf(isAbsent)(`agrees with digital options of sixty digits${isAbsent ? ' (skipped: no reference values)' : ''}`, () => {
    interface Row { readonly S: number; readonly K: number; readonly T_years: number; readonly sigma: number; readonly r: number; readonly prob_up: string }
    const { rows } = JSON.parse(readFileSync(REFERENCE, 'utf8')) as { readonly rows: readonly Row[] };
    expect(rows.length).toBe(120);
    const second = 1 / (365.25 * 86_400);
    // They let the expectation stand still where we let the median: ln S is lower by (σ²/2 − r) T.
    for (const { S, K, T_years, sigma, r, prob_up } of rows) {
      const drifted = S * Math.exp((r - sigma ** 2 / 2) * T_years);
      expect(chanceUp(drifted, K, sigma * Math.sqrt(second), T_years / second)).toBeCloseTo(Number(prob_up), 11);
    }
  });
});

describe('the chance that an average ends up', () => {
  it('is that of a normal with the variance of the average, before its window and in it', () => {
    // A mean of n values varies by 1/(2n) more than one of all of them.
    expect(varianceOfMean(40, 60, 1_000)).toBeCloseTo(40 + 60 / 3, 1);
    for (const lead of [0, 40, 240]) {
      const d = Math.log(65_010 / 65_000) / (SIGMA * Math.sqrt(varianceOfMean(lead, 60, 1_000)));
      expect(chanceAverageUp(65_010, 65_000, SIGMA, lead + 60, 60, NaN)).toBeCloseTo(normalByIntegral(d), 3);
    }
    // 45 of 60 s averaged 64,990: the other 15 have to average 65,030.
    const d = Math.log(65_020 / 65_030) / (SIGMA * Math.sqrt(varianceOfMean(0, 15, 1_000)));
    expect(chanceAverageUp(65_020, 65_000, SIGMA, 15, 60, 64_990)).toBeCloseTo(normalByIntegral(d), 3);
  });
  it('goes over into the window without a step', () => {
    fc.assert(fc.property(prices, prices, sigmas, windows, (price, strike, sigma, window) => {
      const before = chanceAverageUp(price, strike, sigma, window, window, NaN);
      expect(chanceAverageUp(price, strike, sigma, window * (1 - 1e-9), window, price)).toBeCloseTo(before, 5);
    }));
  });
  it('lies between nothing and one, and rises with the price and with what has been averaged', () => {
    fc.assert(fc.property(prices, prices, sigmas, times, windows, prices, fc.double({ min: 0, max: 100, noNaN: true }), (price, strike, sigma, left, window, soFar, more) => {
      const chance = chanceAverageUp(price, strike, sigma, left, window, soFar);
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
      expect(chanceAverageUp(price + more, strike, sigma, left, window, soFar)).toBeGreaterThanOrEqual(chance - 1e-13);
      expect(chanceAverageUp(price, strike, sigma, left, window, soFar + more)).toBeGreaterThanOrEqual(chance - 1e-13);
    }));
  });
  it('is surer than that of the price at the end, which can still wander', () => {
    expect(chanceAverageUp(65_010, 65_000, SIGMA, 120, 60, NaN)).toBeGreaterThan(chanceUp(65_010, 65_000, SIGMA, 120));
    expect(chanceAverageUp(64_990, 65_000, SIGMA, 120, 60, NaN)).toBeLessThan(chanceUp(64_990, 65_000, SIGMA, 120));
  });
  it('is decided at the end by the average alone, a tie being Up', () => {
    expect([chanceAverageUp(1, 65_000, SIGMA, 0, 60, 65_000), chanceAverageUp(99_000, 65_000, SIGMA, -3, 60, 64_999)]).toEqual([1, 0]);
    expect(chanceAverageUp(65_000, 65_000, SIGMA, 1e-6, 60, 66_000)).toBeCloseTo(1, 12);
    expect(chanceAverageUp(1, 65_000, SIGMA, 1, 60, 70_000)).toBe(1);
  });
});
