// How well a half-life foretells a place in the queue, for events it was not fitted to: what was still ahead at the last
// poll of each stay, as a share of what was ahead at the first, against decay and against a queue that nobody leaves.

import { Random } from '../exchange/random.ts';
import { AHEAD_RANGES, isAhead } from './ahead-ranges.ts';
import type { QueueForecastRow } from './calibration.ts';
import type { FamilyName } from './execution-rate.ts';
import type { UnseenEvent } from './held-out.ts';
import { percentileInterval, resamples } from './intervals.ts';

interface Sum { readonly stays: number; readonly minutes: number; readonly left: number; readonly predicted: number; readonly squared: number; readonly squaredIfNobodyLeaves: number }

const MINUTE = 60_000;

export function queueForecastRows(events: readonly UnseenEvent[], family: FamilyName, { seed, rounds }: { readonly seed: number; readonly rounds: number }): readonly QueueForecastRow[] {
  return AHEAD_RANGES.filter(({ from }) => from >= 1).map((range) => {
    const sums = events.map(({ lives, forecasts }) => add(lives.flatMap(({ first, polls }): readonly Sum[] => {
      const last = polls.at(-1);
      if (last === undefined || last === first || !isAhead(range, first.ahead)) return [];
      const minutes = (last.at - first.at) / MINUTE;
      const left = last.ahead / first.ahead;
      const predicted = Math.exp(-forecasts[family].drainPerMinute * minutes);
      return [{ stays: 1, minutes, left, predicted, squared: (left - predicted) ** 2, squaredIfNobodyLeaves: (left - 1) ** 2 }];
    })));
    const all = add(sums);
    if (all.stays === 0) return { ...range, stays: 0, meanSeconds: null, stillAhead: null, predicted: null, error: null, errorIfNobodyLeaves: null };
    return {
      ...range, stays: all.stays,
      meanSeconds: (60 * all.minutes) / all.stays,
      stillAhead: { value: all.left / all.stays, ...percentileInterval([...resamples(sums, rounds, new Random(seed, `queue ${range.from}`))].map(add).map(({ left, stays }) => left / stays)) },
      predicted: all.predicted / all.stays,
      error: Math.sqrt(all.squared / all.stays),
      errorIfNobodyLeaves: Math.sqrt(all.squaredIfNobodyLeaves / all.stays),
    };
  });
}

function add(parts: readonly Sum[]): Sum {
  const total = { stays: 0, minutes: 0, left: 0, predicted: 0, squared: 0, squaredIfNobodyLeaves: 0 };
  for (const part of parts) {
    total.stays += part.stays;
    total.minutes += part.minutes;
    total.left += part.left;
    total.predicted += part.predicted;
    total.squared += part.squared;
    total.squaredIfNobodyLeaves += part.squaredIfNobodyLeaves;
  }
  return total;
}
