// What every queue model promises, whatever it assumes. One suite, run against each from its own test file.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueModel, QueuePlace } from './queue-model.ts';

type Step = { readonly kind: 'displayed' | 'traded'; readonly size: number; readonly waitMs: number };
const steps = fc.array(fc.record({ kind: fc.constantFrom('displayed' as const, 'traded' as const), size: fc.nat(300), waitMs: fc.nat(2_000) }), { maxLength: 40 });
const displayedAtJoining = fc.oneof(fc.nat(200), fc.constant(Infinity));

export function describeQueueModelContract<Place extends QueuePlace>(model: QueueModel<Place>): void {
  /** The place after each step and what of each print got past those ahead. */
  const follow = (displayed: number, script: readonly Step[]): readonly { readonly step: Step; readonly before: number; readonly after: number; readonly passed: number }[] => {
    const place = model.join(displayed, 0, 0);
    let now = 0;
    return script.map((step) => {
      now += step.waitMs;
      const before = place.ahead;
      const passed = step.kind === 'traded' ? model.traded(place, step.size, now) : (model.displayed(place, step.size, now), 0);
      return { step, before, after: place.ahead, passed };
    });
  };

  describe(`${model.name} as a queue model`, () => {
    it('never lets the queue ahead grow or fall below nothing', () => {
      fc.assert(fc.property(displayedAtJoining, steps, (displayed, script) => {
        for (const { before, after } of follow(displayed, script)) {
          expect(after).toBeLessThanOrEqual(before);
          expect(after).toBeGreaterThanOrEqual(0);
        }
      }));
    });

    it('lets nothing of a print pass before what was ahead is served by it, and never more than its size less that', () => {
      fc.assert(fc.property(displayedAtJoining, steps, (displayed, script) => {
        for (const { step, before, after, passed } of follow(displayed, script)) {
          expect(passed).toBeGreaterThanOrEqual(0);
          if (step.kind !== 'traded') continue;
          if (passed > 0) expect(after).toBe(0);
          expect(passed).toBeLessThanOrEqual(before === Infinity ? 0 : step.size - (before - after));
        }
      }));
    });

    it('never has more ahead than the level displays', () => {
      fc.assert(fc.property(displayedAtJoining, steps, (displayed, script) => {
        for (const { step, after } of follow(displayed, script)) if (step.kind === 'displayed') expect(after).toBeLessThanOrEqual(step.size);
      }));
    });

    it('lets a whole print pass where nothing stands ahead', () => {
      expect(model.traded(model.join(0, 0, 0), 70, 0)).toBe(70);
    });

    it('gives the same places for the same steps', () => {
      fc.assert(fc.property(displayedAtJoining, steps, (displayed, script) => {
        expect(follow(displayed, script)).toEqual(follow(displayed, script));
      }));
    });
  });
}
