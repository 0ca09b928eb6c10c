// What anyone may ask the order book: books, prices, ticks, fees, the rules of a market.

import { PAR } from '../../core/domain/numbers.ts';
import { bookSummary, lastTradeText } from '../market/book-summary.ts';
import type { OutcomeIndex, RehearsalMarket } from '../market/market.ts';
import { answer, refusal, type Answer } from '../http/answer.ts';
import type { Asked, Routes } from '../http/http-server.ts';
import { decimalNumber, decimalText } from '../micros.ts';
import type { Exchange } from '../trading/exchange.ts';
import { clobMarket } from './clob-market.ts';

const NO_BOOK = refusal(404, 'No orderbook exists for the requested token id');
const MOST_AT_ONCE = 500;
/** The version of the order that clients sign unless a market says otherwise. */
const ORDER_VERSION = 2;

interface Found { readonly market: RehearsalMarket; readonly outcome: OutcomeIndex; readonly tokenId: string; readonly side: string | undefined }

export function publicRoutes(exchange: Exchange): Routes {
  const find = (tokenId: unknown, side?: unknown): Found | null => {
    const market = typeof tokenId === 'string' ? exchange.openByToken(tokenId) : null;
    return market === null ? null : { market, outcome: market.outcomeOf(tokenId as string), tokenId: tokenId as string, side: typeof side === 'string' ? side : undefined };
  };
  const one = (give: (found: Found) => unknown) => ({ query }: Asked): Answer => {
    if (!query.token_id) return refusal(400, 'Invalid token id');
    const found = find(query.token_id, query.side);
    return found === null ? NO_BOOK : answer(give(found));
  };
  const many = (give: (found: readonly Found[]) => unknown) => ({ body }: Asked): Answer => {
    if (!Array.isArray(body)) return refusal(400, 'Invalid payload');
    if (body.length > MOST_AT_ONCE) return refusal(400, 'Payload exceeds the limit');
    return answer(give(body.map((entry: unknown) => find((entry as Record<string, unknown> | null)?.token_id, (entry as Record<string, unknown> | null)?.side)).filter((found) => found !== null)));
  };
  const byToken = (give: (found: Found) => unknown) => (found: readonly Found[]): unknown => Object.fromEntries(found.map((each) => [each.tokenId, give(each)]));
  const tick = ({ market }: Found): unknown => ({ minimum_tick_size: decimalNumber(market.tick) });
  const feeRate = (): unknown => ({ base_fee: 1_000 });
  const ofPath = (give: (found: Found) => unknown) => ({ params }: Asked): Answer => {
    const found = find(params.token);
    return found === null ? NO_BOOK : answer(give(found));
  };
  return {
    'GET /ok': () => answer('OK'),
    'GET /version': () => answer({ version: ORDER_VERSION }),
    'GET /time': () => answer(Math.floor(exchange.now() / 1_000)),
    'GET /tick-size': one(tick),
    'GET /tick-size/:token': ofPath(tick),
    'GET /neg-risk': one(({ market }) => ({ neg_risk: market.terms.negRisk })),
    'GET /fee-rate': one(feeRate),
    'GET /book': one(({ market, outcome }) => bookSummary(market, outcome, exchange.now())),
    'POST /books': many((found) => found.map(({ market, outcome }) => bookSummary(market, outcome, exchange.now()))),
    'GET /price': (asked) => (asked.query.side === 'BUY' || asked.query.side === 'SELL' ? one((found) => ({ price: priceOf(found) }))(asked) : refusal(400, 'Invalid side')),
    'POST /prices': many((found) => pricesOf(found)),
    'GET /midpoint': one((found) => ({ mid: midpointOf(found) })),
    'POST /midpoints': many(byToken(midpointOf)),
    'GET /spread': one((found) => ({ spread: spreadOf(found) })),
    'POST /spreads': many(byToken(spreadOf)),
    'GET /last-trade-price': one(lastOf),
    'POST /last-trades-prices': many((found) => found.map((each) => ({ ...lastOf(each), token_id: each.tokenId }))),
    'GET /clob-markets/:condition': ({ params }) => {
      const market = exchange.byCondition(params.condition ?? '');
      return market === null ? refusal(404, 'market not found') : answer(clobMarket(market));
    },
    'GET /markets-by-token/:token': ({ params }) => {
      const market = exchange.byToken(params.token ?? '');
      if (market === null) return refusal(404, 'market not found');
      return answer({ condition_id: market.terms.ids.conditionId, primary_token_id: market.tokenIds[0], secondary_token_id: market.tokenIds[1] });
    },
    'GET /fees/builder-fees/:code': () => answer({ builder_maker_fee_rate_bps: 0, builder_taker_fee_rate_bps: 0 }),
  };
}

/** "BUY" asks for the best bid. "0" where the side is empty. */
function priceOf({ market, outcome, side }: Found): string {
  return decimalText(market.best(outcome, side === 'SELL' ? 'ask' : 'bid') ?? 0);
}

function pricesOf(found: readonly Found[]): unknown {
  const prices: Record<string, Record<string, string>> = {};
  for (const each of found) prices[each.tokenId] = { ...prices[each.tokenId], [each.side === 'SELL' ? 'SELL' : 'BUY']: priceOf(each) };
  return prices;
}

const ends = ({ market, outcome }: Found): readonly [number, number] => [market.best(outcome, 'bid') ?? 0, market.best(outcome, 'ask') ?? PAR];

function midpointOf(found: Found): string {
  const [bid, ask] = ends(found);
  return decimalText((bid + ask) / 2);
}

function spreadOf(found: Found): string {
  const [bid, ask] = ends(found);
  return decimalText(ask - bid);
}

function lastOf({ market }: Found): { readonly price: string; readonly side: string } {
  return market.lastTrade === null ? { price: '0.5', side: '' } : { price: lastTradeText(market, market.lastTrade.price), side: market.lastTrade.side };
}
