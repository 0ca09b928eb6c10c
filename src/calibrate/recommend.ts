// From what was fitted to a queue model of the simulated exchange, and the reservations that go with it. Of the half-lives
// in the interval it takes the slowest: a backtest that was too cautious costs nothing, one that flatters does.

import type { ArrivalCalibration, OrderCalibration, ProbeCalibration, Recommendation } from './calibration.ts';

/** What a profile may hold. */
const LONGEST_HALF_LIFE_SECONDS = 24 * 3_600;

export function recommend({ parameters: { halfLifeSeconds, drainPerMinute, cancelledPerMinute } }: OrderCalibration): Recommendation {
  const slowest = halfLifeSeconds?.high ?? null;
  if (halfLifeSeconds === null || slowest === null || slowest > LONGEST_HALF_LIFE_SECONDS) {
    return { queue: { model: 'pessimistic' }, why: ['What leaves the queue by itself cannot be told from nothing here, so nothing is assumed to leave.'] };
  }
  return {
    queue: { model: 'decay', halfLifeMs: Math.ceil(slowest) * 1_000 },
    why: [
      `Queues shrank by ${percent(drainPerMinute.value)} a minute; trades explain little of it, ${percent(cancelledPerMinute.value)} a minute left by itself. \`pessimistic\` assumes 0 %.`,
      `Half-life ${whole(halfLifeSeconds.value)} s, 95 % interval ${whole(halfLifeSeconds.low)} to ${whole(slowest)} s. The file takes the slow end, which fills less.`,
    ],
  };
}

export function warningsOf(orders: OrderCalibration | null, probe: ProbeCalibration | null, arrivals: ArrivalCalibration | null): readonly string[] {
  return [...(orders === null ? [] : orderWarnings(orders)), ...(probe === null ? [] : probeWarnings(probe)), ...(arrivals === null ? [] : arrivalWarnings(arrivals))];
}

function orderWarnings({ from, to, lives, longestWatchSeconds, largestEvent, drain }: OrderCalibration): readonly string[] {
  const deep = drain.at(-1)?.leftPerMinute ?? null;
  const shallow = drain.at(-2)?.leftPerMinute ?? null;
  return [
    `One bot on one venue over ${whole((to - from) / 86_400_000 + 0.5)} days. Another venue, another week or quotes placed otherwise may differ.`,
    `No place was watched for longer than ${whole(longestWatchSeconds)} s. What a queue does over hours is extrapolated.`,
    `${percent(largestEvent.executed / lives.executedPolled)} of the executions come from one event (${largestEvent.name}); the intervals allow for that, a point estimate does not.`,
    `${count(lives.executed - lives.executedPolled)} of ${count(lives.executed)} executions came before the queue position was first asked for: the first seconds of an order are not in the fit.`,
    'The log holds no trades and no book. What part of a shrinking queue was cancelled is inferred from how often orders are reached.',
    'An exponent of the `power` model cannot be fitted: nothing says how much stood behind the order.',
    ...(deep !== null && shallow !== null && deep.high < shallow.low
      ? [`Deep queues are slower: from ${count(drain.at(-1)?.from ?? 0)} ahead, ${percent(deep.value)} a minute left, against ${percent(shallow.value)} in the range before. One half-life flatters orders that far back.`] : []),
  ];
}

function probeWarnings({ touched, filledAtTouchOnly, improved, isQueueIdentified }: ProbeCalibration): readonly string[] {
  return [
    'No order was sent: the probe inferred its fills from polls of the book, and it never pulled or moved a quote.',
    ...(isQueueIdentified ? [] : [`The probe cannot tell one queue model from another: of ${count(touched.quotes)} quotes that were touched, ${count(touched.filled)} count as filled, whatever stood ahead. Every exponent of \`power\` from 0 to infinity fits alike, so none is given.`]),
    ...(filledAtTouchOnly > 0 ? [`${count(filledAtTouchOnly)} of these ${count(touched.filled)} were filled without the price being seen beyond the quote; \`trade-through\` would refuse those.`] : []),
    ...(improved.touched > improved.filled ? [`${count(improved.touched - improved.filled)} of ${count(improved.touched)} improving quotes that were touched count as unfilled, with nobody ahead: a fault of the probe. They are left out of the fits, not of the windows.`] : []),
  ];
}

function arrivalWarnings({ fromCents, printsInside, heldOut: { rows } }: ArrivalCalibration): readonly string[] {
  const outside = rows.filter(({ isWithin }) => !isWithin).length;
  return [
    'A taker is counted who would have reached an order, whatever stood ahead of it: fills are rarer than that.',
    `Nearer than ${fromCents}c to the midpoint nothing is seen, since the best prices mostly stood farther. The rate at the midpoint is the curve drawn on to it.`,
    'One recording of past days. How often takers come changes with the hour and the news.',
    ...(outside > 0 ? [`The curve misses ${outside} of ${rows.length} ranges: takers do not come by this law there, and what the formulas make of it is a rule of thumb.`] : []),
    ...(printsInside > LATE_TRADES ? [`${percent(printsInside)} of the prints lie nearer to the midpoint than the best price did: the recording tells of trades after it tells of the book. Takers then reached farther than it seems.`] : []),
  ];
}
const LATE_TRADES = 0.1;

const whole = (value: number): string => String(Math.round(value));
const count = (value: number): string => value.toLocaleString('en-US');
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
