import fc from 'fast-check';
import { expect, test } from 'vitest';
import { powerQueue } from './power-queue.ts';
import { proportionalQueue } from './proportional-queue.ts';
import { describeQueueModelContract } from './queue-model.contract.ts';

describeQueueModelContract(powerQueue(2));
describeQueueModelContract(powerQueue(0.5));

test('with exponent 1 it is the proportional model', () => {
  fc.assert(fc.property(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000), (ahead, behind, gone) => {
    const by = Math.min(gone, ahead + behind);
    fc.pre(by > 0);
    const shown = ahead + behind - by;
    expect(powerQueue(1).afterCancels(ahead, by, shown)).toBeCloseTo(proportionalQueue.afterCancels(ahead, by, shown), 9);
  }));
});

test('the higher the exponent, the more of a cancel is taken from the longer part', () => {
  // 100 ahead, 300 behind: a cancel of 40 was behind us with 9/10 for squares, 3/4 in proportion.
  expect(powerQueue(2).afterCancels(100, 40, 360)).toBeCloseTo(96, 9);
  expect(powerQueue(1).afterCancels(100, 40, 360)).toBeCloseTo(90, 9);
  expect(powerQueue(2).afterCancels(300, 40, 360)).toBeCloseTo(264, 9);
});

test('takes what those behind cannot have cancelled from those ahead, and sizes of any order of magnitude', () => {
  // 10 ahead, 12 behind: of 21 that left, no more than 12 were behind.
  expect(powerQueue(2).afterCancels(10, 21, 1)).toBeCloseTo(1, 9);
  expect(powerQueue(40).afterCancels(9e15, 1e6, 9e15)).toBeCloseTo(9e15 - 1e6, -3);
});

test('refuses an exponent that is no positive number', () => {
  for (const exponent of [0, -1, Number.NaN, Infinity]) expect(() => powerQueue(exponent)).toThrow(/exponent/);
});
