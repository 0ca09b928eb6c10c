// A market that hedges, with the markets it hedges.

import type { HedgeTerms } from '../../config/compiled-config.ts';
import type { MarketState } from './market-state.ts';

export interface HedgeLink {
  readonly hedger: MarketState;
  readonly terms: HedgeTerms;
  readonly of: readonly MarketState[];
  /** Micro-shares of YES less NO that an earlier session left in hedged markets which this one has not listed: they are held all the same. */
  readonly unlisted: number;
}
