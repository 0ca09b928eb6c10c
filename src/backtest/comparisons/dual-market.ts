// Dual-market operation against single-market operation: the same quotes on the same markets, with and without a liquidation
// in the background, over the synthetic scenarios and over recordings.

import type { LoadedConfig } from '../../config/load.ts';
import type { Engine } from '../../core/engine.ts';
import { SCENARIOS, type ScenarioName } from '../../exchange/synthetic-scenarios.ts';
import type { OpenedTape } from '../../tape/opened-tape.ts';
import type { BacktestJob, BacktestSource } from '../job.ts';
import { performOnTape } from '../perform-job.ts';
import type { Watch } from '../play.ts';
import type { ModelResult } from '../result.ts';
import { performSynthetic } from '../synthetic.ts';
import { DUAL, LIQUIDATES_AT, loadCompared, SINGLE, type PlayedOn } from './compared-configs.ts';
import { EarningWatch } from './earning-watch.ts';
import { measured, type Measured, type OneRun } from './measured-run.ts';

export interface DualRow {
  /** The scenario, or the name of the recording. */
  readonly on: string;
  readonly config: 'single' | 'dual';
  /** Or why this version does not play it. */
  readonly measured: Measured | string;
}

export interface DualMarketOptions {
  readonly scenarios: readonly ScenarioName[];
  readonly hours: number;
  /** Each scenario is played once with each. */
  readonly seeds: readonly number[];
  readonly openRecordings: readonly (() => Promise<OpenedTape>)[];
}

export async function* dualMarket({ scenarios, hours, seeds, openRecordings }: DualMarketOptions, watch: Pick<Watch, 'stop'>): AsyncGenerator<DualRow, void> {
  for (const scenario of scenarios) {
    const { informed } = SCENARIOS[scenario];
    const source = { kind: 'synthetic', hours, informed, scenario } as const;
    for (const config of ['single', 'dual'] as const) {
      yield await row({ on: scenario, config, played: { venue: 'demo' } }, async (loaded) => {
        const runs: OneRun[] = [];
        for (const seed of seeds) runs.push(await observed(watch, async (watched) => (await performSynthetic(jobOf(loaded, source, seed), source, watched)).runs[0]?.result));
        return runs;
      }, watch);
    }
  }
  for (const open of openRecordings) {
    for (const config of ['single', 'dual'] as const) {
      const tape = await open();
      const source = { kind: 'tapes', paths: [], contentHash: '' } as const;
      yield await row({ on: tape.name, config, played: tape }, async (loaded) =>
        [await observed(watch, async (watched) => (await performOnTape(jobOf(loaded, source, 1), tape, { path: tape.name, hash: '' }, watched)).models['pessimistic'])], watch);
    }
  }
}

async function row({ on, config, played }: { readonly on: string; readonly config: DualRow['config']; readonly played: PlayedOn }, run: (loaded: LoadedConfig) => Promise<readonly OneRun[]>, { stop }: Pick<Watch, 'stop'>): Promise<DualRow> {
  const loaded = loadCompared(config === 'single' ? SINGLE : DUAL, played);
  if (typeof loaded === 'string') return { on, config, measured: loaded };
  const runs = stop() ? [] : await run(loaded);
  return { on, config, measured: runs.length === 0 ? 'stopped by the operator' : measured(runs, 1) };
}

/** Performs with an onlooker that measures. */
async function observed({ stop }: Pick<Watch, 'stop'>, perform: (watched: Watch) => Promise<ModelResult | undefined>): Promise<OneRun> {
  let watcher: EarningWatch | null = null;
  const result = await perform({
    stop, progress() {},
    looksOn: (engine: Engine) => (watcher = new EarningWatch(engine, { beginsAt: LIQUIDATES_AT })),
  });
  if (result === undefined || watcher === null) throw new Error('a run without a result');
  return { result, earning: (watcher as EarningWatch).result() };
}

const jobOf = ({ config, hash }: LoadedConfig, source: BacktestSource, seed: number): BacktestJob => ({
  config, directory: '.', name: 'compared', configHash: hash, source, models: [{ model: 'pessimistic' }], seed, window: null, gaps: 'outage', points: 100,
});
