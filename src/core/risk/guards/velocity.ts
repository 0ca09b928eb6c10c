// Price velocity: fair value that jumps tells that someone knows more. It says little of which way it goes next, so
// neither side adds.

import type { AdverseSelectionSettings } from '../../../config/compiled-guards.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const velocity: GuardSpec = {
  name: 'price velocity', protects: 'From adding while fair value jumps, either way.',
  keys: ['adverseSelection.velocity', 'adverseSelection.for'], codes: [CONSTRAINTS.velocity.code],
  metric: 'distance fair value moved over the window', unit: 'cents', clears: 'at or below 80 % of the threshold, and `for` after it was last above',
  provenance: 'lessons of other makers, What loses money 6 and 10; the C++ Kalshi maker fades 500 ms on a jump of 3c', constant: 'placeholder: clearing at 80 % until trips are measured on recordings',
};

export function judgeVelocity({ signals, hysteresis, judged }: MarketState, { velocity: asked, forMs }: AdverseSelectionSettings, now: number): number {
  if (asked === null) return 0;
  const { bit } = CONSTRAINTS.velocity;
  const moved = Math.abs(signals.fair(asked.windowMs).move());
  return hysteresis.holds(bit, (judged & bit) !== 0, moved, asked.value, forMs, now) ? bit : 0;
}

export const isVelocityUnknown = ({ signals }: MarketState, { velocity: asked }: AdverseSelectionSettings): boolean =>
  asked !== null && Number.isNaN(signals.fair(asked.windowMs).move());
