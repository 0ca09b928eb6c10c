// By what a market is decided, where that is a price that can be watched: Chainlink's average over a window, Chainlink's price of
// a moment, a candle of Binance. All else is left to the venue's oracle. Read per market, since the rules changed in 2026-08.

import type { TimestampMs } from '../../../core/domain/numbers.ts';
import type { GammaMarket } from '../wire/gamma.ts';

export interface ResolutionTerms {
  readonly by: 'chainlink-twap' | 'chainlink-spot' | 'binance' | 'oracle';
  /** "BTC/USD"; null where the oracle decides. */
  readonly symbol: string | null;
  /** Of the average; null for the others. */
  readonly windowSeconds: number | null;
  /** Page that the venue names, empty for none. */
  readonly source: string;
  readonly opensAt: TimestampMs | null;
  readonly closesAt: TimestampMs | null;
  /** What the closing price has to reach, dollars. The venue says it some time after the start; null until then, and for markets without. */
  readonly priceToBeat: number | null;
}

const STREAM = /^https:\/\/data\.chain\.link\/streams\/([a-z]+)-usd(?:-twap-(\d+)s-streams)?\/?$/;
const BINANCE = /^https:\/\/www\.binance\.com\/[a-z-]+\/(?:trade|futures)\/([A-Z0-9]+?)_?(USDT|USDC|USD)\/?(?:\?.*)?$/;

/** The text is why the market cannot be trusted to mean what it says. */
export function resolutionTerms(market: GammaMarket): ResolutionTerms | string {
  const { cryptoMarketConfig: config, resolutionSource, eventStartTime, endDate, events } = market;
  const source = resolutionSource ?? '';
  const head = { source, opensAt: eventStartTime, closesAt: endDate, priceToBeat: events?.[0]?.eventMetadata?.priceToBeat ?? null };
  const stream = STREAM.exec(source);
  const fromSource = stream?.[2] === undefined ? null : Number(stream[2]);
  const fromConfig = config?.twapEnabled === true ? (config.twapLookbackSeconds ?? null) : null;
  if (config?.twapEnabled === true && fromConfig === null && fromSource === null) return 'it resolves by an average of unknown length';
  if (fromSource !== null && fromConfig !== null && fromSource !== fromConfig) return `it resolves by an average of ${fromConfig} s, or of ${fromSource} s`;
  const windowSeconds = fromConfig ?? fromSource;
  const coin = stream?.[1] ?? config?.asset ?? null;
  if (windowSeconds !== null) return coin === null ? 'it resolves by an average of nobody knows what' : { by: 'chainlink-twap', symbol: `${coin.toUpperCase()}/USD`, windowSeconds, ...head };
  if (stream !== null && coin !== null) return { by: 'chainlink-spot', symbol: `${coin.toUpperCase()}/USD`, windowSeconds: null, ...head };
  const pair = BINANCE.exec(source);
  if (pair !== null) return { by: 'binance', symbol: `${pair[1]}/${pair[2]}`, windowSeconds: null, ...head };
  return { by: 'oracle', symbol: null, windowSeconds: null, ...head };
}
