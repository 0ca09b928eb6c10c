import { expect, test } from 'vitest';
import { PRINT_LAG_MS } from './print-window.ts';
import { proportionalQueue } from './proportional-queue.ts';
import { describeQueueModelContract } from './queue-model.contract.ts';
import { QueuePlace } from './queue-place.ts';

describeQueueModelContract(proportionalQueue);

test('shares a cancel over the queue: with half of it behind us, half of the cancel was', () => {
  const place = new QueuePlace(proportionalQueue, 100, 0, 0, 0);
  place.shows(200, 0, 10);
  place.shows(160, 40, 20);
  expect(place.ahead).toBe(80);
});

test('a cancel stays what it was once its print can no longer come', () => {
  const place = new QueuePlace(proportionalQueue, 100, 0, 0, 0);
  place.shows(200, 0, 10);
  place.shows(160, 40, 20);
  expect(place.printed(90, 20 + 2 * PRINT_LAG_MS)).toBe(10);
});

test('cancels go on bringing an order forward at a level that never rests', () => {
  const place = new QueuePlace(proportionalQueue, 1_000, 0, 0, 0);
  // Ten lost and ten new each tenth of a second, for a minute: all that was ahead has long gone.
  for (let i = 1; i <= 600; i++) {
    place.shows(990, 10, i * 100);
    place.shows(1_000, 0, i * 100);
  }
  expect(place.ahead).toBeLessThan(5);
  expect(place.printed(300, 60_001)).toBeGreaterThan(0);
});
