import { expect, test } from 'vitest';
import type { CompiledRule } from '../../config/compiled-config.ts';
import { evaluateRules } from './evaluate.ts';
import { explainRule } from './explain.ts';
import { Posture } from './posture.ts';
import { RuleSet } from './rule-set.ts';
import { RuleStates } from './rule-states.ts';

const rule: CompiledRule = {
  name: 'news is breaking', scope: 'market', forMs: 0, cooldownMs: 30_000, whenUnknown: 'skip',
  when: { kind: 'any', of: [
    { kind: 'compare', left: { fact: 'velocity', windowMs: 1_000 }, operator: 'greaterThan', right: 30_000 },
    { kind: 'not', of: { kind: 'compare', left: { fact: 'flowImbalance', windowMs: 30_000 }, operator: 'lessThan', right: 0.8 } },
    { kind: 'compare', left: { fact: 'venue', windowMs: null }, operator: 'in', right: ['kraken', 'kalshi'] },
    { kind: 'compare', left: { fact: 'velocity', windowMs: 1_000 }, operator: 'greaterThan', right: { fact: 'velocity', windowMs: 5_000 } },
  ] },
  until: { kind: 'compare', left: { fact: 'bestBid', windowMs: null }, operator: 'lessThan', right: { fact: 'fairValue', windowMs: null } },
  then: [
    { kind: 'pull', side: 'both' }, { kind: 'permission', permission: 'reduce-only' }, { kind: 'widen', factor: 1.5 }, { kind: 'shrink', factor: 0.5 },
    { kind: 'alert', severity: 'warning' }, { kind: 'shift', by: { micros: 8_000, ticks: 0 } }, { kind: 'shift', by: { micros: 0, ticks: -2 } },
    { kind: 'shift', by: { micros: -5_000, ticks: 1 } }, { kind: 'shift', by: { micros: 0, ticks: 0 } },
  ],
};

test('shows each condition with what it saw, in the units an operator writes', () => {
  const rules = RuleSet.compile([rule]);
  const states = new RuleStates(rules, 'market');
  const vector = Float64Array.of(32_000, 0.75, rules.textId('polymarket'), NaN, 450_000, NaN);
  evaluateRules(rules, 'market', vector, states, 5_000, 10_000, new Posture(), []);
  expect(explainRule(rules, 0, vector, states)).toEqual({
    name: 'news is breaking', scope: 'market', phase: 'firing', cause: 'condition', since: 5_000, inForce: true,
    when: { kind: 'any', result: 'true', of: [
      { kind: 'compare', result: 'true', fact: 'velocity', windowMs: 1_000, operator: 'greaterThan', actual: 32_000, actualText: '3.2c', expected: 30_000, expectedText: '3c' },
      { kind: 'not', result: 'false', of: [
        { kind: 'compare', result: 'true', fact: 'flowImbalance', windowMs: 30_000, operator: 'lessThan', actual: 0.75, actualText: '75%', expected: 0.8, expectedText: '80%' },
      ] },
      { kind: 'compare', result: 'false', fact: 'venue', windowMs: null, operator: 'in', actual: 'polymarket', actualText: 'polymarket', expected: ['kraken', 'kalshi'], expectedText: '[kraken, kalshi]' },
      { kind: 'compare', result: 'unknown', fact: 'velocity', windowMs: 1_000, operator: 'greaterThan', actual: 32_000, actualText: '3.2c', expected: null, expectedText: 'velocity over 5s (unknown)' },
    ] },
    until: { kind: 'compare', result: 'unknown', fact: 'bestBid', windowMs: null, operator: 'lessThan', actual: 450_000, actualText: '45c', expected: null, expectedText: 'fairValue (unknown)' },
    outcomes: ['pull both', 'permission reduce-only', 'widen 1.5x', 'shrink 50%', 'alert warning', 'shift +0.8c', 'shift -2 ticks', 'shift -0.5c +1 tick', 'shift 0c'],
  });
});

test('an idle rule has no cause and no since', () => {
  const rules = RuleSet.compile([{ ...rule, scope: 'market', until: null }]);
  const vector = new Float64Array(rules.slots.length).fill(NaN);
  const trace = explainRule(rules, 0, vector, new RuleStates(rules, 'market'));
  expect(trace).toMatchObject({ phase: 'idle', cause: null, since: null, inForce: false, until: null, when: { result: 'unknown' } });
  expect(trace.when.of?.[0]).toMatchObject({ actual: null, actualText: 'unknown' });
});

test('finds the state of a rule by its place in its scope', () => {
  const account: CompiledRule = { ...rule, name: 'first', scope: 'account', when: { kind: 'all', of: [] }, until: null, then: [] };
  const rules = RuleSet.compile([account, { ...rule, when: { kind: 'all', of: [] } }]);
  const states = new RuleStates(rules, 'market');
  const vector = new Float64Array(rules.slots.length);
  evaluateRules(rules, 'market', vector, states, 9, 1, new Posture(), []);
  expect(explainRule(rules, 1, vector, states)).toMatchObject({ name: 'news is breaking', phase: 'firing', since: 9 });
  expect(() => explainRule(rules, 0, vector, states)).toThrow('belong to other rules');
  expect(() => explainRule(rules, 2, vector, states)).toThrow('there is no rule 2');
});
