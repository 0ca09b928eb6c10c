import { expect, test } from 'vitest';
import { pessimisticQueue, PRINT_LAG_MS } from './pessimistic-queue.ts';
import { describeQueueModelContract } from './queue-model.contract.ts';

const { join, displayed, traded } = pessimisticQueue;

describeQueueModelContract(pessimisticQueue);

test('stands behind all that is displayed on arrival, and prints serve those ahead first', () => {
  const place = join(100, 0, 0);
  expect(traded(place, 60, 10)).toBe(0);
  expect(place.ahead).toBe(40);
  expect(traded(place, 70, 20)).toBe(30);
  expect(place.ahead).toBe(0);
});

test('takes whoever cancels for one who stood behind, until the level shows less than was ahead', () => {
  const place = join(100, 0, 0);
  displayed(place, 180, 10);
  displayed(place, 120, 20);
  expect(place.ahead).toBe(100);
  displayed(place, 30, 30);
  expect(place.ahead).toBe(30);
});

test('does not count a trade twice when its level change comes before its print, as it does on Polymarket', () => {
  const place = join(100, 0, 0);
  displayed(place, 60, 1_000);
  expect(traded(place, 40, 1_020)).toBe(0);
  expect(place.ahead).toBe(60);
});

test('lets one level change account for as much print as it was large, and no more', () => {
  const place = join(100, 0, 0);
  displayed(place, 60, 1_000);
  traded(place, 40, 1_020);
  expect(traded(place, 70, 1_040)).toBe(10);
});

test('counts a trade once when its print comes before its level change', () => {
  const place = join(100, 0, 0);
  expect(traded(place, 40, 1_000)).toBe(0);
  displayed(place, 60, 1_020);
  expect(place.ahead).toBe(60);
});

test('lets a trade that ate more than was ahead reach us though its level change came first', () => {
  // 100 ahead, 50 behind; a trade of 120 leaves 30 of those behind.
  const place = join(100, 0, 0);
  displayed(place, 150, 10);
  displayed(place, 30, 2_000);
  expect(traded(place, 120, 2_020)).toBe(20);
});

test('takes a print for a new trade once the level change is too old to be its cause', () => {
  const place = join(100, 0, 0);
  displayed(place, 60, 1_000);
  expect(traded(place, 70, 1_001 + PRINT_LAG_MS)).toBe(10);
});

test('knows no queue at an unseen level until it is shown, and counts no print of that moment as progress', () => {
  const place = join(Infinity, 0, 0);
  expect(traded(place, 1_000, 10)).toBe(0);
  expect(place.ahead).toBe(Infinity);
  displayed(place, 80, 20);
  expect(traded(place, 50, 30)).toBe(0);
  expect(place.ahead).toBe(80);
});

test('a print that explains what left the level before we came does not bring us forward', () => {
  const place = join(60, 40, 1_000);
  expect(traded(place, 40, 1_020)).toBe(0);
  expect(place.ahead).toBe(60);
});
