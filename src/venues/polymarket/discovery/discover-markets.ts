// Which markets of the venue the strategies want, and how Gamma is asked for them: named ones by name, patterns by going through
// what is open, richest first, until enough is found.

import { fitsPattern } from '../../../core/market/market-pattern.ts';
import type { CompiledStrategy } from '../../../config/compiled-config.ts';
import { decodeGammaMarket, type GammaMarket } from '../wire/gamma.ts';
import { gammaPages } from './gamma-pages.ts';
import type { GetJson } from './get-json.ts';
import { listingOf, type Listing, type ListingOptions, type Refusal } from './listing.ts';

export interface MarketsWanted {
  /** By exact name. */
  readonly named: readonly string[];
  /** With patterns; each a listing of its own. */
  readonly listings: readonly { readonly include: readonly string[]; readonly exclude: readonly string[]; readonly order: 'liquidityNum' | 'volume24hr' }[];
  /** Recurring series, found window by window. */
  readonly series: readonly string[];
}

export interface Discovery {
  readonly listings: readonly Listing[];
  readonly refusals: readonly Refusal[];
  /** What could not be asked, in words; what is there may then be more than what was found. */
  readonly failures: readonly string[];
  /** True where `atMost` ended the search. */
  readonly isCut: boolean;
}

export function marketsWanted(strategies: readonly Pick<CompiledStrategy, 'markets'>[], venue: string): MarketsWanted {
  const named = new Set<string>();
  const series = new Set<string>();
  const listings: MarketsWanted['listings'][number][] = [];
  for (const { markets } of strategies) {
    if (markets.venue !== venue) continue;
    if (markets.series !== undefined) {
      series.add(markets.series.name);
      continue;
    }
    const patterns = markets.include.filter((pattern) => pattern.includes('*'));
    for (const pattern of markets.include) if (!pattern.includes('*') && !markets.exclude.some((each) => fitsPattern(each, pattern))) named.add(pattern);
    if (patterns.length > 0) listings.push({ include: patterns, exclude: markets.exclude, order: markets.select?.rankBy === 'volume24h' ? 'volume24hr' : 'liquidityNum' });
  }
  return { named: [...named], listings, series: [...series] };
}

/** All but the series. `atMost`: markets listed in all; named ones come first and always. */
export async function discoverMarkets(getJson: GetJson, wanted: MarketsWanted, options: ListingOptions & { readonly atMost: number }): Promise<Discovery> {
  const listings = new Map<string, Listing>();
  const refusals = new Map<string, Refusal>();
  const failures: string[] = [];
  const take = (market: GammaMarket): void => {
    const listing = listingOf(market, options);
    if (listing.kind === 'listing') listings.set(market.slug, listing);
    else refusals.set(market.slug, listing);
  };
  for (const slug of wanted.named) {
    const answer = await getJson(`/markets/slug/${encodeURIComponent(slug)}`);
    const market = answer.kind === 'ok' ? decodeGammaMarket(answer.body) : null;
    if (market?.kind === 'market' && market.slug === slug) take(market);
    else if (answer.kind === 'failed') failures.push(`${slug}: ${answer.why}`);
    else refusals.set(slug, { kind: 'refusal', slug, reason: market?.kind === 'undecodable' ? `it cannot be read: ${market.reason}` : 'the venue has no market of this name' });
  }
  let isCut = false;
  for (const { include, exclude, order } of wanted.listings) {
    const isWanted = (slug: string): boolean => include.some((pattern) => fitsPattern(pattern, slug)) && !exclude.some((pattern) => fitsPattern(pattern, slug));
    pages: for await (const { markets, brokenBy } of gammaPages(getJson, `closed=false&order=${order}&ascending=false`)) {
      if (brokenBy !== null) failures.push(`the listing of markets: ${brokenBy}`);
      for (const market of markets) {
        if (market.kind === 'undecodable') {
          if (market.market !== null && isWanted(market.market)) refusals.set(market.market, { kind: 'refusal', slug: market.market, reason: `it cannot be read: ${market.reason}` });
        } else if (isWanted(market.slug) && !listings.has(market.slug)) {
          if (listings.size >= options.atMost) {
            isCut = true;
            break pages;
          }
          take(market);
        }
      }
    }
  }
  return { listings: [...listings.values()], refusals: [...refusals.values()], failures, isCut };
}
