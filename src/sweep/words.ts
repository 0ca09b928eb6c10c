// What is said of a sweep in words, the same in the terminal and in the report.

import { gain, listed, percent, whole } from '../backtest/report/figures.ts';
import { isAssumption, type Parameters } from './plan-sweep.ts';
import type { SweepResult } from './run-sweep.ts';
import { stepsOf } from './variation.ts';
import type { WalkForward } from './walk-forward.ts';

/** The fewest last steps of each path that tell it from the others. */
export function shortNames(paths: readonly string[]): readonly string[] {
  const steps = paths.map(stepsOf);
  const end = (i: number, length: number): string => (steps[i] ?? []).slice(-length).join('.');
  return paths.map((path, i) => {
    const longest = steps[i]?.length ?? 0;
    for (let length = 1; length < longest; length++) {
      if (paths.every((_, other) => other === i || end(other, length) !== end(i, length))) return end(i, length);
    }
    return path;
  });
}

/** What lowers how far the ranking is to be believed. */
export function notesOn({ parameters, ranking, unsettled, tape }: SweepResult): readonly string[] {
  const assumed = parameters.map(({ path }) => path).filter(isAssumption);
  const same = ranking.rows.length - ranking.trials.count;
  return [
    ...(assumed.length === 0 ? [] : [`${listed(assumed)} ${assumed.length === 1 ? 'is an assumption' : 'are assumptions'} about the exchange, not a choice of yours: that one ranks first says what would be convenient, not what is so.`]),
    ...(same === 0 ? [] : [`${whole(same)} of the combinations ${same === 1 ? 'means' : 'mean'} the same configuration as another, and ${same === 1 ? 'was' : 'were'} run once.`]),
    ...(unsettled === 0 ? [] : [`${tape} does not hold the outcome of ${whole(unsettled)} ${unsettled === 1 ? 'market' : 'markets'}: what was held there stands at its last fair value.`]),
  ];
}

/** "Chosen on what came before, it made …" */
export function walkForwardText({ folds, outOfSamplePnl, inSamplePerHour, outOfSamplePerHour, degradation }: WalkForward): string {
  const measured = folds.filter(({ chosen }) => chosen !== null && chosen.outOfSample !== null).length;
  if (inSamplePerHour === null || outOfSamplePerHour === null) return 'Walk-forward: nothing could be measured.';
  const lost = degradation === null ? ''
    : degradation > 1 ? ' Nothing of the gain was left, and more.' : degradation > 0 ? ` ${percent(degradation)} of the gain was not there afterwards.` : ' Nothing of the gain was lost.';
  return `Walk-forward: in ${whole(measured)} of ${whole(folds.length)} parts, what was best before made ${gain(outOfSamplePnl)} afterwards: ${gain(outOfSamplePerHour)} an hour against ${gain(inSamplePerHour)} an hour where it was chosen.${lost}`;
}

/** "halfSpread=1c  size=20 shares" */
export function shortParameters(parameters: Parameters): string {
  const paths = Object.keys(parameters);
  const names = shortNames(paths);
  return paths.map((path, i) => `${names[i] ?? path}=${parameters[path] ?? ''}`).join('  ');
}

export const ratio = (value: number | null, digits: number): string => (value === null ? '–' : value.toFixed(digits).replace('-', '−'));
