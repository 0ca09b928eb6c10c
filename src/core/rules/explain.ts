// Shows a rule to a person: each condition with what it saw and how it came out, the phase, and what it does. Walks the
// written condition itself, on demand; the decision never waits for it.

import type { CompiledRule, Condition, FactRef, FactValue } from '../../config/compiled-config.ts';
import type { ConditionTrace, RuleTrace } from '../views.ts';
import { compileCondition, type Places } from './compile-condition.ts';
import { describeOutcome } from './describe-outcome.ts';
import { FACTS_BY_NAME, type FactUnit } from './facts.ts';
import { formatFact } from './format-fact.ts';
import { isFactReference } from './is-fact-reference.ts';
import type { RuleSet } from './rule-set.ts';
import { CAUSES, IDLE, NOT_IN_FORCE, PHASES, type RuleStates } from './rule-states.ts';
import { truthName } from './truth.ts';

export function explainRule(rules: RuleSet, index: number, vector: Float64Array, states: RuleStates): RuleTrace {
  const rule = rules.rules[index];
  if (rule === undefined) throw new Error(`there is no rule ${index}`);
  if (states.rules !== rules || states.scope !== rule.scope) throw new Error('these rule states belong to other rules');
  const position = rules.byScope[rule.scope].indexOf(index);
  const phase = states.phase[position]!;
  return {
    ...describeRule(rule),
    when: traceCondition(rules, rule.when, vector),
    until: rule.until === null ? null : traceCondition(rules, rule.until, vector),
    phase: PHASES[phase]!,
    cause: CAUSES[states.cause[position]!]!,
    since: phase === IDLE ? null : states.since[position]!,
    inForce: states.cause[position] !== NOT_IN_FORCE,
  };
}

const describeRule = (rule: CompiledRule): Pick<RuleTrace, 'name' | 'scope' | 'outcomes'> =>
  ({ name: rule.name, scope: rule.scope, outcomes: rule.then.map(describeOutcome) });

/** Where a condition finds its facts, and the texts behind numbers. */
export type TracePlaces = Places & Pick<RuleSet, 'textOf'>;

export function traceCondition(rules: TracePlaces, condition: Condition, vector: Float64Array): ConditionTrace {
  const result = truthName(compileCondition(condition, rules)(vector));
  switch (condition.kind) {
    case 'all': case 'any':
      return { kind: condition.kind, result, of: condition.of.map((part) => traceCondition(rules, part, vector)) };
    case 'not':
      return { kind: 'not', result, of: [traceCondition(rules, condition.of, vector)] };
    case 'compare': {
      const { left, operator, right } = condition;
      const unit = unitOf(left);
      const actual = valueOf(rules, left, vector);
      return {
        kind: 'compare', result, fact: left.fact, windowMs: left.windowMs, operator,
        actual, actualText: textOf(unit, actual),
        ...expectation(rules, unit, right, vector),
      };
    }
  }
}

function expectation(
  rules: TracePlaces, unit: FactUnit, right: FactValue | readonly FactValue[] | FactRef, vector: Float64Array,
): Required<Pick<ConditionTrace, 'expected' | 'expectedText'>> {
  if (Array.isArray(right)) {
    const values = right as readonly FactValue[];
    return { expected: values, expectedText: `[${values.map((value) => formatFact(unit, value)).join(', ')}]` };
  }
  if (!isFactReference(right)) return { expected: right, expectedText: formatFact(unit, right as FactValue) };
  const expected = valueOf(rules, right, vector);
  const over = right.windowMs === null ? '' : ` over ${formatFact('duration', right.windowMs)}`;
  return { expected, expectedText: `${right.fact}${over} (${textOf(unitOf(right), expected)})` };
}

/** Null when unknown. */
function valueOf(rules: TracePlaces, fact: FactRef, vector: Float64Array): number | string | null {
  const value = vector[rules.slotOf(fact)]!;
  if (Number.isNaN(value)) return null;
  return unitOf(fact) === 'text' ? rules.textOf(value) : value;
}

function unitOf({ fact }: FactRef): FactUnit {
  const spec = FACTS_BY_NAME.get(fact);
  if (spec === undefined) throw new Error(`no fact is called '${fact}'`);
  return spec.unit;
}

const textOf = (unit: FactUnit, value: number | string | null): string => (value === null ? 'unknown' : formatFact(unit, value));
