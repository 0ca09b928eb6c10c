// The charts of the whole account, with all models in each: profit and loss, drawdown, markouts.

import { column, data } from './data.js';
import { amount, cents, colour, modelColour, modelDash, money } from './theme.js';
import { drawChart } from './chart.js';

const HORIZONS = ['at the fill', '1 s', '10 s', '60 s', '300 s'];

/** The chosen model is drawn heavier. */
const line = (name, i, chosen) => ({ label: name, stroke: modelColour(i), dash: modelDash(i), width: name === chosen ? 2.5 : 1.25 });

function fallsOf(pnl) {
  let peak = 0;
  return pnl.map((value) => {
    peak = Math.max(peak, value);
    return value - peak;
  });
}

export function drawAccountCharts(chosen) {
  const { models } = data;
  const series = models.map(({ name }, i) => line(name, i, chosen));
  drawChart('equity-chart', { group: 'account', format: money, series, values: together(models.map(({ ts, equity }) => [column(ts), column(equity)])) });
  drawChart('drawdown-chart', { group: 'account', format: money, series, values: together(models.map(({ ts, equity }) => [column(ts), fallsOf(column(equity))])) });
  drawChart('gross-chart', { group: 'account', format: amount, series, values: together(models.map(({ ts, gross }) => [column(ts), column(gross)])) });
  drawChart('markout-chart', {
    format: cents, series: series.map((one) => ({ ...one, points: { show: true, size: 7, fill: colour('paper') } })),
    x: { range: [-0.2, 4.2], splits: () => [0, 1, 2, 3, 4], labels: (_, splits) => splits.map((split) => HORIZONS[split] ?? ''), name: (value) => HORIZONS[value] ?? '300 s' },
    values: [[0, 1, 2, 3, 4], ...models.map(({ markouts }) => markouts)],
    range: (_, low, high) => uPlot.rangeNum(Math.min(0, low ?? 0), Math.max(0, high ?? 0), 0.1, true),
  });
}

/** Series over their own times as one table over all times. */
export const together = (tables) => (tables.every(([ts]) => ts === tables[0][0]) ? [tables[0][0], ...tables.map(([, values]) => values)] : uPlot.join(tables));
