import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MICROS } from '../core/domain/numbers.ts';
import { UNITS } from './binance-message.ts';
import { RangeContract } from './binance-range.ts';

const around = (low: number, high: number, tick: number, lot: number): RangeContract | null =>
  RangeContract.around({ low: Math.round(low * UNITS), high: Math.round(high * UNITS), tick: Math.round(tick * UNITS), lot: Math.round(lot * UNITS), grain: Math.round(lot * UNITS) });

test('bitcoin within five minutes is played in a range of 2,000 dollars', () => {
  const range = around(61_583.22, 61_860.8, 0.01, 0.00001)!;
  expect([range.low / UNITS, range.width / UNITS, range.tick, range.lot]).toEqual([60_800, 2_000, 5, 20_000]);
  expect(range.price(61_837.63 * UNITS)).toBe(518_815);
  expect(range.offset).toBe(30.4);
});

test('a level at or beyond the ends of the range is none', () => {
  const range = around(61_583.22, 61_860.8, 0.01, 0.00001)!;
  expect([60_800, 60_800.01, 62_799.99, 62_800].map((dollars) => range.price(Math.round(dollars * UNITS)))).toEqual([-1, 5, 999_995, -1]);
});

test('prices too fine for how far they moved have no range', () => {
  expect(around(100, 50_000, 0.01, 0.01)).toBeNull();
});

test('whatever was traded lies inside with its margin, on whole micro-dollars, and shares gain in dollars what coins gain', () => {
  const cases = fc.record({
    places: fc.integer({ min: 0, max: 6 }), lotPlaces: fc.integer({ min: 0, max: 5 }), low: fc.integer({ min: 1_000, max: 5_000_000 }),
    moved: fc.integer({ min: 0, max: 20_000 }), at: fc.double({ min: 0, max: 1, noNaN: true }), lots: fc.integer({ min: 1, max: 100_000 }),
  });
  fc.assert(fc.property(cases, ({ places, lotPlaces, low, moved, at, lots }) => {
    const tick = UNITS / 10 ** places;
    const lot = UNITS / 10 ** lotPlaces;
    const traded = { low: low * tick, high: (low + moved) * tick, tick, lot, grain: lot };
    fc.pre(traded.high < Number.MAX_SAFE_INTEGER / 10);
    const range = RangeContract.around(traded);
    if (range === null) return;
    expect(range.low).toBeLessThanOrEqual(traded.low * 0.99);
    expect(range.low + range.width).toBeGreaterThanOrEqual(traded.high * 1.01);
    expect([MICROS % range.tick, Number.isSafeInteger(range.lot), range.low % (range.width / 10)]).toEqual([0, true, 0]);
    const here = (low + Math.floor(moved * at)) * tick;
    const price = range.price(here);
    const size = range.size(lots * lot);
    expect([price % range.tick, size % range.lot]).toEqual([0, 0]);
    // p × shares = (P − low) × coins, in dollars, to the last digit.
    expect(BigInt(price) * BigInt(size) * BigInt(UNITS) ** 2n).toBe(BigInt(here - range.low) * BigInt(lots * lot) * BigInt(MICROS) ** 2n);
  }));
});
