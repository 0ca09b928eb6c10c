import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Markout } from './markout.ts';

const SHARES = 1_000_000;
const MINUTE = 60_000;

it('tells what fair value did a while after a fill, per share and in our favour', () => {
  const markout = new Markout(MINUTE, 10 * MINUTE);
  markout.observeFair(0, 500_000);
  markout.observeFill(1_000, 1, 490_000, 10 * SHARES);
  expect(markout.average()).toBeNaN();
  markout.observeFair(2_000, 480_000);
  markout.advance(60_999);
  expect(markout.count()).toBe(0);
  markout.advance(61_000);
  expect([markout.average(), markout.averageSoFar(), markout.count(), markout.fills]).toEqual([-10_000, -10_000, 1, 1]);
  markout.observeFill(62_000, -1, 500_000, 30 * SHARES);
  markout.advance(200_000);
  expect(markout.average()).toBe((-10_000 * 10 + 20_000 * 30) / 40);
});

it('takes the value that held at the horizon, not the next one', () => {
  const markout = new Markout(MINUTE, 10 * MINUTE);
  markout.observeFair(0, 500_000);
  markout.observeFill(0, 1, 500_000, SHARES);
  markout.observeFair(300_000, 900_000);
  expect(markout.average()).toBe(0);
});

it('takes a new value that comes at the very horizon', () => {
  const markout = new Markout(MINUTE, 10 * MINUTE);
  markout.observeFair(0, 500_000);
  markout.observeFill(0, 1, 500_000, SHARES);
  markout.observeFair(MINUTE, 510_000);
  expect(markout.average()).toBe(10_000);
});

it('counts a fill that nothing prices at its horizon as unknown, not as 0', () => {
  const markout = new Markout(MINUTE, 10 * MINUTE);
  markout.observeFill(0, 1, 500_000, SHARES);
  markout.observeFair(1_000, 600_000);
  markout.observeFair(59_000, NaN);
  markout.observeFair(61_000, 600_000);
  expect([markout.average(), markout.count(), markout.unknownCount(), markout.unknownFills]).toEqual([NaN, 0, 1, 1]);
});

it('forgets in the window and not in the sums since the start', () => {
  const markout = new Markout(1_000, MINUTE);
  markout.observeFair(0, 500_000);
  markout.observeFill(0, 1, 490_000, SHARES);
  markout.advance(50_000);
  expect(markout.average()).toBe(10_000);
  markout.advance(62_000);
  expect([markout.average(), markout.count(), markout.averageSoFar()]).toEqual([NaN, 0, 10_000]);
});

const steps = fc.array(fc.oneof(
  fc.record({ kind: fc.constant('fill' as const), after: fc.integer({ min: 0, max: 9_000 }), sign: fc.constantFrom(1 as const, -1 as const), price: fc.integer({ min: 0, max: 1_000_000 }), size: fc.integer({ min: 1, max: 1e9 }) }),
  fc.record({ kind: fc.constant('fair' as const), after: fc.integer({ min: 0, max: 9_000 }), fair: fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.constant(NaN)) }),
), { maxLength: 200 });

function play(markout: Markout, list: readonly (typeof steps extends fc.Arbitrary<infer S> ? S extends readonly (infer T)[] ? T : never : never)[], from: number): number {
  let now = from;
  for (const step of list) {
    now += step.after;
    if (step.kind === 'fill') markout.observeFill(now, step.sign, step.price, step.size);
    else markout.observeFair(now, step.fair);
  }
  return now;
}

it('counts every fill once, known or unknown, however many come at once', () => {
  fc.assert(fc.property(steps, (list) => {
    const markout = new Markout(30_000, 300_000);
    const end = play(markout, list, 0);
    markout.advance(end + 30_000);
    expect(markout.fills + markout.unknownFills).toBe(list.filter((s) => s.kind === 'fill').length);
    expect(Number.isNaN(markout.averageSoFar())).toBe(markout.fills === 0);
  }), { numRuns: 200 });
});

it('agrees with a plain list of fills, to the part of the horizon that fills may wait together', () => {
  fc.assert(fc.property(fc.array(fc.record({ after: fc.integer({ min: 500, max: 5_000 }), price: fc.integer({ min: 0, max: 1_000_000 }), sign: fc.constantFrom(1 as const, -1 as const) }), { minLength: 1, maxLength: 60 }), (list) => {
    // Half a second apart and more, fills never wait together for a horizon of 30 s: a 64th of it is 469 ms.
    const markout = new Markout(30_000, 300_000);
    const fairAt = (ts: number): number => 400_000 + (Math.floor(ts / 700) * 7_919) % 200_000;
    let now = 0;
    let gained = 0;
    for (let tick = 0, next = 0, due = list[0]!.after; tick <= 400_000; tick += 100) {
      if (tick % 700 === 0) markout.observeFair(tick, fairAt(tick));
      while (next < list.length && due <= tick) {
        const { price, sign } = list[next]!;
        markout.observeFill(tick, sign, price, 2 * SHARES);
        gained += sign * 2 * (fairAt(tick + 30_000) - price);
        next++;
        due = tick + (list[next]?.after ?? 0);
        now = tick;
      }
    }
    expect(now).toBeGreaterThan(0);
    expect(markout.gained).toBe(gained);
  }), { numRuns: 50 });
});

it('goes on the same from its JSON', () => {
  fc.assert(fc.property(steps, steps, (before, after) => {
    const one = new Markout(30_000, 300_000);
    const now = play(one, before, 0);
    const two = Markout.fromJSON(JSON.parse(JSON.stringify(one)));
    for (const markout of [one, two]) play(markout, after, now);
    expect([two.average(), two.averageSoFar(), two.count(), two.unknownCount()]).toEqual([one.average(), one.averageSoFar(), one.count(), one.unknownCount()]);
    expect(two.toJSON()).toEqual(one.toJSON());
  }), { numRuns: 100 });
});
