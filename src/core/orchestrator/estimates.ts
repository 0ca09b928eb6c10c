// What a market offers to a maker with the configured quotes: depth of others, the share of its rewards, what it may earn a
// day. Estimates from what is observed in the market itself; NaN where something they need is not known. Allocate nothing.

import { PAR } from '../domain/numbers.ts';
import type { OrderBook } from '../market/order-book.ts';
import { crowdScore, makerScore, orderScore } from '../market/reward-score.ts';
import { toPrice } from '../quoting/rounding.ts';
import type { ResolvedSettings } from '../quoting/resolve-settings.ts';
import type { MarketState } from '../state/market-state.ts';

/** From the best price of a side, micro-dollars. */
const LIQUIDITY_REACH = 50_000;

/** Midpoint between the best prices of others, micro-dollars. */
export function midpoint({ book }: MarketState): number {
  const bid = book.othersBidIndex();
  const ask = book.othersAskIndex();
  return bid < 0 || ask > book.top ? NaN : ((bid + ask) / 2) * book.tick;
}

/** As the venue reports it; where it does not, what others have put up within 5 cents of the best price of their side. Micro-dollars. */
export function liquidity(market: MarketState): number {
  const { book, publicFacts, instrument } = market;
  if (!Number.isNaN(publicFacts.reportedLiquidity)) return publicFacts.reportedLiquidity;
  if (market.bookAt === null || market.invalid !== null || instrument.isUnsized === true) return NaN;
  const bestBid = book.othersBidIndex();
  const bestAsk = book.othersAskIndex();
  const reach = Math.floor(LIQUIDITY_REACH / book.tick);
  let sum = 0;
  for (let i = bestBid; i >= 0 && i >= bestBid - reach; i--) sum += i * book.tick * (book.othersBidSize(i) / PAR);
  for (let i = bestAsk; i <= book.top && i <= bestAsk + reach; i++) sum += (PAR - i * book.tick) * (book.othersAskSize(i) / PAR);
  return sum;
}

/** Micro-dollars a day and market; NaN where the venue pays nothing, or does not say. */
export const rewardsDaily = ({ instrument }: MarketState): number => instrument.rewards?.daily ?? NaN;

const ours = { one: 0, two: 0 };
const others = { one: 0, two: 0 };

/** Our part of the reward pool, 0 … 1, with every configured layer standing on both sides around the midpoint of others. */
export function rewardShare(market: MarketState): number {
  const { settings, book, instrument } = market;
  const { rewards } = instrument;
  if (settings?.kind !== 'market-maker' || rewards === undefined || market.invalid !== null) return NaN;
  const { maxSpread, minSize } = rewards;
  const mid = midpointOfSize(book, minSize);
  if (Number.isNaN(mid)) return NaN;
  ours.one = ours.two = others.one = others.two = 0;
  let size = settings.quote.size;
  for (let layer = 0; layer < settings.quote.layers.count; layer++) {
    if (size >= minSize) {
      ours.one += orderScore(maxSpread, mid - quotedAt(settings, market, 'bid', mid, layer), size);
      ours.two += orderScore(maxSpread, quotedAt(settings, market, 'ask', mid, layer) - mid, size);
    }
    size *= settings.quote.layers.sizeGrowth;
  }
  for (let i = book.othersBidIndex(); i > 0 && mid - i * book.tick < maxSpread; i--) {
    const standing = book.othersBidSize(i);
    if (standing >= minSize) others.one += orderScore(maxSpread, Math.abs(mid - i * book.tick), standing);
  }
  for (let i = book.othersAskIndex(); i < book.top && i * book.tick - mid < maxSpread; i++) {
    const standing = book.othersAskSize(i);
    if (standing >= minSize) others.two += orderScore(maxSpread, Math.abs(i * book.tick - mid), standing);
  }
  const score = makerScore(ours, mid);
  return score === 0 ? 0 : score / (score + crowdScore(others, mid));
}

/** Reward of a day over the capital that the configured quotes tie up; a fraction. */
export function rewardPerDollar(market: MarketState): number {
  return (rewardsDaily(market) * rewardShare(market)) / capitalNeeded(market);
}

/**
 * Micro-dollars a day: what public trades left to makers a minute later × our part of what stands at the touch + our part of
 * the rewards where the venue states them. An estimate of places kept, not of a queue: it flatters a quote that stands
 * behind the touch.
 */
export function expectedEarnings(market: MarketState, now: number): number {
  const earned = market.publicFacts.prints.earningsPerDay(now) * touchShare(market);
  return market.instrument.rewards === undefined ? earned : earned + rewardsDaily(market) * rewardShare(market);
}

/** Our first layer over what stands at the best prices with it, both sides together. */
function touchShare({ settings, book, instrument }: MarketState): number {
  const bid = book.othersBidIndex();
  const ask = book.othersAskIndex();
  if (settings?.kind !== 'market-maker' || bid < 0 || ask > book.top || instrument.isUnsized === true) return NaN;
  const own = 2 * settings.quote.size;
  return own / (own + book.othersBidSize(bid) + book.othersAskSize(ask));
}

/** Micro-dollars: every layer of both sides filled. */
function capitalNeeded(market: MarketState): number {
  const { settings } = market;
  const mid = midpoint(market);
  if (settings?.kind !== 'market-maker' || Number.isNaN(mid)) return NaN;
  let sum = 0;
  let size = settings.quote.size;
  for (let layer = 0; layer < settings.quote.layers.count; layer++) {
    sum += (size / PAR) * (quotedAt(settings, market, 'bid', mid, layer) + PAR - quotedAt(settings, market, 'ask', mid, layer));
    size *= settings.quote.layers.sizeGrowth;
  }
  return sum;
}

function quotedAt({ halfSpread, step }: ResolvedSettings, { instrument }: MarketState, side: 'bid' | 'ask', mid: number, layer: number): number {
  const distance = halfSpread + layer * step;
  return toPrice(side, side === 'bid' ? mid - distance : mid + distance, instrument.tick);
}

/** Between the best prices of others at which at least `size` stands: smaller orders set no midpoint for the rewards. */
function midpointOfSize(book: OrderBook, size: number): number {
  let bid = book.othersBidIndex();
  while (bid >= 0 && book.othersBidSize(bid) < size) bid--;
  let ask = book.othersAskIndex();
  while (ask <= book.top && book.othersAskSize(ask) < size) ask++;
  return bid < 0 || ask > book.top ? NaN : ((bid + ask) / 2) * book.tick;
}
