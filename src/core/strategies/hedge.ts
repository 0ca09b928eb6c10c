// Hedge: holds a market at what the positions of others ask for. It trades only while it is off by more than its band, then the
// whole difference: taken within the collar, and what that leaves rests. It never goes past what is needed.

import type { HedgeTerms } from '../../config/compiled-config.ts';
import type { Ladder } from '../quoting/ladder.ts';
import type { ExplanationStep } from '../views.ts';
import { takeAndRest, wholeSlice, type WorkInput } from './take-and-rest.ts';

const shown = (micros: number): number => Math.round(micros / 1e4) / 100;

/** `need`, `position`: micro-shares of YES less NO. Fills `ladder`; returns what may be live: above 0 bids, below 0 asks. */
export function hedgeQuotes(terms: HedgeTerms, need: number, position: number, input: WorkInput, ladder: Ladder, trace: ExplanationStep[] | null): number {
  const gap = need - position;
  const off = Math.abs(gap);
  const size = off > terms.band ? wholeSlice(off, off, input.instrument) : 0;
  if (size > 0) takeAndRest(gap > 0 ? 'bid' : 'ask', size, size, input, ladder);
  trace?.push({ step: 'hedge', effect: `${shown(need)} shares needed against the markets hedged, ${shown(position)} held: ${whatIsDone(terms, gap, size)}`, values: { needShares: shown(need), heldShares: shown(position), bandShares: shown(terms.band) } });
  return gap > 0 ? size : -size;
}

function whatIsDone({ band, collar }: HedgeTerms, gap: number, size: number): string {
  if (size > 0) return `${gap > 0 ? 'buys' : 'sells'} ${shown(size)}, taking at most ${shown(collar * 100)}c beyond fair value, fee included`;
  return Math.abs(gap) > band ? 'off by less than the venue takes as an order' : `off by no more than the band of ${shown(band)}, nothing is traded`;
}
