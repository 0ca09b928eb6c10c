// The settings that a market has under its strategy, of whatever kind, with what every kind needs in one place.

import type { CompiledStrategy, HedgeSettings, QuoteSettings, TwapSettings } from '../../config/compiled-config.ts';
import type { Price } from '../domain/numbers.ts';
import { inMicros, resolveSettings, type ResolvedSettings } from '../quoting/resolve-settings.ts';

/** `tolerance` in micro-dollars, `minRestMs`: when an order is left alone. `fairValueModel`: what prices the market. */
interface Resting { readonly tolerance: number; readonly minRestMs: number; readonly fairValueModel: QuoteSettings['fairValue'] }
export interface ResolvedTwap extends TwapSettings, Resting { readonly kind: 'twap' }
export interface ResolvedHedge extends HedgeSettings, Resting { readonly kind: 'hedge' }
export type StrategySettings = ResolvedSettings | ResolvedTwap | ResolvedHedge;

const resting = ({ tolerance, minRestMs }: QuoteSettings['refresh'], tick: Price): Resting => ({ tolerance: inMicros(tolerance, tick), minRestMs, fairValueModel: 'micro-price' });

export function resolveStrategy(strategy: CompiledStrategy, market: string, tick: Price): StrategySettings {
  switch (strategy.kind) {
    case 'market-maker': return resolveSettings(strategy.overrides[market] ?? strategy.settings, tick);
    case 'twap': {
      const settings = strategy.overrides[market] ?? strategy.settings;
      return { ...settings, ...resting(settings.twap.refresh, tick), kind: 'twap' };
    }
    case 'hedge': {
      const settings = strategy.overrides[market] ?? strategy.settings;
      return { ...settings, ...resting(settings.hedge.refresh, tick), kind: 'hedge' };
    }
  }
}
