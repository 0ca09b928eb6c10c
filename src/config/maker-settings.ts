// A checked set of maker settings in the shape the core reads: what was left out is null, durations carry their unit in
// the name.

import { FROM_TRADES } from '../core/domain/reference.ts';
import type { AdverseSelectionSettings, DivergenceSettings, MakerSettings } from './compiled-config.ts';
import type { MakerWritten } from './schema/maker.ts';

export function makerSettings(written: MakerWritten): MakerSettings {
  const { quote, skew, volatility, extremes, limits, stopLoss, adverseSelection, divergence, data } = written;
  const { minRest, tolerance } = quote.refresh;
  return {
    quote: { ...quote, refresh: { tolerance, minRestMs: minRest } },
    skew: skew === undefined ? null : { target: skew.target, curve: skew.curve, size: skew.size ?? null },
    volatility: volatility === undefined ? null : {
      windowMs: volatility.window,
      widen: volatility.widen ?? null,
      pullAbove: volatility.pullAbove ?? null,
      trend: volatility.trend === undefined ? null : { windowMs: volatility.trend.window, pullAbove: volatility.trend.pullAbove },
    },
    extremes: extremes === undefined ? null : { ...extremes, stopWithin: extremes.stopWithin ?? null },
    limits: { position: limits.position, notional: limits.notional ?? null, openOrders: limits.openOrders ?? null, collar: limits.collar },
    stopLoss: stopLoss === undefined ? null : { loss: stopLoss.loss ?? null, drawdownFromPeak: stopLoss.drawdownFromPeak ?? null, then: stopLoss.then },
    adverseSelection: adverseSelection === undefined ? null : adverseSettings(adverseSelection),
    divergence: divergence === undefined ? null : divergenceSettings(divergence),
    data: data === undefined ? null : { bookMaxAgeMs: data.bookMaxAge },
  };
}

const adverseSettings = (written: NonNullable<MakerWritten['adverseSelection']>): AdverseSelectionSettings => ({
  velocity: written.velocity ?? null, flowImbalance: written.flowImbalance ?? null, markout: written.markout ?? null,
  fillRate: written.fillRate ?? null, oneSidedFills: written.oneSidedFills ?? null, then: written.then, forMs: written.for,
});

/** Nobody who trades contradicts nobody; a market that should speak and does not is a fault. */
const divergenceSettings = ({ from, window, above, whenUnknown }: NonNullable<MakerWritten['divergence']>): DivergenceSettings =>
  ({ from, windowMs: window, above, whenUnknown: whenUnknown ?? (from === FROM_TRADES ? 'quote' : 'stop') });
