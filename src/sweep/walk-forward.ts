// Walk-forward: the best combination is chosen on all that came before, and measured on what came after. Each part is a
// backtest of its own that begins without a position, so that nothing of the test can leak into the choice.

import type { BacktestJob } from '../backtest/job.ts';
import { jobKey, type KeyedJob } from './job-key.ts';
import type { Parameters, PlannedCombination } from './plan-sweep.ts';
import { rankingOf, type Measured, type RankBy, type RankedRow } from './rank.ts';

export interface Span { readonly from: number; /** Exclusive. */ readonly to: number }
export interface Fold { readonly train: Span; readonly test: Span }

const HOUR_MS = 3_600_000;

/** k folds over k + 1 equal parts: the first is only ever trained on. */
export function foldsOf({ from, to }: Span, k: number): readonly Fold[] {
  const bound = (part: number): number => Math.round(from + ((to - from) * part) / (k + 1));
  return Array.from({ length: k }, (_, fold) => ({ train: { from, to: bound(fold + 1) }, test: { from: bound(fold + 1), to: bound(fold + 2) } }));
}

export function windowed(job: BacktestJob, window: Span): KeyedJob {
  const narrowed = { ...job, window };
  return { key: jobKey(narrowed), job: narrowed };
}

export interface FoldSide { readonly pnl: number; readonly pnlPerHour: number; readonly sharpe: number | null; readonly fills: number }
export interface FoldResult extends Fold {
  /** Null where nothing could be chosen or measured. */
  readonly chosen: { readonly parameters: Parameters; readonly inSample: FoldSide; readonly outOfSample: FoldSide | null } | null;
}

export interface WalkForward {
  readonly folds: readonly FoldResult[];
  /** Over the folds that were measured, dollars. */
  readonly outOfSamplePnl: number;
  readonly inSamplePerHour: number | null;
  readonly outOfSamplePerHour: number | null;
  /** Share of the chosen ones' gain an hour that was not there afterwards; null where nothing was gained in the first place. */
  readonly degradation: number | null;
}

/** The combination that is best on the training part. */
export function chosenOf(measured: readonly Measured[], rankBy: RankBy): RankedRow | null {
  return rankingOf(measured, rankBy).rows[0] ?? null;
}

export const combinationOf = (combinations: readonly PlannedCombination[], row: RankedRow): PlannedCombination | undefined =>
  combinations.find(({ parameters }) => Object.entries(row.parameters).every(([path, value]) => parameters[path] === value));

export const sideOf = ({ pnl, sharpe, fills }: RankedRow, { from, to }: Span): FoldSide => ({ pnl, pnlPerHour: (pnl * HOUR_MS) / (to - from), sharpe, fills });

export function walkForwardOf(folds: readonly FoldResult[]): WalkForward {
  const measured = folds.flatMap(({ chosen, train, test }) => (chosen?.outOfSample ? [{ inSample: chosen.inSample, outOfSample: chosen.outOfSample, train, test }] : []));
  const hours = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + (to - from), 0) / HOUR_MS;
  const total = (sides: readonly FoldSide[]): number => sides.reduce((sum, { pnl }) => sum + pnl, 0);
  const outOfSamplePnl = total(measured.map(({ outOfSample }) => outOfSample));
  const before = measured.length === 0 ? null : total(measured.map(({ inSample }) => inSample)) / hours(measured.map(({ train }) => train));
  const after = measured.length === 0 ? null : outOfSamplePnl / hours(measured.map(({ test }) => test));
  return { folds, outOfSamplePnl, inSamplePerHour: before, outOfSamplePerHour: after, degradation: before === null || after === null || before <= 0 ? null : 1 - after / before };
}
