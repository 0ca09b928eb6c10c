// The book of one outcome as the venue writes it, best levels last, with the hash over it: SHA-1 of the compact JSON of
// this very object with an empty hash (checked against ten books captured over REST and 47 changes over the socket).

import { createHash } from 'node:crypto';
import type { LevelList } from '../../core/domain/events.ts';
import { MICROS } from '../../core/domain/numbers.ts';
import { decimalText } from '../micros.ts';
import type { OutcomeIndex, RehearsalMarket } from './market.ts';

export interface LevelText { readonly price: string; readonly size: string }

export interface BookSummary {
  readonly market: string;
  readonly asset_id: string;
  readonly timestamp: string;
  readonly hash: string;
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
  readonly min_order_size: string;
  readonly tick_size: string;
  readonly neg_risk: boolean;
  readonly last_trade_price: string;
  readonly version?: 'v2';
}

export function bookSummary(market: RehearsalMarket, outcome: OutcomeIndex, now: number): BookSummary {
  const { terms, lastTrade } = market;
  const summary = {
    market: terms.ids.conditionId, asset_id: market.tokenIds[outcome], timestamp: String(now), hash: '',
    bids: bestLast(market.levels(outcome, 'bid')), asks: bestLast(market.levels(outcome, 'ask')),
    min_order_size: decimalText(terms.minSize), tick_size: decimalText(market.tick), neg_risk: terms.negRisk,
    last_trade_price: lastTrade === null ? '' : lastTradeText(market, lastTrade.price),
    ...(terms.version === 'v2' ? { version: 'v2' as const } : {}),
  };
  return { ...summary, hash: createHash('sha1').update(JSON.stringify(summary)).digest('hex') };
}

/** With as many decimals as the tick has, as the venue writes this one price. */
export const lastTradeText = (market: RehearsalMarket, price: number): string => (price / MICROS).toFixed(Math.max(decimalText(market.tick).length - 2, 3));

function bestLast(levels: LevelList): readonly LevelText[] {
  const texts: LevelText[] = [];
  for (let i = levels.length - 2; i >= 0; i -= 2) texts.push({ price: decimalText(levels[i] ?? 0), size: decimalText(levels[i + 1] ?? 0) });
  return texts;
}
