// The discovery API: markets and events by cursor, by offset, by slug.

import { answer, refusal, type Answer } from '../http/answer.ts';
import type { Asked, Routes } from '../http/http-server.ts';
import type { RehearsalMarket } from '../market/market.ts';
import type { Exchange } from '../trading/exchange.ts';
import { gammaEvent, gammaMarket } from './gamma-rows.ts';

const MOST = 100;
const USUAL = 20;

/** What is known of a window of the series besides: the price to beat, and the final one. */
export type EventMetadata = (slug: string) => Readonly<Record<string, number>> | null;

export function gammaRoutes(exchange: Exchange, metadata: EventMetadata): Routes {
  const events = (markets: readonly RehearsalMarket[]): readonly { readonly slug: string; readonly id: string; readonly markets: readonly RehearsalMarket[] }[] => {
    const groups = new Map<string, RehearsalMarket[]>();
    for (const market of markets) groups.set(market.terms.event.slug, [...(groups.get(market.terms.event.slug) ?? []), market]);
    return [...groups].map(([slug, group]) => ({ slug, id: group[0]?.terms.event.id ?? '', markets: group }));
  };
  const marketRow = (market: RehearsalMarket): unknown => gammaMarket(market, metadata(market.terms.event.slug));
  const eventRow = ({ slug, markets }: { readonly slug: string; readonly markets: readonly RehearsalMarket[] }): unknown => {
    const [first] = markets;
    return first === undefined ? null : gammaEvent(first.terms.event, markets, metadata(slug));
  };
  const foundMarkets = ({ query }: Asked): readonly RehearsalMarket[] => sorted(exchange.markets().filter((market) => fits(market, query)), query);
  const foundEvents = ({ query }: Asked): readonly unknown[] => events(exchange.markets()).filter(({ slug, id, markets }) =>
    (!query.slug || slug === query.slug) && (!query.id || id === query.id) && (!query.series_id || markets.some(({ terms }) => terms.event.series !== null))
    && (!query.tag_slug || markets.some(({ terms }) => terms.category.toLowerCase() === query.tag_slug))
    && (query.slug ? query.closed === undefined || isAsked(markets, query.closed) : isAsked(markets, query.closed ?? 'false'))).map(eventRow);
  return {
    'GET /markets/keyset': (asked) => keyset('markets', foundMarkets(asked).map(marketRow), asked.query),
    'GET /events/keyset': (asked) => keyset('events', foundEvents(asked), asked.query),
    'GET /markets': (asked) => byOffset(foundMarkets(asked).map(marketRow), asked.query),
    'GET /events': (asked) => byOffset(foundEvents(asked), asked.query),
    'GET /markets/slug/:slug': ({ params }) => {
      const market = exchange.bySlug(params.slug ?? '');
      return market === null ? notFound() : answer(marketRow(market));
    },
    'GET /markets/:id': ({ params }) => {
      const market = exchange.markets().find(({ terms }) => terms.id === params.id);
      return market === undefined ? notFound() : answer(marketRow(market));
    },
    'GET /events/slug/:slug': ({ params }) => {
      const event = events(exchange.markets()).find(({ slug }) => slug === params.slug);
      return event === undefined ? notFound() : answer(eventRow(event));
    },
  };
}

const notFound = (): Answer => ({ status: 404, body: { type: 'not found error', error: 'not found' } });

const isAsked = (markets: readonly RehearsalMarket[], closed: string): boolean => markets.every(({ isOpen }) => !isOpen) === (closed === 'true');

function fits(market: RehearsalMarket, query: Asked['query']): boolean {
  const { terms } = market;
  const within = (value: number, least: string | undefined, most: string | undefined): boolean => (!least || value >= Number(least)) && (!most || value <= Number(most));
  const dates = (value: number, least: string | undefined, most: string | undefined): boolean => (!least || value >= Date.parse(least)) && (!most || value <= Date.parse(most));
  return (query.closed ?? 'false') === String(!market.isOpen)
    && (!query.slug || terms.slug === query.slug) && (!query.id || terms.id === query.id)
    && (!query.condition_ids || query.condition_ids.split(',').includes(terms.ids.conditionId))
    && (!query.clob_token_ids || query.clob_token_ids.split(',').some((tokenId) => market.tokenIds.includes(tokenId)))
    && within(market.volume / 1e6, query.volume_num_min, query.volume_num_max)
    && dates(terms.endsAt ?? NaN, query.end_date_min, query.end_date_max) && dates(terms.listedAt, query.start_date_min, query.start_date_max);
}

function sorted(markets: readonly RehearsalMarket[], { order, ascending }: Asked['query']): readonly RehearsalMarket[] {
  const by: ((market: RehearsalMarket) => number) | null = order?.startsWith('volume') === true ? ({ volume }) => volume : order === 'endDate' || order === 'end_date' ? ({ terms }) => terms.endsAt ?? Infinity : null;
  if (by === null) return markets;
  const sign = ascending === 'true' ? 1 : -1;
  return markets.toSorted((a, b) => sign * compared(by(a), by(b)));
}

/** What has no end comes after all that has. */
const compared = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

function limitOf({ limit }: Asked['query']): number | null {
  if (limit === undefined) return USUAL;
  const asked = Number(limit);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, MOST) : null;
}

/** The cursor is the base64 of an offset; there is none after the last page. */
function keyset(name: 'markets' | 'events', rows: readonly unknown[], query: Asked['query']): Answer {
  const limit = limitOf(query);
  const from = query.after_cursor ? Number(Buffer.from(query.after_cursor, 'base64').toString('utf8')) : 0;
  if (limit === null || !Number.isInteger(from) || from < 0 || query.offset !== undefined) return refusal(422, 'invalid query');
  const next = from + limit < rows.length ? { next_cursor: Buffer.from(String(from + limit)).toString('base64') } : {};
  return answer({ [name]: rows.slice(from, from + limit), ...next });
}

function byOffset(rows: readonly unknown[], query: Asked['query']): Answer {
  const limit = limitOf(query);
  const from = Number(query.offset ?? 0);
  if (limit === null || !Number.isInteger(from) || from < 0) return refusal(422, 'invalid query');
  return answer(rows.slice(from, from + limit));
}
