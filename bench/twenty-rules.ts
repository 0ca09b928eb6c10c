// The strategy that benchmarks decide with: every setting of a market maker, every guard, and twenty rules over a dozen facts.

import type { CompiledRule, Condition, MakerSettings } from '../src/config/compiled-config.ts';
import type { HealthSettings } from '../src/config/compiled-guards.ts';

export const settings: MakerSettings = {
  quote: { fairValue: 'micro-price', halfSpread: { micros: 15_000, ticks: 0 }, size: 50e6, layers: { count: 3, step: { micros: 0, ticks: 1 }, sizeGrowth: 1.5 }, refresh: { tolerance: { micros: 0, ticks: 1 }, minRestMs: 2_000 }, minEdge: { micros: 5_000, ticks: 0 }, postOnly: true },
  skew: { target: 0, curve: { x: [-1, -0.5, 0, 0.5, 1], y: [20_000, 8_000, 0, -8_000, -20_000] }, size: { x: [0, 1], y: [1, 0.25] } },
  volatility: { windowMs: 60_000, widen: { x: [0, 20_000, 50_000], y: [1, 2, 4] }, pullAbove: 80_000, trend: { windowMs: 300_000, pullAbove: 30_000 } },
  extremes: { within: 100_000, widen: 2, shrink: 0.5, stopWithin: 30_000 },
  limits: { position: 500e6, notional: 250e6, openOrders: 12, collar: 100_000 }, stopLoss: { loss: 10e6, drawdownFromPeak: 25e6, then: 'reduce-only' },
  adverseSelection: {
    velocity: { value: 30_000, windowMs: 1_000 }, flowImbalance: { value: 0.8, windowMs: 30_000 }, markout: { value: -10_000, windowMs: 30_000 },
    fillRate: { value: 10, windowMs: 30_000 }, oneSidedFills: { value: 3, windowMs: 60_000 }, then: 'pull', forMs: 30_000,
  },
  divergence: { from: 'trades', windowMs: 60_000, above: 50_000, whenUnknown: 'quote' }, data: { bookMaxAgeMs: 60_000 },
  resolution: { reduceOnlyBeforeMs: 7_200_000, stopBeforeMs: 1_800_000, expireOrders: true }, onRemoval: 'liquidate',
  liquidation: {
    startAt: 0.8, minProfit: 5_000, hold: null, skewed: { afterMs: 300_000, onLoss: null, beforeEndMs: null, floor: { x: [0, 1_800_000], y: [5_000, -20_000] } },
    aggressive: { afterMs: 3_600_000, onLoss: null, beforeEndMs: null, cross: 0.5, slice: 0.2, everyMs: 20_000 }, market: { afterMs: null, onLoss: 10e6, beforeEndMs: null, collar: 50_000 },
  },
};
/** The same without guards against others, resolution and liquidation. */
const { adverseSelection: _adverse, divergence: _divergence, data: _data, resolution: _resolution, liquidation: _liquidation, onRemoval: _onRemoval, ...rest } = settings;
export const unguarded: MakerSettings = { ...rest, resolution: null, liquidation: null, onRemoval: 'hold' };
/** Every guard of venues and of the clock. */
export const health: HealthSettings = {
  dataMaxAgeMs: 60_000, answerMaxAgeMs: 15_000, clockJumpMs: 10_000, rejects: { value: 20, windowMs: 60_000 }, errors: { value: 10, windowMs: 60_000 },
  unknownOrders: 10, cleanReports: 2, forMs: 60_000,
};
const compare = (fact: string, operator: 'greaterThan' | 'lessThan', right: number, windowMs: number | null = null): Condition => ({ kind: 'compare', left: { fact, windowMs }, operator, right });
export const rules: readonly CompiledRule[] = Array.from({ length: 20 }, (_, i): CompiledRule => ({
  name: `rule ${i}`, scope: 'market', until: null, forMs: i % 2 === 0 ? 500 : 0, cooldownMs: 30_000, whenUnknown: 'skip',
  when: { kind: i % 3 === 0 ? 'any' : 'all', of: [
    [compare('velocity', 'greaterThan', 30_000 + i * 1_000, 1_000), compare('flowImbalance', 'greaterThan', 0.8 + i / 200, 30_000)],
    [compare('spread', 'greaterThan', 60_000 + i * 1_000), compare('bookImbalance', 'lessThan', -0.9), compare('positionShare', 'greaterThan', 0.7 + i / 100)],
    [compare('dailyPnl', 'lessThan', -40e6 - i), compare('volatility', 'greaterThan', 20_000 + i * 500, 60_000)],
    [compare('hourUtc', 'greaterThan', 22), compare('bidDepth', 'lessThan', 1e6 * i)],
  ][i % 4]! },
  then: [{ kind: 'pull', side: 'both' }],
}));
