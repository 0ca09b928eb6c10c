import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeFor, NO_FEE, type FeeCurve } from '../domain/fees.ts';
import { notional, type Price, type Size } from '../domain/numbers.ts';
import { exitFloor } from './exit-floor.ts';

const cents = (c: number): Price => (c * 10_000) as Price;
const shares = (n: number): number => n * 1_000_000;
/** 100 YES bought at `at` cents; −100: 100 NO bought at 1 − `at`. */
const bought = (n: number, at: number, entryFees = 0) => ({ net: shares(n), cost: notional(cents(at), shares(n)), entryFees });
const CRYPTO: FeeCurve = { rate: 0.07, exponent: 1, roundUpTo: 10 };

describe('the worst price of an exit', () => {
  it('is cost and profit for YES, and the same on the token that is held for NO', () => {
    expect(exitFloor(bought(100, 40), cents(1), NO_FEE, cents(1))).toBe(cents(41));
    // NO bought at 60c (a YES sold at 40c) is sold at 61c, a YES bid of 39c: the price of YES itself has nothing to do with it.
    expect(exitFloor(bought(-100, 40), cents(1), NO_FEE, cents(1))).toBe(cents(39));
  });
  it('rounds away from a loss', () => {
    expect(exitFloor(bought(100, 40.4), 0, NO_FEE, cents(1))).toBe(cents(41));
    expect(exitFloor(bought(-100, 40.4), 0, NO_FEE, cents(1))).toBe(cents(40));
  });
  it('adds the fees of getting in and out', () => {
    expect(exitFloor(bought(100, 40, 1_000_000), 0, NO_FEE, cents(1))).toBe(cents(41));
    // 7% of p (1 − p) is 1.7c around 42c.
    expect(exitFloor(bought(100, 40), 0, CRYPTO, cents(1))).toBe(cents(42));
  });
  it('accepts a loss where the profit is negative, and stays within the range', () => {
    expect(exitFloor(bought(100, 40), cents(-2), NO_FEE, cents(1))).toBe(cents(38));
    expect(exitFloor(bought(100, 99), cents(2), NO_FEE, cents(1))).toBe(cents(99));
    expect(exitFloor(bought(-100, 1), cents(2), NO_FEE, cents(1))).toBe(cents(1));
  });
  it('never earns less than the profit after all fees, and no nearer price would do', () => {
    fc.assert(fc.property(
      fc.integer({ min: -300, max: 300 }).filter((n) => n !== 0), fc.integer({ min: 50_000, max: 950_000 }), fc.integer({ min: -30_000, max: 30_000 }),
      fc.constantFrom(NO_FEE, CRYPTO, { rate: 0.07, exponent: 1, roundUpTo: 100 } as FeeCurve), fc.constantFrom(10_000, 1_000), fc.integer({ min: 0, max: 2_000_000 }),
      (n, at, profit, fee, tick, entryFees) => {
        const position = { net: shares(n), cost: notional(at as Price, shares(n)), entryFees };
        const price = exitFloor(position, profit, fee, tick as Price);
        const sign = Math.sign(n);
        const earned = (p: number): number => sign * (p - at) - feeFor(fee, p as Price, 1_000_000 as Size) - entryFees / Math.abs(n);
        if (price > tick && price < 1_000_000 - tick) {
          expect(earned(price)).toBeGreaterThanOrEqual(profit - 1);
          // A tick nearer to the market it would earn less than asked, or than the tick that rounding took.
          expect(earned(price - sign * tick)).toBeLessThan(profit + 1);
        }
      },
    ), { numRuns: 500 });
  });
});
