// `evenkeel backtest`: one config, or two against each other, over recordings or a synthetic market, under every fill model.

import { resolve } from 'node:path';
import { compare } from '../backtest/compare.ts';
import type { BacktestSource } from '../backtest/job.ts';
import { performJob } from '../backtest/perform-job.ts';
import { WHOLE } from '../backtest/play.ts';
import { writeComparison, writeReport } from '../backtest/report/write-report.ts';
import type { BacktestResult } from '../backtest/result.ts';
import type { LoadedConfig } from '../config/load.ts';
import { STRATEGIES_FILE } from '../config/sources.ts';
import { EvenkeelError } from '../errors/define.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { backtestJob, readSynthetic, type BacktestOptions } from './backtest-options.ts';
import { loadedNamed, mistakesText } from './named-config.ts';
import { backtestLine, comparisonLine } from './backtest-line.ts';
import { backtestText, comparisonText } from './backtest-text.ts';
import { refusal } from './refusal.ts';
import { folderName, givenTapes } from './given-tapes.ts';
import { progressLine } from './progress-line.ts';
import { COMPUTING, stopSignals } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

/** A partial result is shown, and the exit code says that it is one. */
const PARTIAL = EXIT.failed;

export async function backtest(options: BacktestOptions, terminal: Terminal): Promise<number> {
  let isStopped = false;
  const signals = stopSignals(() => { isStopped = true; }, (text) => { terminal.err(text); }, COMPUTING);
  try {
    const names = options.compare ?? [options.dir];
    const configs: LoadedConfig[] = [];
    for (const name of names) {
      const result = loadedNamed(name, options);
      if (!result.ok) {
        terminal.err(mistakesText(result, name));
        return EXIT.config;
      }
      configs.push(result.loaded);
    }
    const source = await sourceOf(options);
    const results: BacktestResult[] = [];
    for (const [index, loaded] of configs.entries()) {
      const name = names[index] ?? options.dir;
      const bar = progressLine(terminal, { what: configs.length === 1 ? 'backtest' : `backtest ${index + 1} of ${configs.length}`, unit: 'events' });
      const job = backtestJob(options, { loaded, name: options.compare === null ? STRATEGIES_FILE : name, directory: options.dir, source });
      let eventsBefore = 0;
      let events = 0;
      results.push(await performJob(job, {
        stop: () => isStopped,
        progress(progress) {
          // Each model begins anew.
          if (progress.events < events) eventsBefore += events;
          events = progress.events;
          bar.update(progress.share, eventsBefore + events);
        },
      }));
      bar.end();
      if (isStopped) break;
    }
    return await tell(results, options, terminal);
  } catch (error) {
    return refusal(error, terminal);
  } finally {
    signals.ignore();
  }
}

async function sourceOf({ tapes, synthetic, informed, scenario, labels }: BacktestOptions): Promise<BacktestSource> {
  if (synthetic !== null) {
    if (tapes.length > 0) throw new EvenkeelError(RUNTIME_ERRORS.badOption, '--synthetic and a recording: give one of them');
    return readSynthetic({ synthetic, informed, scenario });
  }
  if (informed !== null) throw new EvenkeelError(RUNTIME_ERRORS.badOption, '--informed is for --synthetic');
  if (scenario !== null) throw new EvenkeelError(RUNTIME_ERRORS.badOption, '--scenario is for --synthetic');
  if (tapes.length === 0) throw new EvenkeelError(RUNTIME_ERRORS.tapeNeeded, 'no recording was given');
  const { source } = await givenTapes({ tapes, labels });
  return source;
}

async function tell(results: readonly BacktestResult[], options: BacktestOptions, terminal: Terminal): Promise<number> {
  const [a, b] = results;
  if (a === undefined) return EXIT.failed;
  const isPartial = results.some(({ ended }) => ended !== WHOLE) || results.length < (options.compare === null ? 1 : 2);
  const folder = options.out ?? resolve(options.dir, 'data', 'backtests', `${folderName(a.tape.name)}-${a.commandHash.slice(0, 8)}${b === undefined ? '' : `-${b.commandHash.slice(0, 8)}`}`);
  if (b === undefined) {
    const report = options.report ? await writeReport(a, folder) : null;
    if (options.json) terminal.out(JSON.stringify(backtestLine(a, report)));
    else terminal.out([backtestText(a, terminal), ...(report === null ? [] : ['', `report  ${report.html}`])].join('\n'));
  } else {
    const comparison = compare(a, b);
    const report = options.report ? await writeComparison(comparison, folder) : null;
    if (options.json) terminal.out(JSON.stringify(comparisonLine(comparison, [a, b], report)));
    else terminal.out([comparisonText(comparison, terminal), ...(report === null ? [] : ['', `report  ${report.html}`])].join('\n'));
  }
  return isPartial ? PARTIAL : EXIT.ok;
}
