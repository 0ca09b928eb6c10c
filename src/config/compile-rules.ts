// Rules from their trees to compiled conditions and outcomes: named conditions are put in place, facts are checked,
// defaults that depend on the outcomes are decided. The shape of the trees has been checked before.

import { CONFIG_ERRORS } from '../errors/config.ts';
import type { CompiledRule, Condition, RuleOutcome, RuleScope } from './compiled-config.ts';
import { conditionText, outcomesText } from './condition-text.ts';
import { suggestion } from './did-you-mean.ts';
import { SCHEMA_DEFAULT, type EffectiveValue } from './effective.ts';
import type { Mistake } from './problem.ts';
import { comparison, type Report } from './rule-facts.ts';
import type { rule as ruleSchema } from './schema/rules.ts';
import type { z } from 'zod';
import { child, itemsOf, textOf, type MapNode, type Node, type Origin, type Place } from './yaml-tree.ts';

export type RuleWritten = z.output<typeof ruleSchema>;

export interface RuleTree { readonly tree: MapNode; readonly value: RuleWritten }

const MAX_NODES = 2_000;

export class ConditionCompiler {
  readonly #named: MapNode;
  readonly #mistakes: Mistake[];
  /** Named conditions are put in place, so names that use names could grow without bound. */
  #nodes = 0;

  constructor(named: MapNode, mistakes: Mistake[]) {
    this.#named = named;
    this.#mistakes = mistakes;
  }

  readonly report: Report = (error, node, message, remedy) => {
    const place = firstPlace(node);
    if (place !== null) this.#mistakes.push({ spec: CONFIG_ERRORS[error], place, message, remedy });
  };

  compile(node: Node, scope: RuleScope): Condition | null {
    this.#nodes = 0;
    return this.#condition(node, scope, []);
  }

  #condition(node: Node, scope: RuleScope, names: readonly string[]): Condition | null {
    if (node.kind !== 'map') return null;
    if (++this.#nodes > MAX_NODES) {
      if (this.#nodes === MAX_NODES + 1) this.report('range', node, 'the condition is too large once its names are put in place', `at most ${MAX_NODES} parts`);
      return null;
    }
    for (const kind of ['all', 'any'] as const) {
      const list = child(node, kind);
      if (list === undefined) continue;
      const of = itemsOf(list).map((item) => this.#condition(item, scope, names));
      const known = of.flatMap((item) => (item === null ? [] : [item]));
      return known.length === of.length ? { kind, of: known } : null;
    }
    const negated = child(node, 'not');
    if (negated !== undefined) {
      const of = this.#condition(negated, scope, names);
      return of === null ? null : { kind: 'not', of };
    }
    const nameNode = child(node, 'condition');
    return nameNode === undefined ? comparison(node, scope, this.report) : this.#byName(nameNode, scope, names);
  }

  #byName(nameNode: Node, scope: RuleScope, names: readonly string[]): Condition | null {
    const name = textOf(nameNode) ?? '';
    const target = child(this.#named, name);
    if (target === undefined) {
      this.report('unknownCondition', nameNode, `there is no condition \`${name}\``, suggestion(name, [...this.#named.entries.keys()], 'add it under `conditions`'));
      return null;
    }
    if (names.includes(name)) {
      this.report('cycle', nameNode, `the condition \`${name}\` leads back to itself`, [...names, name].join(' → '));
      return null;
    }
    return this.#condition(target, scope, [...names, name]);
  }
}

const firstPlace = (node: Node): Place | null => {
  if (node.kind !== 'map') return node.origin;
  const [first] = node.entries.values();
  return first?.keyOrigin ?? node.origin;
};

function outcomesOf(value: RuleWritten): readonly RuleOutcome[] {
  return value.then.map((item): RuleOutcome => {
    if (item.permission !== undefined) return { kind: 'permission', permission: item.permission };
    if (item.pull !== undefined) return { kind: 'pull', side: item.pull };
    if (item.widen !== undefined) return { kind: 'widen', factor: item.widen };
    if (item.shrink !== undefined) return { kind: 'shrink', factor: item.shrink };
    if (item.shift !== undefined) return { kind: 'shift', by: item.shift };
    if (item.liquidate !== undefined) return { kind: 'liquidate', stage: item.liquidate };
    if (item.alert !== undefined) return { kind: 'alert', severity: item.alert };
    throw new Error('an outcome without an outcome passed the schema');
  });
}

export interface CompiledRuleResult { readonly rule: CompiledRule; readonly effective: readonly EffectiveValue[] }

/** Null after reporting what is wrong. */
export function compileRule({ tree, value }: RuleTree, compiler: ConditionCompiler, originText: (origin: Origin) => string): CompiledRuleResult | null {
  const whenNode = child(tree, 'when');
  const untilNode = child(tree, 'until');
  const when = whenNode === undefined ? null : compiler.compile(whenNode, value.scope);
  const until = untilNode === undefined ? null : compiler.compile(untilNode, value.scope);
  if (when === null || (untilNode !== undefined && until === null)) return null;
  const then = outcomesOf(value);
  // A guard that cannot see fails closed; a widening that cannot see would stand for ever.
  const whenUnknown = value.whenUnknown ?? (then.some((o) => o.kind === 'permission' || o.kind === 'pull') ? 'fire' : 'skip');
  const rule: CompiledRule = {
    name: value.name, scope: value.scope, when, until, forMs: value.for, cooldownMs: value.cooldown, whenUnknown, then,
  };
  const leaf = (key: string, text: string, canonical: unknown): EffectiveValue => {
    const entry = tree.entries.get(key);
    const origin = entry === undefined ? null : (entry.value.origin ?? entry.keyOrigin);
    return { path: `rules.${rule.name}.${key}`, value: text, origin: origin === null ? SCHEMA_DEFAULT : originText(origin), canonical: JSON.stringify(canonical) };
  };
  const text = (key: string): string => textOf(child(tree, key)) ?? '';
  const effective = [
    leaf('scope', value.scope, value.scope),
    leaf('when', conditionText(when), when),
    ...(until === null ? [] : [leaf('until', conditionText(until), until)]),
    leaf('for', text('for'), value.for),
    leaf('cooldown', text('cooldown'), value.cooldown),
    leaf('whenUnknown', whenUnknown, whenUnknown),
    leaf('then', outcomesText(then), then),
  ];
  return { rule, effective };
}
