import fc from 'fast-check';
import { expect, it } from 'vitest';
import { price, size } from '../domain/numbers.ts';
import { clampPrice, toPrice, toSize } from './rounding.ts';

const tick = fc.constantFrom(100, 1_000, 2_500, 10_000).map(price);
/** A hair below a tick may round onto it: float noise must not cost a whole tick. */
const HAIR = 0.011;

it('never rounds a bid up or an ask down, and stays within a tick', () => {
  fc.assert(fc.property(tick, fc.double({ min: 10_000, max: 990_000, noNaN: true }), (t, micros) => {
    const bid = toPrice('bid', micros, t);
    const ask = toPrice('ask', micros, t);
    expect(bid).toBeLessThanOrEqual(micros + HAIR);
    expect(ask).toBeGreaterThanOrEqual(micros - HAIR);
    expect(micros - bid).toBeLessThan(t);
    expect(ask - micros).toBeLessThan(t);
  }), { numRuns: 500 });
});

it('gives a level between one tick and a dollar less a tick for any number', () => {
  fc.assert(fc.property(tick, fc.constantFrom('bid' as const, 'ask' as const), fc.double({ min: -3e6, max: 3e6, noNaN: true }), (t, side, micros) => {
    const p = toPrice(side, micros, t);
    expect(p % t).toBe(0);
    expect(p).toBeGreaterThanOrEqual(t);
    expect(p).toBeLessThanOrEqual(1_000_000 - t);
    expect(clampPrice(p, t)).toBe(p);
  }));
});

it('leaves a price that is a level where it is, float noise included', () => {
  fc.assert(fc.property(tick, fc.integer({ min: 1, max: 99 }), fc.double({ min: -1e-12, max: 1e-12, noNaN: true }), (t, cents, noise) => {
    for (const side of ['bid', 'ask'] as const) expect(toPrice(side, cents * 10_000 * (1 + noise), t)).toBe(cents * 10_000);
  }));
});

it('floors sizes to the lot', () => {
  fc.assert(fc.property(fc.constantFrom(1, 10_000, 1_000_000).map(size), fc.double({ min: 0, max: 1e12, noNaN: true }), (lot, micros) => {
    const rounded = toSize(micros, lot);
    expect(rounded % lot).toBe(0);
    expect(rounded).toBeLessThanOrEqual(micros + lot * 1e-6);
    expect(micros - rounded).toBeLessThan(lot);
  }));
  expect(toSize(0.1 * 3 * 10_000_000, size(1_000_000))).toBe(3_000_000);
});
