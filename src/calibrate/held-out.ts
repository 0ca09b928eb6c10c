// Forecasts of each event by fits that saw nothing of it (cross-fitting in folds of whole events), and how they compare
// with what happened.

import { Random } from '../exchange/random.ts';
import { addCells, type AheadCells } from './ahead-cells.ts';
import { AHEAD_RANGES, isAhead } from './ahead-ranges.ts';
import { isInside, type FamilyComparison, type HeldOutRow } from './calibration.ts';
import { measureDrain } from './drain.ts';
import { chanceOfExecution, expectedExecutions, type Forecast } from './execution-forecast.ts';
import { FAMILY_NAMES, fitRate, type FamilyName } from './execution-rate.ts';
import { countInterval, percentileInterval, resamples, type Estimate } from './intervals.ts';
import type { PolledLife } from './life.ts';
import { addScores, HORIZON_MINUTES, scoreLife, scoreOf, watchedCurve, type ScoreSum, type Watched } from './score.ts';

export const FOLDS = 5;
const MINUTE = 60_000;

export interface EventLives { readonly event: string; readonly lives: readonly PolledLife[]; readonly cells: AheadCells }
/** What fits without an event say of it. */
export interface UnseenEvent extends EventLives { readonly forecasts: Readonly<Record<FamilyName, Forecast>>; readonly watched: Watched }

interface Resampling { readonly seed: number; readonly rounds: number }

/** The seed shuffles the events; with the same seed an event is always in the same fold. */
export function forecastUnseen(events: readonly EventLives[], seed: number): readonly UnseenEvent[] {
  const shuffled = events.map((event) => ({ event, draw: new Random(seed, `fold ${event.event}`).uniform() })).toSorted((a, b) => a.draw - b.draw).map(({ event }) => event);
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const held = shuffled.filter((_, i) => i % FOLDS === fold);
    const others = shuffled.filter((_, i) => i % FOLDS !== fold);
    const cells = addCells(others.map((event) => event.cells));
    const watched = watchedCurve(others.flatMap(({ lives }) => lives));
    const forecasts = Object.fromEntries(FAMILY_NAMES.map((family) => {
      const curve = fitRate(family, cells);
      return [family, { curve, drainPerMinute: Math.max(0, measureDrain(cells, curve).perMinute) }];
    })) as Record<FamilyName, Forecast>;
    return held.map((event) => ({ ...event, forecasts, watched }));
  });
}

export function compareFamilies(events: readonly UnseenEvent[], { seed, rounds }: Resampling): readonly Pick<FamilyComparison, 'family' | 'heldOut' | 'gain'>[] {
  const scored = events.map((event) => Object.fromEntries(FAMILY_NAMES.map((family) => [family, scoreEvent(event, family)])) as Record<FamilyName, ScoreSum>);
  const samples = [...resamples(scored, rounds, new Random(seed, 'families'))];
  const total = (sample: typeof scored, family: FamilyName) => scoreOf(addScores(sample.map((scores) => scores[family])));
  return FAMILY_NAMES.map((family) => {
    const gainOf = (sample: typeof scored): number => 1 - total(sample, family).logLoss / total(sample, 'constant').logLoss;
    return { family, heldOut: total(scored, family), gain: { value: gainOf(scored), ...percentileInterval(samples.map((sample) => gainOf([...sample]))) } };
  });
}

function scoreEvent({ lives, forecasts, watched }: UnseenEvent, family: FamilyName): ScoreSum {
  return addScores(lives.map((life) => scoreLife(life, chanceOfExecution(forecasts[family], life.first.ahead, HORIZON_MINUTES), watched)));
}

interface Count { readonly lives: number; readonly minutes: number; readonly executed: number; readonly predicted: number }

/** Given how long each order really rested, the expected number of executions is the sum of the integrated rates, whatever ended the rest. */
export function heldOutRows(events: readonly UnseenEvent[], family: FamilyName, { seed, rounds }: Resampling): readonly HeldOutRow[] {
  return AHEAD_RANGES.map((range) => {
    const counts = events.map(({ lives, forecasts }) => sum(lives.filter(({ first }) => isAhead(range, first.ahead)).map((life): Count => {
      const minutes = (life.endedAt - life.first.at) / MINUTE;
      return { lives: 1, minutes, executed: life.end === 'executed' ? 1 : 0, predicted: expectedExecutions(forecasts[family], life.first.ahead, minutes) };
    })));
    const all = sum(counts);
    if (all.minutes === 0) return { ...range, ...all, observedPer100Minutes: null, predictedPer100Minutes: null, isWithin: null };
    const observed = observedRate(all, [...resamples(counts, rounds, new Random(seed, `rows ${range.from}`))].map(sum));
    const predicted = (100 * all.predicted) / all.minutes;
    return { ...range, ...all, observedPer100Minutes: observed, predictedPer100Minutes: predicted, isWithin: isInside(predicted, observed) };
  });
}

/** Few executions make the count itself uncertain, few events what they have in common: the wider of both. */
function observedRate({ executed, minutes }: Count, samples: readonly Count[]): Estimate {
  const byCount = countInterval(executed);
  const byEvent = percentileInterval(samples.map((sample) => (100 * sample.executed) / sample.minutes));
  return {
    value: (100 * executed) / minutes,
    low: Math.min((100 * byCount.low) / minutes, byEvent.low), high: Math.max((100 * byCount.high) / minutes, byEvent.high),
  };
}

function sum(counts: readonly Count[]): Count {
  const total = { lives: 0, minutes: 0, executed: 0, predicted: 0 };
  for (const count of counts) {
    total.lives += count.lives;
    total.minutes += count.minutes;
    total.executed += count.executed;
    total.predicted += count.predicted;
  }
  return total;
}
