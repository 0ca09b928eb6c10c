import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelSettings } from '../../config/compiled-config.ts';
import { cents, shares, START, usd } from '../engine.fixture.ts';
import { modelHalfSpread, modelShift, quotingModel, secondsLeft } from './quoting-model.ts';

const STOIKOV: ModelSettings = { kind: 'avellaneda-stoikov', tolerance: usd(50), maxShift: cents(10), reach: 15_000, horizonMs: 300_000 };
const GLFT: ModelSettings = { kind: 'glft', tolerance: usd(50), maxShift: cents(10), reach: 15_000, perSecond: 0.2 };
/** Micro-dollars a root second: 0.1c. */
const SIGMA = 1_000;

describe('from an operator\u2019s units to the formulas\u2019', () => {
  it('is Avellaneda and Stoikov in dollars and shares: r − s = −q σ²τ / tolerance', () => {
    // 100 shares, $0.001² × 300 s, over $50: 0.06c. Of a quote of 50 shares half of its own shift is in the spread.
    const model = quotingModel(STOIKOV, shares(50));
    expect(modelShift(model, shares(100), SIGMA, 300)).toBeCloseTo(-600, 9);
    // ln(1 + 1 × 0.015) / 1 a dollar, and 1 × 0.001² × 300 / 2.
    expect(modelHalfSpread(model, SIGMA, 300)).toBeCloseTo(1e6 * Math.log(1.015) + 150, 6);
  });
  it('is GLFT in dollars and shares', () => {
    const model = quotingModel(GLFT, shares(50));
    // √(1 / (2 × (1 / 0.015) × 0.2) × 1.015^(1 + 1/0.015)) × 0.001 dollars for each 50 shares.
    const slope = Math.sqrt((0.015 / 0.4) * 1.015 ** (1 + 1 / 0.015)) * 1_000;
    expect(modelShift(model, shares(100), SIGMA, Infinity)).toBeCloseTo(-2 * slope, 6);
    expect(modelHalfSpread(model, SIGMA, Infinity)).toBeCloseTo(1e6 * Math.log(1.015) + slope / 2, 6);
  });
  it('does not care how the same inventory is cut into quotes, as far as the centre goes', () => {
    for (const lot of [1, 10, 50]) expect(modelShift(quotingModel(STOIKOV, shares(lot)), shares(100), SIGMA, 300)).toBeCloseTo(-600, 9);
  });
});

it('counts the time to the horizon, or to the end of the market where that is sooner', () => {
  expect([START + 600_000, START + 60_000, START - 1, null].map((endsAt) => secondsLeft(STOIKOV, START, endsAt))).toEqual([300, 60, 0, 300]);
  expect(secondsLeft(GLFT, START, START + 1_000)).toBe(Infinity);
});

it('leaves fills alone to set the half-spread where nothing moves or no time is left', () => {
  for (const settings of [STOIKOV, GLFT]) {
    const model = quotingModel(settings, shares(50));
    expect(modelHalfSpread(model, 0, 300)).toBe(model.leastHalfSpread);
    expect(modelShift(model, shares(500), 0, 300)).toBeCloseTo(0, 12);
  }
  expect(modelHalfSpread(quotingModel(STOIKOV, shares(50)), SIGMA, 0)).toBeCloseTo(1e6 * Math.log(1.015), 6);
});

describe('whatever the settings', () => {
  const kind = fc.constantFrom(STOIKOV, GLFT);
  const model = fc.record({
    kind, tolerance: fc.double({ min: 0.01, max: 1e6, noNaN: true }), reach: fc.double({ min: 0.01, max: 49, noNaN: true }), maxShift: fc.integer({ min: 1, max: 49 }),
    perSecond: fc.double({ min: 1e-4, max: 100, noNaN: true }), size: fc.integer({ min: 1, max: 10_000 }),
  }).map((r) => quotingModel({ ...r.kind, tolerance: usd(r.tolerance), reach: r.reach * 10_000, maxShift: cents(r.maxShift), ...(r.kind.kind === 'glft' ? { perSecond: r.perSecond } : {}) } as ModelSettings, shares(r.size)));
  const sigma = fc.double({ min: 0, max: 1e5, noNaN: true });
  const position = fc.integer({ min: -1e5, max: 1e5 }).map(shares);

  it('never moves the centre towards more inventory, nor further than maxShift', () => {
    fc.assert(fc.property(model, sigma, position, fc.integer({ min: 0, max: 1_000 }), (of, s, held, more) => {
      const shift = modelShift(of, held, s, 300);
      expect(Math.abs(shift)).toBeLessThanOrEqual(of.settings.maxShift);
      expect(shift * held).toBeLessThanOrEqual(0);
      expect(modelShift(of, held + shares(more), s, 300)).toBeLessThanOrEqual(shift);
    }), { numRuns: 500 });
  });
  it('never narrows for more volatility, and is a number', () => {
    fc.assert(fc.property(model, sigma, sigma, (of, a, b) => {
      expect(modelHalfSpread(of, Math.max(a, b), 300)).toBeGreaterThanOrEqual(modelHalfSpread(of, Math.min(a, b), 300));
      expect(Number.isFinite(modelHalfSpread(of, a, 300))).toBe(true);
      expect(of.leastHalfSpread).toBeLessThanOrEqual(of.settings.reach * (1 + 1e-12));
    }), { numRuns: 500 });
  });
});
