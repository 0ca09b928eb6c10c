// Some runs of one config on markets of one kind, taken together: what they earned, how sure that is, how long something was
// quoted, and what getting out cost.

import type { ModelResult } from '../result.ts';
import { bootstrapSum } from '../statistics/bootstrap.ts';
import type { Earning } from './earning-watch.ts';
import { outcomeOf, type Exit } from './exit-ledger.ts';

export interface ExitFigures {
  readonly count: number;
  /** Milliseconds; null where there was none. */
  readonly meanMs: number | null;
  readonly longestMs: number | null;
}
export interface Measured {
  readonly runs: number;
  /** Dollars a run, and the 95 % interval from resampling time. */
  readonly pnl: number;
  readonly low: number;
  readonly high: number;
  /** Share of the open time; null where nothing was open. */
  readonly uptime: number | null;
  readonly profitable: ExitFigures;
  readonly even: ExitFigures;
  readonly losing: ExitFigures;
  /** Still under way at the end. */
  readonly unfinished: number;
  /** What losing exits lost, as a share of all that was earned besides; null where nothing was. */
  readonly lossShare: number | null;
  /** Of the worst run, dollars ≥ 0. */
  readonly drawdown: number;
}

export interface OneRun { readonly result: ModelResult; readonly earning: Earning }

export function measured(runs: readonly OneRun[], seed: number): Measured {
  const sum = (of: (run: OneRun) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const pnl = sum(({ result }) => result.pnl.total);
  const { low, high } = bootstrapSum(runs.flatMap(({ result }) => result.returns.pnl), { seed });
  const exits = runs.flatMap(({ earning }) => earning.exits);
  const ended = exits.filter(({ until }) => until !== null);
  const losses = exits.reduce((total, exit) => total - Math.min(0, exit.profit), 0);
  const openMs = sum(({ earning }) => earning.openMs);
  return {
    runs: runs.length, pnl: pnl / runs.length, low: low / runs.length, high: high / runs.length,
    uptime: openMs === 0 ? null : sum(({ earning }) => earning.earningMs) / openMs,
    profitable: figuresOf(ended, 'profitable'), even: figuresOf(ended, 'even'), losing: figuresOf(ended, 'losing'),
    unfinished: exits.length - ended.length,
    lossShare: pnl + losses > 0 ? losses / (pnl + losses) : null,
    drawdown: Math.max(...runs.map(({ result }) => result.maxDrawdown)),
  };
}

function figuresOf(exits: readonly Exit[], outcome: ReturnType<typeof outcomeOf>): ExitFigures {
  const took = exits.filter((exit) => outcomeOf(exit) === outcome).map(({ from, until }) => (until ?? from) - from);
  return { count: took.length, meanMs: took.length === 0 ? null : took.reduce((sum, ms) => sum + ms, 0) / took.length, longestMs: took.length === 0 ? null : Math.max(...took) };
}
