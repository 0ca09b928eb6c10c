import { expect, test } from 'vitest';
import { pessimisticQueue } from './pessimistic-queue.ts';
import { PRINT_LAG_MS } from './print-window.ts';
import { proportionalQueue } from './proportional-queue.ts';
import { QueuePlace } from './queue-place.ts';

const join = (shown: number, recent = 0, earlier = 0, now = 0): QueuePlace => new QueuePlace(pessimisticQueue, shown, recent, earlier, now);

test('a trade whose level change comes before its print brings us forward once', () => {
  const place = join(100);
  place.shows(60, 40, 1_000);
  expect(place.printed(40, 1_020)).toBe(0);
  expect(place.ahead).toBe(60);
});

test('one level change accounts for as much print as it was large, and no more', () => {
  const place = join(100);
  place.shows(60, 40, 1_000);
  place.printed(40, 1_020);
  expect(place.printed(70, 1_040)).toBe(10);
});

test('a trade that ate more than was ahead reaches us though its level change came first', () => {
  // 100 ahead, 50 behind; a trade of 120 leaves 30 of those behind.
  const place = join(100);
  place.shows(150, 0, 10);
  place.shows(30, 120, 2_000);
  expect(place.printed(120, 2_020)).toBe(20);
});

test('what a change brought us is not counted again by its print, whatever share of it the model gave us', () => {
  // 50 ahead, 50 behind; a trade of 40 leaves 10 ahead.
  const place = new QueuePlace(proportionalQueue, 50, 0, 0, 0);
  place.shows(100, 0, 10);
  place.shows(60, 40, 2_000);
  expect(place.ahead).toBe(30);
  expect(place.printed(40, 2_020)).toBe(0);
  expect(place.ahead).toBe(10);
});

test('a print is a new trade once the level change is too old to be its cause', () => {
  const place = join(100);
  place.shows(60, 40, 1_000);
  expect(place.printed(70, 1_000 + 2 * PRINT_LAG_MS)).toBe(10);
});

test('knows no queue at an unseen level until it is shown, and counts no print of those moments as progress', () => {
  const place = join(Infinity);
  expect(place.printed(1_000, 10)).toBe(0);
  expect(place.ahead).toBe(Infinity);
  place.shows(80, 0, 20);
  expect(place.printed(50, 30)).toBe(0);
  expect(place.ahead).toBe(80);
  expect(place.printed(100, 30 + 2 * PRINT_LAG_MS)).toBe(20);
});

test('a print that explains what left the level before we came does not bring us forward', () => {
  for (const place of [join(60, 40, 0, 1_200), join(60, 0, 40, 1_200)]) {
    expect(place.printed(40, 1_220)).toBe(0);
    expect(place.ahead).toBe(60);
  }
  const nextWindow = 1_200 + PRINT_LAG_MS;
  for (const [place, ahead] of [[join(60, 40, 0, 1_200), 60], [join(60, 0, 40, 1_200), 20]] as const) {
    place.printed(40, nextWindow);
    expect(place.ahead).toBe(ahead);
  }
});

test('remembers where and when it joined', () => {
  const place = join(60, 0, 0, 5_000);
  place.printed(50, 9_000);
  expect([place.aheadAtJoining, place.joinedAt]).toEqual([60, 5_000]);
});
