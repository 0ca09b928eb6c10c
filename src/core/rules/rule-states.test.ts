import { expect, test } from 'vitest';
import type { CompiledRule, Condition, RuleScope } from '../../config/compiled-config.ts';
import { evaluateRules, type RuleChange } from './evaluate.ts';
import { Posture } from './posture.ts';
import { RuleSet } from './rule-set.ts';
import { RuleStates } from './rule-states.ts';

const above = (right: number): Condition => ({ kind: 'compare', left: { fact: 'drawdown', windowMs: null }, operator: 'greaterThan', right });
const rule = (parts: Partial<CompiledRule>): CompiledRule => ({
  name: 'r', scope: 'account', when: above(10), until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [{ kind: 'pull', side: 'both' }], ...parts,
});
const ask = (states: RuleStates, now: number, drawdown: number) => {
  const posture = new Posture();
  const changes: RuleChange[] = [];
  const next = evaluateRules(states.rules, states.scope, new Float64Array(states.rules.slots.length).fill(drawdown), states, now, 1, posture, changes);
  return { pulls: posture.pullBid, next, causes: changes.map((change) => change.cause) };
};
/** States of the given rules after being asked at each [time, drawdown]. */
const after = (rules: CompiledRule[], ...steps: [number, number][]): RuleStates => {
  const states = new RuleStates(RuleSet.compile(rules), 'account');
  for (const [now, drawdown] of steps) ask(states, now, drawdown);
  return states;
};
const reload = (from: RuleStates, ...rules: CompiledRule[]): RuleStates => RuleStates.carried(from, RuleSet.compile(rules));

test('a firing rule goes on firing over a reload without a new alert', () => {
  const states = reload(after([rule({})], [0, 20]), rule({ name: 'new' }), rule({}));
  expect(ask(states, 1, 20)).toEqual({ pulls: true, next: Infinity, causes: ['condition'] });
  expect(states.toJSON().rules.map(({ name, since }) => [name, since])).toEqual([['new', 1], ['r', 0]]);
});

test('a rule in force under the old threshold stays so until it is evaluated under the new one', () => {
  const states = reload(after([rule({})], [0, 20]), rule({ when: above(30) }));
  expect(states.toJSON().rules).toEqual([{ name: 'r', phase: 'firing', cause: 'condition', since: 0 }]);
  expect(ask(states, 1, 20)).toMatchObject({ pulls: false, causes: ['ended'] });
});

test('a wait goes on over a reload, by the new `for`', () => {
  const pending = after([rule({ forMs: 500 })], [1_000, 20]);
  expect(ask(reload(pending, rule({ forMs: 500 })), 1_100, 20)).toMatchObject({ next: 1_500 });
  expect(ask(reload(pending, rule({ forMs: 300 })), 1_100, 20)).toMatchObject({ next: 1_300 });
});

test('a wait for another condition starts again', () => {
  const states = reload(after([rule({ forMs: 500 })], [1_000, 20]), rule({ forMs: 500, when: above(15) }));
  expect(ask(states, 1_400, 20)).toEqual({ pulls: false, next: 1_900, causes: [] });
});

test('what is in force because it was unknown stays so when its wait starts again', () => {
  const feared = after([rule({ forMs: 500, whenUnknown: 'fire' })], [0, NaN], [1_000, 20]);
  const states = reload(feared, rule({ forMs: 500, whenUnknown: 'fire', when: above(15) }));
  expect(states.toJSON().rules).toMatchObject([{ phase: 'firing', cause: 'unknown' }]);
  expect(ask(states, 1_400, 20)).toEqual({ pulls: true, next: 1_900, causes: [] });
});

test('a cooldown goes on over a reload, by the new length', () => {
  const cooling = after([rule({ cooldownMs: 500 })], [0, 20], [1_000, 5]);
  expect(ask(reload(cooling, rule({ cooldownMs: 900 })), 1_100, 5)).toMatchObject({ pulls: true, next: 1_900 });
  expect(ask(reload(cooling, rule({ cooldownMs: 50 })), 1_100, 5)).toMatchObject({ pulls: false, causes: ['ended'] });
});

test('a rule of the same name in another scope is another rule', () => {
  expect(reload(after([rule({})], [0, 20]), rule({ scope: 'market' })).toJSON().rules).toEqual([]);
});

test('time does not go back over a reload or a restart', () => {
  const states = after([rule({ forMs: 500 })], [1_000, 5]);
  expect(ask(reload(states, rule({ forMs: 500 })), 200, 20).next).toBe(1_500);
  expect(ask(RuleStates.fromJSON(states.toJSON(), states.rules, 'account'), 200, 20).next).toBe(1_500);
});

test('writes only the rules that are not idle, and no time before the first evaluation', () => {
  expect(after([rule({}), rule({ name: 'high', when: above(100) })], [7, 20]).toJSON())
    .toEqual({ scope: 'account', now: 7, rules: [{ name: 'r', phase: 'firing', cause: 'condition', since: 7 }] });
  const unused = new RuleStates(RuleSet.compile([rule({})]), 'account');
  expect(JSON.parse(JSON.stringify(unused))).toEqual({ scope: 'account', now: null, rules: [] });
  expect(RuleStates.fromJSON(unused.toJSON(), unused.rules, 'account').now).toBe(-Infinity);
});

test.each<[RuleScope, string]>([['account', "has a rule 'r' of scope account, the config does not"], ['market', 'is not one of market rules']])(
  'refuses a snapshot of other rules in the scope %s', (scope, message) => {
    const { rules, now } = after([rule({})], [0, 20]).toJSON();
    expect(() => RuleStates.fromJSON({ scope: 'account', now, rules }, RuleSet.compile([]), scope)).toThrow(message);
  });
