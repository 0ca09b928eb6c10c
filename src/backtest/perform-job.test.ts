import { describe, expect, it } from 'vitest';
import { PLAIN_EXCHANGE } from '../config/plain-exchange.fixture.ts';
import type { ExchangeSettings } from '../config/compiled-config.ts';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { marketId, type Instrument } from '../core/domain/instrument.ts';
import { price, size, timestamp } from '../core/domain/numbers.ts';
import { config, settings } from '../core/engine.fixture.ts';
import { START, tapeOf } from '../venues/paper/market-tape.fixture.ts';
import type { BacktestJob } from './job.ts';
import { performJob, performOnTape } from './perform-job.ts';
import type { ModelResult } from './result.ts';

const MARKET = marketId(0);
const shares = (n: number): ReturnType<typeof size> => size(n * 1_000_000);
const at = (ms: number): ReturnType<typeof timestamp> => timestamp(START + ms);
const cents = (c: number): ReturnType<typeof price> => price(c * 10_000);

/** Two levels a side around `mid` cents. */
const book = (ms: number, mid: number): MarketDataEvent => ({
  type: 'BookSnapshot', ts: at(ms), market: MARKET, bids: [cents(mid - 2), shares(100), cents(mid - 3), shares(100)], asks: [cents(mid + 2), shares(100), cents(mid + 3), shares(100)],
});
const beat = (second: number): MarketDataEvent => ({ type: 'FeedHeartbeat', ts: at(second * 1_000), venue: 'recorded' });
const sold = (ms: number, n: number, to = 45): MarketDataEvent => ({ type: 'TradePrinted', ts: at(ms), market: MARKET, price: cents(to), size: shares(n), taker: 'ask' });
const bought = (ms: number, n: number, from = 55): MarketDataEvent => ({ type: 'TradePrinted', ts: at(ms), market: MARKET, price: cents(from), size: shares(n), taker: 'bid' });

/** A maker a cent from fair value. */
const job = (exchange: Partial<ExchangeSettings> = {}, over: Partial<BacktestJob> = {}, venue = 'recorded'): BacktestJob => {
  const base = config({ settings: settings({ quote: { size: shares(10), halfSpread: { micros: 0, ticks: 1 }, refresh: { minRestMs: 0 } } }) });
  const strategies = base.strategies.map((strategy) => ({ ...strategy, markets: { venue, include: ['*'], exclude: [] } }));
  return {
    config: { ...base, strategies, exchange: { ...PLAIN_EXCHANGE, ...exchange } }, directory: '.', name: 'test', configHash: '', source: { kind: 'tapes', paths: [], contentHash: '' },
    models: [{ model: 'pessimistic' }], seed: 1, window: null, gaps: 'outage', points: 100, ...over,
  };
};
async function ran(made: BacktestJob, events: readonly MarketDataEvent[], over: Partial<Instrument> = {}): Promise<ModelResult> {
  const { models } = await performOnTape(made, tapeOf(events, over), { path: '', hash: '' }, { progress() {}, stop: () => false });
  return models['pessimistic'] as ModelResult;
}
const constant = (ms: number) => ({ kind: 'constant', ms }) as const;

describe('what a fill is measured by', () => {
  /** 20 s in everybody sells to us, and 50 ms later the market is 10c lower. */
  const pickedOff = Array.from({ length: 400 }, (_, second) => (second === 0 ? [book(0, 50)] : second === 20 ? [beat(20), sold(20_000, 100), book(20_050, 40)] : [beat(second)])).flat();

  it('is what we knew when it happened, however late we heard of it', async () => {
    for (const response of [0, 100, 5_000]) {
      const { pnl, fillRecords: [fill], pickedOff: share, volume } = await ran(job({ latency: { feed: constant(0), order: constant(10), response: constant(response) } }), pickedOff);
      expect(fill).toMatchObject({ ts: START + 20_000, price: 0.49, fairValue: 0.5, markouts: { 1: expect.closeTo(-0.09, 9) as number } });
      expect([pnl.spread / volume, pnl.adverseSelection / volume, share]).toEqual([expect.closeTo(0.01, 6), expect.closeTo(-0.1, 6), 1]);
      expect(pnl.spread + pnl.adverseSelection + pnl.inventory - pnl.fees + pnl.rebates + pnl.rewards).toBeCloseTo(pnl.total, 9);
    }
  });
  it('includes what a market paid that settled before the minute was over', async () => {
    const settled = [...pickedOff.filter(({ ts }) => ts <= START + 20_000), { type: 'MarketResolved', ts: at(40_000), market: MARKET, yesPays: price(0) } as const];
    const { pnl, fillRecords: [fill], volume } = await ran(job(), settled);
    expect(fill?.markouts).toMatchObject({ 60: expect.closeTo(-0.49, 9) as number, 300: expect.closeTo(-0.49, 9) as number });
    expect(pnl.adverseSelection / volume).toBeCloseTo(-0.5, 6);
  });
  it('leaves what failed to settle out of the spread, and its cost in the total', async () => {
    const { pnl, failedFills, fills } = await ran(job({ ghostFills: { share: 0.5, toldAfterMs: 1_000 }, seed: 3 }), Array.from({ length: 300 }, (_, s) => (s === 0 ? [book(0, 50)] : s % 5 === 0 ? [sold(s * 1_000, 3), bought(s * 1_000, 3)] : [beat(s)])).flat());
    expect(failedFills).toBeGreaterThan(0);
    expect(failedFills).toBeLessThan(fills);
    expect(pnl.spread + pnl.adverseSelection + pnl.inventory).toBeCloseTo(pnl.total, 9);
  });
});

describe('a run', () => {
  const busy = Array.from({ length: 1_200 }, (_, second) => [second % 300 === 0 ? book(second * 1_000, 50) : beat(second), ...(second % 60 === 30 ? [sold(second * 1_000, 3), bought(second * 1_000, 3)] : [])]).flat();
  const fees = { maker: { rate: 0, exponent: 1, roundUpTo: 1 }, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 }, makerRebate: 0.2 } as const;
  const rewards = { daily: 100_000_000, maxSpread: 45_000, minSize: 0 };

  it('that ends before its recording is paid what it is owed', async () => {
    const whole = await ran(job({ rewards }), busy, { fees });
    const part = await ran(job({ rewards }, { window: { from: START, to: START + 1_199_000 } }), busy, { fees });
    expect([whole.pnl.rebates > 0, whole.pnl.rewards > 0]).toEqual([true, true]);
    expect(part.pnl).toEqual(whole.pnl);
  });
  it('counts the orders that still rest at its end among those that were not filled', async () => {
    const { queue } = await ran(job(), [book(0, 50), ...Array.from({ length: 30 }, (_, second) => beat(second + 1))]);
    expect(queue).toMatchObject({ orders: 2, fillRatio: 0 });
  });
  it('tells how much of its time it earned, and how much of what ended was filled', async () => {
    // Half of the time nobody sells: there is no book with two sides to quote on.
    const oneSided: MarketDataEvent = { type: 'BookSnapshot', ts: at(60_000), market: MARKET, bids: [cents(48), shares(100)], asks: [] };
    const { earningUptime, fillRate, exits } = await ran(job(), [book(0, 50), ...Array.from({ length: 59 }, (_, s) => beat(s + 1)), oneSided, ...Array.from({ length: 60 }, (_, s) => beat(61 + s))]);
    expect(earningUptime).toBeGreaterThan(0.45);
    expect(earningUptime).toBeLessThan(0.55);
    expect([fillRate, exits]).toEqual([0, { count: 0, meanMs: null, longestMs: null }]);
    const filled = await ran(job(), [book(0, 50), sold(3_000, 100), beat(9), beat(13)]);
    expect(filled.fillRate).toBe(1);
    expect((await ran(job(), [book(0, 50)])).fillRate).toBeNull();
  });
  it('is sampled at every moment as it stood then, not as it stood after', async () => {
    const { markets: [market], returns } = await ran(job(), [book(0, 50), sold(3_000, 100), beat(9), beat(13)]);
    const { ts, position } = market!.series;
    const filledAt = 3_000;
    expect(position.at(-1)).toBe(10);
    ts.forEach((moment, i) => { if (i < ts.length - 1) expect([moment - START, position[i]]).toEqual([moment - START, moment - START < filledAt ? 0 : 10]); });
    expect(returns.pnl.reduce((sum, value) => sum + value, 0)).toBeCloseTo(market!.pnl.total, 9);
    returns.pnl.forEach((value, i) => { if (value !== 0) expect([i, (i + 1) * returns.bucketMs >= filledAt]).toEqual([i, true]); });
  });
  it('says when no strategy took a market, and when there was no book to quote on', async () => {
    const idle = await performOnTape(job({}, {}, 'elsewhere'), tapeOf([sold(0, 5), sold(1_000, 5)]), { path: '', hash: '' }, { progress() {}, stop: () => false });
    expect(idle.findings).toEqual(expect.arrayContaining(['no strategy of the config takes a market of recorded: nothing was quoted']));
  });
  it('of a synthetic market knows nothing of queues and says so', async () => {
    const { models, assumptions } = await performJob(job({}, { source: { kind: 'synthetic', hours: 0.1, informed: 0.3 } }, 'demo'), { progress() {}, stop: () => false });
    expect(models['matched']?.queue).toMatchObject({ orders: 0, fillRatio: null });
    expect(assumptions[0]).toContain('30% of takers know the value');
  });
});
