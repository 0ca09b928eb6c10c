// A market's settings with every tick-relative distance made absolute for its tick. Done once per config swap, so that
// a decision only reads numbers.

import type { Distance, MakerSettings } from '../../config/compiled-config.ts';
import type { Price } from '../domain/numbers.ts';

export interface ResolvedSettings extends MakerSettings {
  readonly kind: 'market-maker';
  /** Micro-dollars. */
  readonly halfSpread: number;
  readonly step: number;
  readonly tolerance: number;
  readonly minEdge: number;
  readonly minRestMs: number;
  readonly fairValueModel: MakerSettings['quote']['fairValue'];
}

export const inMicros = (distance: Distance, tick: Price): number => distance.micros + distance.ticks * tick;

export const resolveSettings = (settings: MakerSettings, tick: Price): ResolvedSettings => ({
  ...settings, kind: 'market-maker', fairValueModel: settings.quote.fairValue, minRestMs: settings.quote.refresh.minRestMs,
  halfSpread: inMicros(settings.quote.halfSpread, tick),
  step: inMicros(settings.quote.layers.step, tick),
  tolerance: inMicros(settings.quote.refresh.tolerance, tick),
  minEdge: inMicros(settings.quote.minEdge, tick),
});
