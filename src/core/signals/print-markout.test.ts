import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cents, shares, usd } from '../engine.fixture.ts';
import { PrintMarkout } from './print-markout.ts';

const START = Date.UTC(2026, 5, 1, 12);
const SECOND = 1_000;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** Thirty trades of 10 shares, a minute apart, and then the minutes until all are known. */
function traded({ price, fairAfter, isBuy }: { readonly price: number; readonly fairAfter: number; readonly isBuy: boolean }): { readonly markout: PrintMarkout; readonly now: number } {
  const markout = new PrintMarkout();
  markout.observeFair(START, cents(50));
  for (let minute = 0; minute < 30; minute++) {
    markout.observeTrade(START + minute * MINUTE, cents(price), shares(10), isBuy);
    markout.observeFair(START + minute * MINUTE + SECOND, cents(fairAfter));
  }
  const now = START + 40 * MINUTE;
  markout.observeFair(now, cents(fairAfter));
  return { markout, now };
}
const inDollars = ({ markout, now }: { readonly markout: PrintMarkout; readonly now: number }): number => markout.earningsPerDay(now) / usd(1);

test('makers who sold above what it was worth a minute later earned the difference', () => {
  // 30 × 10 shares × 2c = $6 in 40 minutes.
  expect(inDollars(traded({ price: 52, fairAfter: 50, isBuy: true }))).toBeCloseTo(6 * 36);
  expect(inDollars(traded({ price: 48, fairAfter: 50, isBuy: false }))).toBeCloseTo(6 * 36);
});

test('makers who were run over lost it', () => {
  expect(inDollars(traded({ price: 52, fairAfter: 55, isBuy: true }))).toBeCloseTo(-9 * 36);
});

test('what holds a minute after the trade counts, not what comes later', () => {
  const markout = new PrintMarkout();
  markout.observeFair(START, cents(50));
  for (let i = 0; i < 30; i++) markout.observeTrade(START, cents(52), shares(10), true);
  markout.observeFair(START + 63 * SECOND, cents(60));
  expect(markout.earningsPerDay(START + 20 * MINUTE)).toBeCloseTo((usd(6) * DAY) / (20 * MINUTE));
});

test('trades whose minute ends while nothing prices the market are left out', () => {
  const markout = new PrintMarkout();
  markout.observeFair(START, cents(50));
  for (let i = 0; i < 30; i++) markout.observeTrade(START, cents(52), shares(10), true);
  markout.pause(START + 30 * SECOND);
  markout.observeFair(START + 10 * MINUTE, cents(50));
  expect(markout.earningsPerDay(START + 20 * MINUTE)).toBeNaN();
});

test('nothing is known before a quarter of an hour and thirty trades, or six hours', () => {
  const markout = new PrintMarkout();
  expect(markout.earningsPerDay(START)).toBeNaN();
  for (let i = 0; i < 29; i++) markout.observeTrade(START, cents(52), shares(10), true);
  markout.observeFair(START, cents(50));
  markout.observeFair(START + 20 * MINUTE, cents(50));
  expect(markout.earningsPerDay(START + 20 * MINUTE)).toBeNaN();
  expect(markout.earningsPerDay(START + 6 * 60 * MINUTE)).toBeCloseTo(usd(5.8) * 4);
});

test('comes back from its snapshot as it was', () => {
  const step = fc.record({ after: fc.integer({ min: 0, max: 5 * MINUTE }), price: fc.integer({ min: 1, max: 99 }), size: fc.integer({ min: 1, max: 500 }), kind: fc.constantFrom('buy', 'sell', 'fair', 'pause') });
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), fc.nat({ max: 60 }), (steps, at) => {
    let copy = new PrintMarkout();
    const markout = new PrintMarkout();
    let ts = START;
    steps.forEach(({ after, price, size, kind }, i) => {
      ts += after;
      if (i === at) copy = PrintMarkout.fromJSON(JSON.parse(JSON.stringify(copy)));
      for (const one of [markout, copy]) {
        if (kind === 'fair') one.observeFair(ts, cents(price));
        else if (kind === 'pause') one.pause(ts);
        else one.observeTrade(ts, cents(price), shares(size), kind === 'buy');
      }
      expect(copy.earningsPerDay(ts)).toBe(markout.earningsPerDay(ts));
      expect(copy.toJSON()).toEqual(markout.toJSON());
    });
  }));
});
