import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unpacked } from './column-pool.fixture.ts';
import { ColumnPool, SCALE, thinned } from './column-pool.ts';

test('gives back every value to the finest step shown, and holes as holes', () => {
  const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }));
  fc.assert(fc.property(fc.array(value), fc.constantFrom(...Object.values(SCALE)), (values, scale) => {
    const pool = new ColumnPool();
    const back = unpacked(pool.columns[pool.add(values, scale)]!);
    expect(back.length).toBe(values.length);
    for (const [i, one] of values.entries()) {
      if (one === null) expect(back[i]).toBeNull();
      else expect(Math.abs((back[i] ?? NaN) - one)).toBeLessThanOrEqual(0.5 / scale + 1e-9);
    }
  }));
});

test('keeps a column that several charts share once', () => {
  const pool = new ColumnPool();
  expect([pool.add([1, 2], SCALE.price), pool.add([1, 2], SCALE.price), pool.add([1, 2], SCALE.money), pool.add([1, 3], SCALE.price)]).toEqual([0, 0, 1, 2]);
  expect(pool.columns).toHaveLength(3);
});

test('thins to at most so many values, the first and the last among them', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 500 }), fc.integer({ min: 3, max: 100 }), (length, most) => {
    const values = Array.from({ length }, (_, i) => i);
    const few = thinned(values, most);
    expect(few.length).toBeLessThanOrEqual(Math.max(most + 1, 2));
    expect([few[0], few.at(-1)]).toEqual([0, length - 1]);
    if (length <= most) expect(few).toBe(values);
  }));
});
