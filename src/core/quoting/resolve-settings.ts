// A market's settings with every tick-relative distance made absolute for its tick. Done once per config swap, so that
// a decision only reads numbers.

import type { Distance, MakerSettings, SharedSettings } from '../../config/compiled-config.ts';
import type { Price } from '../domain/numbers.ts';
import { quotingModel, type QuotingModel } from './quoting-model.ts';

export interface ResolvedSettings extends MakerSettings, Written {
  readonly kind: 'market-maker';
  /** Micro-dollars. */
  readonly halfSpread: number;
  readonly step: number;
  readonly tolerance: number;
  readonly minEdge: number;
  readonly minRestMs: number;
  readonly fairValueModel: MakerSettings['quote']['fairValue'];
  /** Null: `curve`. */
  readonly model: QuotingModel | null;
}

export const inMicros = (distance: Distance, tick: Price): number => distance.micros + distance.ticks * tick;

/** The position limit as it is written, whatever a degraded venue leaves of it. */
export interface Written { readonly positionLimit: number }

/** Configs in journals of versions before these settings do not have them. */
export const addedLater = ({ resolution, liquidation, onRemoval, limits }: SharedSettings): Pick<SharedSettings, 'resolution' | 'liquidation' | 'onRemoval'> & Written =>
  ({ positionLimit: limits.position, resolution: resolution ?? null, liquidation: liquidation ?? null, onRemoval: onRemoval ?? 'hold' });

export const resolveSettings = (settings: MakerSettings, tick: Price): ResolvedSettings => ({
  ...settings, ...addedLater(settings), kind: 'market-maker', fairValueModel: settings.quote.fairValue, minRestMs: settings.quote.refresh.minRestMs,
  halfSpread: inMicros(settings.quote.halfSpread, tick),
  step: inMicros(settings.quote.layers.step, tick),
  tolerance: inMicros(settings.quote.refresh.tolerance, tick),
  minEdge: inMicros(settings.quote.minEdge, tick),
  model: settings.quote.model === undefined ? null : quotingModel(settings.quote.model, settings.quote.size),
});

/** Under a venue that is degraded. Never quite 0, which inventory is measured against. */
export function lowerLimits<S extends SharedSettings>(settings: S, factor: number): S {
  if (factor === 1) return settings;
  const { limits } = settings;
  const lower = (micros: number): number => Math.max(1, Math.floor(micros * factor));
  return { ...settings, limits: { ...limits, position: lower(limits.position), notional: limits.notional === null ? null : lower(limits.notional) } };
}
