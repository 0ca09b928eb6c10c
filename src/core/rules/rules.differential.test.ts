// Random conditions on random facts: the compiled closures against json-rules-engine where every fact is known, and
// against all the ways the unknown could turn out where one is not.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompiledRule, Condition, FactRef, FactValue, RuleOperator } from '../../config/compiled-config.ts';
import { RuleOracle } from '../../observe/rule-oracle.ts';
import { compileCondition } from './compile-condition.ts';
import { FACTS_BY_NAME } from './facts.ts';
import { RuleSet } from './rule-set.ts';
import { UNKNOWN } from './truth.ts';

const NUMERIC: readonly FactRef[] = [
  { fact: 'spread', windowMs: null }, { fact: 'bestBid', windowMs: null }, { fact: 'position', windowMs: null },
  { fact: 'velocity', windowMs: 1_000 }, { fact: 'velocity', windowMs: 5_000 }, { fact: 'fills', windowMs: 60_000 },
];
const TEXTS: readonly FactRef[] = [{ fact: 'market', windowMs: null }, { fact: 'venue', windowMs: null }, { fact: 'strategy', windowMs: null }];

// Few values, so that comparisons are often equal; −0, the ends of the range and neighbours that differ in the last bit.
const number = fc.constantFrom(-2, -1, -0, 0, 1, 2, 0.3, 0.1 + 0.2, 1e21, -1e-9);
const text = fc.constantFrom('a', 'b', 'ab', '', '1', 'NaN');

const comparison = (facts: readonly FactRef[], value: fc.Arbitrary<FactValue>, ordering: readonly RuleOperator[]): fc.Arbitrary<Condition> => {
  const left = fc.constantFrom(...facts);
  const single = fc.record({
    kind: fc.constant('compare' as const), left, operator: fc.constantFrom<RuleOperator>('equal', 'notEqual', ...ordering),
    right: fc.oneof(value, fc.constantFrom(...facts)),
  });
  const listed = fc.record({
    kind: fc.constant('compare' as const), left, operator: fc.constantFrom<RuleOperator>('in', 'notIn'), right: fc.array(value, { maxLength: 4 }),
  });
  return fc.oneof({ weight: 3, arbitrary: single }, { weight: 1, arbitrary: listed });
};

const condition = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: comparison(NUMERIC, number, ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']) },
    { weight: 1, arbitrary: comparison(TEXTS, text, []) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('all' as const, 'any' as const), of: fc.array(tie('condition'), { maxLength: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not' as const), of: tie('condition') }) },
  ),
})).condition;

type Facts = readonly (FactValue | null)[];
const factSet: fc.Arbitrary<Facts> = fc.tuple(...NUMERIC.map(() => number), ...TEXTS.map(() => text));
const gappyFactSet: fc.Arbitrary<Facts> = fc.tuple(...NUMERIC.map(() => fc.option(number, { freq: 2 })), ...TEXTS.map(() => fc.option(text, { freq: 2 })));

const compile = (when: Condition): RuleSet => {
  const rule: CompiledRule = { name: 'r', scope: 'market', when, until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [] };
  return RuleSet.compile([rule]);
};

function vectorOf(rules: RuleSet, facts: Facts): Float64Array {
  return Float64Array.from(rules.slots, (slot) => {
    const value = facts[[...NUMERIC, ...TEXTS].findIndex((f) => f.fact === slot.fact && f.windowMs === slot.windowMs)]!;
    return value === null ? NaN : typeof value === 'string' ? rules.textId(value) : value;
  });
}

test('compiled conditions and json-rules-engine agree on 12,000 random pairs of condition and facts', { timeout: 120_000 }, async () => {
  const seen = { agrees: 0, disagrees: 0, 'not-judged': 0 };
  await fc.assert(fc.asyncProperty(condition, fc.array(factSet, { minLength: 4, maxLength: 4 }), async (when, sets) => {
    const rules = compile(when);
    const oracle = new RuleOracle(rules);
    for (const facts of sets) {
      const { verdict } = await oracle.judge(0, vectorOf(rules, facts));
      seen[verdict]++;
      expect(verdict).toBe('agrees');
    }
  }), { numRuns: 3_000 });
  expect(seen).toEqual({ agrees: 12_000, disagrees: 0, 'not-judged': 0 });
});

test('with every fact known nothing is unknown', () => {
  fc.assert(fc.property(condition, factSet, (when, facts) => {
    const rules = compile(when);
    expect(rules.truthOf(0, vectorOf(rules, facts))).not.toBe(UNKNOWN);
  }), { numRuns: 2_000 });
});

test('what is true or false with facts missing stays so however the missing ones turn out', () => {
  let settled = 0;
  fc.assert(fc.property(condition, gappyFactSet, fc.array(factSet, { minLength: 8, maxLength: 8 }), (when, facts, completions) => {
    const rules = compile(when);
    const truth = rules.truthOf(0, vectorOf(rules, facts));
    if (truth === UNKNOWN) return;
    if (vectorOf(rules, facts).some(Number.isNaN)) settled++;
    for (const completion of completions) {
      expect(rules.truthOf(0, vectorOf(rules, facts.map((value, i) => value ?? completion[i]!)))).toBe(truth);
    }
  }), { numRuns: 5_000 });
  expect(settled).toBeGreaterThan(200);
});

test('a condition that asks about each fact once is unknown only when the missing ones could decide it', () => {
  // Kleene's logic is exact on such conditions; on others (x < 1 or x >= 1) it may stay unknown, which errs on the safe side.
  const leaf = (index: number, isHigh: boolean): Condition =>
    ({ kind: 'compare', left: NUMERIC[index]!, operator: isHigh ? 'greaterThan' : 'lessThanInclusive', right: 0 });
  const shape = fc.record({
    high: fc.tuple(...NUMERIC.map(() => fc.boolean())), kinds: fc.tuple(...[0, 1, 2].map(() => fc.constantFrom('all' as const, 'any' as const))),
    inverted: fc.boolean(), values: fc.tuple(...NUMERIC.map(() => fc.option(fc.constantFrom(-1, 1)))),
  });
  fc.assert(fc.property(shape, ({ high, kinds, inverted, values }) => {
    const leaves = high.map((isHigh, i) => leaf(i, isHigh));
    const inner: Condition = { kind: kinds[1]!, of: leaves.slice(2, 4) };
    const when: Condition = { kind: kinds[0]!, of: [
      ...leaves.slice(0, 2), inverted ? { kind: 'not', of: inner } : inner, { kind: kinds[2]!, of: leaves.slice(4) },
    ] };
    const rules = compile(when);
    const texts: Facts = TEXTS.map(() => 'a');
    const outcomes = new Set(Array.from({ length: 64 }, (_, bits) =>
      rules.truthOf(0, vectorOf(rules, [...values.map((value, i) => value ?? ((bits >> i) & 1 ? 1 : -1)), ...texts]))));
    expect(rules.truthOf(0, vectorOf(rules, [...values, ...texts])) === UNKNOWN).toBe(outcomes.size === 2);
  }), { numRuns: 500 });
});

test('the column form and the closures say the same, whatever is missing', () => {
  fc.assert(fc.property(condition, gappyFactSet, (when, facts) => {
    const rules = compile(when);
    const vector = vectorOf(rules, facts);
    expect(rules.truthOf(0, vector)).toBe(compileCondition(when, rules)(vector));
  }), { numRuns: 5_000 });
});

test('the facts of the random conditions are those of the registry', () => {
  for (const { fact, windowMs } of [...NUMERIC, ...TEXTS]) expect(FACTS_BY_NAME.get(fact)?.window === null, fact).toBe(windowMs === null);
});
