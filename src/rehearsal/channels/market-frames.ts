// The frames of the market channel, key by key as captured from the venue.

import { PAR } from '../../core/domain/numbers.ts';
import type { Side } from '../../core/domain/side.ts';
import { bookSummary } from '../market/book-summary.ts';
import type { OutcomeIndex, RehearsalMarket, ToldChange } from '../market/market.ts';
import { decimalText } from '../micros.ts';
import { transactionHashOf } from '../trading/settlement.ts';
import type { Trade } from '../trading/trade.ts';

const OUTCOMES: readonly OutcomeIndex[] = [0, 1];
const mirrored = (side: Side): Side => (side === 'bid' ? 'ask' : 'bid');

/** On subscription. */
export function snapshot(market: RehearsalMarket, outcome: OutcomeIndex, now: number): unknown {
  const { market: condition, asset_id, timestamp, hash, bids, asks, tick_size, last_trade_price } = bookSummary(market, outcome, now);
  return { market: condition, asset_id, timestamp, hash, bids, asks, tick_size, event_type: 'book', last_trade_price };
}

/** After a match, in another order of keys and without the two facts that a snapshot has. */
export function bookAfterTrade(market: RehearsalMarket, outcome: OutcomeIndex, now: number): unknown {
  const { market: condition, asset_id, bids, asks, hash, timestamp } = bookSummary(market, outcome, now);
  return { market: condition, asset_id, bids, asks, hash, timestamp, event_type: 'book' };
}

/** The venue tells of what a taker leaves standing before it tells of what he took. */
function restFirst(changes: readonly ToldChange[], isTraded: boolean): readonly ToldChange[] {
  const rest = changes.at(-1);
  return isTraded && rest !== undefined && rest.side !== changes[0]?.side ? [rest, ...changes.slice(0, -1)] : changes;
}

/** One for each level, with both outcomes; all of one request's with the hash and the best prices of the book as it stays. */
export function priceChanges(market: RehearsalMarket, changes: readonly ToldChange[], isTraded: boolean, now: number): readonly unknown[] {
  const hashes = OUTCOMES.map((outcome) => bookSummary(market, outcome, now).hash);
  const bests = OUTCOMES.map((outcome) => ({ best_bid: decimalText(market.best(outcome, 'bid') ?? 0), best_ask: decimalText(market.best(outcome, 'ask') ?? PAR) }));
  return restFirst(changes, isTraded).map(({ side, price, total, outcome: first }) => ({
    market: market.terms.ids.conditionId,
    price_changes: (first === 0 ? OUTCOMES : OUTCOMES.toReversed()).map((outcome) => ({
      asset_id: market.tokenIds[outcome], price: decimalText(outcome === 0 ? price : PAR - price), size: decimalText(total),
      side: (outcome === 0 ? side : mirrored(side)) === 'bid' ? 'BUY' : 'SELL', hash: hashes[outcome], ...bests[outcome],
    })),
    timestamp: String(now), event_type: 'price_change',
  }));
}

export function lastTrade(trade: Trade, now: number): unknown {
  const { market, taker } = trade;
  return {
    asset_id: market.tokenIds[taker.outcome], event_type: 'last_trade_price', fee_rate_bps: '0', market: market.terms.ids.conditionId, price: decimalText(taker.price),
    side: taker.side, size: decimalText(taker.size), timestamp: String(now), transaction_hash: transactionHashOf(trade),
  };
}

export const tickSizeChange = (market: RehearsalMarket, outcome: OutcomeIndex, before: number, now: number): unknown => ({
  event_type: 'tick_size_change', asset_id: market.tokenIds[outcome], market: market.terms.ids.conditionId, old_tick_size: decimalText(before), new_tick_size: decimalText(market.tick), timestamp: String(now),
});

/** An absent price is an empty text here. */
export function bestBidAsk(market: RehearsalMarket, outcome: OutcomeIndex, now: number): unknown {
  const bid = market.best(outcome, 'bid');
  const ask = market.best(outcome, 'ask');
  return {
    event_type: 'best_bid_ask', market: market.terms.ids.conditionId, asset_id: market.tokenIds[outcome], best_bid: bid === null ? '' : decimalText(bid), best_ask: ask === null ? '' : decimalText(ask),
    spread: bid === null || ask === null ? '' : decimalText(ask - bid), timestamp: String(now),
  };
}

export function newMarket(market: RehearsalMarket, now: number): unknown {
  const { terms, tokenIds } = market;
  const { event } = terms;
  return {
    id: terms.id, question: terms.question, market: terms.ids.conditionId, slug: terms.slug, description: terms.description, assets_ids: tokenIds, outcomes: terms.outcomes,
    event_message: { id: event.id, ticker: event.slug, slug: event.slug, title: event.title, description: terms.description }, timestamp: String(now), event_type: 'new_market', tags: [],
    condition_id: terms.ids.conditionId, active: false, clob_token_ids: tokenIds, sports_market_type: '', line: '', game_start_time: '', order_price_min_tick_size: decimalText(market.tick),
    group_item_title: terms.groupItemTitle, taker_base_fee: '1000', fees_enabled: true,
    fee_schedule: { exponent: String(terms.fee.exponent), rate: String(terms.fee.rate), taker_only: true, rebate_rate: String(terms.fee.rebateRate) },
  };
}

export function marketResolved(market: RehearsalMarket, now: number): unknown {
  const { terms, tokenIds } = market;
  const won: OutcomeIndex = market.paid === 1 ? 0 : 1;
  return {
    event_type: 'market_resolved', id: terms.id, market: terms.ids.conditionId, assets_ids: tokenIds, winning_asset_id: tokenIds[won], winning_outcome: terms.outcomes[won], timestamp: String(now), tags: [terms.category.toLowerCase()],
  };
}
