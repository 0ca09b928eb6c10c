import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CountWindow } from './count-window.ts';

const WINDOW = 3_000;
const BUCKET = WINDOW / 30;
const adds = fc.array(fc.record({ after: fc.oneof(fc.integer({ min: 0, max: 150 }), fc.constantFrom(1_000, 2_900, 3_000, 50_000)), up: fc.nat(5), down: fc.nat(5) }), { minLength: 1, maxLength: 60 });

it('sums what is younger than the window, to the width of a bucket', () => {
  fc.assert(fc.property(adds, fc.nat(10_000), (list, start) => {
    const window = new CountWindow(WINDOW);
    const seen: { ts: number; up: number; down: number }[] = [];
    let now = start;
    for (const { after, up, down } of list) {
      now += after;
      window.add(now, up, down);
      seen.push({ ts: now, up, down });
      const since = (from: number) => seen.filter((s) => s.ts >= from).reduce((sum, s) => ({ up: sum.up + s.up, down: sum.down + s.down }), { up: 0, down: 0 });
      const exact = since((Math.floor(now / BUCKET) - 29) * BUCKET);
      expect([window.up(), window.total()]).toEqual([exact.up, exact.up + exact.down]);
      expect(window.total()).toBeGreaterThanOrEqual(since(now - WINDOW + BUCKET).up);
      expect(window.up()).toBeLessThanOrEqual(since(now - WINDOW).up);
      expect(window.lean()).toBe(exact.up + exact.down === 0 ? 0 : (exact.up - exact.down) / (exact.up + exact.down));
    }
  }), { numRuns: 300 });
});

it('is known once it has been watched from end to end', () => {
  const window = new CountWindow(WINDOW);
  expect(window.isKnown(10_000)).toBe(false);
  window.advance(10_000);
  expect(window.isKnown(12_999)).toBe(false);
  expect(window.isKnown(13_000)).toBe(true);
});

it('goes on the same from its JSON', () => {
  fc.assert(fc.property(adds, adds, (before, after) => {
    const one = new CountWindow(WINDOW);
    let now = 0;
    for (const a of before) one.add(now += a.after, a.up, a.down);
    const two = CountWindow.fromJSON(JSON.parse(JSON.stringify(one)));
    for (const a of after) {
      now += a.after;
      for (const window of [one, two]) window.add(now, a.up, a.down);
      expect([two.up(), two.total(), two.lean(), two.isKnown(now)]).toEqual([one.up(), one.total(), one.lean(), one.isKnown(now)]);
    }
    expect(two.toJSON()).toEqual(one.toJSON());
  }), { numRuns: 100 });
});

it('is as empty from its JSON as it was before the first look', () => {
  const window = CountWindow.fromJSON(JSON.parse(JSON.stringify(new CountWindow(WINDOW))));
  expect(window.isKnown(99_999)).toBe(false);
  window.add(99_999, 2, 1);
  expect([window.up(), window.total()]).toEqual([2, 3]);
});
