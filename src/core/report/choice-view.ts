// Where a market stands among those of its strategy, and what its strategy's `where` sees in it now. For operators only.

import { traceCondition } from '../rules/explain.ts';
import { FACTS_BY_NAME } from '../rules/facts.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import type { ChoiceView, ConditionTrace } from '../views.ts';
import { dollars } from './units.ts';

export function choiceView({ lifecycleSince, choice, score, strategyState }: MarketState): ChoiceView {
  const rankBy = strategyState?.choosing.rankBy ?? null;
  return { since: lifecycleSince, rankBy, score: rankBy === null || Number.isNaN(score) ? null : shownAs(rankBy, score), why: strategyState === null ? null : choice };
}

const shownAs = (fact: string, value: number): number => (['price', 'cash'].includes(FACTS_BY_NAME.get(fact)?.unit ?? '') ? dollars(value) : value);

/** On the facts as they are now. */
export function whereTrace(core: CoreState, { strategy, strategyState, whereReaders }: MarketState): ConditionTrace | null {
  const where = strategy?.markets.select?.where ?? null;
  if (where === null || strategyState === null) return null;
  const { choosing } = strategyState;
  return traceCondition({ slotOf: (fact) => choosing.slotOf(fact), textId: (text) => core.rules.textId(text), textOf: (id) => core.rules.textOf(id) }, where, Float64Array.from(whereReaders, (read) => read()));
}
