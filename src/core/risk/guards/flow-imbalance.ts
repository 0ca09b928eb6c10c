// Trade-flow imbalance: takers who all want the same run over the side that they take from. That side adds nothing; it may
// still reduce, and the other side goes on: it stands where the price is coming from.

import type { AdverseSelectionSettings } from '../../../config/compiled-guards.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

/** Fewer trades than this lean nowhere. placeholder: the Turbine SDK maker asks for 3 fills. */
const FEWEST_TRADES = 3;

export const flowImbalance: GuardSpec = {
  name: 'trade-flow imbalance', protects: 'The side that one-sided takers run over.',
  keys: ['adverseSelection.flowImbalance', 'adverseSelection.for'], codes: [CONSTRAINTS.flowBid.code, CONSTRAINTS.flowAsk.code, 'side-only-reduces'],
  metric: 'taker volume of one direction less the other, over their sum; 0 with fewer than 3 trades', unit: 'share', clears: 'at or below 80 % of the threshold, and `for` after it was last above',
  provenance: 'lessons of other makers, Quoting: the Turbine SDK maker, 0.80 over 30 s with at least 3 fills', constant: 'placeholder: 3 trades, clearing at 80 %; to be fitted on markouts of fills by flow before them',
};

export function judgeFlow({ signals, hysteresis, judged }: MarketState, { flowImbalance: asked, forMs }: AdverseSelectionSettings, now: number): number {
  if (asked === null) return 0;
  const flow = signals.flow(asked.windowMs);
  const lean = !flow.isKnown(now) ? NaN : signals.trades(asked.windowMs).total() < FEWEST_TRADES ? 0 : flow.lean();
  const { flowBid, flowAsk } = CONSTRAINTS;
  let bits = 0;
  if (hysteresis.holds(flowBid.bit, (judged & flowBid.bit) !== 0, -lean, asked.value, forMs, now)) bits |= flowBid.bit;
  if (hysteresis.holds(flowAsk.bit, (judged & flowAsk.bit) !== 0, lean, asked.value, forMs, now)) bits |= flowAsk.bit;
  return bits;
}

export const isFlowUnknown = ({ signals }: MarketState, { flowImbalance: asked }: AdverseSelectionSettings, now: number): boolean =>
  asked !== null && !signals.flow(asked.windowMs).isKnown(now);
