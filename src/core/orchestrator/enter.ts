// The only way a market goes from one part of its life to another: along the table, said aloud with the reason.

import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { holdsSlot, mayFollow, type Lifecycle } from './lifecycle.ts';

/** `why` in a few words, for operators. Throws where the table has no such edge: that is a fault of the program. */
export function enter(core: CoreState, market: MarketState, to: Lifecycle, why: string): void {
  const from = market.lifecycle;
  if (from === to) return;
  if (!mayFollow(from, to)) throw new Error(`${market.instrument.name} cannot go from ${from} to ${to} (${why})`);
  // A halt takes nobody's place away, nor that of one which nobody had to choose.
  if (to === 'halted' && holdsSlot(from) && Number.isNaN(market.chosenSince)) market.chosenSince = market.lifecycleSince;
  market.lifecycle = to;
  market.lifecycleSince = core.now;
  if (!holdsSlot(to)) {
    if (to !== 'halted') market.chosenSince = NaN;
    market.awaitsTurn = false;
  }
  // A slot became free, or there is one more to choose from.
  if (holdsSlot(from) !== holdsSlot(to) || to === 'candidate') core.chooseAt = 0;
  core.touch(market);
  core.notices.push({ type: 'LifecycleChanged', ts: core.now, market: market.instrument.id, from, to, why });
}
