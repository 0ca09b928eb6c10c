// A market as Gamma describes one that can be traded, for tests that change one thing about it.

import { decodeGammaMarket, type GammaMarket } from '../wire/gamma.ts';
import type { GetJson, JsonAnswer } from './get-json.ts';

export const START = Date.UTC(2026, 7, 22, 16);
export const UPDOWN_SLUG = `btc-updown-5m-${START / 1_000}`;

export const gammaJson = (over: object = {}): object => ({
  id: '1', slug: 'rain', question: 'Rain?', conditionId: `0x${'ab'.repeat(32)}`, version: 'v1', outcomes: '["Yes", "No"]', clobTokenIds: '["11", "12"]', positionIds: ['21', '22'],
  active: true, closed: false, acceptingOrders: true, enableOrderBook: true, endDate: '2027-01-01T00:00:00Z', negRisk: false, orderPriceMinTickSize: 0.01, orderMinSize: 5,
  liquidityNum: 15344.9, volume24hr: 1200.5, feesEnabled: true, feeSchedule: { exponent: 1, rate: 0.07, takerOnly: true, rebateRate: 0.2 },
  rewardsMinSize: 50, rewardsMaxSpread: 4.5, clobRewards: [{ assetAddress: '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174', rewardsDailyRate: 5, startDate: '2026-03-01', endDate: '2500-12-31' }],
  events: [{ slug: 'weather', negRiskAugmented: false }], ...over,
});
export const updownJson = (startsAt: number, over: object = {}): object => gammaJson({
  slug: `btc-updown-5m-${startsAt / 1_000}`, outcomes: '["Up", "Down"]', eventStartTime: new Date(startsAt).toISOString(), endDate: new Date(startsAt + 300_000).toISOString(),
  resolutionSource: 'https://data.chain.link/streams/btc-usd-twap-60s-streams', ...over,
});

export function gammaMarket(over: object = {}): GammaMarket {
  const market = decodeGammaMarket(gammaJson(over));
  if (market.kind !== 'market') throw new Error(market.reason);
  return market;
}

/** Gamma with these answers by path; all else is not found. */
export class FakeGamma {
  readonly asked: string[] = [];
  readonly answers = new Map<string, JsonAnswer>();
  readonly getJson: GetJson = (path) => {
    this.asked.push(path);
    return Promise.resolve(this.answers.get(path) ?? { kind: 'not-found' });
  };
  has(path: string, body: unknown): this {
    this.answers.set(path, { kind: 'ok', body });
    return this;
  }
}
