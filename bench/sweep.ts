// How a sweep gains by a second core: the same backtests by one thread and by two, whole jobs through the real pool, on a
// made-up tape. `node --expose-gc bench/sweep.ts`.

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSources } from '../src/config/load.ts';
import { readSources } from '../src/config/sources.ts';
import { performHere } from '../src/sweep/perform-here.ts';
import { planSweep } from '../src/sweep/plan-sweep.ts';
import { WorkerPool } from '../src/sweep/pool.ts';
import { runSweep } from '../src/sweep/run-sweep.ts';
import { StoredResults } from '../src/sweep/stored-results.ts';
import { readVariation } from '../src/sweep/variation.ts';
import { importTape } from '../src/tape/import-tape.ts';
import { syntheticTape } from '../test/replay/synthetic-tape.fixture.ts';
import { line, machine } from './measure.ts';

const BUDGET = 1.8;
const MINUTES = 1_200;
const ROUNDS = 2;
const ROOT = join(import.meta.dirname, '..');

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-sweep-'));
try {
  const path = join(folder, 'tape.parquet');
  await importTape(syntheticTape(5, MINUTES), path);
  const files = readSources(ROOT);
  const base = loadSources(files, 'paper');
  if (!base.ok) throw new Error('the shipped files do not load');
  const plan = planSweep({ variations: [readVariation('presets.calm.quote.halfSpread=1c..1.7c step 0.1c')], sample: null, seed: 1 }, {
    files, profile: 'paper',
    jobOf: ({ config, hash }, name) => ({
      config, directory: ROOT, name, configHash: hash, source: { kind: 'tapes', paths: [path], contentHash: 'bench' }, models: [{ model: 'pessimistic' }],
      seed: 1, window: null, gaps: 'refuse', points: 1_000,
    }),
  });
  console.log(`sweep, ${plan.combinations.length} backtests of ${MINUTES} minutes of five markets · ${machine()}`);
  let run = 0;
  const secondsWith = async (threads: number): Promise<number> => {
    const pool = new WorkerPool({ size: threads });
    const result = await runSweep(plan, { performAll: performHere(pool, new StoredResults(join(folder, `results-${run++}`))), rankBy: 'pnl', walkForward: null, progress() {} });
    await pool.close();
    if (result.done !== plan.combinations.length) throw new Error(`only ${result.done} were done: ${result.failed[0]?.message ?? ''}`);
    return result.seconds;
  };
  // In turns, and the fastest of each: what else the machine does meanwhile only ever slows.
  const one: number[] = [];
  const two: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    one.push(await secondsWith(1));
    two.push(await secondsWith(2));
  }
  const [alone, together] = [Math.min(...one), Math.min(...two)];
  console.log(`  one thread ${alone.toFixed(1)} s (${(alone / plan.combinations.length).toFixed(1)} s a backtest), two ${together.toFixed(1)} s`);
  console.log(line('two threads against one', alone / together, 'times', BUDGET, 'higher', availableParallelism() < 2 ? 'this machine has one core' : ''));
} finally {
  rmSync(folder, { recursive: true });
}
