// The markets of the demonstration, as data: where they stand, how they move, who trades in them. Invented, with numbers
// chosen so that a careless maker is filled several times a minute and pays the informed for it.

import type { ValueSettings } from './hidden-value.ts';

/** Prices and price distances in micro-dollars, sizes in shares, log-odds for what moves the hidden value. */
export interface SyntheticMaker {
  readonly halfSpread: number;
  readonly step: number;
  readonly levels: number;
  /** Of the first level; the n-th holds about n times as much. */
  readonly shares: number;
}

/** `startPrice` is also the value it drifts home to; `jump` is the typical size of one. */
export interface SyntheticMarket extends ValueSettings {
  readonly name: string;
  /** How slowly the makers' estimate follows the hidden value. */
  readonly estimateLagMs: number;
  readonly requotesPerMinute: number;
  readonly noisePerMinute: number;
  /** Mean size of a noise taker. */
  readonly noiseShares: number;
  readonly informedPerMinute: number;
  /** Smallest size of an informed taker; the largest is three times it. */
  readonly informedShares: number;
  /** An informed taker wants at least this much between the price and the hidden value. */
  readonly informedEdge: number;
  readonly makers: readonly SyntheticMaker[];
  /** Noise takers who rather buy, and then for as long rather sell; absent: as often the one as the other. */
  readonly lean?: { readonly buyers: number; readonly turnsEveryMs: number };
  /** Dollars traded in the 24 hours before the start; absent where the venue tells no volumes. */
  readonly volume24h?: number;
}

export const SYNTHETIC_MAKERS: readonly SyntheticMaker[] = [
  { halfSpread: 19_000, step: 10_000, levels: 4, shares: 40 },
  { halfSpread: 24_000, step: 10_000, levels: 5, shares: 80 },
  { halfSpread: 35_000, step: 20_000, levels: 4, shares: 200 },
];

const base = {
  volatility: 0.03, jumpsPerHour: 8, jump: 0.25, estimateLagMs: 15_000, requotesPerMinute: 60,
  noisePerMinute: 3, noiseShares: 12, informedPerMinute: 15, informedShares: 15, informedEdge: 7_000, makers: SYNTHETIC_MAKERS,
};

export const DEMO_MARKETS: readonly SyntheticMarket[] = [
  { ...base, name: 'rain-in-lisbon', startPrice: 0.62, noisePerMinute: 5, volume24h: 260_000 },
  { ...base, name: 'fed-cuts-in-june', startPrice: 0.34, noisePerMinute: 4, volatility: 0.035, jumpsPerHour: 12, volume24h: 410_000 },
  { ...base, name: 'harbour-bridge-opens-by-july', startPrice: 0.81, noisePerMinute: 2, volatility: 0.02, volume24h: 45_000 },
  { ...base, name: 'record-heat-in-athens', startPrice: 0.48, noisePerMinute: 3, volume24h: 120_000 },
  { ...base, name: 'probe-lands-on-the-moon', startPrice: 0.19, noisePerMinute: 1.5, requotesPerMinute: 40, volume24h: 30_000 },
];
