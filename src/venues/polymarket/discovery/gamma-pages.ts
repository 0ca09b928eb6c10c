// A listing of Gamma, page by page, by its keyset cursors. Ends at the end; stops with a reason where a page cannot be had, or
// the cursors go in a circle.

import { decodeMarketsPage, type GammaMarket } from '../wire/gamma.ts';
import type { Undecodable } from '../wire/undecodable.ts';
import type { GetJson } from './get-json.ts';

const PAGE_SIZE = 100;

export interface MarketPage {
  readonly markets: readonly (GammaMarket | Undecodable)[];
  /** Why nothing follows though the end was not reached; null where there is no such reason. */
  readonly brokenBy: string | null;
}

/** `query`: what is asked for besides the page, like "closed=false". */
export async function* gammaPages(getJson: GetJson, query: string): AsyncGenerator<MarketPage, void> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const answer = await getJson(`/markets/keyset?limit=${PAGE_SIZE}&${query}${cursor === null ? '' : `&after_cursor=${encodeURIComponent(cursor)}`}`);
    const page = answer.kind === 'ok' ? decodeMarketsPage(answer.body) : null;
    if (page === null || page.kind === 'undecodable') {
      const why = page === null ? (answer.kind === 'failed' ? answer.why : 'not found') : page.reason;
      yield { markets: [], brokenBy: why };
      return;
    }
    cursor = page.next;
    const isCircle = cursor !== null && seen.has(cursor);
    if (cursor !== null) seen.add(cursor);
    yield { markets: page.markets, brokenBy: isCircle ? 'the cursors go in a circle' : null };
    if (isCircle) return;
  } while (cursor !== null);
}
