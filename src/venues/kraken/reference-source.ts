// Kraken's public prices, asked for once a second through ccxt, which is loaded when somebody asks and not before. Spot: the
// middle between bid and ask. Futures: the mark price of the perpetual. Kraken stamps neither, so a price counts as of the moment
// it was asked for.

import type { KrakenMarket } from '../../config/compiled-config.ts';
import type { TimestampMs } from '../../core/domain/numbers.ts';
import type { ReferenceHandlers, ReferenceSource } from '../reference-source.ts';

export interface KrakenClock {
  now(): TimestampMs;
  after(ms: number, act: () => void): () => void;
}
export interface KrakenSourceParts {
  readonly market: KrakenMarket;
  readonly clock: KrakenClock;
  /** "http://127.0.0.1:9000"; absent: Kraken's own. */
  readonly origin?: string;
}

const EVERY_MS = 1_000;
const TIMEOUT_MS = 5_000;

export const krakenSource = (parts: KrakenSourceParts): ReferenceSource => ({ feed: 'kraken', open: (symbols, handlers) => new KrakenPrices(parts, symbols, handlers) });

/** Of ccxt, what is asked of it. */
interface Ticker { readonly bid?: number | undefined; readonly ask?: number | undefined; readonly markPrice?: number | undefined }
interface Exchange { fetchTickers(symbols: readonly string[]): Promise<Readonly<Record<string, Ticker>>> }

class KrakenPrices {
  readonly #parts: KrakenSourceParts;
  readonly #symbols: readonly string[];
  readonly #handlers: ReferenceHandlers;
  #exchange: Exchange | null = null;
  #callOff: () => void = () => {};
  #isClosed = false;
  /** Why nothing came at the last question: said once as long as it stays the same. */
  #reason = '';

  constructor(parts: KrakenSourceParts, symbols: readonly string[], handlers: ReferenceHandlers) {
    this.#parts = parts;
    this.#symbols = symbols;
    this.#handlers = handlers;
    void this.#ask();
  }

  close(): void {
    this.#isClosed = true;
    this.#callOff();
  }

  async #ask(): Promise<void> {
    const { market, clock } = this.#parts;
    let reason = '';
    try {
      this.#exchange ??= await exchangeOf(this.#parts);
      const at = clock.now();
      const listed = this.#symbols.map((symbol) => (market === 'spot' ? symbol : `${symbol}:USD`));
      const tickers = await this.#exchange.fetchTickers(listed);
      if (this.#isClosed) return;
      for (const [index, symbol] of this.#symbols.entries()) {
        const price = priceOf(market, tickers[listed[index] ?? '']);
        if (price === null) reason ||= `nothing is said of ${symbol}`;
        else this.#handlers.onPrice(symbol, price, at);
      }
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    if (this.#isClosed) return;
    if (reason !== '' && reason !== this.#reason) this.#handlers.onDown(reason);
    this.#reason = reason;
    this.#callOff = clock.after(EVERY_MS, () => { void this.#ask(); });
  }
}

/** Dollars; null for what is not said. */
function priceOf(market: KrakenMarket, ticker: Ticker | undefined): number | null {
  const { bid, ask, markPrice } = ticker ?? {};
  const price = market === 'futures' ? markPrice : bid === undefined || ask === undefined || bid <= 0 || ask < bid ? undefined : (bid + ask) / 2;
  return price !== undefined && price > 0 && Number.isFinite(price) ? price : null;
}

async function exchangeOf({ market, origin }: KrakenSourceParts): Promise<Exchange> {
  const { kraken, krakenfutures } = await import('ccxt');
  const shared = { timeout: TIMEOUT_MS, enableRateLimit: false };
  if (market === 'spot') return new kraken({ ...shared, ...(origin === undefined ? {} : { urls: { api: { public: origin, private: origin } } }) }) as unknown as Exchange;
  const api = `${origin}/derivatives/api/`;
  return new krakenfutures({ ...shared, ...(origin === undefined ? {} : { urls: { api: { public: api, private: api, charts: `${origin}/api/charts/`, history: `${origin}/api/history/` } } }) }) as unknown as Exchange;
}
