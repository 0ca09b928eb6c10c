// The settings of a market maker, each proved in every layer that it can be written in: a preset, the strategy, the
// override of one market and the overlay of a profile.

import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import type { Instrument } from '../../src/core/domain/instrument.ts';
import { Script } from '../../src/core/engine.fixture.ts';
import { GUARD_CASES } from './guard-cases.fixture.ts';
import { LIQUIDATION_CASES } from './liquidation-cases.fixture.ts';
import { bookAt, firstOrders, long, losing, permissionAndAlerts, quoting, resting, stay } from './market-scripts.fixture.ts';
import { BY_BITCOIN, REFERENCE_CASES } from './reference-cases.fixture.ts';
import { BASE, configOf, withKey, type Files, type KeyCase, type KeyCases, type Path } from './variants.fixture.ts';

export interface SettingCase {
  readonly values: readonly unknown[];
  /** Settings that stand beside the key in every variant, by path. */
  readonly beside?: Readonly<Record<string, unknown>>;
  readonly observe: (config: CompiledConfig) => unknown;
  readonly sees: readonly unknown[];
}

const PLAIN = ['bid 48c 10', 'ask 52c 10'];
const afterRise = (config: CompiledConfig): readonly string[] => bookAt(resting(config), 50).decide(2_000).asked();
const afterFill = (config: CompiledConfig): readonly string[] => { const script = long(config); script.take(); return script.decide(2_000).asked(); };
const nearTheEnd = (config: CompiledConfig): readonly string[] => bookAt(Script.open(config), 6).decide().asked();
const orderOf = (script: Script): unknown => script.take().flatMap((c) => (c.type === 'PlaceOrder' ? [`${c.side} ${c.price / 10_000}c${c.postOnly ? ' post-only' : ''}`] : []));

/** Ten shares held, and a market that has wandered: 1c each second for six seconds. */
function wandering(config: CompiledConfig, over: Partial<Instrument> = {}): Script {
  const script = bookAt(Script.open(config, over), 48).decide();
  for (let second = 0; second < 6; second++) bookAt(script, 48 + (second % 2)).decide(1_000);
  const bid = script.take().findLast((command) => command.type === 'PlaceOrder' && command.side === 'bid');
  if (bid?.type !== 'PlaceOrder') return script;
  return script.accept(bid.clientId).fill(bid.clientId, 'bid', bid.price / 10_000, 10);
}
/** Half-spread and shift in cents, as the explanation has them; to a hundredth. */
function modelSteps(script: Script): unknown {
  const steps = script.engine.explain('rain')?.steps ?? [];
  const cents = (step: string, value: string): number | null => {
    const found = steps.find((one) => one.step === step)?.values[value];
    return typeof found === 'number' ? Math.round(found * 100) / 100 : null;
  };
  return [cents('half-spread', 'halfSpreadCents'), cents('inventory', 'shiftCents')];
}
const modelOf = (over: Partial<Instrument> = {}) => (config: CompiledConfig): unknown => modelSteps(wandering(config, over).decide());
const STOIKOV = { 'quote.model': 'avellaneda-stoikov', 'volatility.window': '60s', 'quote.arrivals.reach': '3c', 'quote.risk.tolerance': '$20', 'quote.risk.horizon': '1m' };
const GLFT = { 'quote.model': 'glft', 'volatility.window': '60s', 'quote.arrivals.reach': '3c', 'quote.arrivals.rate': '6 per 1m', 'quote.risk.tolerance': '$20' };
const PAYS: Partial<Instrument> = { rewards: { maxSpread: 40_000, minSize: 20_000_000, daily: 100_000_000 } };
const paidOrders = (config: CompiledConfig): readonly string[] => bookAt(Script.open(config, PAYS), 48).decide().asked();

const CASES: Readonly<Record<string, SettingCase>> = {
  'quote.fairValue': {
    values: ['mid', 'micro-price', 'book-imbalance', 'reference'], beside: BY_BITCOIN,
    observe: (config) => Script.open(config).book([[48, 300], [40, 100]], [[52, 100], [60, 700]]).decide().asked(),
    // 50c · (52 × 300 + 48 × 100) / 400 = 51c · 50c + 2c × (400 − 800) / 1200 = 49.33c · no price outside decides it
    sees: [PLAIN, ['bid 49c 10', 'ask 53c 10'], ['bid 47c 10', 'ask 52c 10'], []],
  },
  'quote.halfSpread': { values: ['2c', '3c', '4 ticks'], observe: firstOrders, sees: [PLAIN, ['bid 47c 10', 'ask 53c 10'], ['bid 46c 10', 'ask 54c 10']] },
  'quote.size': { values: ['10 shares', '20 shares'], observe: firstOrders, sees: [PLAIN, ['bid 48c 20', 'ask 52c 20']] },
  'quote.layers.count': { values: [1, 2], observe: firstOrders, sees: [PLAIN, ['bid 48c 10', 'bid 47c 10', 'ask 52c 10', 'ask 53c 10']] },
  'quote.layers.step': {
    values: ['1 tick', '3c'], beside: { 'quote.layers.count': 2 }, observe: firstOrders,
    sees: [['bid 48c 10', 'bid 47c 10', 'ask 52c 10', 'ask 53c 10'], ['bid 48c 10', 'bid 45c 10', 'ask 52c 10', 'ask 55c 10']],
  },
  'quote.layers.sizeGrowth': {
    values: ['1x', '1.5x'], beside: { 'quote.layers.count': 2 }, observe: firstOrders,
    sees: [['bid 48c 10', 'bid 47c 10', 'ask 52c 10', 'ask 53c 10'], ['bid 48c 10', 'bid 47c 15', 'ask 52c 10', 'ask 53c 15']],
  },
  'quote.refresh.tolerance': { values: ['1 tick', '3c'], observe: afterRise, sees: [['cancel s-1', 'cancel s-2', 'bid 50c 10', 'ask 54c 10'], []] },
  // The ask stands nearer than wanted and never rests for that.
  'quote.refresh.minRest': { values: ['1s', '10s'], observe: afterRise, sees: [['cancel s-1', 'cancel s-2', 'bid 50c 10', 'ask 54c 10'], ['cancel s-2', 'ask 54c 10']] },
  'quote.minEdge': { values: ['0c', '3c'], observe: firstOrders, sees: [PLAIN, []] },
  'quote.postOnly': {
    values: [true, false], beside: { 'skew.curve': { '-100%': '5c', '-10%': '5c', '0%': '0c' } },
    // 10 shares short the centre is 55c: the bid at 53c would take the 52c that others ask.
    observe: (config) => { const script = resting(config).fill('s-2', 'ask', 52, 10); return orderOf(script.decide(2_000)); },
    sees: [['bid 51c post-only', 'ask 57c post-only'], ['bid 53c', 'ask 57c']],
  },
  'quote.model': { values: ['curve', 'avellaneda-stoikov', 'glft'], beside: { ...STOIKOV, ...GLFT, 'volatility.pullAbove': '9c' }, observe: modelOf(), sees: [[2, null], [3.1, -0.25], [3.18, -0.41]] },
  // One quote held: γ = 10 shares / $20 a dollar, times (1c)² in five of six seconds, times 60.
  'quote.risk.tolerance': { values: ['$20', '$5'], beside: STOIKOV, observe: modelOf(), sees: [[3.1, -0.25], [3.41, -1]] },
  'quote.risk.horizon': { values: ['1m', '5m'], beside: STOIKOV, observe: modelOf(), sees: [[3.1, -0.25], [3.6, -1.25]] },
  'quote.risk.maxShift': { values: ['10c', '0.1c'], beside: STOIKOV, observe: modelOf(), sees: [[3.1, -0.25], [3.1, -0.1]] },
  'quote.arrivals.rate': { values: ['6 per 1m', '0.5 per 1m'], beside: GLFT, observe: modelOf(), sees: [[3.18, -0.41], [3.69, -1.43]] },
  'quote.arrivals.reach': { values: ['3c', '4c'], beside: GLFT, observe: modelOf(), sees: [[3.18, -0.41], [4.2, -0.48]] },
  'rewards.target': { values: ['50%', '90%'], beside: { 'rewards.minSize': false }, observe: paidOrders, sees: [PLAIN, ['bid 46c 10', 'ask 54c 10']] },
  'rewards.minSize': { values: [false, true], beside: { 'rewards.target': '50%' }, observe: paidOrders, sees: [PLAIN, ['bid 48c 20', 'ask 52c 20']] },
  'skew.target': {
    values: ['0 shares', '50 shares'], beside: { 'skew.curve': { '-100%': '2c', '0%': '0c', '100%': '-2c' } }, observe: firstOrders,
    sees: [PLAIN, ['bid 49c 10', 'ask 53c 10']],
  },
  'skew.curve': {
    values: [{ '0%': '0c' }, { '0%': '0c', '10%': '-2c' }], beside: { 'quote.refresh.tolerance': '0c' }, observe: afterFill,
    sees: [['bid 48c 10'], ['cancel s-2', 'ask 50c 10', 'bid 46c 10']],
  },
  'skew.size': {
    values: [{ '0%': '1x' }, { '0%': '1x', '10%': '0.4x' }], beside: { 'skew.curve': { '0%': '0c' } }, observe: afterFill,
    sees: [['bid 48c 10'], ['bid 48c 4']],
  },
  'volatility.window': {
    // Known after a twelfth: 5 s, or 1 s.
    values: ['60s', '12s'], beside: { 'volatility.widen': { '0c': '1x' } }, observe: (config) => stay(quoting(config), 48, 2).asked(), sees: [[], PLAIN],
  },
  'volatility.widen': {
    values: [{ '0c': '1x' }, { '0c': '2x' }], beside: { 'volatility.window': '12s' }, observe: (config) => stay(quoting(config), 48, 2).asked(),
    sees: [PLAIN, ['bid 46c 10', 'ask 54c 10']],
  },
  'volatility.pullAbove': {
    values: ['5c', '1c'], beside: { 'volatility.window': '12s' },
    observe: (config) => permissionAndAlerts(stay(stay(quoting(config), 48, 5), 52, 5)),
    sees: [{ permission: 'full', alerts: [] }, { permission: 'cancel-only', alerts: [] }],
  },
  'volatility.trend.window': {
    values: ['10s', '60s'], beside: { 'volatility.window': '12s', 'volatility.trend.pullAbove': '2c' },
    observe: (config) => stay(stay(quoting(config), 48, 5), 52, 12).market().reasons, sees: [[], ['TREND_PULL']],
  },
  'volatility.trend.pullAbove': {
    values: ['2c', '6c'], beside: { 'volatility.window': '12s', 'volatility.trend.window': '60s' },
    observe: (config) => stay(stay(quoting(config), 48, 5), 52, 5).market().reasons, sees: [['TREND_PULL'], []],
  },
  'extremes.within': { values: ['5c', '10c'], beside: { 'extremes.widen': '2x' }, observe: nearTheEnd, sees: [['bid 6c 10', 'ask 10c 10'], ['bid 4c 10', 'ask 12c 10']] },
  'extremes.widen': { values: ['1x', '2x'], beside: { 'extremes.within': '10c' }, observe: nearTheEnd, sees: [['bid 6c 10', 'ask 10c 10'], ['bid 4c 10', 'ask 12c 10']] },
  'extremes.shrink': { values: ['100%', '50%'], beside: { 'extremes.within': '10c' }, observe: nearTheEnd, sees: [['bid 6c 10', 'ask 10c 10'], ['bid 6c 5', 'ask 10c 5']] },
  'extremes.stopWithin': { values: ['3c', '9c'], beside: { 'extremes.within': '10c' }, observe: nearTheEnd, sees: [['bid 6c 10', 'ask 10c 10'], []] },
  'limits.position': {
    values: ['100 shares', '15 shares'], beside: { 'quote.layers.count': 2 }, observe: firstOrders,
    sees: [['bid 48c 10', 'bid 47c 10', 'ask 52c 10', 'ask 53c 10'], ['bid 48c 10', 'bid 47c 5', 'ask 52c 10', 'ask 53c 5']],
  },
  'limits.notional': { values: ['$100', '$3'], observe: firstOrders, sees: [PLAIN, ['bid 48c 6', 'ask 52c 6']] },
  // Orders whose cancel is not confirmed still count.
  'limits.openOrders': { values: [4, 2], observe: afterRise, sees: [['cancel s-1', 'cancel s-2', 'bid 50c 10', 'ask 54c 10'], ['cancel s-1', 'cancel s-2']] },
  'stopLoss.loss': {
    values: ['$5', '$1'], beside: { 'stopLoss.then': 'reduce-only' }, observe: (config) => permissionAndAlerts(losing(config)),
    sees: [{ permission: 'full', alerts: [] }, { permission: 'reduce-only', alerts: ['STOP_LOSS'] }],
  },
  'stopLoss.drawdownFromPeak': {
    values: ['$5', '$1.90'], beside: { 'stopLoss.then': 'reduce-only' }, observe: (config) => permissionAndAlerts(losing(config)),
    sees: [{ permission: 'full', alerts: [] }, { permission: 'reduce-only', alerts: ['STOP_LOSS'] }],
  },
  'stopLoss.then': {
    values: ['reduce-only', 'cancel-only', 'liquidate'], beside: { 'stopLoss.loss': '$1', 'liquidation.minProfit': '0c' }, observe: (config) => { const script = losing(config); return [script.market().stage, permissionAndAlerts(script)]; },
    sees: [[null, { permission: 'reduce-only', alerts: ['STOP_LOSS'] }], [null, { permission: 'cancel-only', alerts: ['STOP_LOSS'] }], ['passive', { permission: 'reduce-only', alerts: ['STOP_LOSS'] }]],
  },
  ...GUARD_CASES,
  ...REFERENCE_CASES,
};

/** The strategy of the base. */
export const STRATEGY: Path = ['strategies', 'strategies', 'one'];

interface Layer {
  /** As `configKeys` lists it. */
  readonly prefix: string;
  readonly write: (files: Files, leaf: Path, value: unknown, first: unknown) => Files;
}

const LAYERS: readonly Layer[] = [
  {
    prefix: 'strategies.yaml presets.*.',
    // The strategy itself must not say it: it would win.
    write: (files, leaf, value) => withKey(withKey(withKey(files, [...STRATEGY, ...leaf], undefined), [...STRATEGY, 'use'], ['layer']), ['strategies', 'presets', 'layer', ...leaf], value),
  },
  { prefix: 'strategies.yaml strategies.*.', write: (files, leaf, value) => withKey(files, [...STRATEGY, ...leaf], value) },
  {
    prefix: 'strategies.yaml strategies.*.markets.override.*.',
    write: (files, leaf, value, first) => withKey(withKey(files, [...STRATEGY, ...leaf], first), [...STRATEGY, 'markets', 'override', 'rain', ...leaf], value),
  },
  {
    prefix: 'profiles/*.yaml strategies.*.',
    write: (files, leaf, value, first) => withKey(withKey(files, [...STRATEGY, ...leaf], first), ['profiles', 'demo', 'strategies', 'one', ...leaf], value),
  },
];

function inLayer(layer: Layer, leaf: string, { values, beside = {}, observe, sees }: SettingCase, files: Files): KeyCase {
  const base = Object.entries(beside).reduce((below, [path, value]) => withKey(below, [...STRATEGY, ...path.split('.')], value), files);
  return {
    variants: values.map((value) => layer.write(base, leaf.split('.'), value, values[0])),
    observe: (written) => observe(configOf(written)), sees,
  };
}

/** Each case in every layer, on top of `files`. */
export const inLayers = (cases: Readonly<Record<string, SettingCase>>, files: Files): KeyCases => Object.fromEntries(LAYERS.flatMap((layer) =>
  Object.entries(cases).map(([leaf, proof]) => [`${layer.prefix}${leaf}`, [inLayer(layer, leaf, proof, files)]])));

export const MAKER_CASES: KeyCases = inLayers({ ...CASES, ...LIQUIDATION_CASES }, BASE);
