import { expect, test } from 'vitest';
import { Random } from '../exchange/random.ts';
import { chanceOf, fitLogistic } from './logistic.ts';

test.each([1, 2, 3])('recovers the log-odds that made the data (seed %i)', (seed) => {
  const truth = [-0.5, 1.2, -0.8];
  const random = new Random(seed, 'logistic');
  const samples = Array.from({ length: 20_000 }, () => {
    const known = [1, random.normal(), 2 * random.uniform()];
    return { known, isYes: random.chance(chanceOf(truth, known)) };
  });
  for (const [i, value] of fitLogistic(samples).entries()) expect(Math.abs(value - truth[i]!)).toBeLessThan(0.1);
});

test('gives the log-odds of the share where nothing else is known', () => {
  expect(fitLogistic([...Array.from({ length: 30 }, () => true), ...Array.from({ length: 10 }, () => false)].map((isYes) => ({ known: [1], isYes })))[0]).toBeCloseTo(Math.log(3), 3);
});

test('stays finite where one number parts yes from no', () => {
  const samples = Array.from({ length: 20 }, (_, i) => ({ known: [1, i], isYes: i >= 10 }));
  expect(fitLogistic(samples).every(Number.isFinite)).toBe(true);
});
