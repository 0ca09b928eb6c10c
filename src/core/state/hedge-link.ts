// A market that hedges, with the markets it hedges.

import type { HedgeTerms } from '../../config/compiled-config.ts';
import type { MarketState } from './market-state.ts';

/** A strategy that hedges and has no listed market: what it hedges counts on a hedge that is not there. */
export interface AbsentHedge {
  readonly terms: HedgeTerms;
  readonly of: readonly MarketState[];
  /** Micro-shares that an earlier session left, of what is hedged and of what hedges. */
  readonly unlisted: number;
  readonly held: number;
}

export interface HedgeLink {
  readonly hedger: MarketState;
  readonly terms: HedgeTerms;
  readonly of: readonly MarketState[];
  /** Micro-shares of YES less NO that an earlier session left in hedged markets which this one has not listed: they are held all the same. */
  readonly unlisted: number;
}
