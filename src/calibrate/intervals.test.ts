import { expect, test } from 'vitest';
import { Random } from '../exchange/random.ts';
import { countInterval, percentileInterval, resamples, shareInterval } from './intervals.ts';

// Garwood's exact limits for comparison.
test.each([[0, 0, 3.689], [1, 0.025, 5.572], [10, 4.795, 18.39], [100, 81.36, 121.63]])('gives the mean of a count of %i within a hundredth or two of the exact limits', (count, low, high) => {
  const interval = countInterval(count);
  expect(Math.abs(interval.low - low)).toBeLessThan(0.02);
  expect(Math.abs(interval.high - high)).toBeLessThan(0.03);
});

test('bounds a share that was always met by what Wilson says, and never beyond 0 and 1', () => {
  expect(shareInterval(166, 166)).toEqual({ low: expect.closeTo(0.9774, 4) as number, high: 1 });
  expect(shareInterval(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775, 4) as number });
  expect(shareInterval(15, 50)).toEqual({ low: expect.closeTo(0.191, 3) as number, high: expect.closeTo(0.4375, 3) as number });
});

test('covers the mean of a sample in about 95 of 100 cases', () => {
  const random = new Random(5, 'coverage');
  let covered = 0;
  for (let i = 0; i < 300; i++) {
    const values = Array.from({ length: 60 }, () => random.normal());
    const means = [...resamples(values, 200, random)].map((drawn) => drawn.reduce((sum, x) => sum + x, 0) / drawn.length);
    const { low, high } = percentileInterval(means);
    if (low <= 0 && high >= 0) covered++;
  }
  expect(covered).toBeGreaterThan(270);
  expect(covered).toBeLessThan(298);
});

test('keeps infinity in an interval and leaves out what is no number', () => {
  expect(percentileInterval([3, Number.NaN, 1, Infinity])).toEqual({ low: 1, high: Infinity });
});

test('draws the same resamples from the same seed', () => {
  const draw = () => [...resamples([1, 2, 3, 4, 5], 10, new Random(9, 'same'))];
  expect(draw()).toEqual(draw());
});
