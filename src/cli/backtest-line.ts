// The last line of `backtest --json`: what a script reads. Everything but the series and the single fills, which are in the
// report's own JSON.

import type { Comparison } from '../backtest/compare.ts';
import type { BacktestResult, ModelResult } from '../backtest/result.ts';

/** Where the report's files were written. */
export interface WrittenReport { readonly html: string; readonly json: string }

const modelLine = ({ markets, equity: _equity, fillRecords: _fills, returns: _returns, ...model }: ModelResult): unknown =>
  ({ ...model, markets: markets.map(({ series: _series, ...market }) => market) });

export const backtestLine = ({ models, ...result }: BacktestResult, report: WrittenReport | null): unknown =>
  ({ ...result, models: Object.fromEntries(Object.entries(models).map(([name, model]) => [name, modelLine(model)])), report });

const withoutCurves = ({ curves: _curves, ...comparison }: Comparison): unknown => comparison;

export const comparisonLine = (comparison: Comparison, results: readonly [BacktestResult, BacktestResult], report: WrittenReport | null): unknown =>
  ({ comparison: withoutCurves(comparison), a: backtestLine(results[0], null), b: backtestLine(results[1], null), report });
