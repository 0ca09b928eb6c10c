import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minimize } from './minimize.ts';

test('finds the bottom of any bowl', () => {
  const number = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(fc.property(number, number, fc.double({ min: 0.1, max: 10, noNaN: true }), (a, b, steepness) => {
    const { at } = minimize(([x = 0, y = 0]) => (x - a) ** 2 + steepness * (y - b) ** 2 + 0.1 * (x - a) * (y - b), [0, 0]);
    expect(at[0]).toBeCloseTo(a, 3);
    expect(at[1]).toBeCloseTo(b, 3);
  }));
});

test('follows the bent valley of Rosenbrock', () => {
  const { at, value } = minimize(([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x ** 2) ** 2, [-1.2, 1]);
  expect(value).toBeLessThan(1e-8);
  expect(at[0]).toBeCloseTo(1, 3);
});

test('stays where the function lets it', () => {
  const { at } = minimize(([x = 0]) => (x < 2 ? Infinity : x), [5]);
  expect(at[0]).toBeCloseTo(2, 3);
});

test('has nothing to do without variables', () => {
  expect(minimize(() => 7, [])).toEqual({ at: [], value: 7 });
});
