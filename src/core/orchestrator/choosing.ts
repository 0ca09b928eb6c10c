// How a strategy of the config in force chooses: its condition compiled over a fact vector of its own, its rank and terms.
// Made when the config is swapped; holds no state of any market.

import type { CompiledStrategy, RankBy } from '../../config/compiled-config.ts';
import { checkRule } from '../rules/check-rule.ts';
import { compileCondition, type Test } from '../rules/compile-condition.ts';
import type { FactReader } from '../rules/fact-reader.ts';
import { factsOf } from '../rules/facts-of.ts';
import type { FactSlot, RuleSet } from '../rules/rule-set.ts';
import { TRUE, type Truth } from '../rules/truth.ts';
import type { SelectionTerms } from './selection.ts';

export class Choosing {
  readonly rankBy: RankBy | null;
  readonly terms: SelectionTerms;
  /** Null unless the strategy trades a series. */
  readonly warmUpMs: number | null;
  /** False: whatever it includes is chosen. */
  readonly isSelective: boolean;
  /** Index = position in the vector. */
  readonly slots: readonly FactSlot[];
  readonly #where: Test | null;
  readonly #vector: Float64Array;

  /** `rules` gives texts their numbers: the readers of facts know no others. */
  constructor({ name, markets: { select, series }, active }: CompiledStrategy, rules: RuleSet) {
    this.rankBy = select?.rankBy ?? null;
    this.terms = { slots: active ?? Infinity, dwellMs: select?.dwellMs ?? 0, betterBy: select?.betterBy ?? 0 };
    this.warmUpMs = series?.warmUpMs ?? null;
    this.isSelective = active !== undefined || select !== undefined;
    const where = select?.where ?? null;
    if (where !== null) checkRule({ name: `where of ${name}`, scope: 'market', when: where, until: null, forMs: 0, cooldownMs: 0, whenUnknown: 'skip', then: [] });
    const slots: FactSlot[] = [];
    for (const { fact, windowMs } of where === null ? [] : factsOf(where)) {
      if (!slots.some((slot) => slot.fact === fact && slot.windowMs === windowMs)) slots.push({ fact, windowMs });
    }
    this.slots = slots;
    this.#where = where === null ? null : compileCondition(where, { slotOf: (fact) => this.slotOf(fact), textId: (text) => rules.textId(text) });
    this.#vector = new Float64Array(slots.length);
  }

  /** Where a fact that `where` asks about stands in the vector. */
  slotOf({ fact, windowMs }: FactSlot): number { return this.slots.findIndex((slot) => slot.fact === fact && slot.windowMs === windowMs); }

  /** Whether `where` holds for the market these readers are bound to. */
  holds(readers: readonly FactReader[]): Truth {
    if (this.#where === null) return TRUE;
    for (let i = 0; i < readers.length; i++) this.#vector[i] = readers[i]!();
    return this.#where(this.#vector);
  }
}
