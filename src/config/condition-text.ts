// Compiled conditions and outcomes in words, names put in place: what `show` and the plan print of a rule.

import { FACTS_BY_NAME, type FactUnit } from '../core/rules/facts.ts';
import type { Condition, FactRef, FactValue, RuleOutcome } from './compiled-config.ts';
import { writeCash, writeDistance, writeDuration, writeFactor, writePercent, writePrice, writeSize } from './write-units.ts';

const WRITERS: Readonly<Record<FactUnit, (value: number) => string>> = {
  price: writePrice, size: writeSize, cash: writeCash, fraction: writePercent, count: String, hours: String,
  duration: writeDuration, text: String,
};

const refText = (ref: FactRef): string => (ref.windowMs === null ? ref.fact : `${ref.fact} over ${writeDuration(ref.windowMs)}`);
const isRef = (right: FactValue | readonly FactValue[] | FactRef): right is FactRef => typeof right === 'object' && 'fact' in right;

export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
    case 'any': return `${condition.kind}(${condition.of.map(conditionText).join(', ')})`;
    case 'not': return `not(${conditionText(condition.of)})`;
    case 'compare': {
      const { left, operator, right } = condition;
      if (isRef(right)) return `${refText(left)} ${operator} ${refText(right)}`;
      const unit = FACTS_BY_NAME.get(left.fact)?.unit ?? 'text';
      const value = (one: FactValue): string => (typeof one === 'string' ? one : WRITERS[unit](one));
      return `${refText(left)} ${operator} ${typeof right === 'object' ? `[${right.map(value).join(', ')}]` : value(right)}`;
    }
  }
}

const outcomeText = (outcome: RuleOutcome): string => {
  switch (outcome.kind) {
    case 'permission': return `permission ${outcome.permission}`;
    case 'pull': return `pull ${outcome.side}`;
    case 'widen': return `widen ${writeFactor(outcome.factor)}`;
    case 'shrink': return `shrink ${writePercent(outcome.factor)}`;
    case 'shift': return `shift ${writeDistance(outcome.by)}`;
    case 'liquidate': return `liquidate ${outcome.stage}`;
    case 'alert': return `alert ${outcome.severity}`;
  }
};

export const outcomesText = (outcomes: readonly RuleOutcome[]): string => outcomes.map(outcomeText).join(', ');
