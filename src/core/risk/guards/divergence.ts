// Model divergence: our fair value against a reference that does not come from the same book. A model that is alone with
// its price is more likely wrong than early.

import type { SharedSettings } from '../../../config/compiled-config.ts';
import type { DivergenceSettings } from '../../../config/compiled-guards.ts';
import { MICROS } from '../../domain/numbers.ts';
import { FROM_REFERENCE, FROM_TRADES } from '../../domain/reference.ts';
import type { CoreState } from '../../state/core-state.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const divergence: GuardSpec = {
  name: 'model divergence', protects: 'From quoting around a price that trades, or a market on the same question, contradict.',
  keys: ['divergence.from', 'divergence.window', 'divergence.above', 'divergence.whenUnknown'], codes: [CONSTRAINTS.divergence.code, CONSTRAINTS.divergenceUnknown.code],
  metric: 'distance of fair value from the volume-weighted price of the trades in the window, from the fair value of the other market if its book is no older than that, or from what `quote.reference` makes of its price if that is no older', unit: 'cents',
  clears: 'at or below 80 % of `above`; an unknown reference as soon as it is known',
  provenance: 'lessons of other makers, What loses money 5: a ghost book of 0.01/0.99; Risk defaults: basis guard 0.75 %', constant: 'placeholder: clearing at 80 % until trips are measured on recordings',
};

export function judgeDivergence(core: CoreState, market: MarketState, settings: SharedSettings): number {
  const asked = settings.divergence ?? null;
  if (asked === null) return 0;
  const { hysteresis, judged, fairValue } = market;
  const { divergence: diverges, divergenceUnknown } = CONSTRAINTS;
  const reference = referenceOf(core, market, asked);
  // What was too far from a reference that is gone is compared with nothing: what that means is the operator's word.
  if (Number.isNaN(reference)) return asked.whenUnknown === 'stop' ? divergenceUnknown.bit : 0;
  const apart = Math.abs(fairValue - reference);
  return hysteresis.holds(diverges.bit, (judged & diverges.bit) !== 0, apart, asked.above, 0, core.now) ? diverges.bit : 0;
}

/** Micro-dollars; NaN while it is not known. A market is no reference for itself. */
function referenceOf(core: CoreState, market: MarketState, { from, windowMs }: DivergenceSettings): number {
  if (from === FROM_TRADES) {
    const paid = market.signals.paid(windowMs);
    const size = paid.total() - paid.up();
    return size === 0 ? NaN : (paid.up() / size) * MICROS;
  }
  if (from === FROM_REFERENCE) return market.reference !== null && core.now - market.reference.at <= windowMs ? market.referenceValue : NaN;
  const other = core.byName.get(from);
  if (other === undefined || other === market || other.awaitsBook || other.bookAt === null || core.now - other.bookAt > windowMs) return NaN;
  return other.fairValue;
}
