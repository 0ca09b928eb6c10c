// Configurations of strategies that work towards a position, for tests of the engine.

import type { CompiledConfig, CompiledStrategy, HedgeSettings, HedgeTerms, SharedSettings, TwapSettings, TwapTerms } from '../config/compiled-config.ts';
import { cents, config, shares } from './engine.fixture.ts';

const SHARED: SharedSettings = { volatility: null, extremes: null, limits: { position: shares(100), notional: null, openOrders: null }, stopLoss: null, resolution: null, liquidation: null, onRemoval: 'hold' };
const REFRESH = { tolerance: { micros: 0, ticks: 1 }, minRestMs: 1_000 };

/** A minute, six slots of 10 shares. */
export const TWAP: TwapTerms = { target: shares(60), overMs: 60_000, everyMs: 10_000, cross: 1, collar: cents(5), refresh: REFRESH };

export const twapSettings = (over: Partial<TwapTerms> = {}, shared: Partial<SharedSettings> = {}): TwapSettings => ({ ...SHARED, ...shared, twap: { ...TWAP, ...over } });

export const twapConfig = (over: Partial<TwapTerms> = {}, shared: Partial<SharedSettings> = {}): CompiledConfig =>
  config({ strategies: [{ name: 'build-up', kind: 'twap', markets: { venue: 'test', include: ['*'], exclude: [] }, settings: twapSettings(over, shared), overrides: {} }] });

/** YES there is held against YES here: one of the two pays. */
export const HEDGE: HedgeTerms = { of: ['sun'], ratio: -1, band: shares(10), collar: cents(5), refresh: REFRESH, unhedged: null };

export const hedgeSettings = (over: Partial<HedgeTerms> = {}, shared: Partial<SharedSettings> = {}): HedgeSettings => ({ ...SHARED, ...shared, hedge: { ...HEDGE, ...over } });

export const hedgeStrategy = (over: Partial<HedgeTerms> = {}, include = 'rain', shared: Partial<SharedSettings> = {}): CompiledStrategy =>
  ({ name: `hedge-${include}`, kind: 'hedge', markets: { venue: 'test', include: [include], exclude: [] }, settings: hedgeSettings(over, shared), overrides: {} });
