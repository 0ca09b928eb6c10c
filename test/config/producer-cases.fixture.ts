// The settings of strategies that work towards a position, a TWAP and a hedge, each proved in every layer.

import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import { marketId } from '../../src/core/domain/instrument.ts';
import { cash } from '../../src/core/domain/numbers.ts';
import { cents, instrument, Script, shares } from '../../src/core/engine.fixture.ts';
import { inLayers, STRATEGY, type SettingCase } from './maker-cases.fixture.ts';
import { bookAt, firstOrders, resting } from './market-scripts.fixture.ts';
import { BASE, withKey, type Files, type KeyCases, type Settings } from './variants.fixture.ts';

const inStead = (kind: string, settings: Settings, include = ['*']): Files =>
  withKey(BASE, STRATEGY, { kind, markets: { venue: 'test', include }, limits: { position: '100 shares' }, [kind]: settings });

/** A minute, six slots of 10 shares. */
const TWAP = inStead('twap', { target: '60 shares', over: '60s', every: '10s', collar: '5c' });

/** The first slice rests, and nothing fills until the second slot begins. */
const slotLater = (config: CompiledConfig): readonly string[] => { const script = resting(config); script.take(); return bookAt(script, 48).decide(10_000).asked(); };
const afterRise = (config: CompiledConfig): readonly string[] => bookAt(resting(config), 50).decide(2_000).asked();

const TWAP_CASES: Readonly<Record<string, SettingCase>> = {
  'twap.target': { values: ['60 shares', '-30 shares'], observe: firstOrders, sees: [['bid 48c 10'], ['ask 52c 5']] },
  'twap.over': { values: ['60s', '30s'], observe: firstOrders, sees: [['bid 48c 10'], ['bid 48c 20']] },
  'twap.every': { values: ['10s', '20s'], observe: firstOrders, sees: [['bid 48c 10'], ['bid 48c 20']] },
  // The order that rests serves what is not taken.
  'twap.cross': { values: ['100%', '50%'], observe: slotLater, sees: [['bid 52c 10'], ['bid 52c 5']] },
  'twap.collar': { values: ['5c', '1c'], observe: slotLater, sees: [['bid 52c 10'], []] },
  'twap.refresh.tolerance': { values: ['1 tick', '3c'], observe: afterRise, sees: [['cancel s-1'], []] },
  'twap.refresh.minRest': { values: ['1s', '10s'], observe: afterRise, sees: [['cancel s-1'], []] },
};

const HEDGE = inStead('hedge', { of: ['sun'], ratio: '-1x', band: '10 shares', collar: '5c' }, ['rain']);

/** A second market, in which 40 shares are held; the hedge in the first is decided. */
function hedging(config: CompiledConfig): Script {
  const script = Script.open(config).step({ type: 'InstrumentListed', instrument: instrument({ id: marketId(1), name: 'sun' }) });
  script.step({ type: 'OrderFilled', clientId: 'by-hand', market: marketId(1), fillId: 'x', side: 'bid', price: cents(60), size: shares(40), fee: cash(0), liquidity: 'maker' });
  return bookAt(script, 48).decide();
}
const hedgeOrders = (config: CompiledConfig): readonly string[] => hedging(config).asked();
/** Its order rests; the market rises. */
const hedgeAfterRise = (config: CompiledConfig): readonly string[] => { const script = hedging(config).accept('s-1'); script.take(); return bookAt(script, 50).decide(2_000).asked(); };
/** What holds for the market hedged after 20 s without a fill. */
function guarding(config: CompiledConfig): readonly string[] | undefined {
  const script = hedging(config);
  for (let i = 0; i < 20; i++) bookAt(script, 48).decide(1_000);
  return script.engine.market('sun')?.reasons.filter((code) => code.startsWith('UNHEDGED'));
}

const RESTS = { 'hedge.collar': '1c' };
const GUARDS = { 'hedge.unhedged.most': '30 shares', 'hedge.unhedged.for': '10s', 'hedge.unhedged.then': 'reduce-only' };

const HEDGE_CASES: Readonly<Record<string, SettingCase>> = {
  'hedge.of': { values: [['sun'], ['moon']], observe: hedgeOrders, sees: [['bid 52c 40'], []] },
  'hedge.ratio': { values: ['-1x', '0.5x'], observe: hedgeOrders, sees: [['bid 52c 40'], ['ask 48c 20']] },
  'hedge.band': { values: ['10 shares', '40 shares'], observe: hedgeOrders, sees: [['bid 52c 40'], []] },
  'hedge.collar': { values: ['5c', '1c'], observe: hedgeOrders, sees: [['bid 52c 40'], ['bid 48c 40']] },
  'hedge.refresh.tolerance': { values: ['1 tick', '3c'], beside: RESTS, observe: hedgeAfterRise, sees: [['cancel s-1'], []] },
  'hedge.refresh.minRest': { values: ['1s', '10s'], beside: RESTS, observe: hedgeAfterRise, sees: [['cancel s-1'], []] },
  'hedge.unhedged.most': { values: ['30 shares', '50 shares'], beside: GUARDS, observe: guarding, sees: [['UNHEDGED'], []] },
  'hedge.unhedged.for': { values: ['10s', '30s'], beside: GUARDS, observe: guarding, sees: [['UNHEDGED'], []] },
  'hedge.unhedged.then': { values: ['reduce-only', 'cancel-only'], beside: GUARDS, observe: guarding, sees: [['UNHEDGED'], ['UNHEDGED_CANCEL']] },
};

export const PRODUCER_CASES: KeyCases = { ...inLayers(TWAP_CASES, TWAP), ...inLayers(HEDGE_CASES, HEDGE) };
