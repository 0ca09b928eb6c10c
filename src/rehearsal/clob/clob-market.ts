// A market in the order book's compact form. What is false is left out.

import { decimalNumber } from '../micros.ts';
import type { RehearsalMarket } from '../market/market.ts';

export function clobMarket(market: RehearsalMarket): unknown {
  const { terms, tokenIds } = market;
  const { rewards, fee } = terms;
  return {
    ...(rewards === null ? { r: null } : { r: { mi: rewards.minSize, ma: rewards.maxSpread, e: true, moas: rewards.minAgeS } }),
    t: terms.outcomes.map((outcome, index) => ({ t: tokenIds[index], o: outcome })),
    c: terms.ids.conditionId, mos: decimalNumber(terms.minSize), mts: decimalNumber(market.tick), mbf: 1_000, tbf: 1_000,
    ...(market.takesOrders ? { ao: true } : {}), ...(terms.negRisk ? { nr: true } : {}), cbos: true, aot: new Date(terms.listedAt).toISOString(),
    ...(terms.startsAt === null ? {} : { gst: new Date(terms.startsAt).toISOString() }), ...(terms.hasTakerDelay ? { itode: true } : {}), ibce: true,
    fd: { r: fee.rate, e: fee.exponent, to: true }, ...(terms.version === 'v2' ? { v: 'v2' } : {}),
  };
}
