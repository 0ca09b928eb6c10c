// How near a market is to its end. One that does not say when it ends is near to none.

import { toSize } from '../quoting/rounding.ts';
import type { MarketState } from '../state/market-state.ts';

/** Milliseconds; Infinity where the venue does not say. */
export const toEndMs = (market: MarketState, now: number): number => (market.instrument.endsAt === null ? Infinity : market.instrument.endsAt - now);

/** Past the point where anything is still traded in it: closed, paid out, at its end or within `stopBefore` of it. */
export const isOver = (market: MarketState, now: number): boolean =>
  market.status === 'closed' || market.settledAt !== null || isWithin(market, market.settings?.resolution?.stopBeforeMs ?? 0, now);

/** Enough is held that the venue takes an order for it. */
export const canBeSold = ({ position, instrument }: MarketState): boolean => toSize(Math.abs(position.net), instrument.lot) >= instrument.minSize;

/** Whether less than `beforeMs` is left; null: never. */
export const isWithin = (market: MarketState, beforeMs: number | null, now: number): boolean => beforeMs !== null && toEndMs(market, now) <= beforeMs;
