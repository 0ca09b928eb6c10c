// Repeated fills on one side and none on the other: the price walks through our quotes. The side that is filled adds no
// more; what it brought in can be sold on the other.

import type { AdverseSelectionSettings } from '../../../config/compiled-guards.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const oneSidedFills: GuardSpec = {
  name: 'repeated one-sided fills', protects: 'The side that the price walks through.',
  keys: ['adverseSelection.oneSidedFills', 'adverseSelection.for'], codes: [CONSTRAINTS.oneSidedBid.code, CONSTRAINTS.oneSidedAsk.code, 'side-only-reduces'],
  metric: 'our fills of one side in the window while the other had none', unit: 'fills', clears: 'with a fill of the other side, or as the fills age out, and `for` after the count was last reached',
  provenance: 'lessons of other makers, What loses money 1: one side filled only in 100 of 165 windows, −17.1c a share', constant: 'placeholder: clearing at 80 % until trips are measured on recordings',
};

export function judgeOneSidedFills({ signals, hysteresis, judged }: MarketState, { oneSidedFills: asked, forMs }: AdverseSelectionSettings, now: number): number {
  if (asked === null) return 0;
  const fills = signals.fills(asked.windowMs);
  const bought = fills.up();
  const sold = fills.total() - bought;
  const { oneSidedBid, oneSidedAsk } = CONSTRAINTS;
  let bits = 0;
  if (hysteresis.holds(oneSidedBid.bit, (judged & oneSidedBid.bit) !== 0, sold === 0 ? bought : 0, asked.value - 1, forMs, now)) bits |= oneSidedBid.bit;
  if (hysteresis.holds(oneSidedAsk.bit, (judged & oneSidedAsk.bit) !== 0, bought === 0 ? sold : 0, asked.value - 1, forMs, now)) bits |= oneSidedAsk.bit;
  return bits;
}
