// What the guards of `adverseSelection` share: that what they look at is not known yet, and that the operator wants all
// quotes out instead of those that would add.

import type { SharedSettings } from '../../../config/compiled-config.ts';
import type { AdverseSelectionSettings } from '../../../config/compiled-guards.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import { judgeFillRate } from './fill-rate.ts';
import { isFlowUnknown, judgeFlow } from './flow-imbalance.ts';
import type { GuardSpec } from './guard-spec.ts';
import { isMarkoutUnknown, judgeMarkout } from './markout-toxicity.ts';
import { judgeOneSidedFills } from './one-sided-fills.ts';
import { isVelocityUnknown, judgeVelocity } from './velocity.ts';

export const adverseSelection: GuardSpec = {
  name: 'adverse selection', protects: 'From quoting before flow and velocity are known, and, with `then: cancel-only`, from any fill while a guard of it holds.',
  keys: ['adverseSelection.then', 'adverseSelection.for'], codes: [CONSTRAINTS.adverseUnknown.code, CONSTRAINTS.adverseCancel.code],
  metric: 'whether each window was watched from end to end', unit: 'yes or no', clears: 'once all windows were watched; with the guard that holds, `for` after its last trip',
  provenance: 'architecture.md, Orders and money 6: missing data lowers permission; poly-maker cools off 30 s after an event', constant: 'structural',
};

export function judgeAdverseSelection(market: MarketState, settings: SharedSettings, now: number): number {
  const asked = settings.adverseSelection ?? null;
  if (asked === null) return 0;
  const bits = judgeVelocity(market, asked, now) | judgeFlow(market, asked, now) | judgeMarkout(market, asked, now) | judgeFillRate(market, asked, now) | judgeOneSidedFills(market, asked, now);
  const all = asked.then === 'cancel-only' && bits !== 0 ? bits | CONSTRAINTS.adverseCancel.bit : bits;
  return isUnknown(market, asked, now) ? all | CONSTRAINTS.adverseUnknown.bit : all;
}

const isUnknown = (market: MarketState, asked: AdverseSelectionSettings, now: number): boolean =>
  isVelocityUnknown(market, asked) || isFlowUnknown(market, asked, now) || isMarkoutUnknown(market, asked);
