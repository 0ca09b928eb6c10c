// Liquidity rewards and maker rebates: which orders score, what was earned, what the markets pay.

import type { ApiKey } from '../accounts/api-keys.ts';
import type { Wallet } from '../accounts/wallet.ts';
import { CONTRACTS } from '../chain/contracts.ts';
import { answer, refusal, type Answer } from '../http/answer.ts';
import type { Asked, Routes } from '../http/http-server.ts';
import type { RehearsalMarket } from '../market/market.ts';
import { decimalNumber } from '../micros.ts';
import { dayOf, type Earning } from '../trading/incentives.ts';
import { isScoring, rewardShare } from '../trading/reward-score.ts';
import { page } from './paging.ts';
import { withKey, type ClobVenue } from './venue.ts';

const PAGE = 500;
const asset = CONTRACTS.collateral;

export function rewardRoutes(venue: ClobVenue): Routes {
  const { exchange, incentives } = venue;
  const wallets = ({ address }: ApiKey, { query }: Asked): readonly Wallet[] => exchange.accounts.all().filter((wallet) => wallet.owner === address
    && (!query.signature_type || wallet.signatureType === Number(query.signature_type)));
  const scores = (id: string): boolean => {
    const order = exchange.orders.find(id);
    return order !== null && isScoring(order, exchange.now());
  };
  const dated = (asked: Asked): string => asked.query.date ?? dayOf(exchange.now());
  const rewarded = (): readonly RehearsalMarket[] => exchange.markets().filter((market) => market.isOpen && market.terms.rewards !== null);
  const share = (market: RehearsalMarket, of: readonly Wallet[]): number => of.reduce((sum, wallet) => sum + rewardShare(wallet, market, exchange), 0);
  return {
    'GET /order-scoring': withKey(venue, (_key, { query }) => (query.order_id ? answer({ scoring: scores(query.order_id) }) : refusal(400, 'Invalid orderID'))),
    'POST /orders-scoring': withKey(venue, (_key, { body }) => (Array.isArray(body) ? answer(Object.fromEntries(body.map((id: unknown) => [String(id), scores(String(id))]))) : refusal(400, 'Invalid payload'))),
    'GET /rewards/user': withKey(venue, (key, asked) => page(incentives.rewards(dated(asked), wallets(key, asked)).map(earningRow), asked.query.next_cursor)),
    'GET /rewards/user/total': withKey(venue, (key, asked) => answer(totals(dated(asked), incentives.rewards(dated(asked), wallets(key, asked))))),
    'GET /rewards/user/percentages': withKey(venue, (key, asked) => answer(Object.fromEntries(rewarded().map((market) => [market.terms.ids.conditionId, Math.round(share(market, wallets(key, asked)) * 10_000) / 100] as const).filter(([, percent]) => percent > 0)))),
    'GET /rewards/user/markets': withKey(venue, (key, asked) => withTotal(page(rewarded().map((market) => ({
      ...marketRow(market), earning_percentage: Math.round(share(market, wallets(key, asked)) * 10_000) / 100,
      earnings: incentives.rewards(dated(asked), wallets(key, asked)).filter((earning) => earning.market === market).map(({ dollars }) => ({ asset_address: asset, earnings: dollars, asset_rate: 1 })),
    })), asked.query.next_cursor), rewarded().length)),
    'GET /rewards/markets/current': ({ query }) => page(rewarded().map((market) => currentRow(market, exchange.now())), query.next_cursor, PAGE),
    'GET /rewards/markets/:condition': ({ params, query }) => page(rewarded().filter(({ terms }) => terms.ids.conditionId === params.condition).map(marketRow), query.next_cursor),
    'GET /rebates/current': ({ query }) => answer(incentives.rebates(query.date ?? dayOf(exchange.now()), exchange.accounts.all().filter(({ address }) => !query.maker_address || address.toLowerCase() === query.maker_address.toLowerCase()))
      .map(({ date, market, wallet, dollars }) => ({ date, condition_id: market.terms.ids.conditionId, asset_address: asset, maker_address: wallet.address, rebated_fees_usdc: dollars.toFixed(6) }))),
  };
}

const withTotal = ({ status, body }: Answer, total: number): Answer => ({ status, body: status === 200 ? { ...(body as object), total_count: total } : body });

const earningRow = ({ date, market, wallet, dollars }: Earning): unknown =>
  ({ date: `${date}T00:00:00Z`, condition_id: market.terms.ids.conditionId, asset_address: asset, maker_address: wallet.address, earnings: dollars, asset_rate: 1 });

function totals(date: string, earnings: readonly Earning[]): readonly unknown[] {
  const byWallet = new Map<string, number>();
  for (const { wallet, dollars } of earnings) byWallet.set(wallet.address, (byWallet.get(wallet.address) ?? 0) + dollars);
  return [...byWallet].map(([maker, dollars]) => ({ date: `${date}T00:00:00Z`, asset_address: asset, maker_address: maker, earnings: dollars, asset_rate: 1 }));
}

const configOf = ({ terms: { rewards, listedAt } }: RehearsalMarket, total: number): readonly unknown[] =>
  [{ id: 0, asset_address: asset, start_date: dayOf(listedAt), end_date: '2500-12-31', rate_per_day: rewards?.daily ?? 0, total_rewards: total }];

function currentRow(market: RehearsalMarket, now: number): unknown {
  const { terms } = market;
  const daily = terms.rewards?.daily ?? 0;
  return {
    condition_id: terms.ids.conditionId, rewards_max_spread: terms.rewards?.maxSpread, rewards_min_size: terms.rewards?.minSize,
    rewards_config: configOf(market, Math.round(((now - terms.listedAt) / 86_400_000) * daily)), sponsored_daily_rate: 0, sponsors_count: 0, native_daily_rate: daily, total_daily_rate: daily,
  };
}

function marketRow(market: RehearsalMarket): object {
  const { terms, tokenIds } = market;
  const bid = market.best(0, 'bid');
  const ask = market.best(0, 'ask');
  return {
    condition_id: terms.ids.conditionId, question: terms.question, market_slug: terms.slug, event_slug: terms.event.slug, image: '', rewards_max_spread: terms.rewards?.maxSpread, rewards_min_size: terms.rewards?.minSize,
    market_competitiveness: 1, tokens: terms.outcomes.map((outcome, index) => ({ token_id: tokenIds[index], outcome, price: index === 0 ? market.midpoint() : 1 - market.midpoint() })),
    rewards_config: configOf(market, 0), ...(bid === null || ask === null ? {} : { spread: decimalNumber(ask - bid) }), volume_24hr: decimalNumber(market.volume), one_day_price_change: 0,
  };
}
