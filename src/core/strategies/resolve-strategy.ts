// The settings that a market has under its strategy, of whatever kind, with what every kind needs in one place.

import type { CompiledStrategy, HedgeSettings, MakerSettings, QuoteSettings, TwapSettings } from '../../config/compiled-config.ts';
import type { Price } from '../domain/numbers.ts';
import { addedLater, inMicros, resolveSettings, type ResolvedSettings, type Written } from '../quoting/resolve-settings.ts';

/** `tolerance` in micro-dollars, `minRestMs`: when an order is left alone. `fairValueModel`: what prices the market. */
interface Resting { readonly tolerance: number; readonly minRestMs: number; readonly fairValueModel: QuoteSettings['fairValue'] }
export interface ResolvedTwap extends TwapSettings, Resting, Written { readonly kind: 'twap' }
export interface ResolvedHedge extends HedgeSettings, Resting, Written { readonly kind: 'hedge' }
export type StrategySettings = ResolvedSettings | ResolvedTwap | ResolvedHedge;

const resting = ({ tolerance, minRestMs }: QuoteSettings['refresh'], tick: Price): Resting => ({ tolerance: inMicros(tolerance, tick), minRestMs, fairValueModel: 'micro-price' });

/** Settings as snapshots and journals keep them for a market that no strategy takes any more; without a kind a maker's, as before there were others. */
export type KeptSettings = (MakerSettings & { readonly kind?: 'market-maker' }) | (TwapSettings & { readonly kind: 'twap' }) | (HedgeSettings & { readonly kind: 'hedge' });

export function resolveStrategy(strategy: CompiledStrategy, market: string, tick: Price): StrategySettings {
  switch (strategy.kind) {
    case 'market-maker': return resolveSettings(strategy.overrides[market] ?? strategy.settings, tick);
    case 'twap': return resolveTwap(strategy.overrides[market] ?? strategy.settings, tick);
    case 'hedge': return resolveHedge(strategy.overrides[market] ?? strategy.settings, tick);
  }
}

/** The same settings, under the tick that holds now. */
export function resolveAgain(settings: KeptSettings, tick: Price): StrategySettings {
  switch (settings.kind) {
    case 'twap': return resolveTwap(settings, tick);
    case 'hedge': return resolveHedge(settings, tick);
    default: return resolveSettings(settings, tick);
  }
}

const resolveTwap = (settings: TwapSettings, tick: Price): ResolvedTwap => ({ ...settings, ...addedLater(settings), ...resting(settings.twap.refresh, tick), kind: 'twap' });
const resolveHedge = (settings: HedgeSettings, tick: Price): ResolvedHedge => ({ ...settings, ...addedLater(settings), ...resting(settings.hedge.refresh, tick), kind: 'hedge' });
