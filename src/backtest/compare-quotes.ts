// Which quotes of two runs over one tape differ: at the moments at which both were sampled, market by market. A side that
// only one of them quoted differs, but has no distance in cents.

import { MICROS } from '../core/domain/numbers.ts';
import type { MarketResult, MarketSeries } from './result.ts';

export interface QuoteExample { readonly ts: number; readonly market: string; readonly side: 'bid' | 'ask'; /** Dollars; null where not quoted. */ readonly a: number | null; readonly b: number | null }
export interface SideDifference {
  /** Share of the moments compared. */
  readonly share: number;
  /** B − A in cents, on average over the moments at which both quoted and differed; null where there was none. */
  readonly meanCents: number | null;
  readonly onlyA: number;
  readonly onlyB: number;
}
export interface MarketDifference { readonly market: string; readonly moments: number; /** Share with a difference on either side. */ readonly share: number; readonly bid: SideDifference; readonly ask: SideDifference }
export interface QuoteDifferences {
  /** Moments of a market with a book or a quote; 0 where the runs were never sampled together. */
  readonly moments: number;
  readonly share: number | null;
  readonly marketsCompared: number;
  readonly marketsDiffering: number;
  readonly bid: SideDifference | null;
  readonly ask: SideDifference | null;
  /** Those with the largest share first. */
  readonly markets: readonly MarketDifference[];
  readonly first: readonly QuoteExample[];
  /** By cents; both quoted. */
  readonly largest: readonly QuoteExample[];
}

const MOST_EXAMPLES = 5;

export function quoteDifferences(a: readonly MarketResult[], b: readonly MarketResult[]): QuoteDifferences {
  const others = new Map(b.map((market) => [market.name, market]));
  const paired = a.flatMap((market) => {
    const other = others.get(market.name);
    return other === undefined ? [] : [{ market: market.name, pairs: pairsOf(market.name, market.series, other.series) }];
  }).filter(({ pairs }) => pairs.length > 0);
  const pairs = paired.flatMap((one) => one.pairs);
  const examples = pairs.flatMap((pair) => [pair.bid, pair.ask]).filter(isDifferent).toSorted((x, y) => x.ts - y.ts);
  const markets = paired.map((one) => ({ market: one.market, moments: one.pairs.length, share: shareOf(one.pairs), bid: sideOf(one.pairs, 'bid'), ask: sideOf(one.pairs, 'ask') }));
  return {
    moments: pairs.length,
    share: pairs.length === 0 ? null : shareOf(pairs),
    marketsCompared: markets.length, marketsDiffering: markets.filter(({ share }) => share > 0).length,
    bid: pairs.length === 0 ? null : sideOf(pairs, 'bid'), ask: pairs.length === 0 ? null : sideOf(pairs, 'ask'),
    markets: markets.toSorted((x, y) => y.share - x.share),
    first: examples.slice(0, MOST_EXAMPLES),
    largest: examples.filter(({ a: ours, b: theirs }) => ours !== null && theirs !== null).toSorted((x, y) => Math.abs(microsOf(y)) - Math.abs(microsOf(x)) || x.ts - y.ts).slice(0, MOST_EXAMPLES),
  };
}

interface Pair { readonly bid: QuoteExample; readonly ask: QuoteExample }

function pairsOf(market: string, a: MarketSeries, b: MarketSeries): readonly Pair[] {
  const inB = new Map(b.ts.map((ts, i) => [ts, i]));
  return a.ts.flatMap((ts, i) => {
    const j = inB.get(ts);
    if (j === undefined) return [];
    const seen = [a.bestBid[i], a.bestAsk[i], a.ourBid[i], a.ourAsk[i], b.bestBid[j], b.bestAsk[j], b.ourBid[j], b.ourAsk[j]];
    if (seen.every((value) => value === null || value === undefined)) return [];
    return [{
      bid: { ts, market, side: 'bid', a: a.ourBid[i] ?? null, b: b.ourBid[j] ?? null },
      ask: { ts, market, side: 'ask', a: a.ourAsk[i] ?? null, b: b.ourAsk[j] ?? null },
    }];
  });
}

/** B − A; both quoted. */
const microsOf = ({ a, b }: QuoteExample): number => Math.round(((b ?? NaN) - (a ?? NaN)) * MICROS);
const isDifferent = (quote: QuoteExample): boolean => (quote.a === null || quote.b === null ? quote.a !== quote.b : microsOf(quote) !== 0);
const shareOf = (pairs: readonly Pair[]): number => pairs.filter(({ bid, ask }) => isDifferent(bid) || isDifferent(ask)).length / pairs.length;

function sideOf(pairs: readonly Pair[], side: 'bid' | 'ask'): SideDifference {
  const different = pairs.map((pair) => pair[side]).filter(isDifferent);
  const both = different.filter(({ a, b }) => a !== null && b !== null);
  const micros = both.reduce((sum, quote) => sum + microsOf(quote), 0);
  return {
    share: different.length / pairs.length,
    meanCents: both.length === 0 ? null : (micros / both.length / MICROS) * 100,
    onlyA: different.filter(({ b }) => b === null).length / pairs.length,
    onlyB: different.filter(({ a }) => a === null).length / pairs.length,
  };
}
