// `conditions` and `rules` of strategies.yaml: names told apart, each rule compiled, each named condition checked even
// where no rule uses it.

import { compileRule, ConditionCompiler } from './compile-rules.ts';
import type { CompiledRule } from './compiled-config.ts';
import type { EffectiveValue } from './effective.ts';
import { withDefaults } from './inherit.ts';
import type { Loading } from './loading.ts';
import { condition, rule as ruleSchema } from './schema/rules.ts';
import { child, childMap, itemsOf, plain, textOf, type MapNode, type Node } from './yaml-tree.ts';

export interface LoadedRules { readonly rules: readonly CompiledRule[]; readonly effective: readonly EffectiveValue[] }

export function loadRules(loading: Loading, root: MapNode): LoadedRules {
  const named = childMap(root, 'conditions');
  const compiler = new ConditionCompiler(named, loading.mistakes);
  const rules: CompiledRule[] = [];
  const effective: EffectiveValue[] = [];
  const names = new Set<string>();
  for (const node of itemsOf(child(root, 'rules'))) {
    if (node.kind !== 'map') continue;
    const nameNode = child(node, 'name');
    const name = textOf(nameNode);
    if (name !== null && names.has(name)) loading.refuse('duplicateName', nameNode?.origin ?? node.origin ?? { file: '', start: 0, end: 0 }, `another rule is called \`${name}\``, 'rename one of them');
    if (name !== null) names.add(name);
    const tree = withDefaults(ruleSchema, node);
    const value = ruleSchema.safeParse(plain(tree));
    if (!value.success) {
      reportFacts(node, compiler);
      continue;
    }
    const compiled = compileRule({ tree, value: value.data }, compiler, loading.originText);
    if (compiled === null) continue;
    rules.push(compiled.rule);
    effective.push(...compiled.effective);
  }
  const used = new Set(itemsOf(child(root, 'rules')).flatMap((node) => [...namesIn(node)]));
  for (const entry of named.entries.values()) for (const name of namesIn(entry.value)) used.add(name);
  for (const { value } of childMap(root, 'strategies').entries.values()) for (const name of namesIn(childMap(childMap(value, 'markets'), 'select'))) used.add(name);
  for (const [name, entry] of named.entries) {
    // The scope `market` admits every fact: what a rule of a wider scope may not ask is found at that rule.
    if (condition.safeParse(plain(entry.value)).success) compiler.compile(entry.value, 'market');
    if (!used.has(name) && entry.keyOrigin !== null) loading.warn(entry.keyOrigin, `condition \`${name}\` is used by no rule`);
  }
  return { rules, effective };
}

/** What the facts of an otherwise mistaken rule would be refused for, so that all its mistakes are listed at once. */
function reportFacts(rule: MapNode, compiler: ConditionCompiler): void {
  const scope = ruleSchema.shape.scope.safeParse(textOf(child(rule, 'scope')) ?? undefined);
  for (const key of ['when', 'until']) {
    const node = child(rule, key);
    if (scope.success && node !== undefined && condition.safeParse(plain(node)).success) compiler.compile(node, scope.data);
  }
}

function* namesIn(node: Node): Generator<string> {
  if (node.kind === 'list') for (const item of node.items) yield* namesIn(item);
  if (node.kind !== 'map') return;
  for (const [key, entry] of node.entries) {
    if (key === 'condition' && entry.value.kind === 'scalar') yield entry.value.text;
    else yield* namesIn(entry.value);
  }
}
