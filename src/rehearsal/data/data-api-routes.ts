// The data API, second version: what any wallet holds, traded and did on the chain.

import type { Wallet } from '../accounts/wallet.ts';
import { answer, refusal, type Answer } from '../http/answer.ts';
import type { Asked, Handler, Routes } from '../http/http-server.ts';
import type { OutcomeIndex, RehearsalMarket } from '../market/market.ts';
import { decimalNumber } from '../micros.ts';
import type { ChainLog } from '../trading/chain-log.ts';
import type { Exchange } from '../trading/exchange.ts';
import { transactionHashOf } from '../trading/settlement.ts';
import { partiesOf, type Party, type Trade } from '../trading/trade.ts';
import type { CostBook } from './cost-book.ts';

const USUAL = 100;
const MOST = 1_000;
const DUST = 1;

export interface DataApiSources { readonly exchange: Exchange; readonly costs: CostBook; readonly chain: ChainLog }

export function dataApiRoutes({ exchange, costs, chain }: DataApiSources): Routes {
  const ofWallet = (rows: (wallet: Wallet, asked: Asked) => readonly Row[]): Handler => (asked) => {
    if (!/^0x[0-9a-fA-F]{40}$/.test(asked.query.user ?? '')) return refusal(400, 'required query param \'user\' not provided');
    const wallet = exchange.accounts.find(asked.query.user ?? '');
    const condition = asked.query.condition?.split(',');
    const found = wallet === null ? [] : rows(wallet, asked).filter((row) => condition === undefined || condition.includes(row.condition_id));
    return paged(found, asked.query);
  };
  const trades = (wallet: Wallet, takerOnly: boolean): readonly Row[] => [...exchange.settlement.all()].filter(({ status }) => status !== 'FAILED').toReversed()
    .flatMap((trade) => partiesOf(trade).filter((party) => party.wallet === wallet && (!takerOnly || party === trade.taker)).map((party) => tradeRow(trade, party)));
  return {
    'GET /v2/positions': ofWallet((wallet, { query }) => exchange.markets().flatMap((market) => ([0, 1] as const).map((outcome) => positionRow(wallet, market, outcome, costs)))
      .filter((row) => isListed(row.status, query.status ?? 'OPEN'))),
    'GET /v2/trades': ofWallet((wallet, { query }) => trades(wallet, query.taker_only !== 'false').filter((row) => (!query.side || row.side === query.side) && inTime(row, query))),
    'GET /v2/activity': ofWallet((wallet, { query }) => [...trades(wallet, false).map((row): Row => ({ ...row, type: 'TRADE', usdc_size: Number(row.price) * Number(row.size) })), ...chain.of(wallet).map((entry): Row => ({
      proxy_wallet: wallet.address, timestamp: Math.floor(entry.at / 1_000), condition_id: entry.market.terms.ids.conditionId, type: entry.type, size: entry.size, usdc_size: decimalNumber(entry.value),
      transaction_hash: entry.transactionHash, price: 0, token_id: '', side: '', title: entry.market.terms.question, slug: entry.market.terms.slug, event_slug: entry.market.terms.event.slug, outcome: '', outcome_index: 999,
    }))].filter((row) => (!query.type || query.type.split(',').includes(String(row.type))) && inTime(row, query)).toSorted((a, b) => Number(b.timestamp) - Number(a.timestamp))),
  };
}

type Row = Readonly<Record<string, unknown>> & { readonly condition_id: string };

const inTime = ({ timestamp }: Row, { start, end }: Asked['query']): boolean => (!start || Number(timestamp) >= Number(start)) && (!end || Number(timestamp) <= Number(end));

function tradeRow(trade: Trade, { wallet, outcome, side, price, size }: Party): Row {
  const { market: { terms, tokenIds } } = trade;
  return {
    proxy_wallet: wallet?.address, side, token_id: tokenIds[outcome], condition_id: terms.ids.conditionId, size: decimalNumber(size), price: decimalNumber(price), timestamp: Math.floor(trade.matchedAt / 1_000),
    title: terms.question, slug: terms.slug, event_slug: terms.event.slug, outcome: terms.outcomes[outcome], outcome_index: outcome, transaction_hash: transactionHashOf(trade),
  };
}

/** What is won and not redeemed still holds its tokens: OPEN has it too, and its row says REDEEMABLE. */
const isListed = (status: string, wanted: string): boolean => status === wanted || (wanted === 'OPEN' && status === 'REDEEMABLE');

/** CLOSED once nothing is held any more, REDEEMABLE where the market is over; a token never touched has no status. */
function positionRow(wallet: Wallet, market: RehearsalMarket, outcome: OutcomeIndex, costs: CostBook): Row & { readonly status: string } {
  const { terms, tokenIds } = market;
  const cost = costs.of(wallet, tokenIds[outcome]);
  const held = wallet.onChain.token(tokenIds[outcome]);
  const won = market.paid === null ? null : (market.paid === 1) === (outcome === 0);
  const status = held < DUST ? (cost.bought > 0 ? 'CLOSED' : '') : won === null ? 'OPEN' : won ? 'REDEEMABLE' : 'REDEEMABLE_LOST';
  const average = cost.bought > 0 ? cost.paid / cost.bought : 0;
  const midpoint = outcome === 0 ? market.midpoint() : 1 - market.midpoint();
  const price = won === null ? midpoint : won ? 1 : 0;
  const size = decimalNumber(held);
  const realized = decimalNumber(cost.received) - average * decimalNumber(cost.sold);
  const other = 1 - outcome as OutcomeIndex;
  return {
    proxy_wallet: wallet.address, token_id: tokenIds[outcome], condition_id: terms.ids.conditionId, status, current_size: size, total_size: decimalNumber(cost.bought), avg_price: average,
    entry_cost_usdc: average * size, total_cost_usdc: decimalNumber(cost.paid), current_price: price, current_value: price * size, realized_pnl: realized, unrealized_pnl: (price - average) * size,
    total_pnl: realized + (price - average) * size, percent_pnl: average > 0 ? ((price - average) / average) * 100 : 0, redeemable: won !== null, mergeable: held > 0 && wallet.onChain.token(tokenIds[other]) > 0,
    title: terms.question, slug: terms.slug, event_slug: terms.event.slug, outcome: terms.outcomes[outcome], outcome_index: outcome, opposite_outcome: terms.outcomes[other], opposite_token_id: tokenIds[other],
    end_date: terms.endsAt === null ? '' : new Date(terms.endsAt).toISOString().slice(0, 10), negative_risk: terms.negRisk, last_event_at: Math.floor(cost.lastAt / 1_000),
  };
}

function paged(rows: readonly Row[], { limit, cursor }: Asked['query']): Answer {
  const size = Math.min(limit === undefined ? USUAL : Number(limit), MOST);
  const offset = cursor ? Number(Buffer.from(cursor, 'base64').toString('utf8')) : 0;
  if (!Number.isInteger(size) || size < 1 || !Number.isInteger(offset) || offset < 0) return refusal(400, 'invalid pagination');
  const hasMore = offset + size < rows.length;
  return answer({ data: rows.slice(offset, offset + size), pagination: { limit: size, offset, has_more: hasMore, next_cursor: hasMore ? Buffer.from(String(offset + size)).toString('base64') : null } });
}

