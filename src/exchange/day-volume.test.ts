import { expect, test } from 'vitest';
import { DayVolume } from './day-volume.ts';

const HOUR = 3_600_000;
const START = 1_800_000_000_000;

test('what traded counts, and what traded before it was watched leaves hour by hour', () => {
  const volume = new DayVolume(2_400, START);
  expect(volume.total(START)).toBe(2_400);
  volume.add(START, 50);
  expect(volume.total(START)).toBe(2_450);
  expect(volume.total(START + HOUR)).toBe(2_350);
  expect(volume.total(START + 23 * HOUR)).toBe(150);
  expect(volume.total(START + 24 * HOUR)).toBe(0);
});

test('a long silence leaves nothing', () => {
  const volume = new DayVolume(2_400, START);
  volume.add(START + HOUR, 7);
  expect(volume.total(START + 1_000 * HOUR)).toBe(0);
});
