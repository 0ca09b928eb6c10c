import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log1p } from './elementary-functions.ts';

/** Doubles between two of one sign: as whole numbers their bits count the units in the last place. */
function unitsApart(a: number, b: number): number {
  const bits = new BigInt64Array(new Float64Array([a, b]).buffer);
  const apart = bits[0]! - bits[1]!;
  return Number(apart < 0n ? -apart : apart);
}

/** The engine's own are within one unit of the truth themselves. */
const MOST_UNITS = 1;

describe('e^x', () => {
  it('is within a unit in the last place of what the engine says, over its whole range', () => {
    fc.assert(fc.property(fc.oneof(fc.double({ min: -708, max: 709.7, noNaN: true }), fc.double({ min: -2, max: 20, noNaN: true }), fc.double({ min: -1e-6, max: 1e-6, noNaN: true })), (x) => {
      expect(unitsApart(exp(x), Math.exp(x))).toBeLessThanOrEqual(MOST_UNITS);
    }), { numRuns: 20_000 });
  });
  it('ends at nothing and at infinity', () => {
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(-746), exp(710), exp(NaN)]).toEqual([1, 0, Infinity, 0, Infinity, NaN]);
    expect(unitsApart(exp(709.782712893383), Math.exp(709.782712893383))).toBeLessThanOrEqual(MOST_UNITS);
    // The last doubles above nothing have few digits left.
    expect(exp(-744)).toBeGreaterThan(0);
  });
  it('agrees with digits computed elsewhere', () => {
    // e⁻¹ and e^½ (OEIS A068985, A019774), to the nearest double.
    expect(unitsApart(exp(-1), 0.3678794411714423)).toBeLessThanOrEqual(MOST_UNITS);
    expect(unitsApart(exp(0.5), 1.6487212707001282)).toBeLessThanOrEqual(MOST_UNITS);
  });
});

describe('ln(1 + x)', () => {
  it('is within a unit in the last place of what the engine says, for small and large x', () => {
    const small = fc.double({ min: -0.9, max: 2, noNaN: true });
    const tiny = fc.double({ min: -1e-9, max: 1e-9, noNaN: true }).filter((x) => x !== 0);
    const anywhere = fc.tuple(fc.double({ min: 1, max: 2, noNaN: true }), fc.integer({ min: -300, max: 1_000 })).map(([m, k]) => m * 2 ** k);
    fc.assert(fc.property(fc.oneof(small, tiny, anywhere, fc.double({ min: -1, max: -0.9, minExcluded: true, noNaN: true })), (x) => {
      expect(unitsApart(log1p(x), Math.log1p(x))).toBeLessThanOrEqual(MOST_UNITS);
    }), { numRuns: 20_000 });
  });
  it('undoes e^x', () => {
    fc.assert(fc.property(fc.double({ min: 0.1, max: 700, noNaN: true }), (x) => {
      expect(Math.abs(log1p(exp(x) - 1) - x)).toBeLessThan(1e-13 * Math.max(1, x));
    }), { numRuns: 2_000 });
  });
  it('ends where the logarithm does', () => {
    expect([log1p(0), log1p(-1), log1p(-1.5), log1p(Infinity), log1p(NaN)]).toEqual([0, -Infinity, NaN, Infinity, NaN]);
    // ln 3 and ln 1.5 (OEIS A002391, A016578), to the nearest double.
    expect(unitsApart(log1p(2), 1.0986122886681098)).toBeLessThanOrEqual(MOST_UNITS);
    expect(unitsApart(log1p(0.5), 0.4054651081081644)).toBeLessThanOrEqual(MOST_UNITS);
  });
});
