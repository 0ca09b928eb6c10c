import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Throttle } from './throttle.ts';

const perMinute = fc.integer({ min: 1, max: 600 });
const moves = fc.array(fc.record({ after: fc.oneof(fc.nat(300), fc.nat(20_000)), wants: fc.constantFrom('place' as const, 'place' as const, 'cancel' as const) }), { maxLength: 120 });

describe('the throttle', () => {
  it('lets no more places through than the rate over the time and one burst, whenever they are wanted', () => {
    fc.assert(fc.property(perMinute, moves, (rate, timeline) => {
      const throttle = new Throttle(rate);
      const burst = Math.max(1, rate / 6);
      const placedAt: number[] = [];
      let now = 0;
      for (const { after, wants } of timeline) {
        now += after;
        if (wants === 'cancel') throttle.charge(now);
        else if (throttle.waitMs(now) === 0) { throttle.charge(now); placedAt.push(now); }
      }
      // Over every stretch of time, not only from the start.
      for (let i = 0; i < placedAt.length; i++) {
        for (let j = i; j < placedAt.length; j++) expect(j - i + 1).toBeLessThanOrEqual(((placedAt[j]! - placedAt[i]!) * rate) / 60_000 + burst + 1e-6);
      }
    }), { numRuns: 200 });
  });

  it('says truly how long to wait: a millisecond too long at most, and then it goes', () => {
    fc.assert(fc.property(perMinute, moves, (rate, timeline) => {
      const throttle = new Throttle(rate);
      let now = 0;
      for (const { after, wants } of timeline) {
        now += after;
        if (wants === 'cancel') { throttle.charge(now); continue; }
        const wait = throttle.waitMs(now);
        if (wait > 2) expect(throttle.waitMs(now + wait - 2)).toBeGreaterThan(0);
        expect(throttle.waitMs(now + wait)).toBe(0);
        now += wait;
        throttle.charge(now);
      }
    }), { numRuns: 200 });
  });

  it('counts a cancel against places, by at most one burst more than there was', () => {
    const throttle = new Throttle(60);
    for (let i = 0; i < 1_000; i++) throttle.charge(0);
    // Ten below nothing, and one to have: eleven tokens at fifty a minute.
    expect(throttle.waitMs(0)).toBe(13_200);
  });

  it('holds nothing back without a rate', () => {
    const throttle = new Throttle(null);
    for (let i = 0; i < 1_000; i++) { expect(throttle.waitMs(0)).toBe(0); throttle.charge(0); }
  });

  it('gives no new burst when the rate is changed, and starts with one when a rate is set', () => {
    const throttle = new Throttle(60);
    for (let i = 0; i < 10; i++) throttle.charge(0);
    throttle.setRate(600);
    expect(throttle.waitMs(0)).toBe(120);
    throttle.setRate(6);
    expect(throttle.waitMs(100_000)).toBe(0);
    throttle.setRate(null);
    throttle.setRate(60);
    for (let i = 0; i < 10; i++) { expect(throttle.waitMs(0)).toBe(0); throttle.charge(0); }
    expect(throttle.waitMs(0)).toBe(1_200);
  });

  it('goes on the same from its JSON', () => {
    fc.assert(fc.property(fc.option(perMinute), moves, (rate, timeline) => {
      let throttle = new Throttle(rate);
      const kept = new Throttle(rate);
      let now = 0;
      for (const { after, wants } of timeline) {
        now += after;
        throttle = Throttle.fromJSON(JSON.parse(JSON.stringify(throttle)));
        expect(throttle.waitMs(now)).toBe(kept.waitMs(now));
        for (const each of [throttle, kept]) {
          if (wants === 'cancel') each.charge(now);
          else if (each.waitMs(now) === 0) each.charge(now);
        }
      }
    }), { numRuns: 100 });
  });

  it('always leaves what closes a place, however much else is wanted, and that a fifth of the burst at most where it is large', () => {
    fc.assert(fc.property(fc.integer({ min: 12, max: 600 }), fc.nat(20_000), (rate, after) => {
      const throttle = new Throttle(rate);
      let placed = 0;
      for (; throttle.waitMs(after, false) === 0; placed++) throttle.charge(after);
      expect(throttle.waitMs(after, true)).toBe(0);
      expect(placed).toBe(Math.floor(rate / 6 - Math.max(1, rate / 30) + 1e-9));
      const wait = throttle.waitMs(after, false);
      expect(throttle.waitMs(after + wait, false)).toBe(0);
    }));
  });
});
