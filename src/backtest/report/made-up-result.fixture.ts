// A backtest result out of a seeded generator: prices that wander, quotes around them, fills that are picked off now and
// then. The numbers are invented, but they keep every identity a real result keeps: parts add up to totals, markets to models.

import { Random } from '../../exchange/random.ts';
import type { BacktestResult, FillRecord, MarketResult, MarketSeries, Markouts, ModelResult, PnlParts } from '../result.ts';

export interface MadeUp {
  readonly seed?: number;
  readonly models?: readonly (keyof typeof SKILL)[];
  readonly markets?: readonly string[];
  readonly points?: number;
  readonly fillsPerMarket?: number;
  /** Dollars added to the half-spread of our quotes. */
  readonly wider?: number;
  readonly ended?: string;
}

/** Of the fills asked for, how many come under each model. */
const FILLED = { pessimistic: 0.5, proportional: 0.85, power: 1, decay: 0.9, 'trade-through': 0.3, matched: 1 } as const;
/** Dollars a share lost within a minute of a fill: the kinder the queue model, the less. */
const SKILL = { pessimistic: 0.031, proportional: 0.021, power: 0.016, decay: 0.018, 'trade-through': 0.034, matched: 0.02 } as const;
const START = Date.UTC(2026, 2, 4, 12, 0, 0);
const SPAN_MS = 6 * 3_600_000;

export const MADE_UP_MARKETS = ['btc-updown-15m-1200', 'eth-updown-15m-1200', 'lakers-celtics', 'fed-cut-march', 'inxd-23mar-b4000', 'rain-nyc-0304'] as const;

export function madeUpResult(options: MadeUp = {}): BacktestResult {
  const { seed = 7, models = ['pessimistic', 'proportional', 'power', 'trade-through'], markets = MADE_UP_MARKETS, ended = 'end of tape' } = options;
  const whole = Object.fromEntries(models.map((model) => [model, madeUpModel(model, markets, seed, options)]));
  return {
    version: 1,
    config: { name: 'steady maker', profile: 'backtest', hash: 'c0ffee'.padEnd(64, '1'), strategies: 'steady-maker.yaml' },
    tape: { path: 'tapes/six-markets.parquet', name: 'six-markets', venue: 'polymarket', hash: 'feed'.padEnd(64, '0'), markets: markets.length },
    from: START, to: START + SPAN_MS, seed, events: 1_284_233, eventsPerSecond: 1_042_000, seconds: 4.93, ended,
    commandHash: 'abc123'.padEnd(64, '9'), assumptions: ['market data travels 20 ms, orders 60 ms, answers 20 ms', 'every match settles'],
    findings: ['lakers-celtics: 2 holes, together 41 s; the longest from 14:02:10 to 14:02:43', '7 crossed books in btc-updown-15m-1200 were not traded on'],
    unsettled: markets.slice(3, 5),
    models: whole,
  };
}

function madeUpModel(model: keyof typeof SKILL, names: readonly string[], seed: number, options: MadeUp): ModelResult {
  const { points = 1_000, fillsPerMarket = 120, wider = 0 } = options;
  const runs = names.map((name) => madeUpMarket(name, model, { random: new Random(seed, name), luck: new Random(seed, `${name} ${model}`) }, { points, fills: fillsPerMarket, wider }));
  const markets = runs.map(({ market }) => market);
  const records = runs.flatMap(({ fills }) => fills).toSorted((a, b) => a.ts - b.ts);
  const ts = markets[0]?.series.ts ?? [];
  const pnl = ts.map((_, i) => sum(markets.map(({ series }) => series.pnl[i] ?? 0)));
  const bucketMs = 300_000;
  const buckets = Array.from({ length: SPAN_MS / bucketMs }, (_, i) => at(ts, pnl, START + (i + 1) * bucketMs) - at(ts, pnl, START + i * bucketMs));
  return {
    model,
    fills: records.length, makerFills: records.filter(({ liquidity }) => liquidity === 'maker').length, failedFills: records.filter(({ failed }) => failed).length,
    pnl: summed(markets.map((market) => market.pnl)),
    maxDrawdown: drawdown(pnl),
    quoteUptime: sum(markets.map(({ quoteUptime }) => quoteUptime)) / markets.length, fillRate: 0.12, earningUptime: 0.97, exits: { count: 2, meanMs: 95_000, longestMs: 120_000 },
    volume: sum(markets.map(({ volume }) => volume)),
    markouts: meanMarkouts(records.map(({ markouts }) => markouts)),
    pickedOff: records.length === 0 ? null : SKILL[model] * 11,
    queue: {
      orders: records.length * 9, fillRatio: records.length === 0 ? 0 : 0.086, medianRestMs: records.length === 0 ? null : 8_400,
      byAhead: [[0, 1, 0.11], [1, 50, 0.15], [50, 500, 0.086], [500, 5_000, 0.043], [5_000, null, 0.003]].map(([from, to, share], i) => {
        const orders = Math.round((records.length * 9) / (i + 2));
        return { from: from ?? 0, to: to ?? null, orders, filled: Math.round(orders * (share ?? 0)) };
      }),
    },
    timeIn: { halted: 0, 'cancel-only': 0.02, 'reduce-only': 0.13, full: 0.85 },
    rules: [{ rule: 'widen when volatile', firings: 31, firingMs: 1_810_000 }, { rule: 'quiet near expiry', firings: 4, firingMs: 240_000 }, { rule: 'never needed', firings: 0, firingMs: 0 }],
    refusals: { POST_ONLY_WOULD_CROSS: 41, INSUFFICIENT_CASH: 2 },
    quotesDropped: { 'min edge': 912, 'position limit': 133 },
    decisions: 88_412, commandHash: model.padEnd(64, '0'),
    equity: { ts, pnl, grossNotional: ts.map((_, i) => sum(markets.map(({ series }) => Math.abs(series.position[i] ?? 0) * 0.5))) },
    markets, fillRecords: records,
    returns: { bucketMs, pnl: buckets },
  };
}

/** The market is the same under every model, luck is not. */
interface Draws { readonly random: Random; readonly luck: Random }
interface Shape { readonly points: number; readonly fills: number; readonly wider: number }

function madeUpMarket(name: string, model: keyof typeof SKILL, { random, luck }: Draws, { points, fills: wanted, wider }: Shape): { readonly market: MarketResult; readonly fills: readonly FillRecord[] } {
  const series = { ts: [] as number[], fairValue: [] as (number | null)[], bestBid: [] as (number | null)[], bestAsk: [] as (number | null)[], ourBid: [] as (number | null)[], ourAsk: [] as (number | null)[], position: [] as number[], pnl: [] as number[] };
  const fills: FillRecord[] = [];
  const share = (wanted / points) * FILLED[model];
  let fair = 0.3 + random.uniform() * 0.4;
  let position = 0;
  const parts = { ...NOTHING };
  for (let i = 0; i < points; i++) {
    const ts = START + Math.round((i * SPAN_MS) / points);
    const step = random.normal() * 0.003;
    const next = Math.min(0.97, Math.max(0.03, fair + step));
    const moved = position * (next - fair);
    parts.inventory += moved;
    parts.total += moved;
    fair = next;
    const mid = Math.round(fair * 100) / 100;
    const isBlind = i > points * 0.5 && i < points * 0.52;
    const half = 0.015 + wider + (random.chance(0.1) ? 0.01 : 0);
    const bid = isBlind ? null : micro(Math.floor((mid - half) * 100) / 100);
    const ask = isBlind ? null : micro(Math.ceil((mid + half) * 100) / 100);
    if (bid !== null && ask !== null && luck.chance(share)) {
      const side = position > 150 ? 'ask' : position < -150 ? 'bid' : luck.chance(0.5) ? 'bid' : 'ask';
      const price = side === 'bid' ? bid : ask;
      const size = luck.between(1, 8) * 5;
      const sign = side === 'bid' ? 1 : -1;
      const edge = sign * (fair - price);
      const lost = SKILL[model] * (0.4 + luck.uniform() * 1.2);
      const isTaker = luck.chance(0.04);
      const fee = isTaker ? micro(size * 0.02 * price * (1 - price)) : 0;
      const rebate = isTaker ? 0 : size * 0.0004;
      position += sign * size;
      parts.spread += edge * size;
      parts.adverseSelection -= lost * size;
      parts.fees += fee;
      parts.rebates += rebate;
      parts.rewards += 0.004;
      parts.total += edge * size - lost * size - fee + rebate + 0.004;
      const isLate = i > points * 0.97;
      fills.push({
        ts, market: name, side, price, size, fee, liquidity: isTaker ? 'taker' : 'maker', fairValue: fair, position,
        markouts: { 1: edge - lost * 0.3, 10: edge - lost * 0.7, 60: edge - lost, 300: isLate ? null : edge - lost * 1.1 },
        aheadAtJoining: isTaker ? null : luck.between(0, 600), restedMs: luck.between(200, 60_000), failed: luck.chance(0.01),
      });
    }
    series.ts.push(ts);
    series.fairValue.push(isBlind ? null : fair);
    series.bestBid.push(isBlind ? null : micro(mid - 0.01));
    series.bestAsk.push(isBlind ? null : micro(mid + 0.01));
    series.ourBid.push(position > 150 ? null : bid);
    series.ourAsk.push(position < -150 ? null : ask);
    series.position.push(position);
    series.pnl.push(parts.total);
  }
  const whole: MarketSeries = series;
  const market: MarketResult = {
    name, pnl: parts, fills: fills.length, volume: sum(fills.map(({ size }) => size)), position, settledAt: name.startsWith('fed') || name.startsWith('inxd') ? null : START + SPAN_MS,
    inventory: { min: Math.min(0, ...series.position), max: Math.max(0, ...series.position) }, quoteUptime: 0.82 + luck.uniform() * 0.15,
    markouts: meanMarkouts(fills.map(({ markouts }) => markouts)), series: whole,
  };
  return { market, fills };
}

const NOTHING: PnlParts = { total: 0, spread: 0, adverseSelection: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0 };
const micro = (value: number): number => Math.round(value * 1e6) / 1e6;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function summed(all: readonly PnlParts[]): PnlParts {
  const part = (name: keyof PnlParts): number => sum(all.map((one) => one[name]));
  return { total: part('total'), spread: part('spread'), adverseSelection: part('adverseSelection'), inventory: part('inventory'), fees: part('fees'), rebates: part('rebates'), rewards: part('rewards') };
}

function meanMarkouts(all: readonly Markouts[]): Markouts {
  const mean = (seconds: keyof Markouts): number | null => {
    const known = all.map((one) => one[seconds]).filter((value) => value !== null);
    return known.length === 0 ? null : sum(known) / known.length;
  };
  return { 1: mean(1), 10: mean(10), 60: mean(60), 300: mean(300) };
}

function drawdown(pnl: readonly number[]): number {
  let peak = 0;
  let worst = 0;
  for (const value of pnl) {
    peak = Math.max(peak, value);
    worst = Math.max(worst, peak - value);
  }
  return worst;
}

/** The last sample at or before this moment. */
function at(ts: readonly number[], values: readonly number[], moment: number): number {
  let value = 0;
  for (const [i, stamp] of ts.entries()) if (stamp <= moment) value = values[i] ?? value;
  return value;
}
