// How far forecasts are from what happened: Brier score and log loss of "executed within the horizon", where many orders
// were cancelled before it. Those still count: the ones that could be watched to the end stand for them (inverse
// probability of censoring weights; Graf, Schmoor, Sauerbrei and Schumacher 1999).

import type { PolledLife } from './life.ts';

export const HORIZON_MINUTES = 0.5;
const HORIZON_MS = HORIZON_MINUTES * 60_000;

/** Sums over lives; divided by `weight` they are the scores. */
export interface ScoreSum { readonly weight: number; readonly brier: number; readonly logLoss: number }
export interface Score { readonly brier: number; readonly logLoss: number }

/** Chance to be still watched after so many milliseconds since the first poll (Kaplan and Meier 1958). */
export type Watched = (ms: number) => number;

export function watchedCurve(lives: readonly PolledLife[]): Watched {
  const ends = lives.map(({ first, endedAt, end }) => ({ ms: endedAt - first.at, isCensored: end !== 'executed' })).toSorted((a, b) => a.ms - b.ms);
  const steps: { readonly ms: number; readonly share: number }[] = [];
  let share = 1;
  let atRisk = ends.length;
  for (let i = 0; i < ends.length;) {
    const ms = ends[i]?.ms ?? 0;
    let censored = 0;
    let executed = 0;
    for (; ends[i]?.ms === ms; i++) {
      if (ends[i]?.isCensored === true) censored++; else executed++;
    }
    // Executions at the same moment come first: whoever is executed was still watched.
    if (atRisk > executed) share *= 1 - censored / (atRisk - executed);
    atRisk -= executed + censored;
    steps.push({ ms, share });
  }
  return (ms) => {
    let low = 0;
    for (let high = steps.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((steps[middle]?.ms ?? Infinity) < ms) low = middle + 1; else high = middle;
    }
    return steps[low - 1]?.share ?? 1;
  };
}

/** `chance`: of being executed within the horizon. */
export function scoreLife(life: PolledLife, chance: number, watched: Watched): ScoreSum {
  const ms = life.endedAt - life.first.at;
  const isExecuted = life.end === 'executed' && ms <= HORIZON_MS;
  if (!isExecuted && ms < HORIZON_MS) return { weight: 0, brier: 0, logLoss: 0 };
  const weight = 1 / watched(isExecuted ? ms : HORIZON_MS);
  const outcome = isExecuted ? 1 : 0;
  return { weight, brier: weight * (outcome - chance) ** 2, logLoss: -weight * Math.log(isExecuted ? chance : 1 - chance) };
}

export function addScores(parts: readonly ScoreSum[]): ScoreSum {
  let weight = 0;
  let brier = 0;
  let logLoss = 0;
  for (const part of parts) {
    weight += part.weight;
    brier += part.brier;
    logLoss += part.logLoss;
  }
  return { weight, brier, logLoss };
}

export const scoreOf = ({ weight, brier, logLoss }: ScoreSum): Score => ({ brier: brier / weight, logLoss: logLoss / weight });
