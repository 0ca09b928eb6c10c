// The terms of a market for tests, with what a test cares about in place of the usual.

import { price, size } from '../../core/domain/numbers.ts';
import { marketIds } from '../chain/market-ids.ts';
import type { MarketTerms } from './terms.ts';

export const madeUpTerms = (changed: Partial<MarketTerms> = {}): MarketTerms => ({
  id: '1', slug: 'made-up', question: 'Is it made up?', description: '', groupItemTitle: '', category: 'Weather', event: { id: '1', slug: 'made-up', title: 'Made up', negRiskMarketId: '', series: null },
  version: 'v1', negRisk: false, ids: marketIds('made-up', 'v1', false), outcomes: ['Yes', 'No'], tick: price(10_000), minSize: size(5_000_000),
  fee: { rate: 0.05, exponent: 1, rebateRate: 0.25, type: 'weather_fees' }, rewards: null, hasTakerDelay: false, listedAt: 0, startsAt: null, endsAt: 1, resolutionSource: '', participants: null, ...changed,
});
