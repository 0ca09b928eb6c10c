// A whole backtest: Parquet tape → exchange with queue, latencies and fees → engine with twenty rules → recorder, on one
// tape of Binance order books, and what the heap does over some passes. `node --expose-gc bench/backtest.ts`.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BacktestJob } from '../src/backtest/job.ts';
import { performOnTape } from '../src/backtest/perform-job.ts';
import type { BacktestResult } from '../src/backtest/result.ts';
import { PLAIN_EXCHANGE } from '../src/config/plain-exchange.fixture.ts';
import type { CompiledConfig, MakerSettings, QueueSettings } from '../src/config/compiled-config.ts';
import { importTape } from '../src/tape/import-tape.ts';
import { openTape } from '../src/tape/open-tape.ts';
import { line, machine, median } from './measure.ts';
import { rules, settings } from './twenty-rules.ts';

const BUDGET = 1_000_000;
const ROUNDS = 9;
const PASSES = 6;
const DATA = process.env['EVENKEEL_DATA'] ?? join(import.meta.dirname, '../../shared/data');
const RECORDINGS = [['binance usdm and spot', 'binance-l2'], ['binance usdm', 'binance-l2/usdm_btcusdt_20240808.gz'], ['polymarket tickscope', 'polymarket-tickscope']] as const;

/** Close to the touch and never out of it for long, so that orders rest, move and fill; a cent of a range contract is tens of dollars. */
const close: MakerSettings = {
  ...settings, quote: { ...settings.quote, halfSpread: { micros: 0, ticks: 4 }, minEdge: { micros: -1_000_000, ticks: 0 }, layers: { ...settings.quote.layers, step: { micros: 0, ticks: 2 } } },
  limits: { position: 5_000e6, notional: 5_000e6, openOrders: 12 }, stopLoss: null, resolution: null, liquidation: null, onRemoval: 'hold',
};
/** The twenty rules, each judged at every decision; in force they widen. */
const widening = rules.map((rule) => ({ ...rule, then: [{ kind: 'widen', factor: 1.2 }] as const }));

const config = (venue: string): CompiledConfig => ({
  profile: 'bench', mode: 'paper',
  exchange: { ...PLAIN_EXCHANGE, latency: { feed: { kind: 'constant', ms: 10 }, order: { kind: 'constant', ms: 20 }, response: { kind: 'constant', ms: 10 } } },
  limits: { grossNotional: 1e12, dailyLoss: 1e12, drawdown: null, ordersPerMinute: 6_000 },
  strategies: [{ name: 'maker', kind: 'market-maker', markets: { venue, include: ['*'], exclude: [] }, settings: close, overrides: {} }],
  rules: widening, storage: { journal: '' }, api: { host: '', port: 0, token: null },
});

async function once(path: string, queue: QueueSettings): Promise<BacktestResult> {
  const tape = await openTape(path);
  const job: BacktestJob = {
    config: config(tape.venue), directory: '.', name: 'bench', configHash: '', source: { kind: 'tapes', paths: [path], contentHash: '' }, models: [queue], seed: 1,
    window: null, gaps: 'outage', points: 1_000,
  };
  return performOnTape(job, tape, { path, hash: '' }, { progress() {}, stop: () => false });
}

/** Apart from the timing: a collection that is forced hands pages back, and the next run pays for getting them again. */
async function heapOver(name: string, path: string): Promise<void> {
  const heaps: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    await once(path, { model: 'pessimistic' });
    globalThis.gc?.();
    heaps.push(process.memoryUsage().heapUsed / 1e6);
  }
  console.log(`  ${`${name}, heap after each pass`.padEnd(46)} ${heaps.map((mb) => mb.toFixed(1)).join('  ')} MB`);
}

console.log(`backtest, Parquet to report · ${machine()}`);
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
try {
  for (const [name, recording] of RECORDINGS) {
    const source = join(DATA, recording);
    if (!existsSync(source)) {
      console.log(`  ${name}: not measured, the recording is absent (set EVENKEEL_DATA)`);
      continue;
    }
    const path = join(folder, `${name.replace(' ', '-')}.parquet`);
    await importTape(await openTape(source), path);
    await heapOver(name, path);
    for (const queue of [{ model: 'pessimistic' }, { model: 'power', exponent: 3 }] satisfies QueueSettings[]) {
      const rates: number[] = [];
      let note = '';
      for (let round = 0; round < ROUNDS; round++) {
        const { events, seconds, models } = await once(path, queue);
        const model = models[queue.model];
        note = `${events.toLocaleString('en-US')} events, ${model?.decisions.toLocaleString('en-US')} decisions, ${model?.queue.orders.toLocaleString('en-US')} orders, ${model?.fills} fills`;
        // The first two let the compiler settle.
        if (round >= 2) rates.push(events / seconds);
      }
      console.log(line(`${name}, ${queue.model}`, median(rates), 'events/s', BUDGET, 'higher', note));
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
