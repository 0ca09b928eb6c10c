import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairSeries } from './fair-series.ts';

const WINDOW = 6_000;
const BUCKET = WINDOW / 60;

const observations = fc.array(fc.record({ after: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 3_000 }), fc.constant(20_000)), fair: fc.integer({ min: 1, max: 999_999 }) }), { minLength: 1, maxLength: 80 });

/** What a list of all observations says: the value in force at the end of each bucket closed, newest last. */
function closedBuckets(seen: readonly { readonly ts: number; readonly fair: number }[], now: number): number[] {
  const ends: number[] = [];
  const first = Math.floor(seen[0]!.ts / BUCKET);
  const open = Math.floor(now / BUCKET);
  for (let bucket = Math.max(first, open - 60); bucket < open; bucket++) ends.push(seen.findLast((s) => s.ts < (bucket + 1) * BUCKET)!.fair);
  return ends;
}

function bruteForce(seen: readonly { readonly ts: number; readonly fair: number }[], now: number) {
  const ends = closedBuckets(seen, now);
  const last = seen.at(-1)!.fair;
  const all = [...ends, last];
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length);
  const steps = all.slice(1).map((value, i) => value - all[i]!);
  const wander = Math.sqrt((steps.reduce((sum, step) => sum + step ** 2, 0) / steps.length) * (1_000 / BUCKET));
  return {
    wander: ends.length < 5 ? NaN : wander,
    deviation: ends.length < 5 ? NaN : deviation,
    move: ends.length < 60 ? NaN : last - ends[0]!,
    moveSoFar: ends.length === 0 ? NaN : last - ends[0]!,
  };
}

describe('a series of fair values', () => {
  it('agrees with brute force over all that was observed, wherever the observations fall', () => {
    fc.assert(fc.property(observations, fc.integer({ min: 0, max: 5_000 }), (list, start) => {
      const series = new FairSeries(WINDOW);
      const seen: { ts: number; fair: number }[] = [];
      let now = start;
      for (const { after, fair } of list) {
        now += after;
        series.observe(now, fair);
        seen.push({ ts: now, fair });
        const expected = bruteForce(seen, now);
        // The sums are exact; the mean and its square are floats: 1e-3 of a micro-dollar at a fair value of a dollar.
        if (Number.isNaN(expected.deviation)) expect(series.deviation()).toBeNaN();
        else expect(Math.abs(series.deviation() ** 2 - expected.deviation ** 2)).toBeLessThan(1e-2);
        if (Number.isNaN(expected.wander)) expect(series.wander()).toBeNaN();
        else expect(series.wander()).toBeCloseTo(expected.wander, 6);
        expect(series.move()).toBe(expected.move);
        expect(series.moveSoFar()).toBe(expected.moveSoFar);
      }
    }), { numRuns: 150 });
  });

  it('lets time pass with the last value still holding', () => {
    const series = new FairSeries(WINDOW);
    series.observe(0, 500_000);
    series.observe(3_000, 520_000);
    expect(series.move()).toBeNaN();
    series.advance(6_000);
    expect(series.move()).toBe(20_000);
    // Thirty of sixty closed buckets at each value, and the open one.
    expect(series.deviation()).toBeCloseTo(10_000 * Math.sqrt(1 - 1 / 61 ** 2), 3);
    series.advance(9_000);
    expect(series.move()).toBe(0);
    expect(series.deviation()).toBe(0);
  });

  it('tells how fast a price wanders, not how far from its mean it stood: per square root of a second, whatever the window', () => {
    // Up and down by 1000 each second: a variance of 1000² a second.
    for (const seconds of [60, 600]) {
      const series = new FairSeries(seconds * 1_000);
      const step = seconds / 60;
      for (let second = 0; second <= 2 * seconds; second += step) series.observe(second * 1_000, 500_000 + (Math.round(second / step) % 2) * 1_000 * Math.sqrt(step));
      expect(series.wander()).toBeCloseTo(1_000, 0);
    }
    // A jump that stays: the deviation is large while both levels are in the window, the wandering is one step of 40000.
    const jumped = new FairSeries(WINDOW);
    jumped.observe(0, 500_000);
    jumped.observe(WINDOW / 2, 540_000);
    jumped.advance(WINDOW);
    expect(jumped.deviation()).toBeGreaterThan(19_000);
    expect(jumped.wander()).toBeCloseTo(40_000 / Math.sqrt(WINDOW / 1_000), 6);
    jumped.advance(2 * WINDOW);
    expect(jumped.wander()).toBe(0);
  });

  it('knows nothing before it has observed, and volatility after a twelfth of the window', () => {
    const series = new FairSeries(WINDOW);
    expect([series.deviation(), series.wander(), series.move(), series.moveSoFar()]).toEqual([NaN, NaN, NaN, NaN]);
    series.observe(1_000, 500_000);
    series.advance(1_000 + WINDOW / 12 - 1);
    expect(series.deviation()).toBeNaN();
    series.advance(1_000 + WINDOW / 12);
    expect(series.deviation()).toBe(0);
  });

  it('goes on the same from its JSON', () => {
    fc.assert(fc.property(observations, observations, (before, after) => {
      const one = new FairSeries(WINDOW);
      let now = 0;
      for (const o of before) one.observe(now += o.after, o.fair);
      const two = FairSeries.fromJSON(JSON.parse(JSON.stringify(one)));
      for (const o of after) {
        now += o.after;
        for (const series of [one, two]) series.observe(now, o.fair);
        expect([two.deviation(), two.wander(), two.move(), two.moveSoFar()]).toEqual([one.deviation(), one.wander(), one.move(), one.moveSoFar()]);
      }
      expect(two.toJSON()).toEqual(one.toJSON());
    }), { numRuns: 100 });
  });
});
