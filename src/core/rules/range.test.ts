import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RuleOperator } from '../../config/compiled-config.ts';
import { nextAbove, rangeOf } from './range.ts';

const places = { slotOf: () => 7, textId: () => 3 };
const left = { fact: 'spread', windowMs: null };
const OPERATORS = {
  equal: (a: number, b: number) => a === b,
  lessThan: (a: number, b: number) => a < b,
  lessThanInclusive: (a: number, b: number) => a <= b,
  greaterThan: (a: number, b: number) => a > b,
  greaterThanInclusive: (a: number, b: number) => a >= b,
} as const;

test('a range holds exactly where its comparison does, to the last bit', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const operator = fc.constantFrom(...(Object.keys(OPERATORS) as (keyof typeof OPERATORS)[]));
  fc.assert(fc.property(finite, fc.double({ noNaN: true }), operator, (right, other, name) => {
    const range = rangeOf({ kind: 'compare', left, operator: name, right }, places)!;
    for (const fact of [other, right, -right, nextAbove(right), -nextAbove(-right), Infinity, -Infinity, 0, -0]) {
      expect(fact >= range.low && fact <= range.high).toBe(OPERATORS[name](fact, right));
    }
  }), { numRuns: 2_000 });
});

test('the next double above leaves nothing between', () => {
  expect([nextAbove(0), nextAbove(-0), nextAbove(1), nextAbove(-1)]).toEqual([5e-324, 5e-324, 1 + 2 ** -52, -1 + 2 ** -53]);
  expect([nextAbove(Number.MAX_VALUE), nextAbove(-5e-324)]).toEqual([Infinity, -0]);
});

test('a text is compared by its number', () => {
  expect(rangeOf({ kind: 'compare', left, operator: 'equal', right: 'kraken' }, places)).toEqual({ slot: 7, low: 3, high: 3 });
});

test('lists, other facts, `notEqual` and conditions of conditions are no ranges', () => {
  const compare = (operator: RuleOperator, right: number | readonly number[] | typeof left) => rangeOf({ kind: 'compare', left, operator, right }, places);
  expect([compare('in', [1]), compare('lessThan', left), compare('notEqual', 1), rangeOf({ kind: 'all', of: [] }, places)]).toEqual([null, null, null, null]);
});
