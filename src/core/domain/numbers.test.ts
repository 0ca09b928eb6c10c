import fc from 'fast-check';
import { expect, it } from 'vitest';
import { complement, notional, price } from './numbers.ts';

const anySize = fc.oneof(fc.integer({ min: -1e15, max: 1e15 }), fc.integer({ min: -3_000_000, max: 3_000_000 }));
const anyPrice = fc.integer({ min: 0, max: 1_000_000 });

it('multiplies price and size exactly, truncated toward zero, for both signs', () => {
  fc.assert(fc.property(anyPrice, anySize, (p, s) => {
    // A zero may carry a sign; + 0 takes it off.
    expect(notional(p, s) + 0).toBe(Number((BigInt(p) * BigInt(s)) / 1_000_000n) + 0);
  }), { numRuns: 2_000 });
});

it('gives minus the amount for minus the size', () => {
  fc.assert(fc.property(anyPrice, anySize, (p, s) => { expect(notional(p, -s) + notional(p, s)).toBe(0); }));
});

it('is back at the price after two complements', () => {
  fc.assert(fc.property(anyPrice, (p) => {
    expect(complement(complement(price(p)))).toBe(p);
    expect(complement(price(p)) + p).toBe(1_000_000);
  }));
});
