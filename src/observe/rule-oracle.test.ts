import { expect, test } from 'vitest';
import type { CompiledRule, Condition } from '../config/compiled-config.ts';
import { RuleSet } from '../core/rules/rule-set.ts';
import { FALSE } from '../core/rules/truth.ts';
import { RuleOracle, ruleJson } from './rule-oracle.ts';

const when: Condition = {
  kind: 'any', of: [
    { kind: 'compare', left: { fact: 'velocity', windowMs: 1_000 }, operator: 'greaterThan', right: 30_000 },
    { kind: 'all', of: [
      { kind: 'compare', left: { fact: 'venue', windowMs: null }, operator: 'in', right: ['kraken', 'kalshi'] },
      { kind: 'not', of: { kind: 'compare', left: { fact: 'velocity', windowMs: 1_000 }, operator: 'lessThan', right: { fact: 'velocity', windowMs: 5_000 } } },
    ] },
  ],
};
const rule: CompiledRule = { name: 'fast', scope: 'market', when, until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'fire', then: [] };

test('writes a condition in the words of json-rules-engine', () => {
  expect(ruleJson(when)).toEqual({ any: [
    { fact: 'velocity', params: { window: 1_000 }, operator: 'greaterThan', value: 30_000 },
    { all: [
      { fact: 'venue', params: {}, operator: 'in', value: ['kraken', 'kalshi'] },
      { not: { fact: 'velocity', params: { window: 1_000 }, operator: 'lessThan', value: { fact: 'velocity', params: { window: 5_000 } } } },
    ] },
  ] });
});

test('puts a lone comparison under `all`, since a root has to be a list', () => {
  const lone: Condition = { kind: 'compare', left: { fact: 'spread', windowMs: null }, operator: 'equal', right: 1 };
  expect(ruleJson(lone)).toEqual({ all: [{ fact: 'spread', params: {}, operator: 'equal', value: 1 }] });
});

test('agrees with the compiled form and shows what each condition saw', async () => {
  const rules = RuleSet.compile([rule]);
  const judgement = await new RuleOracle(rules).judge(0, Float64Array.of(20_000, rules.textId('kalshi'), 10_000));
  expect(judgement.verdict).toBe('agrees');
  expect(judgement.tree).toMatchObject({ any: [
    { fact: 'velocity', operator: 'greaterThan', factResult: 20_000, valueResult: 30_000, result: false },
    { result: true, all: [
      { fact: 'venue', factResult: 'kalshi', result: true },
      { result: true, not: { factResult: 20_000, valueResult: 10_000, result: false } },
    ] },
  ] });
  expect(JSON.parse(JSON.stringify(judgement.tree))).toEqual(judgement.tree);
});

test('does not judge what is not known', async () => {
  const rules = RuleSet.compile([rule]);
  expect(await new RuleOracle(rules).judge(0, Float64Array.of(40_000, rules.textId('kalshi'), NaN)))
    .toEqual({ verdict: 'not-judged', tree: null });
});

test('disagrees with a compiled form that is wrong', async () => {
  const rules = RuleSet.compile([rule]);
  Object.defineProperty(rules, 'truthOf', { value: () => FALSE });
  const { verdict } = await new RuleOracle(rules).judge(0, Float64Array.of(40_000, rules.textId('kalshi'), 0));
  expect(verdict).toBe('disagrees');
});

test('reads the facts before it returns, so that judgements may overlap and the vector be reused', async () => {
  const rules = RuleSet.compile([rule]);
  const oracle = new RuleOracle(rules);
  const vector = Float64Array.of(40_000, rules.textId('other'), 0);
  const first = oracle.judge(0, vector);
  vector[0] = 10_000;
  const second = oracle.judge(0, vector);
  expect(await first).toMatchObject({ verdict: 'agrees', tree: { any: [{ factResult: 40_000 }, {}] } });
  expect(await second).toMatchObject({ verdict: 'agrees', tree: { any: [{ factResult: 10_000 }, {}] } });
});

test('refuses a rule that there is not', async () => {
  await expect(new RuleOracle(RuleSet.compile([rule])).judge(1, new Float64Array(3))).rejects.toThrow('there is no rule 1');
});
