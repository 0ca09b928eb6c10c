// One comparison of a rule against the registry of facts: does the fact exist, is it in scope, do operator, unit and
// window fit; and its value in the fact's canonical unit.

import { FACTS, FACTS_BY_NAME, type FactSpec, type FactUnit } from '../core/rules/facts.ts';
import type { ConfigErrorName } from '../errors/config.ts';
import type { Condition, FactRef, FactValue, RuleOperator, RuleScope } from './compiled-config.ts';
import { suggestion } from './did-you-mean.ts';
import { cash, count, duration, hours, percent, price, readWindowed, size, type Reader } from './units.ts';
import { child, itemsOf, textOf, type MapNode, type Node } from './yaml-tree.ts';

/** Reports at a node of the rule. */
export type Report = (error: ConfigErrorName, node: Node, message: string, remedy: string) => void;

const READERS: Readonly<Record<Exclude<FactUnit, 'text'>, Reader<number>>> = {
  price, size, cash, fraction: percent, count, hours, duration,
};
const WIDTH: Readonly<Record<RuleScope, number>> = { market: 0, strategy: 1, account: 2 };
const TEXT_OPERATORS: readonly RuleOperator[] = ['equal', 'notEqual', 'in', 'notIn'];

function factNamed(node: Node, scope: RuleScope, report: Report): FactSpec | null {
  const name = textOf(node) ?? '';
  const spec = FACTS_BY_NAME.get(name);
  if (spec === undefined) {
    report('fact', node, `there is no fact \`${name}\``, suggestion(name, FACTS.map((f) => f.name), 'docs/reference/facts.md lists them all'));
    return null;
  }
  if (WIDTH[spec.scope] < WIDTH[scope]) {
    report('factScope', node, `\`${name}\` describes one ${spec.scope}, and the rule is of scope \`${scope}\``, `use scope \`${spec.scope}\`, or a fact of the ${scope}`);
    return null;
  }
  return spec;
}

function windowIn(paramsOwner: Node, spec: FactSpec, report: Report): number | null {
  const node = child(child(paramsOwner, 'params'), 'window');
  if (node === undefined) return null;
  if (spec.window === null) {
    report('factWindow', node, `\`${spec.name}\` is not measured over a window`, 'remove `params`');
    return null;
  }
  const reading = duration.read(textOf(node) ?? '');
  return reading.ok ? reading.value : null;
}

interface ReadValue { readonly value: FactValue; readonly windowMs: number | null }

function valueIn(node: Node, spec: FactSpec, report: Report): ReadValue | null {
  const text = textOf(node);
  if (text === null) return null;
  if (spec.unit === 'text') return { value: text, windowMs: null };
  const reading = readWindowed(READERS[spec.unit], text);
  if (!reading.ok) {
    report('unit', node, `\`${spec.name}\` is a ${spec.unit}: ${reading.message}`, reading.remedy);
    return null;
  }
  const { value, windowMs } = reading.value;
  if (windowMs !== null && spec.window === null) {
    report('factWindow', node, `\`${spec.name}\` is not measured over a window`, `write \`${text.split(/\s+(?:per|over)\s+/)[0]}\``);
    return null;
  }
  if (windowMs !== null && (windowMs < 100 || windowMs > 86_400_000)) {
    report('range', node, `the window of \`${text}\` is out of range`, 'has to be between 100ms and 24h');
    return null;
  }
  if (spec.unit === 'fraction' && Math.abs(value) > 1) {
    report('range', node, `\`${text}\` can never be: \`${spec.name}\` lies within ±100%`, 'write a share between -100% and 100%');
    return null;
  }
  return { value, windowMs };
}

/** Null after reporting what is wrong. The node's shape has been checked before. */
export function comparison(node: MapNode, scope: RuleScope, report: Report): Condition | null {
  const factNode = child(node, 'fact');
  const valueNode = child(node, 'value');
  const operatorNode = child(node, 'operator');
  if (factNode === undefined || valueNode === undefined || operatorNode === undefined) return null;
  const spec = factNamed(factNode, scope, report);
  if (spec === null) return null;
  const operator = textOf(operatorNode) as RuleOperator;
  if (spec.unit === 'text' && !TEXT_OPERATORS.includes(operator)) {
    report('factOperator', operatorNode, `\`${operator}\` orders numbers, and \`${spec.name}\` is text`, `use ${TEXT_OPERATORS.map((o) => `\`${o}\``).join(', ')}`);
    return null;
  }
  const wantsList = operator === 'in' || operator === 'notIn';
  if (wantsList !== (valueNode.kind === 'list')) {
    report('factOperator', valueNode, wantsList ? `\`${operator}\` needs a list` : `\`${operator}\` compares with one value, not a list`, wantsList ? 'write `value: [ …, … ]`' : 'use `in` for a list');
    return null;
  }
  const ownWindow = windowIn(node, spec, report);
  const windowMs = (written: number | null): number | null => (spec.window === null ? null : (written ?? ownWindow ?? spec.window.defaultMs));

  if (valueNode.kind === 'map') {
    const otherNode = child(valueNode, 'fact');
    const other = otherNode === undefined ? null : factNamed(otherNode, scope, report);
    if (other === null || otherNode === undefined) return null;
    if (other.unit !== spec.unit) {
      report('factOperator', otherNode, `\`${spec.name}\` is a ${spec.unit} and \`${other.name}\` a ${other.unit}`, 'compare facts of one unit');
      return null;
    }
    const otherWindow = windowIn(valueNode, other, report);
    const right: FactRef = { fact: other.name, windowMs: other.window === null ? null : (otherWindow ?? other.window.defaultMs) };
    return { kind: 'compare', left: { fact: spec.name, windowMs: windowMs(null) }, operator, right };
  }
  const nodes = valueNode.kind === 'list' ? itemsOf(valueNode) : [valueNode];
  const values = nodes.map((item) => valueIn(item, spec, report));
  const windows = new Set(values.flatMap((value) => (value === null || value.windowMs === null ? [] : [value.windowMs])));
  if (ownWindow !== null) windows.add(ownWindow);
  if (windows.size > 1) {
    report('factWindow', valueNode, `two windows are written for \`${spec.name}\``, 'write the window once');
    return null;
  }
  const known = values.flatMap((value) => (value === null ? [] : [value.value]));
  const [first] = known;
  if (known.length !== values.length || first === undefined) return null;
  const [window = null] = windows;
  return { kind: 'compare', left: { fact: spec.name, windowMs: windowMs(window) }, operator, right: wantsList ? known : first };
}
