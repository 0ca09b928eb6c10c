import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaledDecimal } from './decimal-text.ts';

test('a decimal of up to so many places is exact', () => {
  fc.assert(fc.property(fc.nat(90_000_000), fc.nat(99_999_999), (whole, fraction) => {
    const digits = String(fraction).padStart(8, '0');
    expect(BigInt(scaledDecimal(`${whole}.${digits}`, 8))).toBe(BigInt(whole) * 100_000_000n + BigInt(digits));
  }));
});

test.each([['0.10', 1, 1], ['7', 6, 7_000_000], ['0', 2, 0], ['61837.63000000', 2, 6_183_763]])('%s in %i places', (text, places, units) => {
  expect(scaledDecimal(text, places)).toBe(units);
});

test.each(['', '.', '.5', '5.', '-1', '+1', '1e3', '1,0', ' 1', '0.123', '99999999999999999', 'NaN'])('%j is none', (text) => {
  expect(scaledDecimal(text, 2)).toBe(-1);
});
