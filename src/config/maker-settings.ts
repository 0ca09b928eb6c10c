// Checked settings in the shape the core reads: what was left out is null, durations carry their unit in the name.

import type { MakerSettings, SharedSettings } from './compiled-config.ts';
import type { MakerWritten } from './schema/maker.ts';

/** The sections that strategies of every kind have. */
export function sharedSettings(written: Omit<MakerWritten, 'quote' | 'skew'>): SharedSettings {
  const { volatility, extremes, limits, stopLoss } = written;
  return {
    volatility: volatility === undefined ? null : {
      windowMs: volatility.window,
      widen: volatility.widen ?? null,
      pullAbove: volatility.pullAbove ?? null,
      trend: volatility.trend === undefined ? null : { windowMs: volatility.trend.window, pullAbove: volatility.trend.pullAbove },
    },
    extremes: extremes === undefined ? null : { ...extremes, stopWithin: extremes.stopWithin ?? null },
    limits: { position: limits.position, notional: limits.notional ?? null, openOrders: limits.openOrders ?? null },
    stopLoss: stopLoss === undefined ? null : { loss: stopLoss.loss ?? null, drawdownFromPeak: stopLoss.drawdownFromPeak ?? null, then: stopLoss.then },
  };
}

export function makerSettings(written: MakerWritten): MakerSettings {
  const { quote, skew } = written;
  return {
    quote: { ...quote, refresh: refreshSettings(quote.refresh) },
    skew: skew === undefined ? null : { target: skew.target, curve: skew.curve, size: skew.size ?? null },
    ...sharedSettings(written),
  };
}

export const refreshSettings = ({ tolerance, minRest }: MakerWritten['quote']['refresh']): MakerSettings['quote']['refresh'] => ({ tolerance, minRestMs: minRest });
