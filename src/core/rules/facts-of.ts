// Every fact a condition asks about, left to right, as often as it asks.

import type { Condition, FactRef } from '../../config/compiled-config.ts';
import { isFactReference } from './is-fact-reference.ts';

export function factsOf(condition: Condition): readonly FactRef[] {
  if (condition.kind === 'not') return factsOf(condition.of);
  if (condition.kind !== 'compare') return condition.of.flatMap(factsOf);
  return isFactReference(condition.right) ? [condition.left, condition.right] : [condition.left];
}
