// Checked settings in the shape the core reads: what was left out is null, durations carry their unit in the name.

import { FROM_TRADES } from '../core/domain/reference.ts';
import type { LiquidationSettings, MakerSettings, SharedSettings, StageTriggers } from './compiled-config.ts';
import type { AdverseSelectionSettings, DivergenceSettings } from './compiled-guards.ts';
import type { MakerWritten } from './schema/maker.ts';
import { referenceSettings } from './schema/reference.ts';
import { modelSettings } from './schema/quoting-model.ts';

/** The sections that strategies of every kind have. */
export function sharedSettings(written: Omit<MakerWritten, 'quote' | 'skew' | 'rewards'>): SharedSettings {
  const { volatility, extremes, limits, stopLoss, resolution, liquidation, onRemoval, adverseSelection, divergence, data } = written;
  return {
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
    resolution: resolution === undefined ? null : {
      reduceOnlyBeforeMs: resolution.reduceOnlyBefore ?? null, stopBeforeMs: resolution.stopBefore ?? null, expireOrders: resolution.expireOrders,
    },
    liquidation: liquidation === undefined ? null : liquidationSettings(liquidation),
    onRemoval,
  };
}

export function makerSettings(written: MakerWritten): MakerSettings {
  const { quote: { model: _model, risk: _risk, arrivals: _arrivals, reference, ...quote }, skew, rewards } = written;
  const model = modelSettings(written.quote);
  return {
    quote: { ...quote, refresh: refreshSettings(quote.refresh), ...(model === null ? {} : { model }), ...(reference === undefined ? {} : { reference: referenceSettings(reference) }) },
    skew: skew === undefined ? null : { target: skew.target, curve: skew.curve, size: skew.size ?? null },
    ...sharedSettings(written),
    ...(rewards === undefined ? {} : { rewards }),
  };
}

export const refreshSettings = ({ tolerance, minRest }: MakerWritten['quote']['refresh']): MakerSettings['quote']['refresh'] => ({ tolerance, minRestMs: minRest });

const adverseSettings = (written: NonNullable<MakerWritten['adverseSelection']>): AdverseSelectionSettings => ({
  velocity: written.velocity ?? null, flowImbalance: written.flowImbalance ?? null, markout: written.markout ?? null,
  fillRate: written.fillRate ?? null, oneSidedFills: written.oneSidedFills ?? null, then: written.then, forMs: written.for,
});

/** Nobody who trades contradicts nobody; a market or a feed that should speak and does not is a fault. */
const divergenceSettings = ({ from, window, above, whenUnknown }: NonNullable<MakerWritten['divergence']>): DivergenceSettings =>
  ({ from, windowMs: window, above, whenUnknown: whenUnknown ?? (from === FROM_TRADES ? 'quote' : 'stop') });

function liquidationSettings({ startAt, minProfit, stages, hold }: NonNullable<MakerWritten['liquidation']>): LiquidationSettings {
  const { skewed, aggressive, market } = stages;
  return {
    startAt, minProfit,
    skewed: skewed === undefined ? null : { ...triggers(skewed), floor: skewed.floor },
    aggressive: aggressive === undefined ? null : { ...triggers(aggressive), cross: aggressive.cross, slice: aggressive.slice, everyMs: aggressive.every },
    market: market === undefined ? null : { ...triggers(market), collar: market.collar },
    hold: hold === undefined ? null : { withinMs: hold.within, above: hold.above },
  };
}

interface TriggersWritten { readonly after?: number | undefined; readonly onLoss?: number | undefined; readonly beforeEnd?: number | undefined }

const triggers = ({ after, onLoss, beforeEnd }: TriggersWritten): StageTriggers => ({ afterMs: after ?? null, onLoss: onLoss ?? null, beforeEndMs: beforeEnd ?? null });
