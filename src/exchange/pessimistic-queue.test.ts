import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pessimisticQueue } from './pessimistic-queue.ts';
import { describeQueueModelContract, follow, passedIn, steps } from './queue-model.contract.ts';
import { QueuePlace } from './queue-place.ts';

describeQueueModelContract(pessimisticQueue);

test('stands behind all that is displayed on arrival, and prints serve those ahead first', () => {
  const place = new QueuePlace(pessimisticQueue, 100, 0, 0, 0);
  expect(place.printed(60, 10)).toBe(0);
  expect(place.ahead).toBe(40);
  expect(place.printed(70, 20)).toBe(30);
  expect(place.ahead).toBe(0);
});

test('takes whoever cancels for one who stood behind, until the level shows less than was ahead', () => {
  const place = new QueuePlace(pessimisticQueue, 100, 0, 0, 0);
  place.shows(180, 0, 10);
  place.shows(120, 60, 20);
  expect(place.ahead).toBe(100);
  place.shows(30, 90, 30);
  expect(place.ahead).toBe(30);
});

test('prints that come before their level changes never bring more than all that printed less all that stood ahead', () => {
  fc.assert(fc.property(fc.nat(200), fc.array(fc.record({ size: fc.integer({ min: 1, max: 60 }), waitMs: fc.nat(3_000), lagMs: fc.nat(1_000) }), { maxLength: 20 }), (ahead, trades) => {
    let level = ahead;
    let printed = 0;
    const script = trades.flatMap(({ size, waitMs, lagMs }) => {
      printed += size;
      level = Math.max(0, level - size);
      return [{ kind: 'printed' as const, size, waitMs }, { kind: 'shown' as const, size: level, waitMs: lagMs }];
    });
    expect(passedIn(follow(pessimisticQueue, ahead, script))).toBe(Math.max(0, printed - ahead));
  }));
});

test('in any order, what passes is never more than what printed', () => {
  fc.assert(fc.property(fc.nat(200), steps, (ahead, script) => {
    const printed = script.reduce((sum, { kind, size }) => (kind === 'printed' ? sum + size : sum), 0);
    expect(passedIn(follow(pessimisticQueue, ahead, script))).toBeLessThanOrEqual(printed);
  }));
});
