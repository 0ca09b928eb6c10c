// json-rules-engine in person: evaluates a rule's `when` on the facts the compiled form saw, gives back its result tree,
// and says whether the two agree. Outside the core and off the way of decisions: it costs about a thousand times more.

import { Engine, Fact, type TopLevelCondition } from 'json-rules-engine';
import type { Condition, FactRef, FactValue } from '../config/compiled-config.ts';
import { factsOf } from '../core/rules/facts-of.ts';
import { FACTS_BY_NAME } from '../core/rules/facts.ts';
import { isFactReference } from '../core/rules/is-fact-reference.ts';
import type { RuleSet } from '../core/rules/rule-set.ts';
import { TRUE } from '../core/rules/truth.ts';

export interface Judgement {
  /** not-judged: a fact of the rule is unknown, and json-rules-engine knows only true and false. */
  readonly verdict: 'agrees' | 'disagrees' | 'not-judged';
  /** The conditions with `result`, `factResult` and `valueResult`; null when not judged. */
  readonly tree: unknown;
}

interface Judged { readonly engine: Engine; readonly facts: readonly FactRef[] }
interface FactJson { readonly fact: string; readonly params: { readonly window?: number } }
type ConditionJson =
  | { readonly all: ConditionJson[] } | { readonly any: ConditionJson[] } | { readonly not: ConditionJson }
  | (FactJson & { readonly operator: string; readonly value: FactValue | readonly FactValue[] | FactJson });

export class RuleOracle {
  readonly #rules: RuleSet;
  readonly #judged: (Judged | undefined)[] = [];

  constructor(rules: RuleSet) {
    this.#rules = rules;
  }

  /** `vector` is read before the call returns, so the caller may reuse it at once. */
  async judge(rule: number, vector: Float64Array): Promise<Judgement> {
    const { engine, facts } = this.#prepared(rule);

    const values = new Map<string, FactValue>();
    for (const fact of facts) {
      const value = vector[this.#rules.slotOf(fact)];
      if (value === undefined) throw new Error(`the vector is not one of these rules: it has no ${fact.fact}`);
      if (Number.isNaN(value)) return { verdict: 'not-judged', tree: null };
      const isText = FACTS_BY_NAME.get(fact.fact)?.unit === 'text';
      values.set(keyOf(fact.fact, fact.windowMs), isText ? this.#rules.textOf(value) : value);
    }
    const compiled = this.#rules.truthOf(rule, vector) === TRUE;

    // Its cache keys facts by a 32-bit hash of name and parameters; a collision would swap two facts.
    const runtimeFacts = Object.fromEntries(facts.map(({ fact }) => [
      fact,
      new Fact(fact, (params) => values.get(keyOf(fact, params['window'] ?? null)), { cache: false }),
    ]));
    const { results, failureResults } = await engine.run(runtimeFacts);
    const tree = results[0] ?? failureResults[0];
    if (tree === undefined) throw new Error('json-rules-engine gave no result');
    return { verdict: compiled === (results.length === 1) ? 'agrees' : 'disagrees', tree: plain(tree.conditions) };
  }

  #prepared(index: number): Judged {
    let judged = this.#judged[index];
    if (judged === undefined) {
      const rule = this.#rules.rules[index];
      if (rule === undefined) throw new Error(`there is no rule ${index}`);
      const { when, name } = rule;
      judged = { engine: new Engine([{ name, conditions: ruleJson(when), event: { type: name } }]), facts: factsOf(when) };
      this.#judged[index] = judged;
    }
    return judged;
  }
}

/** A condition in json-rules-engine's own words, whose root has to be `all`, `any` or `not`. */
export function ruleJson(condition: Condition): TopLevelCondition {
  return (condition.kind === 'compare' ? { all: [conditionJson(condition)] } : conditionJson(condition)) as TopLevelCondition;
}

function conditionJson(condition: Condition): ConditionJson {
  switch (condition.kind) {
    case 'all': return { all: condition.of.map(conditionJson) };
    case 'any': return { any: condition.of.map(conditionJson) };
    case 'not': return { not: conditionJson(condition.of) };
    case 'compare': {
      const { left, operator, right } = condition;
      return { ...factJson(left), operator, value: isFactReference(right) ? factJson(right) : right };
    }
  }
}

const factJson = ({ fact, windowMs }: FactRef): FactJson => ({ fact, params: windowMs === null ? {} : { window: windowMs } });

const keyOf = (fact: string, windowMs: number | null): string => `${fact} ${windowMs}`;

/** Its own `toJSON` leaves out the results of `all`, `any` and `not`. */
function plain(condition: object): unknown {
  const { priority: _, ...rest } = condition as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => {
    if (key === 'all' || key === 'any') return [key, (value as readonly object[]).map(plain)];
    return [key, key === 'not' ? plain(value as object) : value];
  }));
}
