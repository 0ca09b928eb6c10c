import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timestamp } from '../../../core/domain/numbers.ts';
import { RequestBudget } from './request-budget.ts';
import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
  it('never lets more through than its rate and its burst, over any span', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 100 }), fc.array(fc.nat({ max: 300 }), { maxLength: 200 }), (burst, perSecond, steps) => {
      const bucket = new TokenBucket(burst, perSecond);
      const taken: number[] = [];
      let now = 0;
      for (const step of steps) {
        now += step;
        if (bucket.waitFor(1, timestamp(now)) > 0) continue;
        bucket.take(1, timestamp(now));
        taken.push(now);
      }
      taken.forEach((from, i) => taken.slice(i).forEach((to, j) => expect(j + 1).toBeLessThanOrEqual(burst + ((to - from) * perSecond) / 1000 + 1e-6)));
    }));
  });

  it('says how long to wait, to the millisecond, and is then as good as its word', () => {
    const bucket = new TokenBucket(2, 10);
    bucket.take(2, timestamp(0));
    expect(bucket.waitFor(1, timestamp(0))).toBe(100);
    expect(bucket.waitFor(1, timestamp(99))).toBe(1);
    expect(bucket.waitFor(1, timestamp(100))).toBe(0);
  });

  it('does nothing while the clock stands behind', () => {
    const bucket = new TokenBucket(1, 1);
    bucket.take(1, timestamp(10_000));
    expect(bucket.waitFor(1, timestamp(0))).toBe(1_000);
    expect(bucket.waitFor(1, timestamp(500))).toBe(500);
  });
});

describe('the request budget', () => {
  const placesIn = (tier: 'standard' | 'elite', seconds: number): number => {
    const budget = new RequestBudget(tier);
    let placed = 0;
    for (let now = 0; now < seconds * 1000; now++) {
      while (budget.waitFor('order', 1, timestamp(now)) === 0) {
        budget.take('order', 1, timestamp(now));
        placed++;
      }
    }
    return placed;
  };

  it('keeps orders to the rate of the tier', () => {
    expect(placesIn('standard', 10)).toBeLessThanOrEqual(60 + 400);
    expect(placesIn('standard', 10)).toBeGreaterThan(440);
    // Here the limit of the endpoint is the lower one: 5,000 in 10 s.
    expect(placesIn('elite', 10)).toBeLessThanOrEqual(5_000);
  });

  it('counts every order of a batch against the tier, and the batch once against its endpoint', () => {
    const budget = new RequestBudget('standard');
    for (let i = 0; i < 4; i++) budget.take('orders', 15, timestamp(0));
    expect(budget.waitFor('orders', 15, timestamp(0))).toBe(375);
    expect(budget.waitFor('order', 1, timestamp(0))).toBe(25);
  });

  it('leaves cancels alone when the orders are used up', () => {
    const budget = new RequestBudget('standard');
    budget.take('orders', 600, timestamp(0));
    expect(budget.waitFor('order', 1, timestamp(0))).toBeGreaterThan(0);
    expect(budget.waitFor('cancel-orders', 100, timestamp(0))).toBe(0);
  });

  it('waits as long as the venue said', () => {
    const budget = new RequestBudget('standard');
    budget.turnedAway('order', 7_000, timestamp(0));
    expect([budget.waitFor('order', 1, timestamp(0)), budget.waitFor('order', 1, timestamp(7_000)), budget.waitFor('trades', 1, timestamp(0))]).toEqual([7_000, 0, 0]);
  });
  it('waits ever longer where the venue did not say, once for what was turned away together, and begins anew when it takes a request', () => {
    const budget = new RequestBudget('standard');
    const waits: number[] = [];
    for (let now = 0; waits.length < 7; now += waits.at(-1)!) {
      for (let i = 0; i < 3; i++) budget.turnedAway('order', null, timestamp(now));
      waits.push(budget.waitFor('order', 1, timestamp(now)));
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    budget.takenIn('order');
    budget.turnedAway('order', null, timestamp(1_000_000));
    expect(budget.waitFor('order', 1, timestamp(1_000_000))).toBe(1_000);
  });
});
