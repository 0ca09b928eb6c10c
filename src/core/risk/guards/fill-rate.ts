// Fill velocity: being filled far more often than the market is quoted for means that the quotes are wrong.

import type { AdverseSelectionSettings } from '../../../config/compiled-guards.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const fillRate: GuardSpec = {
  name: 'fill velocity', protects: 'From a burst of fills at prices that someone knows to be wrong.',
  keys: ['adverseSelection.fillRate', 'adverseSelection.for'], codes: [CONSTRAINTS.fillRate.code],
  metric: 'our fills in the window, both sides', unit: 'fills', clears: 'well below the count, and `for` after it was last reached',
  provenance: 'lessons of other makers, What loses money 6: 14 fills in 4 minutes cost $22.70', constant: 'placeholder: clearing at 80 % until trips are measured on recordings',
};

export function judgeFillRate({ signals, hysteresis, judged }: MarketState, { fillRate: asked, forMs }: AdverseSelectionSettings, now: number): number {
  if (asked === null) return 0;
  const { bit } = CONSTRAINTS.fillRate;
  // The count itself trips, so the threshold is the one before it.
  return hysteresis.holds(bit, (judged & bit) !== 0, signals.fills(asked.windowMs).total(), asked.value - 1, forMs, now) ? bit : 0;
}
