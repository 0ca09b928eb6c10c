import fc from 'fast-check';
import { expect, it } from 'vitest';
import { feeFor, NO_FEE, type FeeCurve } from './fees.ts';
import { price, size } from './numbers.ts';

const CRYPTO: FeeCurve = { rate: 0.07, exponent: 1, roundUpTo: 10 };

it('equals the fees worked out by hand', () => {
  expect(feeFor(CRYPTO, price(500_000), size(100_000_000))).toBe(1_750_000);
  expect(feeFor({ rate: 0.25, exponent: 2, roundUpTo: 1 }, price(400_000), size(10_000_000))).toBe(144_000);
  expect(feeFor({ rate: 0.01, exponent: 0, roundUpTo: 1 }, price(900_000), size(3_000_000))).toBe(30_000);
  // Kalshi, 0.07 p (1 − p): 3 contracts at 3 cents come to 0.611100 of a cent, charged by the hundredth of a cent.
  expect(feeFor({ rate: 0.07, exponent: 1, roundUpTo: 100 }, price(30_000), size(3_000_000))).toBe(6_200);
});

it('is nothing at the ends, for no shares and without a rate', () => {
  expect(feeFor(CRYPTO, price(0), size(100_000_000))).toBeCloseTo(0, 9);
  expect(feeFor(CRYPTO, price(1_000_000), size(100_000_000))).toBeCloseTo(0, 9);
  expect(feeFor(CRYPTO, price(500_000), size(0))).toBeCloseTo(0, 9);
  expect(feeFor(NO_FEE, price(500_000), size(100_000_000))).toBe(0);
});

it('rounds up to the next step, never down and never by a whole step too much', () => {
  const curve = fc.record({ rate: fc.integer({ min: 1, max: 300 }), exponent: fc.constantFrom(0 as const, 1 as const, 2 as const), roundUpTo: fc.constantFrom(1, 10, 100, 10_000) });
  fc.assert(fc.property(curve, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 10_000 }), ({ rate, exponent, roundUpTo }, cents, shares) => {
    const fee = feeFor({ rate: rate / 1_000, exponent, roundUpTo }, price(cents * 10_000), size(shares * 1_000_000));
    // The fee in units of 1e-3 (rate) × 1e-4 per exponent (p and 1 − p in cents), shares whole: exact integers.
    const exact = BigInt(rate) * BigInt(shares) * BigInt(cents * (100 - cents)) ** BigInt(exponent);
    const perMicro = 10n ** BigInt(4 * exponent) * 1_000n;
    const step = BigInt(roundUpTo) * perMicro;
    const micros = exact * 1_000_000n;
    expect(BigInt(fee)).toBe(((micros + step - 1n) / step) * BigInt(roundUpTo));
  }), { numRuns: 1_000 });
});
