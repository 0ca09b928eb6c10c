// How near a market is to its end. One that does not say when it ends is near to none.

import type { MarketState } from '../state/market-state.ts';

/** Milliseconds; Infinity where the venue does not say. */
export const toEndMs = (market: MarketState, now: number): number => (market.instrument.endsAt === null ? Infinity : market.instrument.endsAt - now);

/** Whether less than `beforeMs` is left; null: never. */
export const isWithin = (market: MarketState, beforeMs: number | null, now: number): boolean => beforeMs !== null && toEndMs(market, now) <= beforeMs;
