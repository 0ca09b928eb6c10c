// The guards of one market, each asked once a decision. The word `guard` is what they answer; the lowest permission counts,
// so their order does not matter.

import type { CoreState } from '../../state/core-state.ts';
import type { MarketState } from '../../state/market-state.ts';
import { judgeAdverseSelection } from './adverse-selection.ts';
import { judgeDivergence } from './divergence.ts';
import { judgeExtremes } from './extremes.ts';
import { judgePosition } from './position-limit.ts';
import { judgeReference } from './reference.ts';
import { judgeStopLoss } from './stop-loss.ts';
import { judgeVolatility } from './volatility.ts';

/** Allocates nothing. Bits of the word `guard`; of a market without a strategy only what hangs on its hedge. */
export function marketGuards(core: CoreState, market: MarketState): number {
  const { settings } = market;
  if (settings === null) return market.unhedgedBits;
  const { now } = core;
  return market.unhedgedBits | judgeStopLoss(market, settings) | judgePosition(market, settings) | judgeExtremes(market, settings)
    | judgeVolatility(market, settings, now) | judgeAdverseSelection(market, settings, now) | judgeDivergence(core, market, settings) | judgeReference(market, settings);
}
