// The last door before a rule is compiled: facts exist and are visible from the rule's scope, windows are settled, both
// sides of a comparison are of one kind. Config has refused all of this with a line number; what still gets here is a
// broken invariant and throws.

import type { CompiledRule, Condition, FactRef, RuleScope } from '../../config/compiled-config.ts';
import { FACTS_BY_NAME } from './facts.ts';
import { isFactReference } from './is-fact-reference.ts';

type Compare = Extract<Condition, { kind: 'compare' }>;
type Kind = 'text' | 'number';

const BREADTH: Readonly<Record<RuleScope, number>> = { market: 0, strategy: 1, account: 2 };

export function checkRule(rule: CompiledRule): void {
  const refuse = (what: string): never => { throw new Error(`rule '${rule.name}' cannot be compiled: ${what}`); };

  const kindOfFact = (reference: FactRef): Kind => {
    const spec = FACTS_BY_NAME.get(reference.fact);
    if (spec === undefined) return refuse(`no fact is called '${reference.fact}'`);
    if (BREADTH[spec.scope] < BREADTH[rule.scope]) return refuse(`${spec.name} describes a ${spec.scope}, the rule's scope is ${rule.scope}`);
    if ((spec.window === null) !== (reference.windowMs === null)) {
      return refuse(spec.window === null ? `${spec.name} has no window` : `${spec.name} needs a window`);
    }
    if (reference.windowMs !== null && !(reference.windowMs > 0 && reference.windowMs < Infinity)) {
      return refuse(`${spec.name} over ${reference.windowMs} ms`);
    }
    return spec.unit === 'text' ? 'text' : 'number';
  };

  const kindOfValue = (value: unknown): Kind => {
    if (typeof value === 'string') return 'text';
    // An infinite threshold is a typing mistake, NaN would make the comparison unknown for ever.
    return typeof value === 'number' && Number.isFinite(value) ? 'number' : refuse(`${String(value)} is not a value`);
  };

  const checkCompare = ({ left, operator, right }: Compare): void => {
    const kind = kindOfFact(left);
    const expectsList = operator === 'in' || operator === 'notIn';
    if (Array.isArray(right) !== expectsList) refuse(`${operator} ${expectsList ? 'needs' : 'does not take'} a list`);
    const kinds = Array.isArray(right) ? right.map(kindOfValue) : [isFactReference(right) ? kindOfFact(right) : kindOfValue(right)];
    if (kinds.some((other) => other !== kind)) refuse(`${left.fact} is a ${kind} and is compared with something else`);
    if (kind === 'text' && !expectsList && operator !== 'equal' && operator !== 'notEqual') refuse(`${operator} does not order texts`);
  };

  const check = (condition: Condition): void => {
    if (condition.kind === 'compare') checkCompare(condition);
    else if (condition.kind === 'not') check(condition.of);
    else condition.of.forEach(check);
  };

  check(rule.when);
  if (rule.until !== null) check(rule.until);
  for (const outcome of rule.then) {
    // Markets of one strategy differ in tick, so ticks mean nothing beyond a market.
    if (outcome.kind === 'shift' && outcome.by.ticks !== 0 && rule.scope !== 'market') refuse('a shift in ticks needs the scope market');
  }
}
