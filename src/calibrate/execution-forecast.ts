// What a fit says of an order when it is first seen, from the contracts ahead alone: how many executions to expect while it
// rests for some time. The queue is let shrink as the fit has it, nothing later than the first poll is looked at.

import { rateAt, type RateCurve } from './execution-rate.ts';

export interface Forecast { readonly curve: RateCurve; /** Of the queue ahead, all causes. */ readonly drainPerMinute: number }

const STEP_MINUTES = 0.125;

/** The integral of the rate over so many minutes. */
export function expectedExecutions({ curve, drainPerMinute }: Forecast, ahead: number, minutes: number): number {
  let sum = 0;
  for (let from = 0; from < minutes; from += STEP_MINUTES) {
    const step = Math.min(STEP_MINUTES, minutes - from);
    sum += step * rateAt(curve, ahead < 1 ? ahead : Math.max(1, ahead * Math.exp(-drainPerMinute * (from + step / 2))));
  }
  return sum;
}

export const chanceOfExecution = (forecast: Forecast, ahead: number, minutes: number): number => 1 - Math.exp(-expectedExecutions(forecast, ahead, minutes));
