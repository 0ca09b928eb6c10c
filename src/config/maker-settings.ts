// A checked set of maker settings in the shape the core reads: what was left out is null, durations carry their unit in
// the name.

import type { MakerSettings } from './compiled-config.ts';
import type { MakerWritten } from './schema/maker.ts';
import { modelSettings } from './schema/quoting-model.ts';

export function makerSettings(written: MakerWritten): MakerSettings {
  const { quote: { model: _model, risk: _risk, arrivals: _arrivals, ...quote }, skew, volatility, extremes, limits, stopLoss, rewards } = written;
  const { minRest, tolerance } = quote.refresh;
  const model = modelSettings(written.quote);
  return {
    quote: { ...quote, refresh: { tolerance, minRestMs: minRest }, ...(model === null ? {} : { model }) },
    skew: skew === undefined ? null : { target: skew.target, curve: skew.curve, size: skew.size ?? null },
    volatility: volatility === undefined ? null : {
      windowMs: volatility.window,
      widen: volatility.widen ?? null,
      pullAbove: volatility.pullAbove ?? null,
      trend: volatility.trend === undefined ? null : { windowMs: volatility.trend.window, pullAbove: volatility.trend.pullAbove },
    },
    extremes: extremes === undefined ? null : { ...extremes, stopWithin: extremes.stopWithin ?? null },
    limits: { position: limits.position, notional: limits.notional ?? null, openOrders: limits.openOrders ?? null },
    stopLoss: stopLoss === undefined ? null : { loss: stopLoss.loss ?? null, drawdownFromPeak: stopLoss.drawdownFromPeak ?? null, then: stopLoss.then },
    ...(rewards === undefined ? {} : { rewards }),
  };
}
