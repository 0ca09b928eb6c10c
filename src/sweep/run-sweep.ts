// Runs a planned sweep: the whole tape for every combination, the training parts of the walk-forward, and then the test
// parts for what was chosen on them. Who performs the jobs, and where results are kept, is the caller's.

import type { Parameters, PlannedCombination, RefusedCombination, SweepPlan } from './plan-sweep.ts';
import type { KeyedJob } from './job-key.ts';
import type { PerformAll, Settled } from './perform-here.ts';
import { rankingOf, verdictOnBest, type Measured, type RankBy, type Ranking } from './rank.ts';
import { chosenOf, combinationOf, foldsOf, sideOf, walkForwardOf, windowed, type Fold, type FoldResult, type Span, type WalkForward } from './walk-forward.ts';

export interface SweepResult {
  readonly version: 1;
  readonly parameters: readonly { readonly path: string; readonly values: readonly string[] }[];
  readonly gridSize: number;
  readonly tape: string;
  /** Of the tape; null where nothing was measured. */
  readonly span: Span | null;
  /** Of the best. */
  readonly assumptions: readonly string[];
  readonly findings: readonly string[];
  /** Markets in which something was held and whose outcome the tape does not hold, at most of any combination. */
  readonly unsettled: number;
  readonly ranking: Ranking;
  readonly verdict: ReturnType<typeof verdictOnBest>;
  readonly walkForward: WalkForward | null;
  readonly refused: readonly RefusedCombination[];
  readonly failed: readonly { readonly parameters: Parameters; readonly message: string }[];
  readonly jobs: number;
  readonly done: number;
  readonly reused: number;
  /** True where it was stopped before its end. */
  readonly isPartial: boolean;
  readonly seconds: number;
}

export interface SweepRun {
  readonly performAll: PerformAll;
  readonly rankBy: RankBy;
  /** Number of folds; null: none. */
  readonly walkForward: number | null;
  readonly progress: (settled: number, jobs: number) => void;
}

export async function runSweep(plan: SweepPlan, { performAll, rankBy, walkForward, progress }: SweepRun): Promise<SweepResult> {
  const started = performance.now();
  const { combinations } = plan;
  const folds = walkForward ?? 0;
  const results = new Map<string, Settled>();
  let expected = new Set(combinations.map(({ keyed }) => keyed.key)).size * (1 + folds) + folds;
  const perform = async (jobs: readonly KeyedJob[]): Promise<void> => {
    const before = results.size;
    let settled = 0;
    for (const [key, result] of await performAll(jobs, () => { progress(before + ++settled, expected); })) results.set(key, result);
  };
  const measuredBy = (keyOf: (combination: PlannedCombination) => string): readonly Measured[] => combinations.flatMap((combination) => {
    const answer = results.get(keyOf(combination))?.answer;
    return answer?.kind === 'done' ? [{ parameters: combination.parameters, outcome: answer.outcome }] : [];
  });

  await perform(combinations.map(({ keyed }) => keyed));
  const whole = measuredBy(({ keyed }) => keyed.key);
  const span = spanOf(whole);
  const foldResults = span === null ? [] : await walkedForward(foldsOf(span, folds));
  expected = results.size;

  async function walkedForward(parts: readonly Fold[]): Promise<readonly FoldResult[]> {
    const trainingKeys = parts.map(({ train }) => new Map(combinations.map(({ keyed }) => [keyed.key, windowed(keyed.job, train)])));
    await perform(trainingKeys.flatMap((byKey) => [...byKey.values()]));
    const choices = parts.map((fold, i) => {
      const row = chosenOf(measuredBy(({ keyed }) => trainingKeys[i]?.get(keyed.key)?.key ?? ''), rankBy);
      const combination = row === null ? undefined : combinationOf(combinations, row);
      return { fold, row, test: combination === undefined ? null : windowed(combination.keyed.job, fold.test) };
    });
    await perform(choices.flatMap(({ test }) => (test === null ? [] : [test])));
    return choices.map(({ fold, row, test }): FoldResult => {
      if (row === null || test === null) return { ...fold, chosen: null };
      const answer = results.get(test.key)?.answer;
      const after = answer?.kind === 'done' ? chosenOf([{ parameters: row.parameters, outcome: answer.outcome }], rankBy) : null;
      return { ...fold, chosen: { parameters: row.parameters, inSample: sideOf(row, fold.train), outOfSample: after === null ? null : sideOf(after, fold.test) } };
    });
  }

  const ranking = rankingOf(whole, rankBy);
  const answers = [...results.values()];
  const best = whole.find(({ outcome }) => outcome.key === ranking.rows[0]?.key);
  return {
    version: 1, parameters: plan.variations, gridSize: plan.gridSize,
    tape: whole[0]?.outcome.tape ?? '', span, assumptions: best?.outcome.assumptions ?? [], findings: whole[0]?.outcome.findings ?? [],
    unsettled: Math.max(0, ...whole.map(({ outcome }) => outcome.unsettled)),
    ranking, verdict: verdictOnBest(ranking), walkForward: walkForward === null ? null : walkForwardOf(foldResults), refused: plan.refused,
    failed: failuresIn(combinations, results), jobs: expected, done: answers.filter(({ answer }) => answer.kind === 'done').length,
    reused: answers.filter(({ isReused }) => isReused).length, isPartial: answers.some(({ answer }) => answer.kind === 'stopped'),
    seconds: Math.round(performance.now() - started) / 1_000,
  };
}

/** Of the whole tape, from the first to past the last event. */
function spanOf(measured: readonly Measured[]): Span | null {
  if (measured.length === 0) return null;
  return { from: Math.min(...measured.map(({ outcome }) => outcome.from)), to: Math.max(...measured.map(({ outcome }) => outcome.to)) + 1 };
}

/** Each failed job once: those of windows are told apart by their times. */
function failuresIn(combinations: readonly PlannedCombination[], results: ReadonlyMap<string, Settled>): SweepResult['failed'] {
  const failed = [...results].flatMap(([key, { answer }]) => (answer.kind === 'failed' ? [{ key, message: answer.message }] : []));
  return failed.map(({ key, message }) => {
    const combination = combinations.find(({ keyed }) => keyed.key === key);
    return { parameters: combination?.parameters ?? {}, message: combination === undefined ? `a part of the walk-forward: ${message}` : message };
  });
}
