// What the core is told of how an up/down market is decided: only where the venue says by which price of Chainlink, from when and
// to when. A candle of Binance opens and closes by trades that nobody passes on to us.

import type { ReferenceTerms } from '../../../core/domain/reference.ts';
import type { ResolutionTerms } from './resolution-terms.ts';

/** Null for a market that no price we can watch decides. */
export function referenceTerms({ by, symbol, windowSeconds, opensAt, closesAt, priceToBeat }: ResolutionTerms, [yes, no]: readonly [string, string]): ReferenceTerms | null {
  if ((by !== 'chainlink-twap' && by !== 'chainlink-spot') || yes !== 'Up' || no !== 'Down') return null;
  if (symbol === null || opensAt === null || closesAt === null || closesAt <= opensAt) return null;
  return { kind: 'up-down', symbol, startsAt: opensAt, endsAt: closesAt, windowSeconds, priceToBeat };
}
