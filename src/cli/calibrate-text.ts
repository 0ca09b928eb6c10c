// A calibration as a person reads it: what was seen, how well it is predicted, what to set, what to mind.

import { isInside, type AheadRange, type ArrivalCalibration, type Calibration, type OrderCalibration, type ProbeCalibration, type ProbeOutcome } from '../calibrate/calibration.ts';
import type { Estimate, Interval } from '../calibrate/intervals.ts';
import { alignedTable } from './aligned-table.ts';

interface Written { readonly out: string | null; readonly report: string }

export function calibrationText({ orders, probe, arrivals, recommendation, warnings }: Calibration, { out, report }: Written): string {
  return [
    ...(orders === null ? [] : ordersText(orders)),
    ...(probe === null ? [] : probeText(probe)),
    ...(arrivals === null ? [] : arrivalsText(arrivals)),
    ...(recommendation === null ? [] : [
      `Recommended: exchange.queue ${recommendation.queue.model}${recommendation.queue.model === 'decay' ? `, half-life ${recommendation.queue.halfLifeMs / 1_000} s` : ''}`,
      ...recommendation.why.map((line) => `  ${line}`), '',
    ]),
    'Mind', ...warnings.map((line) => `  - ${line}`), '',
    ...(out === null ? ['no profile written: only --orders fits a setting of the exchange'] : [`profile  ${out}`]),
    `report   ${report}`,
  ].join('\n');
}

function ordersText(orders: OrderCalibration): readonly string[] {
  const { lives, parameters, heldOut } = orders;
  return [
    `Orders   ${orders.data.file}`,
    `  ${whole(orders.orders.reduce((sum, row) => sum + row.orders, 0))} orders with a known queue and end, in ${whole(orders.markets)} markets of ${whole(orders.marketEvents)} events, ${day(orders.from)} to ${day(orders.to)}`,
    `  ${whole(lives.polled)} stays in a queue, ${whole(orders.restedMinutes / 60)} hours of resting, ${whole(lives.executedPolled)} executions`, '',
    'Orders executed in the end, by contracts ahead when first seen (re-pricing included)',
    ...table(['contracts ahead', 'orders', 'executed', 'share', '95 %'], orders.orders.map((row) => [
      range(row), whole(row.orders), whole(row.executed), ...(row.share === null ? ['-', '-'] : [percent(row.share.value), interval(row.share, percent)]),
    ])),
    `Executions predicted and observed, for events the fit did not see (${heldOut.folds} folds of whole events)`,
    '  Each stay at one price by itself, while it lasted. Rates are executions in 100 minutes of resting.',
    ...table(['contracts ahead', 'stays', 'hours', 'observed', 'predicted', 'rate', '95 %', 'predicted', ''], [
      ...heldOut.rows.map((row) => [
        range(row), whole(row.lives), (row.minutes / 60).toFixed(1), whole(row.executed), row.predicted.toFixed(1),
        ...(row.observedPer100Minutes === null || row.predictedPer100Minutes === null ? ['-', '-', '-', 'no data']
          : [rate(row.observedPer100Minutes.value), interval(row.observedPer100Minutes, rate), rate(row.predictedPer100Minutes), row.isWithin === true ? 'within' : 'OUTSIDE']),
      ]),
      ['all', whole(heldOut.lives), (orders.restedMinutes / 60).toFixed(1), whole(heldOut.executed), heldOut.predicted.toFixed(1), '', '', '', ''],
    ]),
    `Error on events the fit did not see: executed within ${heldOut.horizonSeconds} s or not (less is better; "constant" knows nothing of the queue)`,
    ...table(['curve', 'parameters', 'AIC', 'log loss', 'Brier', 'better than constant', '95 %', ''], orders.families.map((row) => [
      row.family, String(row.parameters), row.aic.toFixed(0), score(row.heldOut.logLoss), score(row.heldOut.brier),
      ...(row.family === 'constant' || !Number.isFinite(row.gain.value) ? ['-', '-'] : [percent(row.gain.value), interval(row.gain, percent)]),
      row.family === orders.chosen ? 'chosen (least AIC)' : Number.isFinite(row.heldOut.logLoss) ? '' : 'gave no chance to what happened',
    ])),
    'How fast the queue ahead shrinks, trades and cancels together',
    ...table(['contracts ahead', 'pairs of polls', 'leaves a minute', '95 %'], orders.drain.map((row) => [
      range(row), whole(row.pairs), ...(row.leftPerMinute === null ? ['-', '-'] : [percent(row.leftPerMinute.value), interval(row.leftPerMinute, percent)]),
    ])),
    'Queue still ahead at the end of a stay, as a share of its beginning, for events the fit did not see',
    '  Errors are root mean squares, of the half-life and of a queue that nobody leaves.',
    ...table(['contracts ahead', 'stays', 'seconds', 'observed', '95 %', 'predicted', '', 'error', 'nobody leaves'], heldOut.queue.map((row) => [
      range(row), whole(row.stays), ...(row.meanSeconds === null || row.stillAhead === null || row.predicted === null || row.error === null || row.errorIfNobodyLeaves === null ? ['-', '-', '-', '-', 'no data', '-', '-']
        : [whole(row.meanSeconds), percent(row.stillAhead.value), interval(row.stillAhead, percent), percent(row.predicted), isInside(row.predicted, row.stillAhead) ? 'within' : 'OUTSIDE', rate(row.error), rate(row.errorIfNobodyLeaves)]),
    ])),
    'Parameters, fitted to all of it (95 % intervals over events)',
    ...table(['', 'value', '95 %'], [
      estimated('executions a minute at the front', parameters.executionsPerMinute, precise),
      ...(parameters.alonePerMinute === null ? [] : [estimated('... with nobody ahead', parameters.alonePerMinute, precise)]),
      ...(parameters.scaleContracts === null ? [] : [estimated('scale of what trades reach, contracts', parameters.scaleContracts, number)]),
      ...(parameters.tail === null ? [] : [estimated('tail exponent', parameters.tail, precise)]),
      estimated('queue ahead that leaves a minute', parameters.drainPerMinute, percent),
      estimated('... taken by trades', parameters.tradedPerMinute, percent),
      estimated('... by itself', parameters.cancelledPerMinute, percent),
      ['half-life of what leaves by itself', ...(parameters.halfLifeSeconds === null ? ['-', 'cannot be told from never']
        : [`${whole(parameters.halfLifeSeconds.value)} s`, `${whole(parameters.halfLifeSeconds.low)} s to ${parameters.halfLifeSeconds.high === null ? 'never' : `${whole(parameters.halfLifeSeconds.high)} s`}`])],
    ], [1]),
  ];
}

function probeText(probe: ProbeCalibration): readonly string[] {
  const { touched, fill, outcomes } = probe;
  return [
    `Probe    ${probe.data.file}`,
    `  ${whole(probe.windows)} windows, ${day(probe.from)} to ${day(probe.to)}: ${whole(probe.quotes.joined)} quotes joined a queue, ${whole(probe.quotes.improved)} improved the price, ${whole(probe.quotes.none)} sides had none`, '',
    'What being filled is worth, a share and window',
    ...table(['filled', 'windows', 'with the losing side', 'P&L', '95 %'], [
      outcomeRow('both sides', outcomes.both), outcomeRow('one side', outcomes.one), outcomeRow('none', outcomes.none),
      ['all', whole(probe.windows), '', cents(probe.pnlPerWindow.value), interval(probe.pnlPerWindow, cents)],
    ]),
    `Fills by shares ahead; on the right the last ${whole(fill.testedOn)} quotes, predicted by a fit to the ${whole(fill.trainedOn)} before them`,
    ...table(['shares ahead', 'quotes', 'touched', 'filled', 'filled of touched', 'unseen quotes', 'filled', 'predicted'], probe.rows.map((row) => [
      range(row), whole(row.quotes), whole(row.touched), whole(row.filled), row.touched === 0 ? '-' : percent(row.filledWhenTouched / row.touched),
      whole(row.heldOutQuotes), whole(row.heldOutFilled), row.predicted.toFixed(1),
    ])),
    `Error on the unseen quotes: log loss ${score(fill.heldOut.logLoss)} against ${score(fill.baseRate.logLoss)} of the base rate (${percent(fill.gain.value)} better, 95 % ${interval(fill.gain, percent)}), Brier ${score(fill.heldOut.brier)} against ${score(fill.baseRate.brier)}`,
    '  Log-odds of a fill, touched or not; an interval with 0 in it says nothing either way.',
    ...table(['', 'value', '95 %'], fill.coefficients.filter(({ name }) => name !== 'constant').map(({ name, value }) => estimated(name, value, precise)), [1]),
    ...(touched.share === null ? [] : [
      `Filled once touched: ${whole(touched.filled)} of ${whole(touched.quotes)} (95 % ${interval(touched.share, percent)})${probe.isQueueIdentified ? '' : '; the queue model cannot be identified from this'}`, '',
    ]),
  ];
}

function arrivalsText(arrivals: ArrivalCalibration): readonly string[] {
  const { ratePerMinute, reachCents, heldOut, written } = arrivals;
  return [
    `Takers   ${arrivals.data.map(({ file }) => file).slice(0, NAMED_FILES).join(', ')}${arrivals.data.length > NAMED_FILES ? ` and ${whole(arrivals.data.length - NAMED_FILES)} more` : ''}`,
    `  ${whole(arrivals.takers)} takers in ${whole(arrivals.markets)} markets${arrivals.market === null ? '' : ` (${arrivals.market})`}, ${number(arrivals.watchedMinutes / 60)} hours of known books, ${day(arrivals.from)} to ${day(arrivals.to)}`,
    `  Usual half-spread ${arrivals.halfSpreadCents}c; fitted to the ${whole(arrivals.fittedTakers)} who reached ${arrivals.fromCents}c and more`, '',
    `Takers by how far from the midpoint they reached, for stretches of five minutes the fit did not see (${heldOut.folds} folds)`,
    ...table(['reached', 'observed', 'predicted', 'an hour', '95 %', 'predicted', ''], heldOut.rows.map((row) => [
      row.toCents === null ? `${row.fromCents}c or more` : `${row.fromCents}c to ${row.toCents}c`, whole(row.observed), row.predicted.toFixed(1),
      rate(row.observedPerHour.value), interval(row.observedPerHour, rate), rate(row.predictedPerHour), row.isWithin ? 'within' : 'OUTSIDE',
    ])),
    'A e^(\u2212k\u03b4): takers a minute and side who reach \u03b4 (95 % intervals over stretches)',
    ...table(['', 'value', '95 %'], [estimated('rate: a minute at the midpoint (A)', ratePerMinute, precise), estimated('reach: cents over which they become e times fewer (1/k)', reachCents, precise)], [1]),
    'To paste into a strategy', `  quote: { arrivals: { rate: ${written.rate}, reach: ${written.reach} } }`, '',
  ];
}
const NAMED_FILES = 3;

const outcomeRow = (name: string, { windows, filledOnLosingSide, pnlPerShare }: ProbeOutcome): readonly string[] => [
  name, whole(windows), windows === 0 || pnlPerShare === null ? '' : whole(filledOnLosingSide),
  ...(pnlPerShare === null ? ['-', '-'] : [cents(pnlPerShare.value), interval(pnlPerShare, cents)]),
];

function table(head: readonly string[], rows: readonly (readonly string[])[], right?: readonly number[]): readonly string[] {
  return [...alignedTable([head, ...rows], right ?? head.map((_, i) => i).slice(1)).map((line) => `  ${line}`), ''];
}

const range = ({ from, to }: AheadRange): string => (to === null ? `${whole(from)} or more` : from === 0 ? `under ${whole(to)}` : `${whole(from)} to ${whole(to)}`);
const estimated = (name: string, value: Estimate, format: (value: number) => string): readonly string[] => [name, format(value.value), interval(value, format)];
const interval = ({ low, high }: Interval, format: (value: number) => string): string => `${format(low)} to ${format(high)}`;
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const rate = (value: number): string => value.toFixed(2);
const precise = (value: number): string => value.toFixed(3);
const score = (value: number): string => (Number.isFinite(value) ? value.toFixed(4) : 'infinite');
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const cents = (dollars: number): string => `${dollars < 0 ? '' : '+'}${(100 * dollars).toFixed(1)}c`;
const day = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
