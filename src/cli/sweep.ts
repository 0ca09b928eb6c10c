// `evenkeel sweep`: a backtest for every combination, on the cores of this machine or shared over a database, and the report.

import { resolve } from 'node:path';
import { loadSources } from '../config/load.ts';
import { canonicalJson, readSources, sha256, STRATEGIES_FILE } from '../config/sources.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { performHere } from '../sweep/perform-here.ts';
import { planSweep } from '../sweep/plan-sweep.ts';
import { WorkerPool } from '../sweep/pool.ts';
import { writeSweepReport } from '../sweep/report/write-sweep-report.ts';
import { runSweep, type SweepResult } from '../sweep/run-sweep.ts';
import { StoredResults } from '../sweep/stored-results.ts';
import type { OpenedTape } from '../tape/opened-tape.ts';
import { backtestJob } from './backtest-options.ts';
import { refusal } from './refusal.ts';
import { folderName, givenTapes } from './given-tapes.ts';
import { mistakesText } from './named-config.ts';
import { progressLine } from './progress-line.ts';
import { COMPUTING, stopSignals } from './stop-signals.ts';
import { joinFleet, workAsWorker } from './sweep-fleet.ts';
import { readDatabase, readJobs, readSweep, type SweepOptions, type SweepRequest } from './sweep-options.ts';
import { sweepLine, sweepText } from './sweep-text.ts';
import type { Terminal } from './terminal.ts';

export async function sweep(options: SweepOptions, terminal: Terminal): Promise<number> {
  const stopping = new AbortController();
  const signals = stopSignals(() => { stopping.abort(); }, (text) => { terminal.err(text); }, COMPUTING);
  try {
    return options.worker ? await workAsWorker(options, terminal, stopping.signal) : await sweepHere(options, terminal, stopping.signal);
  } catch (error) {
    return refusal(error, terminal);
  } finally {
    signals.ignore();
  }
}

async function sweepHere(options: SweepOptions, terminal: Terminal, stopped: AbortSignal): Promise<number> {
  const request = readSweep(options);
  const threads = readJobs(options.jobs);
  const url = options.database === null ? null : readDatabase(options.database);
  const { backtest } = request;
  const files = readSources(options.dir);
  const base = loadSources(files, backtest.profile ?? undefined);
  if (!base.ok) {
    terminal.err(mistakesText(base, options.dir));
    return EXIT.config;
  }
  const { profile } = base.loaded.config;
  const { source, tape } = await givenTapes(backtest);
  if (tape.instruments.length === 0) throw new EvenkeelError(RUNTIME_ERRORS.tapeNeeded, `${tape.name} holds no markets`);
  const plan = planSweep(request, { files, profile, jobOf: (loaded, name) => backtestJob(backtest, { loaded, name, directory: options.dir, source }) });
  const folder = options.out ?? folderOf(request, tape, { dir: options.dir, profile, contentHash: source.contentHash });

  const pool = new WorkerPool({ size: threads });
  stopped.addEventListener('abort', () => { pool.stop(); });
  if (stopped.aborted) pool.stop();
  const fleet = url === null ? null : await joinFleet(url, { pool, threads, tape, paths: source.paths, stopped });
  const bar = progressLine(terminal, { what: 'sweep', unit: 'jobs' });
  try {
    bar.update(0, 0);
    const result = await runSweep(plan, {
      performAll: fleet?.performAll ?? performHere(pool, new StoredResults(resolve(folder, 'results'))), rankBy: request.rankBy, walkForward: request.walkForward,
      progress: (settled, jobs) => { bar.update(jobs === 0 ? null : settled / jobs, settled); },
    });
    bar.end();
    return await tell(result, { folder, options, terminal });
  } finally {
    await Promise.all([fleet?.leave(), pool.close()]);
  }
}

/** The same for the same sweep of the same recording, also after the files were edited: what did not change is used again. */
function folderOf({ variations, sample, seed, rankBy, walkForward, backtest }: SweepRequest, { name }: OpenedTape, { dir, profile, contentHash }: { readonly dir: string; readonly profile: string; readonly contentHash: string }): string {
  const { models, from, to, gaps } = backtest;
  const hash = sha256(canonicalJson({ variations, sample, seed: [seed, backtest.seed], rankBy, walkForward, profile, contentHash, models, from, to, gaps }));
  return resolve(dir, 'data', 'sweeps', `${folderName(name)}-${hash.slice(0, 8)}`);
}

async function tell(result: SweepResult, { folder, options, terminal }: { readonly folder: string; readonly options: SweepOptions; readonly terminal: Terminal }): Promise<number> {
  const report = await writeSweepReport(result, { name: STRATEGIES_FILE, folder });
  if (options.json) terminal.out(JSON.stringify(sweepLine(result, report)));
  else terminal.out([sweepText(result, terminal), '', `report  ${report.html}`].join('\n'));
  return result.isPartial || result.failed.length > 0 ? EXIT.failed : EXIT.ok;
}
