// The rules of one config generation, compiled: their conditions in executable form, the layout of the fact vector they read, and the
// numbers that stand for texts in it. Immutable but for texts met later; holds no state of any rule.

import type { CompiledRule, FactRef, RuleScope } from '../../config/compiled-config.ts';
import { checkRule } from './check-rule.ts';
import { compileCondition, type Test } from './compile-condition.ts';
import { ConditionTable } from './condition-table.ts';
import { factsOf } from './facts-of.ts';
import type { Truth } from './truth.ts';

/** Index = position in the vector. */
export interface FactSlot { readonly fact: string; readonly windowMs: number | null }

export class RuleSet {
  readonly rules: readonly CompiledRule[];
  /** Distinct (fact, window) pairs in the order of first use, rules in file order. */
  readonly slots: readonly FactSlot[];
  /** Indexes into `rules`, ascending. */
  readonly byScope: Readonly<Record<RuleScope, readonly number[]>>;
  /** The `when` of the rules of a scope, parallel to `byScope`. */
  readonly when: Readonly<Record<RuleScope, ConditionTable>>;
  /** Parallel to `rules`; asked only of rules in force. */
  readonly until: readonly (Test | null)[];
  readonly #slotByKey = new Map<string, number>();
  readonly #idByText = new Map<string, number>();
  readonly #texts: string[] = [];

  private constructor(rules: readonly CompiledRule[]) {
    const slots: FactSlot[] = [];
    const byScope: Record<RuleScope, number[]> = { market: [], strategy: [], account: [] };
    const names = new Set<string>();
    rules.forEach((rule, index) => {
      // State survives a reload by name, so two rules of one name would share it.
      if (names.has(rule.name)) throw new Error(`two rules are called '${rule.name}'`);
      names.add(rule.name);
      checkRule(rule);
      byScope[rule.scope].push(index);
      for (const { fact, windowMs } of [...factsOf(rule.when), ...(rule.until === null ? [] : factsOf(rule.until))]) {
        const key = slotKey(fact, windowMs);
        if (!this.#slotByKey.has(key)) this.#slotByKey.set(key, slots.push({ fact, windowMs }) - 1);
      }
    });
    const table = (scope: RuleScope): ConditionTable => new ConditionTable(byScope[scope].map((index) => rules[index]!.when), this);
    this.rules = rules;
    this.slots = slots;
    this.byScope = byScope;
    this.when = { market: table('market'), strategy: table('strategy'), account: table('account') };
    this.until = rules.map((rule) => (rule.until === null ? null : compileCondition(rule.until, this)));
  }

  static compile(rules: readonly CompiledRule[]): RuleSet {
    return new RuleSet(rules);
  }

  /** Whether the `when` of one rule holds, found the way the decision finds it. */
  truthOf(index: number, vector: Float64Array): Truth {
    const rule = this.rules[index];
    if (rule === undefined) throw new Error(`there is no rule ${index}`);
    return this.when[rule.scope].evaluate(vector)[this.byScope[rule.scope].indexOf(index)] as Truth;
  }

  /** Where a fact that some rule asks about stands in the vector. */
  slotOf({ fact, windowMs }: FactRef): number {
    const slot = this.#slotByKey.get(slotKey(fact, windowMs));
    if (slot === undefined) throw new Error(`no rule asks about '${fact}'`);
    return slot;
  }

  /** The number that stands for a text in the vector; the same for the same rules and order of calls. */
  textId(text: string): number {
    let id = this.#idByText.get(text);
    if (id === undefined) {
      id = this.#texts.push(text) - 1;
      this.#idByText.set(text, id);
    }
    return id;
  }

  /** The text that `textId` gave this number. */
  textOf(id: number): string {
    const text = this.#texts[id];
    if (text === undefined) throw new Error(`no text has the number ${id}`);
    return text;
  }
}

const slotKey = (fact: string, windowMs: number | null): string => `${fact} ${windowMs}`;
