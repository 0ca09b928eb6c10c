import { expect, it } from 'vitest';
import { cents, shares, usd } from '../engine.fixture.ts';
import { rewardHalfSpread, rewardShare, rewardSize } from './reward-placement.ts';

const TERMS = { maxSpread: cents(3), minSize: shares(50), daily: usd(100) };

it('stands at a share of the farthest that counts', () => {
  expect(rewardHalfSpread({ target: 0.45, minSize: false }, TERMS)).toBeCloseTo(13_500, 9);
});

it('raises the first layer to the smallest size that counts, in whole lots, and only where all of it fits', () => {
  const raised = { target: 0.45, minSize: true };
  expect(rewardSize(raised, TERMS, shares(10), shares(100), shares(1))).toBe(shares(50));
  expect(rewardSize(raised, TERMS, shares(10), shares(100), shares(20))).toBe(shares(60));
  expect(rewardSize(raised, TERMS, shares(80), shares(100), shares(1))).toBe(shares(80));
  expect(rewardSize(raised, TERMS, shares(10), shares(49), shares(1))).toBe(shares(10));
  expect(rewardSize({ ...raised, minSize: false }, TERMS, shares(10), shares(100), shares(1))).toBe(shares(10));
});

it('scores by the square of the nearness, and nothing for an order that is too small', () => {
  expect(rewardShare(TERMS, cents(49), cents(50), shares(50))).toBeCloseTo(4 / 9, 12);
  expect(rewardShare(TERMS, cents(53), cents(50), shares(50))).toBe(0);
  expect(rewardShare(TERMS, cents(50), cents(50), shares(49))).toBe(0);
});
