// Jobs and results for the tests: the name of a job says what its made-up backtest does.

import type { BacktestJob, PerformJob } from '../backtest/job.ts';
import type { BacktestResult, ModelResult } from '../backtest/result.ts';
import { load, loaded, SMALL } from '../config/test-files.fixture.ts';
import { Random } from '../exchange/random.ts';
import type { KeyedJob } from './job-key.ts';

export function madeUpJob(name: string, changes: Partial<BacktestJob> = {}): BacktestJob {
  const { config, hash } = loaded(load(SMALL));
  return {
    config, directory: '.', name, configHash: hash, source: { kind: 'synthetic', hours: 1, informed: 0.5 }, models: [{ model: 'pessimistic' }],
    seed: 1, window: null, gaps: 'refuse', points: 10, ...changes,
  };
}

export const madeUpKeyed = (name: string, key = name): KeyedJob => ({ key, job: madeUpJob(name) });

export function madeUpModel(pnl: readonly number[], model: ModelResult['model'] = 'pessimistic'): ModelResult {
  const total = pnl.reduce((sum, value) => sum + value, 0);
  const none = { 1: null, 10: null, 60: null, 300: null };
  return {
    model, fills: 7, makerFills: 7, failedFills: 0, pnl: { total, spread: total, adverseSelection: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0 },
    maxDrawdown: 1, quoteUptime: 0.9, fillRate: null, earningUptime: null, exits: { count: 0, meanMs: null, longestMs: null }, volume: 100, markouts: none, pickedOff: null, queue: { orders: 0, fillRatio: 0, byAhead: [], medianRestMs: null },
    timeIn: { halted: 0, 'cancel-only': 0, 'reduce-only': 0, full: 1 }, rules: [], refusals: {}, quotesDropped: {}, guardTrips: {}, decisions: 1, commandHash: 'c',
    equity: { ts: [], pnl: [], grossNotional: [] }, markets: [], fillRecords: [], returns: { bucketMs: 60_000, pnl },
  };
}

export function madeUpResult(job: BacktestJob, pnl: readonly number[]): BacktestResult {
  return {
    version: 1, config: { name: job.name, profile: 'demo', hash: job.configHash, strategies: 'one' },
    tape: { path: '', name: 'made-up', venue: 'demo', hash: 'h', markets: 1 }, from: job.window?.from ?? 0, to: job.window?.to ?? 3_600_000, seed: job.seed,
    events: 1_000, eventsPerSecond: 1, seconds: 0, ended: 'end of tape', commandHash: 'c', findings: [], assumptions: [], unsettled: [],
    models: Object.fromEntries(job.models.map(({ model }) => [model, madeUpModel(pnl, model)])),
  };
}

/** Noise with the half-spread as its mean, the same for the same job: `die` in the name ends the thread, `throw` throws,
    `hang` waits for the stop. */
export const performMadeUp: PerformJob = async (job, { stop, progress }) => {
  progress({ events: 1, share: 0.5 });
  if (job.name.startsWith('die')) process.exit(3);
  if (job.name.startsWith('throw')) throw new Error('the recording has a hole');
  while (job.name.startsWith('hang') && !stop()) await new Promise((resolve) => { setImmediate(resolve); });
  const random = new Random(job.seed, `${job.configHash} ${job.window?.from ?? ''}`);
  const [strategy] = job.config.strategies;
  const edge = (strategy?.kind === 'market-maker' ? strategy.settings.quote.halfSpread.micros : 0) / 1e5;
  const result = madeUpResult(job, Array.from({ length: 60 }, () => edge + random.normal()));
  return stop() ? { ...result, ended: 'stopped by the operator' } : result;
};
