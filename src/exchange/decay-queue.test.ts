import { expect, test } from 'vitest';
import { decayQueue } from './decay-queue.ts';
import { describeQueueModelContract } from './queue-model.contract.ts';
import { QueuePlace } from './queue-place.ts';

describeQueueModelContract(decayQueue(90_000));
describeQueueModelContract(decayQueue(500));

test('half of what is ahead is gone after each half-life, without a word from the recording', () => {
  const place = new QueuePlace(decayQueue(60_000), 100, 0, 0, 0);
  expect(place.printed(60, 120_000)).toBe(35);
});

test('is bounded by what the level displays, and prints serve what is left', () => {
  const place = new QueuePlace(decayQueue(60_000), 100, 0, 0, 0);
  place.shows(40, 60, 60_000);
  expect(place.ahead).toBe(40);
  place.printed(10, 70_000);
  expect(place.ahead).toBeLessThanOrEqual(30);
});

test('does not depend on how often it is looked at', () => {
  const once = new QueuePlace(decayQueue(60_000), 100, 0, 0, 0);
  const often = new QueuePlace(decayQueue(60_000), 100, 0, 0, 0);
  for (let ms = 1_000; ms < 60_000; ms += 1_000) often.shows(500, 0, ms);
  for (const place of [once, often]) place.shows(500, 0, 60_000);
  expect(often.ahead).toBeCloseTo(once.ahead, 9);
});

test('refuses a half-life that is no time', () => {
  for (const ms of [0, -1, Number.NaN]) expect(() => decayQueue(ms)).toThrow(/half-life/);
});
