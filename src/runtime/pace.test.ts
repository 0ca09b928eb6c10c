import { expect, test } from 'vitest';
import { realTime, scaledTime, virtualTime } from './pace.ts';

test('real time follows the monotonic clock when the wall clock steps back', () => {
  const clocks = { wall: 1_000_000, monotonic: 500 };
  const pace = realTime(() => clocks.wall, () => clocks.monotonic);
  clocks.monotonic += 50;
  clocks.wall -= 120_000;
  expect(pace.now(0)).toBe(1_000_050);
  expect(pace.waitMs(1_000_060)).toBe(10);
});

test('real time follows a wall clock that is far ahead, as after a sleep of the machine', () => {
  const clocks = { wall: 1_000_000, monotonic: 500 };
  const pace = realTime(() => clocks.wall, () => clocks.monotonic);
  clocks.wall += 120_000;
  expect(pace.now(0)).toBe(1_120_000);
  clocks.monotonic += 7;
  expect(pace.now(0)).toBe(1_120_007);
});

test('real time never shows less than what was reached', () => {
  expect(realTime(() => 1_000, () => 0).now(2_000)).toBe(2_000);
});

test('scaled time lets ten seconds of a recording pass in one', () => {
  const clock = { now: 0 };
  const pace = scaledTime(10, () => clock.now);
  expect(pace.waitMs(50_000)).toBe(0);
  expect(pace.waitMs(60_000)).toBe(1_000);
  clock.now = 600;
  expect(pace.waitMs(60_000)).toBe(400);
  expect(pace.now(55_000)).toBe(55_000);
});

test('virtual time never waits', () => {
  expect(virtualTime().waitMs(1e15)).toBe(0);
});
