// Markout toxicity: what fair value did after our own fills. Fills that are followed by moves against us are being picked
// off, whichever side they were on.

import type { AdverseSelectionSettings } from '../../../config/compiled-guards.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

/** Fewer fills than this prove nothing. placeholder: as for the flow of takers. */
const FEWEST_FILLS = 3;

export const markoutToxicity: GuardSpec = {
  name: 'markout toxicity', protects: 'From trading on with those who know where the price goes next.',
  keys: ['adverseSelection.markout', 'adverseSelection.for'], codes: [CONSTRAINTS.toxicFills.code],
  metric: 'fair value so long after our fills less their price, per share, over the fills of 300 s; judged from 3 fills on', unit: 'cents a share',
  clears: 'at 80 % of the threshold or nearer to 0, or when the fills have aged out, and `for` after it was last beyond',
  provenance: 'lessons of other makers, Quoting: markout 300 s of poly-maker; Risk defaults: adverse look-back 300 s', constant: 'placeholder: 3 fills and 300 s, to be fitted on the markouts of backtests',
};

export function judgeMarkout({ signals, hysteresis, judged }: MarketState, { markout: asked, forMs }: AdverseSelectionSettings, now: number): number {
  if (asked === null) return 0;
  const markout = signals.markout(asked.windowMs);
  const { bit } = CONSTRAINTS.toxicFills;
  // No fill, no harm: without any there is nothing to judge.
  const lost = markout.count() + markout.unknownCount() === 0 ? 0 : markout.count() < FEWEST_FILLS ? NaN : -markout.average();
  return hysteresis.holds(bit, (judged & bit) !== 0, lost, -asked.value, forMs, now) ? bit : 0;
}

/** Fills there were, and nothing priced them when their time came. */
export function isMarkoutUnknown({ signals }: MarketState, { markout: asked }: AdverseSelectionSettings): boolean {
  if (asked === null) return false;
  const markout = signals.markout(asked.windowMs);
  return markout.count() < FEWEST_FILLS && markout.unknownCount() >= FEWEST_FILLS;
}
