import { afterEach, beforeEach, expect, test } from 'vitest';
import { marketId } from '../core/domain/instrument.ts';
import { cash, price, size, timestamp } from '../core/domain/numbers.ts';
import type { EngineStatus } from '../core/views.ts';
import { Metrics } from './metrics.ts';
import { METRICS, type MetricSpec } from './metrics-table.ts';

const DAY_MS = 86_400_000;
const PNL = { total: 1.25, realised: 0.95, unrealised: 0.3, spread: 1.75, inventory: -0.4, fees: 0.1, rebates: 0, rewards: 0 };
const EXITS = { count: 2, meanMs: 90_000, longestMs: 150_000 };
const QUALITY = { fillRate: 0.25, realisedSpread: { perShare: 0.004, lastHour: null, fills: 40, unknownFills: 1 }, exits: EXITS };
const STATUS: EngineStatus = {
  session: { id: 's-1', profile: 'demo', mode: 'demo' }, generation: 7, permission: 'reduce-only', reasons: [], halted: null,
  orders: { open: 4, unknown: 1 }, pnl: { ...PNL, daily: 1, dayStart: 0.25, drawdown: 0.3 }, exposure: {
    grossNotional: 20, cash: null, groups: [{ name: 'event vote at demo', kind: 'event', worst: 9.6, limit: 10, isExclusive: true, markets: ['rain'] }],
    strategies: [{ name: 'calm', worst: 9.6, capital: 12 }, { name: 'free', worst: 1, capital: null }],
  },
  degraded: [{ venue: 'demo', since: 0, until: 60_000, why: '3 feed drops within 60 s', limitFactor: 0.5 }], canary: null, now: DAY_MS + 5,
  rewards: [
    { venue: 'demo', day: DAY_MS, estimated: 1.5, stated: null, paid: 0, orders: 4, scoring: 3, unanswered: 2 },
    { venue: 'demo', day: 0, estimated: 2, stated: 1.25, paid: 1.25, orders: 4, scoring: null, unanswered: 2 },
  ],
  quality: QUALITY, strategies: [{ name: 'calm', pnl: 1.25, heldNotional: 20, earningUptime: 0.98, exits: EXITS }],
  markets: [{
    name: 'rain', venue: 'demo', strategy: 'calm', status: 'open', permission: 'full', reasons: [], lifecycle: 'warming', stage: null, choice: { since: 0, rankBy: null, score: null, why: null }, position: -20, fairValue: 0.498, bid: null, ask: null,
    bestBid: null, bestAsk: null, openOrders: 2, fills: 3, pnl: PNL, quoteUptime: 0.97, quality: { ...QUALITY, fillRate: null },
  }],
};
const ts = timestamp(0);
const market = marketId(0);

let metrics: Metrics;
beforeEach(() => { metrics = new Metrics(); });
afterEach(() => { metrics.close(); });

test('counts what happened, once', async () => {
  metrics.countEvents(5);
  metrics.countDecisions(2);
  metrics.countCommand('PlaceOrder');
  metrics.observeNotice({ type: 'Filled', ts, market, clientId: 'a', fillId: 'f1', side: 'bid', price: price(480_000), size: size(50_000_000), fee: cash(250_000), liquidity: 'taker', position: size(0), fairValue: null }, () => 'rain');
  metrics.observeNotice({ type: 'OrderRefused', ts, market, clientId: 'a', reason: 'would-cross', detail: '' }, () => 'rain');
  metrics.observeReload(0.12);
  await metrics.text(STATUS);
  const text = await metrics.text(STATUS);
  expect(text.split('\n')).toEqual(expect.arrayContaining([
    'evenkeel_events_total 5', 'evenkeel_decisions_total 2', 'evenkeel_commands_total{type="PlaceOrder"} 1',
    'evenkeel_fills_total{market="rain",side="bid",liquidity="taker"} 1', 'evenkeel_filled_shares_total{market="rain",side="bid",liquidity="taker"} 50',
    'evenkeel_fees_dollars_total{market="rain"} 0.25', 'evenkeel_orders_refused_total{reason="would-cross"} 1', 'evenkeel_config_reload_seconds_count 1',
  ]));
});

test('counts each constraint that began, by its code', async () => {
  const changed = (...begun: string[]): void => { metrics.observeNotice({ type: 'PermissionChanged', ts, market, permission: 'reduce-only', reasons: ['EXTREME', ...begun], begun }, () => 'rain'); };
  changed('VELOCITY', 'FILL_RATE');
  changed('VELOCITY');
  changed();
  const lines = (await metrics.text(STATUS)).split('\n').filter((line) => line.startsWith('evenkeel_guard_trips_total{'));
  expect(lines.toSorted()).toEqual(['evenkeel_guard_trips_total{code="FILL_RATE"} 1', 'evenkeel_guard_trips_total{code="VELOCITY"} 2']);
});

test('counts a rule that cools down once, when it began to fire', async () => {
  const changed = (firing: boolean, cause: 'condition' | 'cooldown' | 'ended') =>
    metrics.observeNotice({ type: 'RuleChanged', ts, market, rule: 'fast move', scope: 'market', strategy: null, firing, cause }, () => 'rain');
  changed(true, 'condition');
  changed(true, 'cooldown');
  changed(false, 'ended');
  expect(await metrics.text(STATUS)).toContain('evenkeel_rule_firings_total{rule="fast move"} 1');
});

test('shows the status as gauges', async () => {
  expect((await metrics.text(STATUS)).split('\n')).toEqual(expect.arrayContaining([
    'evenkeel_session_info{session="s-1",profile="demo",mode="demo"} 1', 'evenkeel_config_generation 7', 'evenkeel_permission 2', 'evenkeel_halted 0',
    'evenkeel_open_orders 4', 'evenkeel_unknown_orders 1', 'evenkeel_pnl_dollars{part="total"} 1.25', 'evenkeel_market_position_shares{market="rain"} -20',
    'evenkeel_market_fair_value_dollars{market="rain"} 0.498', 'evenkeel_market_pnl_dollars{market="rain",part="inventory"} -0.4',
  ]));
});

test('shows quality, without what is not known', async () => {
  const text = await metrics.text(STATUS);
  expect(text.split('\n')).toEqual(expect.arrayContaining([
    'evenkeel_pnl_dollars{part="unrealised"} 0.3', 'evenkeel_market_pnl_dollars{market="rain",part="realised"} 0.95',
    'evenkeel_fill_rate_ratio 0.25', 'evenkeel_realised_spread_dollars 0.004', 'evenkeel_market_realised_spread_dollars{market="rain"} 0.004',
    'evenkeel_strategy_earning_uptime_ratio{strategy="calm"} 0.98', 'evenkeel_strategy_exits{strategy="calm"} 2',
    'evenkeel_strategy_exit_mean_seconds{strategy="calm"} 90', 'evenkeel_strategy_exit_longest_seconds{strategy="calm"} 150',
  ]));
  expect(text).not.toContain('evenkeel_market_fill_rate_ratio{');
  expect(await metrics.text({ ...STATUS, quality: { ...QUALITY, fillRate: null } })).not.toMatch(/^evenkeel_fill_rate_ratio/m);
});

test('shows groups and capital against their caps, and venues that are degraded, for as long as there are any', async () => {
  expect((await metrics.text(STATUS)).split('\n')).toEqual(expect.arrayContaining([
    'evenkeel_group_notional_dollars{group="event vote at demo",kind="event",of="worst"} 9.6', 'evenkeel_group_notional_dollars{group="event vote at demo",kind="event",of="limit"} 10',
    'evenkeel_strategy_notional_dollars{strategy="calm",of="limit"} 12', 'evenkeel_strategy_notional_dollars{strategy="free",of="worst"} 1', 'evenkeel_venue_degraded{venue="demo"} 1',
  ]));
  const text = await metrics.text({ ...STATUS, exposure: { ...STATUS.exposure, groups: [], strategies: [] }, degraded: [] });
  expect(text).not.toMatch(/^evenkeel_(group_notional_dollars|strategy_notional_dollars|venue_degraded)\{/m);
});

test('forgets a market that is no longer listed, and a fair value that is no longer known', async () => {
  await metrics.text(STATUS);
  const unknown = await metrics.text({ ...STATUS, markets: STATUS.markets.map((one) => ({ ...one, fairValue: null })) });
  expect(unknown).toContain('evenkeel_market_position_shares{market="rain"}');
  expect([/evenkeel_markets\{lifecycle="warming"\} (\d)/, /evenkeel_markets\{lifecycle="active"\} (\d)/].map((line) => line.exec(unknown)?.[1])).toEqual(['1', '0']);
  expect(unknown).not.toContain('evenkeel_market_fair_value_dollars{');
  expect(await metrics.text({ ...STATUS, markets: [] })).not.toContain('market="rain"');
});

test('does not make a label of every number in a reason, nor more labels than it can bear', async () => {
  const drop = (noBid: string) => metrics.observeNotice({ type: 'QuoteChanged', ts, market, bid: null, ask: null, fairValue: null, noBid, noAsk: null }, () => 'rain');
  drop('edge 0.3c is below 0.5c');
  drop('edge 0.2c is below 0.5c');
  for (let i = 0; i < 500; i++) drop('reason '.padEnd(8 + i, 'x'));
  const text = await metrics.text(STATUS);
  expect(text).toContain('evenkeel_quotes_dropped_total{side="bid",reason="edge #c is below #c"} 2');
  expect(text.match(/^evenkeel_quotes_dropped_total\{/gm)?.length).toBeLessThanOrEqual(101);
  expect(text).toContain('reason="other"');
});

test('keeps two bots in one process apart', async () => {
  const other = new Metrics();
  metrics.countEvents(3);
  expect(await other.text(STATUS)).toContain('evenkeel_events_total 0');
  other.close();
});

test('names metrics as Prometheus asks: prefix, unit, _total on counters and only there, a sentence of help', () => {
  for (const { name, kind, help } of Object.values<MetricSpec>(METRICS)) {
    expect(name).toMatch(/^evenkeel_[a-z_]+$/);
    expect([name, name.endsWith('_total')]).toEqual([name, kind === 'counter']);
    if (kind === 'histogram') expect(name).toMatch(/_seconds$/);
    expect(help).toMatch(/\.$/);
  }
});

test('shows rewards as reckoned, as the venue counts them and as paid, and leaves out what is not known', async () => {
  const lines = (await metrics.text(STATUS)).split('\n').filter((line) => line.startsWith('evenkeel_reward'));
  expect(lines.toSorted()).toEqual([
    'evenkeel_reward_orders{venue="demo",of="resting"} 4', 'evenkeel_reward_orders{venue="demo",of="scoring"} 3',
    'evenkeel_rewards_dollars{venue="demo",day="today",of="estimated"} 1.5', 'evenkeel_rewards_dollars{venue="demo",day="today",of="paid"} 0',
    'evenkeel_rewards_dollars{venue="demo",day="yesterday",of="estimated"} 2', 'evenkeel_rewards_dollars{venue="demo",day="yesterday",of="paid"} 1.25',
    'evenkeel_rewards_dollars{venue="demo",day="yesterday",of="stated"} 1.25', 'evenkeel_rewards_unanswered{venue="demo"} 2',
  ]);
});
