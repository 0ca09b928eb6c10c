// Fits how orders are executed and how queues shrink to a log of orders, and judges the fit on events it did not see.

import { Random } from '../exchange/random.ts';
import { addCells, cellsOf, type AheadCells } from './ahead-cells.ts';
import { AHEAD_RANGES, isAhead } from './ahead-ranges.ts';
import type { DrainRow, OrderCalibration, OrderShare } from './calibration.ts';
import { measureDrain, halfLifeSeconds } from './drain.ts';
import { FAMILY_NAMES, fitRate, type FamilyName } from './execution-rate.ts';
import { compareFamilies, FOLDS, forecastUnseen, heldOutRows, type EventLives } from './held-out.ts';
import { percentileInterval, resamples, shareInterval, type Estimate } from './intervals.ts';
import { eventOf, polledLives, type OrderLog, type OrderSeen, type PolledLife } from './life.ts';
import { queueForecastRows } from './queue-forecast.ts';
import { HORIZON_MINUTES } from './score.ts';

export interface FitOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly progress: (done: number, of: number) => void;
}

/** Fewer say nothing that would survive the next week. */
const LEAST = { executed: 30, events: 10, pairs: 100 } as const;

/** What is missing for a fit, in words; null for nothing. */
export function tooLittle(log: OrderLog): string | null {
  const lives = polledLives(log.lives);
  const executed = lives.filter(({ end }) => end === 'executed').length;
  if (executed < LEAST.executed) return `${executed} executed orders whose queue position was polled, and at least ${LEAST.executed} are needed`;
  const events = new Set(lives.map(({ market }) => eventOf(market))).size;
  if (events < LEAST.events) return `orders of ${events} events, and at least ${LEAST.events} are needed to hold some back`;
  const pairs = cellsOf(lives).reduce((sum, cell) => sum + cell.pairs, 0);
  if (pairs < LEAST.pairs) return `${pairs} pairs of successive queue positions with somebody ahead, and at least ${LEAST.pairs} are needed`;
  return null;
}

type Fitted = Omit<OrderCalibration, 'data'>;

export function fitOrders(log: OrderLog, { seed, rounds, progress }: FitOptions): Fitted {
  const lives = polledLives(log.lives);
  const events = byEvent(lives);
  const cells = addCells(events.map((event) => event.cells));
  const curves = FAMILY_NAMES.map((family) => fitRate(family, cells));
  const best = curves.reduce((least, curve) => (aicOf(curve) < aicOf(least) ? curve : least));
  const chosen = best.family;

  const unseen = forecastUnseen(events, seed);
  const families = compareFamilies(unseen, { seed, rounds }).map((score) => {
    const curve = curves.find(({ family }) => family === score.family) ?? best;
    return { ...score, parameters: curve.parameters, aic: aicOf(curve) };
  });
  const rows = heldOutRows(unseen, chosen, { seed, rounds });
  const executedOf = (event: EventLives): number => event.lives.filter(({ end }) => end === 'executed').length;
  const largest = events.reduce((most, event) => (executedOf(event) > executedOf(most) ? event : most));

  return {
    events: log.events, from: log.from, to: log.to, markets: log.markets, marketEvents: events.length,
    lives: {
      all: log.lives.length, polled: lives.length,
      executed: log.lives.filter(({ end }) => end === 'executed').length, executedPolled: lives.filter(({ end }) => end === 'executed').length,
    },
    restedMinutes: cells.reduce((sum, { minutes }) => sum + minutes, 0),
    longestWatchSeconds: lives.reduce((most, { first, endedAt }) => Math.max(most, (endedAt - first.at) / 1000), 0),
    orders: orderShares(log.orders),
    families, chosen,
    parameters: estimateParameters(events.map((event) => event.cells), chosen, { seed, rounds, progress }),
    heldOut: {
      folds: FOLDS, horizonSeconds: HORIZON_MINUTES * 60, lives: lives.length,
      executed: rows.reduce((sum, row) => sum + row.executed, 0), predicted: rows.reduce((sum, row) => sum + row.predicted, 0), rows,
      queue: queueForecastRows(unseen, chosen, { seed, rounds }),
    },
    drain: drainRows(events.map((event) => event.cells), { seed, rounds }),
    largestEvent: { name: largest.event, executed: executedOf(largest) },
  };
}

const aicOf = ({ parameters, logLikelihood }: { readonly parameters: number; readonly logLikelihood: number }): number => 2 * parameters - 2 * logLikelihood;

function byEvent(lives: readonly PolledLife[]): readonly EventLives[] {
  const groups = Map.groupBy(lives, ({ market }) => eventOf(market));
  return [...groups].map(([event, own]) => ({ event, lives: own, cells: cellsOf(own) })).toSorted((a, b) => (a.event < b.event ? -1 : 1));
}

/** As the venue counts: an order by what was ahead when it was first seen, whatever became of its price later. */
function orderShares(orders: readonly OrderSeen[]): readonly OrderShare[] {
  return AHEAD_RANGES.map((range) => {
    const own = orders.filter(({ firstAhead, ended }) => ended !== null && firstAhead !== null && isAhead(range, firstAhead));
    const executed = own.filter(({ ended }) => ended === 'executed').length;
    return { ...range, orders: own.length, executed, share: own.length === 0 ? null : { value: executed / own.length, ...shareInterval(executed, own.length) } };
  });
}

function estimateParameters(clusters: readonly AheadCells[], family: FamilyName, { seed, rounds, progress }: FitOptions): OrderCalibration['parameters'] {
  const measure = (cells: AheadCells) => {
    const curve = fitRate(family, cells);
    return { curve, drain: measureDrain(cells, curve) };
  };
  const whole = measure(addCells(clusters));
  const drawn: (typeof whole)[] = [];
  for (const sample of resamples(clusters, rounds, new Random(seed, 'parameters'))) {
    drawn.push(measure(addCells(sample)));
    progress(drawn.length, rounds);
  }
  const estimate = (of: (measured: typeof whole) => number): Estimate => ({ value: of(whole), ...percentileInterval(drawn.map(of)) });
  const cancelled = estimate(({ drain }) => drain.cancelledPerMinute);
  const halfLife = halfLifeSeconds(cancelled.value);
  const shortest = halfLifeSeconds(cancelled.high);
  return {
    executionsPerMinute: estimate(({ curve }) => curve.perMinute),
    alonePerMinute: whole.curve.alonePerMinute === whole.curve.perMinute ? null : estimate(({ curve }) => curve.alonePerMinute),
    scaleContracts: whole.curve.scale === null ? null : estimate(({ curve }) => curve.scale ?? Number.NaN),
    tail: whole.curve.tail === null ? null : estimate(({ curve }) => curve.tail ?? Number.NaN),
    drainPerMinute: estimate(({ drain }) => drain.perMinute),
    tradedPerMinute: estimate(({ drain }) => drain.tradedPerMinute),
    cancelledPerMinute: cancelled,
    halfLifeSeconds: halfLife === null || shortest === null ? null : { value: halfLife, low: shortest, high: halfLifeSeconds(cancelled.low) },
  };
}

function drainRows(clusters: readonly AheadCells[], { seed, rounds }: { readonly seed: number; readonly rounds: number }): readonly DrainRow[] {
  const samples = [...resamples(clusters, rounds, new Random(seed, 'drain'))].map(addCells);
  return AHEAD_RANGES.filter(({ from }) => from >= 1).map((range) => {
    const leftOf = (cells: AheadCells): { readonly pairs: number; readonly rate: number } => {
      const own = cells.filter(({ ahead }) => isAhead(range, ahead));
      return { pairs: own.reduce((sum, cell) => sum + cell.pairs, 0), rate: own.reduce((sum, cell) => sum + cell.left, 0) / own.reduce((sum, cell) => sum + cell.pairMinutes, 0) };
    };
    const { pairs, rate } = leftOf(addCells(clusters));
    return { ...range, pairs, leftPerMinute: pairs === 0 ? null : { value: rate, ...percentileInterval(samples.map((cells) => leftOf(cells).rate)) } };
  });
}
