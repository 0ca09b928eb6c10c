// A market that is quoted around a price outside is not quoted without that price, what it has to reach, or how much it moves.

import type { MarketState } from '../../state/market-state.ts';
import type { StrategySettings } from '../../strategies/resolve-strategy.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const reference: GuardSpec = {
  name: 'reference', protects: 'From quoting around a price outside that is old, or whose meaning for the market is not known.',
  keys: ['quote.fairValue', 'quote.reference.feed', 'quote.reference.symbol', 'quote.reference.volatility', 'quote.reference.maxAge'],
  codes: [CONSTRAINTS.noReference.code, CONSTRAINTS.referenceStale.code, CONSTRAINTS.priceToBeatUnknown.code, CONSTRAINTS.referenceUnmeasured.code],
  metric: 'age of the price by the stamp of its feed; whether the price to beat and the volatility are known', unit: 'seconds, yes or no', clears: 'at once, as soon as all of it is known again',
  provenance: 'lessons of other makers, What loses money 5 and 8: streams go silent while the socket stays up, and a fallback price becomes a trade', constant: 'placeholder: a price is taken to hold for 5 s, after the gaps of one recorded day',
};

/** A market that its strategy has left is worked off by its book. */
export const goesByReference = ({ strategy }: MarketState, { fairValueModel }: StrategySettings): boolean => fairValueModel === 'reference' && strategy !== null;

export const judgeReference = (market: MarketState, settings: StrategySettings): number => (goesByReference(market, settings) ? market.referenceGap : 0);
