import { expect, test } from 'vitest';
import type { CompiledRule, Condition, FactRef } from '../../config/compiled-config.ts';
import { RuleSet } from './rule-set.ts';
import { FALSE, TRUE, UNKNOWN, type Truth } from './truth.ts';

const rule = (name: string, when: Condition, parts: Partial<CompiledRule> = {}): CompiledRule =>
  ({ name, scope: 'market', when, until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [], ...parts });
const fact = (name: string, windowMs: number | null = null): FactRef => ({ fact: name, windowMs });
const above = (left: FactRef, right: number | FactRef): Condition => ({ kind: 'compare', left, operator: 'greaterThan', right });
const always: Condition = { kind: 'all', of: [] };
const never: Condition = { kind: 'not', of: always };
const truthOf = (when: Condition, ...facts: number[]): Truth => RuleSet.compile([rule('r', when)]).truthOf(0, Float64Array.from(facts));

test('gives each fact and window one slot, in the order of first use', () => {
  const rules = RuleSet.compile([
    rule('one', above(fact('velocity', 1_000), 3)),
    rule('two', { kind: 'any', of: [above(fact('spread'), 1), above(fact('velocity', 5_000), 3), above(fact('velocity', 1_000), 9)] }),
    rule('three', above(fact('bestBid'), fact('fairValue')), { until: above(fact('bookAge'), 1) }),
  ]);
  expect(rules.slots).toEqual([
    fact('velocity', 1_000), fact('spread'), fact('velocity', 5_000), fact('bestBid'), fact('fairValue'), fact('bookAge'),
  ]);
  expect(rules.slotOf(fact('velocity', 5_000))).toBe(2);
  expect(() => rules.slotOf(fact('velocity', 60_000))).toThrow("no rule asks about 'velocity'");
});

test('sorts rule indexes by scope', () => {
  const rules = RuleSet.compile([
    rule('a', always), rule('b', always, { scope: 'account' }), rule('c', always), rule('d', always, { scope: 'strategy' }),
  ]);
  expect(rules.byScope).toEqual({ market: [0, 2], strategy: [3], account: [1] });
});

test('gives a text one number and back', () => {
  const isKraken: Condition = { kind: 'compare', left: fact('venue'), operator: 'in', right: ['kraken', 'kalshi'] };
  const rules = RuleSet.compile([rule('r', isKraken)]);
  expect(rules.textId('kalshi')).toBe(rules.textId('kalshi'));
  expect(rules.textId('kalshi')).not.toBe(rules.textId('polymarket'));
  expect(rules.textOf(rules.textId('polymarket'))).toBe('polymarket');
  expect(rules.truthOf(0, Float64Array.of(rules.textId('kalshi')))).toBe(TRUE);
  expect(rules.truthOf(0, Float64Array.of(rules.textId('polymarket')))).toBe(FALSE);
  expect(() => rules.textOf(99)).toThrow('no text has the number 99');
});

test('an unknown fact makes every comparison unknown', () => {
  for (const operator of ['equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'] as const) {
    expect(truthOf({ kind: 'compare', left: fact('spread'), operator, right: 1 }, NaN), operator).toBe(UNKNOWN);
    const toFact: Condition = { kind: 'compare', left: fact('spread'), operator, right: fact('bestBid') };
    expect([truthOf(toFact, NaN, 1), truthOf(toFact, 1, NaN), truthOf(toFact, NaN, NaN)], operator).toEqual([UNKNOWN, UNKNOWN, UNKNOWN]);
  }
  for (const operator of ['in', 'notIn'] as const) {
    expect(truthOf({ kind: 'compare', left: fact('spread'), operator, right: [1] }, NaN), operator).toBe(UNKNOWN);
  }
});

test('what is known settles a condition when the unknown could not change it', () => {
  const unknown = above(fact('spread'), 1);
  expect(truthOf({ kind: 'all', of: [unknown, never] }, NaN)).toBe(FALSE);
  expect(truthOf({ kind: 'all', of: [unknown, always] }, NaN)).toBe(UNKNOWN);
  expect(truthOf({ kind: 'any', of: [unknown, always] }, NaN)).toBe(TRUE);
  expect(truthOf({ kind: 'any', of: [unknown, never] }, NaN)).toBe(UNKNOWN);
  expect(truthOf({ kind: 'all', of: [always, unknown, never] }, NaN)).toBe(FALSE);
  expect(truthOf({ kind: 'any', of: [never, unknown, always] }, NaN)).toBe(TRUE);
  expect(truthOf({ kind: 'any', of: [never, unknown, never] }, NaN)).toBe(UNKNOWN);
  expect(truthOf({ kind: 'not', of: unknown }, NaN)).toBe(UNKNOWN);
});

test('empty lists of conditions are true, as json-rules-engine has it', () => {
  expect(truthOf({ kind: 'all', of: [] })).toBe(TRUE);
  expect(truthOf({ kind: 'any', of: [] })).toBe(TRUE);
});

const compare = (left: FactRef, operator: string, right: unknown): Condition => ({ kind: 'compare', left, operator, right }) as Condition;

test.each<[string, CompiledRule[]]>([
  ["no fact is called 'sprad'", [rule('r', above(fact('sprad'), 1))]],
  ['velocity needs a window', [rule('r', above(fact('velocity'), 1))]],
  ['spread has no window', [rule('r', above(fact('spread', 1_000), 1))]],
  ['velocity over 0 ms', [rule('r', above(fact('velocity', 0), 1))]],
  ['is not a value', [rule('r', above(fact('spread'), NaN))]],
  ['compared with something else', [rule('r', compare(fact('spread'), 'equal', 'wide'))]],
  ['compared with something else', [rule('r', compare(fact('spread'), 'equal', fact('venue')))]],
  ['compared with something else', [rule('r', compare(fact('venue'), 'in', ['kraken', 3]))]],
  ['in needs a list', [rule('r', compare(fact('venue'), 'in', 'kraken'))]],
  ['lessThan does not take a list', [rule('r', compare(fact('spread'), 'lessThan', [1]))]],
  ['greaterThan does not order texts', [rule('r', compare(fact('venue'), 'greaterThan', 'kraken'))]],
  ["spread describes a market, the rule's scope is account", [rule('r', above(fact('spread'), 1), { scope: 'account' })]],
  ["two rules are called 'r'", [rule('r', always), rule('r', never)]],
  ['a shift in ticks needs the scope market', [rule('r', always, { scope: 'strategy', then: [{ kind: 'shift', by: { micros: 0, ticks: 1 } }] })]],
])('refuses to compile: %s', (message, rules) => {
  expect(() => RuleSet.compile(rules)).toThrow(message);
});
