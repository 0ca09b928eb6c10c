// What every queue model promises, whatever it assumes. One suite, run against each from its own test file: an order joins a
// level that is then shown anew and printed at, with losses and prints set against each other as the exchange does it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LevelMemory } from './level-memory.ts';
import { pessimisticQueue } from './pessimistic-queue.ts';
import type { QueueModel } from './queue-model.ts';
import { QueuePlace } from './queue-place.ts';

export type Step = { readonly kind: 'shown' | 'printed'; readonly size: number; readonly waitMs: number };
export const steps = fc.array(fc.record({ kind: fc.constantFrom('shown' as const, 'printed' as const), size: fc.nat(300), waitMs: fc.nat(2_000) }), { maxLength: 40 });
const shownAtJoining = fc.oneof(fc.nat(200), fc.constant(Infinity));

/** `waited`: what is ahead when the time of the step has passed and it has not happened yet. */
export interface Followed { readonly step: Step; readonly before: number; readonly waited: number; readonly after: number; readonly passed: number }

/** The place before and after each step, and what of each print got past those ahead. */
export function follow(model: QueueModel, shown: number, script: readonly Step[]): readonly Followed[] {
  const memory = new LevelMemory(1);
  const place = new QueuePlace(model, shown, 0, 0, 0);
  let level = shown === Infinity ? 0 : shown;
  let now = 0;
  return script.map((step) => {
    now += step.waitMs;
    const before = place.ahead;
    let passed = place.printed(0, now);
    const waited = place.ahead;
    if (step.kind === 'shown') {
      place.shows(step.size, step.size < level ? memory.shrank(0, level - step.size, step.size, now) : 0, now);
      level = step.size;
    } else {
      memory.printed(0, step.size, level, now);
      passed = place.printed(step.size, now);
    }
    return { step, before, waited, after: place.ahead, passed };
  });
}

/** What got past those ahead in all. */
export const passedIn = (followed: readonly Followed[]): number => followed.reduce((sum, { passed }) => sum + passed, 0);

export function describeQueueModelContract(model: QueueModel): void {
  describe(`${model.name} as a queue model`, () => {
    it('never lets the queue ahead grow or fall below nothing', () => {
      fc.assert(fc.property(shownAtJoining, steps, (shown, script) => {
        for (const { before, waited, after } of follow(model, shown, script)) {
          expect(waited).toBeLessThanOrEqual(before);
          expect(after).toBeLessThanOrEqual(waited);
          expect(after).toBeGreaterThanOrEqual(0);
        }
      }));
    });

    it('lets nothing of a print pass before what was ahead is served by it, and never more than its size less that', () => {
      fc.assert(fc.property(shownAtJoining, steps, (shown, script) => {
        for (const { step, waited, after, passed } of follow(model, shown, script)) {
          expect(passed).toBeGreaterThanOrEqual(0);
          if (step.kind !== 'printed') continue;
          if (passed > 0) expect(after).toBe(0);
          expect(passed).toBeLessThanOrEqual(waited === Infinity ? 0 : step.size - (waited - after) + 1e-9);
        }
      }));
    });

    it('never has more ahead than the level displays', () => {
      fc.assert(fc.property(shownAtJoining, steps, (shown, script) => {
        for (const { step, after } of follow(model, shown, script)) if (step.kind === 'shown') expect(after).toBeLessThanOrEqual(step.size);
      }));
    });

    it('is never behind the pessimistic place', () => {
      fc.assert(fc.property(shownAtJoining, steps, (shown, script) => {
        const hardest = follow(pessimisticQueue, shown, script);
        follow(model, shown, script).forEach(({ after, passed }, i) => {
          expect(after).toBeLessThanOrEqual(hardest[i]!.after);
          if (model.fillsAtItsPrice) expect(passed).toBeGreaterThanOrEqual(hardest[i]!.passed);
          else expect(passed).toBe(0);
        });
      }), { numRuns: 500 });
    });

    it('lets a whole print pass where nothing stands ahead, or none where prints at its price never fill', () => {
      expect(new QueuePlace(model, 0, 0, 0, 0).printed(70, 0)).toBe(model.fillsAtItsPrice ? 70 : 0);
    });

    it('counts a trade once, whichever of print and level change comes first', () => {
      fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(100), fc.integer({ min: 1, max: 300 }), fc.nat(1_000), (ahead, behind, traded, lagMs) => {
        const size = Math.min(traded, ahead + behind);
        const join: Step = { kind: 'shown', size: ahead + behind, waitMs: 0 };
        const shrinks = (waitMs: number): Step => ({ kind: 'shown', size: ahead + behind - size, waitMs });
        const prints = (waitMs: number): Step => ({ kind: 'printed', size, waitMs });
        const printFirst = follow(model, ahead, [join, prints(1), shrinks(lagMs)]);
        const changeFirst = follow(model, ahead, [join, shrinks(1), prints(lagMs)]);
        for (const followed of [printFirst, changeFirst]) {
          if (model.afterWaiting === undefined) expect(followed.at(-1)!.after).toBeCloseTo(Math.max(0, ahead - size), 6);
          expect(passedIn(followed)).toBeLessThanOrEqual(Math.max(0, size - (model.afterWaiting === undefined ? ahead : 0)) + 1e-6);
        }
        if (model.afterWaiting === undefined) expect(passedIn(printFirst)).toBeCloseTo(passedIn(changeFirst), 6);
      }));
    });

    it('gives the same places for the same steps', () => {
      fc.assert(fc.property(shownAtJoining, steps, (shown, script) => {
        expect(follow(model, shown, script)).toEqual(follow(model, shown, script));
      }));
    });
  });
}
