import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Hysteresis } from './hysteresis.ts';

const BIT = 1 << 7;
const ABOVE = 100;
const FOR_MS = 1_000;

interface Look { readonly afterMs: number; readonly value: number }
const looks = fc.array(fc.record({ afterMs: fc.constantFrom(0, 1, 400, 1_000, 5_000), value: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constantFrom(NaN, 80, 81, 100, 101)) }), { maxLength: 40 });

/** Whether it held after each look. */
function heldAfter(all: readonly Look[], through = (h: Hysteresis): Hysteresis => h): boolean[] {
  let hysteresis = new Hysteresis();
  let now = 1_000_000;
  let held = false;
  return all.map(({ afterMs, value }) => {
    now += afterMs;
    hysteresis = through(hysteresis);
    held = hysteresis.holds(BIT, held, value, ABOVE, FOR_MS, now);
    return held;
  });
}

describe('a threshold guard', () => {
  it('always holds above its threshold, and never begins at or below it', () => {
    fc.assert(fc.property(looks, (all) => {
      const held = heldAfter(all);
      all.forEach(({ value }, i) => {
        if (value > ABOVE) expect(held[i]).toBe(true);
        else if (i === 0 || !held[i - 1]!) expect(held[i]).toBe(false);
      });
    }), { numRuns: 200 });
  });
  it('clears only at or below 80 % of it and after its time, and does clear then', () => {
    fc.assert(fc.property(looks, (all) => {
      const held = heldAfter(all);
      let sinceLast = Infinity;
      all.forEach(({ afterMs, value }, i) => {
        sinceLast += afterMs;
        if (i > 0 && held[i - 1]! && value <= ABOVE) expect(!held[i]!).toBe(value <= 80 && sinceLast >= FOR_MS);
        if (value > ABOVE) sinceLast = 0;
      });
    }), { numRuns: 200 });
  });
  it('is neither set nor cleared by a value that is not known', () => {
    fc.assert(fc.property(looks, fc.constantFrom(0, 10_000), (all, afterMs) => {
      const held = heldAfter([...all, { afterMs, value: NaN }]);
      expect(held.at(-1)).toBe(held.at(-2) ?? false);
    }), { numRuns: 100 });
  });
  it('goes on from a snapshot as if nothing had been', () => {
    fc.assert(fc.property(looks, (all) => {
      expect(heldAfter(all, (h) => Hysteresis.fromJSON(JSON.parse(JSON.stringify(h))))).toEqual(heldAfter(all));
    }), { numRuns: 100 });
  });
  it('has a time of its own for each bit', () => {
    const hysteresis = new Hysteresis();
    hysteresis.holds(1, false, 101, ABOVE, 50, 1_000);
    hysteresis.holds(1 << 30, false, 101, ABOVE, 500, 1_000);
    expect([1, 1 << 30].map((bit) => hysteresis.holds(bit, true, 0, ABOVE, 0, 1_100))).toEqual([false, true]);
  });
});
