// What our resting orders earn by the venue's formula, reckoned once a minute from the list of open orders and the displayed
// books. Others are known as books alone: each counts as the makers who would score most (see core/market/reward-score.ts), so
// that a share is never flattered. A book that is not to be trusted, or terms that are not known, earn nothing.

import type { RewardTerms } from '../../../core/domain/instrument.ts';
import { MICROS } from '../../../core/domain/numbers.ts';
import { poolShare, type ScoredOrder } from '../../../core/market/reward-score.ts';
import type { ListedMarket } from '../account/trade-book.ts';
import type { YesLevels } from '../feed/yes-terms.ts';
import type { ListedOrder } from '../rest/decode-orders.ts';

/** A programme that is on: what an order has to be, and how long it has to have stood. */
export interface RewardProgrammeTerms extends RewardTerms { readonly minAgeMs: number }

export interface SampledMarket {
  readonly market: ListedMarket['market'];
  readonly displayed: YesLevels;
  readonly orders: readonly ListedOrder[];
  readonly terms: RewardProgrammeTerms;
}

const MINUTES_A_DAY = 1_440;

/** Micro-dollars of this minute, with fractions. */
export function minuteOf({ market, displayed, orders, terms }: SampledMarket, now: number): number {
  const own = orders.map((order) => ({ order: inYesTerms(order, market.yesId), at: order.createdAt }));
  const all = own.map(({ order }) => order);
  const scoring = own.filter(({ at }) => now - at >= terms.minAgeMs).map(({ order }) => order);
  const share = poolShare({ bids: withoutOurs(displayed.bids, all, 'bid'), asks: withoutOurs(displayed.asks, all, 'ask'), own: all, scoring, settings: terms });
  return (share * terms.daily) / MINUTES_A_DAY;
}

function inYesTerms({ tokenId, action, price, size, matched }: ListedOrder, yesId: string): ScoredOrder {
  const isYes = tokenId === yesId;
  return { side: (action === 'buy') === isYes ? 'bid' : 'ask', price: isYes ? price : MICROS - price, size: Math.max(0, size - matched) };
}

function withoutOurs(levels: readonly number[], own: readonly ScoredOrder[], side: ScoredOrder['side']): readonly number[] {
  const others: number[] = [];
  for (let i = 0; i < levels.length; i += 2) {
    const price = levels[i] as number;
    const ours = own.reduce((sum, order) => (order.side === side && order.price === price ? sum + order.size : sum), 0);
    others.push(price, Math.max(0, (levels[i + 1] as number) - ours));
  }
  return others;
}
