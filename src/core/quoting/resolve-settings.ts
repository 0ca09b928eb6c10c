// A market's settings with every tick-relative distance made absolute for its tick. Done once per config swap, so that
// a decision only reads numbers.

import type { Distance, MakerSettings } from '../../config/compiled-config.ts';
import type { Price } from '../domain/numbers.ts';
import { quotingModel, type QuotingModel } from './quoting-model.ts';

export interface ResolvedSettings extends MakerSettings {
  /** Micro-dollars. */
  readonly halfSpread: number;
  readonly step: number;
  readonly tolerance: number;
  readonly minEdge: number;
  /** Null: `curve`. */
  readonly model: QuotingModel | null;
}

const inMicros = (distance: Distance, tick: Price): number => distance.micros + distance.ticks * tick;

export const resolveSettings = (settings: MakerSettings, tick: Price): ResolvedSettings => ({
  ...settings,
  // Configs in journals of versions before these settings do not have them.
  resolution: settings.resolution ?? null,
  liquidation: settings.liquidation ?? null,
  onRemoval: settings.onRemoval ?? 'hold',
  halfSpread: inMicros(settings.quote.halfSpread, tick),
  step: inMicros(settings.quote.layers.step, tick),
  tolerance: inMicros(settings.quote.refresh.tolerance, tick),
  minEdge: inMicros(settings.quote.minEdge, tick),
  model: settings.quote.model === undefined ? null : quotingModel(settings.quote.model, settings.quote.size),
});

/** Under a venue that is degraded. Never quite 0, which inventory is measured against. */
export function lowerLimits(settings: ResolvedSettings, factor: number): ResolvedSettings {
  if (factor === 1) return settings;
  const { limits } = settings;
  const lower = (micros: number): number => Math.max(1, Math.floor(micros * factor));
  return { ...settings, limits: { ...limits, position: lower(limits.position), notional: limits.notional === null ? null : lower(limits.notional) } };
}
