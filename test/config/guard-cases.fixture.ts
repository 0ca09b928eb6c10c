// The guards of a market maker, each proved by what holds after a script that is beyond one value of its key and within
// the other.

import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import { marketId } from '../../src/core/domain/instrument.ts';
import { cents, shares, type Script } from '../../src/core/engine.fixture.ts';
import type { SettingCase } from './maker-cases.fixture.ts';
import { bookAt, quoting, resting, stay } from './market-scripts.fixture.ts';

const reasons = (script: Script): readonly string[] => script.market().reasons;
const trade = (script: Script, taker: 'bid' | 'ask', at: number, n = 10): Script =>
  script.step({ type: 'TradePrinted', market: marketId(0), price: cents(at), size: shares(n), taker });

/** Two calm seconds, then 4c up at once. */
const jumped = (config: CompiledConfig): Script => bookAt(stay(quoting(config), 48, 2), 52).decide(100);
/** Six calm seconds, then takers sell four times and buy once. */
function sold(config: CompiledConfig): Script {
  const script = stay(quoting(config), 48, 6);
  for (let i = 0; i < 4; i++) trade(script, 'ask', 48);
  return trade(script, 'bid', 52).decide(10);
}
/** So many fills of our bid, and of our ask. */
function filled(config: CompiledConfig, bids: number, asks: number): Script {
  const script = resting(config);
  for (let i = 0; i < bids; i++) script.fill('s-1', 'bid', 48, 2);
  for (let i = 0; i < asks; i++) script.fill('s-2', 'ask', 52, 2);
  return script.decide(10);
}
/** Three bids filled at 48c, then the market falls to a mid of 46c. */
const pickedOff = (config: CompiledConfig): Script => stay(filled(config, 3, 0), 44, 7);
/** A trade 5c above the middle, then 15 s of the same book. */
const tradedAbove = (config: CompiledConfig): Script => stay(trade(quoting(config), 'bid', 55), 48, 15);
/** The feed lives, and nothing is said of the book for 8 s. */
function unheard(config: CompiledConfig): Script {
  const script = quoting(config);
  for (let second = 0; second < 8; second++) script.step({ type: 'FeedHeartbeat', venue: 'test' }).decide(1_000);
  return script;
}
/** 10 shares short the centre is 55c: the bid at 53c would take the 52c that others ask. */
function reaching(config: CompiledConfig): readonly string[] {
  const script = resting(config).fill('s-2', 'ask', 52, 10);
  script.take();
  return script.decide(2_000).asked();
}

export const GUARD_CASES: Readonly<Record<string, SettingCase>> = {
  'limits.collar': {
    values: ['10c', '0c'], beside: { 'quote.postOnly': false, 'skew.curve': { '-100%': '5c', '-10%': '5c', '0%': '0c' } }, observe: reaching,
    sees: [['cancel s-1', 'bid 53c 10', 'ask 57c 10'], ['cancel s-1', 'ask 57c 10']],
  },
  'adverseSelection.velocity': { values: ['3c per 1s', '6c per 1s', '3c per 5s'], observe: (config) => reasons(jumped(config)), sees: [['VELOCITY'], [], ['ADVERSE_UNKNOWN']] },
  'adverseSelection.flowImbalance': { values: ['50% over 5s', '90% over 5s', '50% over 30s'], observe: (config) => reasons(sold(config)), sees: [['FLOW_SELLING'], [], ['ADVERSE_UNKNOWN']] },
  'adverseSelection.markout': { values: ['-1c over 5s', '-5c over 5s'], observe: (config) => reasons(pickedOff(config)), sees: [['TOXIC_FILLS'], []] },
  'adverseSelection.fillRate': { values: ['4 over 10s', '5 over 10s'], observe: (config) => reasons(filled(config, 2, 2)), sees: [['FILL_RATE'], []] },
  'adverseSelection.oneSidedFills': { values: ['3 over 10s', '4 over 10s'], observe: (config) => reasons(filled(config, 0, 3)), sees: [['ONE_SIDED_SELLS'], []] },
  'adverseSelection.then': {
    values: ['pull', 'cancel-only'], beside: { 'adverseSelection.velocity': '3c per 1s' }, observe: (config) => reasons(jumped(config)),
    sees: [['VELOCITY'], ['VELOCITY', 'ADVERSE_CANCEL']],
  },
  'adverseSelection.for': {
    values: ['1s', '30s'], beside: { 'adverseSelection.velocity': '3c per 1s' }, observe: (config) => reasons(stay(jumped(config), 52, 4)),
    sees: [[], ['VELOCITY']],
  },
  'divergence.from': {
    values: ['trades', 'sun'], beside: { 'divergence.window': '10s', 'divergence.above': '2c' }, observe: (config) => reasons(quoting(config)),
    sees: [[], ['DIVERGENCE_UNKNOWN']],
  },
  'divergence.window': {
    values: ['10s', '60s'], beside: { 'divergence.from': 'trades', 'divergence.above': '2c' }, observe: (config) => reasons(tradedAbove(config)),
    sees: [[], ['DIVERGENCE']],
  },
  'divergence.above': {
    values: ['2c', '8c'], beside: { 'divergence.from': 'trades', 'divergence.window': '60s' }, observe: (config) => reasons(tradedAbove(config)),
    sees: [['DIVERGENCE'], []],
  },
  'divergence.whenUnknown': {
    values: ['quote', 'stop'], beside: { 'divergence.from': 'trades', 'divergence.window': '60s', 'divergence.above': '2c' }, observe: (config) => reasons(quoting(config)),
    sees: [[], ['DIVERGENCE_UNKNOWN']],
  },
  'data.bookMaxAge': { values: ['5s', '30s'], observe: (config) => reasons(unheard(config)), sees: [['BOOK_STALE'], []] },
};
