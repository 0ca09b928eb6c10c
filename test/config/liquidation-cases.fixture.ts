// The settings of leaving a position and of the end of a market: what is asked of the venue once something is held.

import type { CompiledConfig } from '../../src/config/compiled-config.ts';
import { Script, shares, START } from '../../src/core/engine.fixture.ts';
import { timestamp } from '../../src/core/domain/numbers.ts';
import type { SettingCase } from './maker-cases.fixture.ts';

const MINUTE = 60_000;
const endsIn = (minutes: number): { readonly endsAt: never } => ({ endsAt: timestamp(START + minutes * MINUTE) as never });

/** Everything is accepted as placed and cancelled as asked, takers find nothing. What was placed: "ask 50c 80 taking". */
function answered(script: Script): string[] {
  const placed: string[] = [];
  for (let round = 0; round < 6; round++) {
    const commands = script.take();
    if (commands.length === 0) break;
    for (const c of commands) {
      if (c.type === 'CancelOrder') script.canceled(c.clientId);
      if (c.type !== 'PlaceOrder') continue;
      const takes = c.timeInForce !== undefined;
      placed.push(`${c.side} ${c.price / 10_000}c ${c.size / 1e6}${takes ? ' taking' : ''}`);
      script.accept(c.clientId);
      if (takes) script.step({ type: 'OrderCanceled', clientId: c.clientId, remaining: c.size, reason: 'nothing to take' });
    }
    script.decide();
  }
  return placed;
}

function at(script: Script, bid: number, ms: number): string[] {
  const all: string[] = [];
  for (let left = ms; left > 0; left -= 5_000) {
    script.now += Math.min(left, 5_000);
    script.book([[bid, 500]], [[bid + 4, 500]]).decide();
    all.push(...answered(script));
  }
  return all;
}

/** Holds `held` YES bought at 48c in a market that ends in `minutes`, the book at 48c against 52c. */
function holding(config: CompiledConfig, held = 10, minutes = 600): Script {
  const script = Script.open(config, endsIn(minutes)).book([[48, 500]], [[52, 500]]).decide();
  answered(script);
  const bid = script.market().orders.find((order) => order.side === 'bid') ?? { clientId: 'no bid' };
  script.step({ type: 'OrderFilled', clientId: bid.clientId, market: 0 as never, fillId: 'f', side: 'bid', price: 480_000 as never, size: shares(held), fee: 0 as never, liquidity: 'maker' }).decide();
  return script;
}

/** Where the ladder stands. */
const stageAfter = (script: Script): unknown => script.market().stage;
const stageIn = (minutes: number, bid = 48, ends = 600) => (config: CompiledConfig): unknown => {
  const script = holding(config, 10, ends);
  answered(script);
  at(script, bid, minutes * MINUTE);
  return stageAfter(script);
};
/** What is placed in the moment the position is there, and in the minutes after it. */
const placedIn = (ms: number, bid = 48, ends = 600) => (config: CompiledConfig): unknown => {
  const script = holding(config, 10, ends);
  return [...new Set([...answered(script), ...at(script, bid, ms)])];
};

/** A liquidation begins with the ten shares of the script. */
const STARTS = { 'quote.refresh.minRest': '0s', 'quote.refresh.tolerance': '0c', 'liquidation.startAt': '10%' };
const SKEWED = { ...STARTS, 'liquidation.stages.skewed.floor': { '0s': '0c' } };
const AGGRESSIVE = { ...STARTS, 'liquidation.stages.aggressive.after': '5s', 'liquidation.stages.aggressive.every': '20s' };
const MARKET = { ...STARTS, 'liquidation.stages.market.collar': '5c' };

/** A market that the next generation does not take any more. */
function removed(config: CompiledConfig): unknown {
  const script = holding(config);
  answered(script);
  const none = config.strategies.map((strategy) => ({ ...strategy, markets: { ...strategy.markets, include: ['elsewhere'] } }));
  script.swap(2, { ...config, strategies: none }).decide();
  return [script.market().lifecycle, answered(script)];
}

export const LIQUIDATION_CASES: Readonly<Record<string, SettingCase>> = {
  'liquidation.startAt': { values: ['10%', '11%'], beside: { 'liquidation.minProfit': '0c' }, observe: stageIn(0), sees: ['passive', null] },
  'liquidation.minProfit': { values: ['0c', '3c'], beside: STARTS, observe: placedIn(1_000), sees: [['ask 50c 10'], ['ask 51c 10']] },
  'liquidation.stages.skewed.after': { values: ['1m', '5m'], beside: SKEWED, observe: stageIn(2), sees: ['skewed', 'passive'] },
  'liquidation.stages.skewed.onLoss': { values: ['$1', '$2'], beside: SKEWED, observe: stageIn(1, 34), sees: ['skewed', 'passive'] },
  'liquidation.stages.skewed.beforeEnd': { values: ['10h', '1h'], beside: SKEWED, observe: stageIn(1), sees: ['skewed', 'passive'] },
  'liquidation.stages.skewed.floor': {
    values: [{ '0s': '0c' }, { '0s': '3c' }], beside: { ...STARTS, 'liquidation.stages.skewed.after': '5s' }, observe: placedIn(10_000), sees: [['ask 50c 10', 'ask 49c 10'], ['ask 50c 10', 'ask 51c 10']],
  },
  'liquidation.stages.aggressive.after': { values: ['1m', '5m'], beside: { ...STARTS, 'liquidation.stages.aggressive.every': '20s' }, observe: stageIn(2), sees: ['aggressive', 'passive'] },
  'liquidation.stages.aggressive.onLoss': { values: ['$1', '$2'], beside: { ...STARTS, 'liquidation.stages.aggressive.every': '20s' }, observe: stageIn(1, 34), sees: ['aggressive', 'passive'] },
  'liquidation.stages.aggressive.beforeEnd': { values: ['10h', '1h'], beside: { ...STARTS, 'liquidation.stages.aggressive.every': '20s' }, observe: stageIn(1), sees: ['aggressive', 'passive'] },
  'liquidation.stages.aggressive.cross': { values: ['0%', '50%'], beside: AGGRESSIVE, observe: placedIn(10_000), sees: [['ask 50c 10', 'ask 48c 2 taking', 'ask 49c 8'], ['ask 50c 10', 'ask 46c 2 taking', 'ask 49c 8']] },
  'liquidation.stages.aggressive.slice': { values: ['20%', '100%'], beside: AGGRESSIVE, observe: placedIn(10_000), sees: [['ask 50c 10', 'ask 46c 2 taking', 'ask 49c 8'], ['ask 50c 10', 'ask 46c 10 taking']] },
  'liquidation.stages.aggressive.every': {
    values: ['20s', '60s'], beside: { ...STARTS, 'liquidation.stages.aggressive.after': '5s' },
    observe: (config) => { const script = holding(config); return [...answered(script), ...at(script, 48, 60_000)].filter((placed) => placed.endsWith('taking')).length; },
    sees: [3, 1],
  },
  'liquidation.stages.market.after': { values: ['1m', '5m'], beside: MARKET, observe: stageIn(2), sees: ['market', 'passive'] },
  'liquidation.stages.market.onLoss': { values: ['$1', '$2'], beside: MARKET, observe: stageIn(1, 34), sees: ['market', 'passive'] },
  'liquidation.stages.market.beforeEnd': { values: ['10h', '1h'], beside: MARKET, observe: stageIn(1), sees: ['market', 'passive'] },
  'liquidation.stages.market.collar': {
    values: ['5c', '2c'], beside: { ...STARTS, 'liquidation.stages.market.after': '5s' }, observe: placedIn(10_000), sees: [['ask 50c 10', 'ask 43c 10 taking'], ['ask 50c 10', 'ask 46c 10 taking']],
  },
  'liquidation.hold.within': { values: ['1h', '9h'], beside: { ...STARTS, 'liquidation.hold.above': '50c' }, observe: placedIn(1_000, 48, 300), sees: [['ask 50c 10'], []] },
  'liquidation.hold.above': { values: ['50c', '51c'], beside: { ...STARTS, 'liquidation.hold.within': '9h' }, observe: placedIn(1_000, 48, 300), sees: [[], ['ask 50c 10']] },
  'resolution.reduceOnlyBefore': { values: ['1h', '9h'], observe: (config) => Script.open(config, endsIn(300)).book([[48, 500]], [[52, 500]]).decide().market().reasons, sees: [[], ['RESOLUTION_REDUCE']] },
  'resolution.stopBefore': { values: ['1h', '9h'], observe: (config) => Script.open(config, endsIn(300)).book([[48, 500]], [[52, 500]]).decide().market().reasons, sees: [[], ['RESOLUTION_STOP']] },
  'resolution.expireOrders': {
    values: [true, false], beside: { 'resolution.stopBefore': '1h' },
    observe: (config) => Script.open(config, endsIn(300)).book([[48, 500]], [[52, 500]]).decide().take().flatMap((c) => (c.type === 'PlaceOrder' ? [(c.expiresAt ?? START) - START] : [])),
    sees: [[240 * MINUTE, 240 * MINUTE], [0, 0]],
  },
  onRemoval: { values: ['hold', 'liquidate'], beside: { 'quote.refresh.minRest': '0s', 'liquidation.minProfit': '0c' }, observe: removed, sees: [['retired', []], ['liquidating', ['ask 50c 10']]] },
};
