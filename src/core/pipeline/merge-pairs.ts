// Pairs of YES and NO are a dollar each: where the venue does not net them by itself they are merged at par, the cheapest way
// out of both. One merge at a time and market; tokens under way or promised to an order are not merged again.

import type { Size } from '../domain/numbers.ts';
import { allows } from '../domain/permission.ts';
import { toSize } from '../quoting/rounding.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { freeTokens } from './request.ts';
import { begin } from './token-operations.ts';

export function mergePairs(core: CoreState, market: MarketState): void {
  const { instrument, position } = market;
  if (instrument.canMerge !== true || market.operation !== null) return;
  if (position.yes === 0 || position.no === 0) market.keptPairs = 0;
  if (position.yes === 0 || position.no === 0 || market.settledAt !== null || core.now < market.operateAgainAt || !allows(market.permission, 'cancel-only')) return;
  if (!market.venue.holdingsReconciled) return;
  // What of them was sold is no pair any more.
  market.keptPairs = Math.min(market.keptPairs, position.yes, position.no);
  const size = toSize(freePairs(core, market) - market.keptPairs, instrument.lot);
  if (size >= instrument.minSize) begin(core, market, { kind: 'merge', size });
}

/** Pairs that nothing else counts on. */
export function freePairs(core: CoreState, market: MarketState): Size {
  const live = core.orders.live(market.instrument.id);
  return toSize(Math.min(freeTokens(market, live, 'yes'), freeTokens(market, live, 'no')), market.instrument.lot);
}
