// What one line of a Binance capture says. Prices and quantities are in units of 10^−8.

export const UNITS = 100_000_000;
export const PLACES = 8;

export type BinanceMarket = 'spot' | 'usdm';

/** Flat pairs of price and quantity; a quantity of 0 removes the level. */
export type Levels = readonly number[];

interface Received { /** When it reached the recorder, by the recorder's clock. */ readonly localMs: number; readonly line: number }
export interface DepthDiff extends Received {
  readonly kind: 'depth'; readonly stamp: number;
  /** Ids of the first and the last update in it, and of the last one before it. */
  readonly first: number; readonly last: number; readonly before: number;
  readonly bids: Levels; readonly asks: Levels;
}
/** `isOnBook` is false for fills outside the book: of the insurance fund, of deleveraging. */
export interface MarketTrade extends Received {
  readonly kind: 'trade'; readonly stamp: number; readonly id: number; readonly price: number; readonly quantity: number;
  readonly isBuyerMaker: boolean; readonly isOnBook: boolean;
}
/** The best prices after update `id`. */
export interface BookTicker extends Received { readonly kind: 'ticker'; readonly id: number; readonly bid: number; readonly bidQuantity: number; readonly ask: number; readonly askQuantity: number }
/** The whole book after update `last`; spot does not say when. */
export interface DepthSnapshot extends Received { readonly kind: 'snapshot'; readonly stamp: number | null; readonly last: number; readonly bids: Levels; readonly asks: Levels }
export type BinanceMessage = DepthDiff | MarketTrade | BookTicker | DepthSnapshot;

/** How a line looks, for telling the format by the first one. */
export const BINANCE_LINE = /^\d{19} \{"(?:stream":"[a-z0-9_]+@(?:depth|bookTicker|trade)\b|lastUpdateId":)/;
