// Markets and events as the discovery API describes them, with its habit of writing lists as text.

import { CONTRACTS } from '../chain/contracts.ts';
import type { RehearsalMarket } from '../market/market.ts';
import { lastTradeText } from '../market/book-summary.ts';
import { decimalNumber } from '../micros.ts';
import type { EventTerms } from '../market/terms.ts';

/** ISO without milliseconds. */
const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

function marketFacts(market: RehearsalMarket): Record<string, unknown> {
  const { terms } = market;
  const bid = market.best(0, 'bid');
  const ask = market.best(0, 'ask');
  const yes = market.paid ?? Math.round(market.midpoint() * 1e4) / 1e4;
  const liquidity = decimalNumber(standing(market));
  const volume = decimalNumber(market.volume);
  return {
    id: terms.id, question: terms.question, conditionId: terms.ids.conditionId, slug: terms.slug, resolutionSource: terms.resolutionSource, ...ending(terms.endsAt), startDate: iso(terms.listedAt),
    liquidity: String(liquidity), description: terms.description, outcomes: JSON.stringify(terms.outcomes), outcomePrices: JSON.stringify([String(yes), String(Math.round((1 - yes) * 1e4) / 1e4)]),
    volume: String(volume), active: true, closed: !market.isOpen, archived: false, restricted: false, questionID: terms.ids.questionId, enableOrderBook: true,
    orderPriceMinTickSize: decimalNumber(market.tick), orderMinSize: decimalNumber(terms.minSize), volumeNum: volume, liquidityNum: liquidity,
    ...(terms.startsAt === null ? {} : { eventStartTime: iso(terms.startsAt) }), volume24hr: volume, volume24hrClob: volume, liquidityClob: liquidity, clobTokenIds: JSON.stringify(terms.ids.clobTokenIds),
    ...(terms.version === 'v2' ? { positionIds: terms.ids.positionIds } : {}), version: terms.version, makerBaseFee: 1_000, takerBaseFee: 1_000, acceptingOrders: market.takesOrders, acceptingOrdersTimestamp: iso(terms.listedAt),
    negRisk: terms.negRisk, ...(terms.negRisk ? { negRiskMarketID: terms.event.negRiskMarketId } : {}), groupItemTitle: terms.groupItemTitle, competitive: 0.9,
    rewardsMinSize: terms.rewards?.minSize ?? 0, rewardsMaxSpread: terms.rewards?.maxSpread ?? 0,
    clobRewards: terms.rewards === null ? [] : [{ id: terms.id, conditionId: terms.ids.conditionId, assetAddress: CONTRACTS.collateral, rewardsAmount: 0, rewardsDailyRate: terms.rewards.daily, startDate: iso(terms.listedAt).slice(0, 10), endDate: '2500-12-31' }],
    ...(bid === null ? {} : { bestBid: decimalNumber(bid) }), ...(ask === null ? {} : { bestAsk: decimalNumber(ask) }), ...(bid === null || ask === null ? {} : { spread: decimalNumber(ask - bid) }),
    ...(market.lastTrade === null ? {} : { lastTradePrice: Number(lastTradeText(market, market.lastTrade.price)) }), feesEnabled: terms.fee.rate > 0, feeType: terms.fee.type,
    feeSchedule: { exponent: terms.fee.exponent, rate: terms.fee.rate, takerOnly: true, rebateRate: terms.fee.rebateRate }, secondsDelay: 0, umaResolutionStatus: market.isOpen ? '' : 'resolved',
    ...(terms.event.series === null ? {} : { cryptoMarketConfig: { id: 'btc-5m-twap-60', asset: 'btc', duration: '5m', twapEnabled: true, twapLookbackSeconds: 60 } }),
  };
}

/** Left out where nobody says when. */
const ending = (endsAt: number | null): Record<string, unknown> => (endsAt === null ? {} : { endDate: iso(endsAt), endDateIso: iso(endsAt).slice(0, 10) });

/** Dollars in both sides of the book. */
function standing(market: RehearsalMarket): number {
  let sum = 0;
  for (const side of ['bid', 'ask'] as const) {
    const levels = market.engine.levels(side);
    for (let i = 0; i < levels.length; i += 2) sum += Math.round(((levels[i] ?? 0) / 1e6) * (levels[i + 1] ?? 0));
  }
  return sum;
}

function gammaEventFacts(event: EventTerms, markets: readonly RehearsalMarket[]): Record<string, unknown> {
  const volume = decimalNumber(markets.reduce((sum, market) => sum + market.volume, 0));
  const listedAt = Math.min(...markets.map(({ terms }) => terms.listedAt));
  const endings = markets.map(({ terms }) => terms.endsAt).filter((endsAt) => endsAt !== null);
  const [first] = markets;
  const startsAt = first?.terms.startsAt ?? null;
  return {
    id: event.id, ticker: event.slug, slug: event.slug, title: event.title, description: first?.terms.description ?? '', startDate: iso(listedAt), creationDate: iso(listedAt), ...(endings.length === 0 ? {} : { endDate: iso(Math.max(...endings)) }),
    active: true, closed: markets.every(({ isOpen }) => !isOpen), archived: false, new: false, featured: false, restricted: false, volume, volume24hr: volume,
    liquidity: decimalNumber(markets.reduce((sum, market) => sum + standing(market), 0)), enableOrderBook: true, negRisk: event.negRiskMarketId !== '', ...(event.negRiskMarketId === '' ? {} : { negRiskMarketID: event.negRiskMarketId }),
    enableNegRisk: event.negRiskMarketId !== '', negRiskAugmented: false, ...(startsAt === null ? {} : { startTime: iso(startsAt) }),
    ...(event.series === null ? {} : { seriesSlug: event.series, series: [{ id: '10684', ticker: event.series, slug: event.series, title: 'BTC Up or Down 5m', recurrence: '5m' }] }),
    tags: first === undefined ? [] : [{ id: '1', label: first.terms.category, slug: first.terms.category.toLowerCase() }],
  };
}

type Metadata = Readonly<Record<string, number>> | null;
const withMetadata = (metadata: Metadata): Record<string, unknown> => (metadata === null ? {} : { eventMetadata: metadata });

/** With its event around it. */
export const gammaMarket = (market: RehearsalMarket, metadata: Metadata): Record<string, unknown> =>
  ({ ...marketFacts(market), events: [{ ...gammaEventFacts(market.terms.event, [market]), ...withMetadata(metadata) }] });

export const gammaEvent = (event: EventTerms, markets: readonly RehearsalMarket[], metadata: Metadata): Record<string, unknown> =>
  ({ ...gammaEventFacts(event, markets), markets: markets.map(marketFacts), ...withMetadata(metadata) });

