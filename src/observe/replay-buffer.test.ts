import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReplayBuffer } from './replay-buffer.ts';

const filled = (capacity: number, ids: readonly number[]) => {
  const buffer = new ReplayBuffer<{ id: number }>(capacity);
  for (const id of ids) buffer.push({ id });
  return buffer;
};

test('gives what came after the last number seen', () => {
  expect(filled(5, [1, 2, 3]).after(1)).toEqual({ items: [{ id: 2 }, { id: 3 }], isComplete: true });
});

test('says when the first of them are no longer held', () => {
  expect(filled(2, [1, 2, 3, 4]).after(1)).toEqual({ items: [{ id: 3 }, { id: 4 }], isComplete: false });
  expect(filled(2, [1, 2, 3, 4]).after(2).isComplete).toBe(true);
});

test('gives all it has to a reader whose number it never gave out, since the count began anew', () => {
  expect(filled(5, [1, 2]).after(40)).toEqual({ items: [{ id: 1 }, { id: 2 }], isComplete: false });
});

test('holds the last n in order whatever came before', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 70 }), (capacity, count, seen) => {
    const ids = Array.from({ length: count }, (_, index) => index + 1);
    const { items, isComplete } = filled(capacity, ids).after(seen);
    const held = ids.slice(-capacity);
    const expected = seen > count ? held : held.filter((id) => id > seen);
    expect(items.map(({ id }) => id)).toEqual(expected);
    const missed = ids.filter((id) => id > seen && !held.includes(id)).length;
    expect(isComplete).toBe(missed === 0 && seen <= count);
  }));
});
