// One chart of the page: as wide as its place, as high as its style says, with axes and legend in the look of the page.
// Charts of one group share the cursor and the zoom.

import { colour, time } from './theme.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const charts = new Map();
const groups = new Map();

/** `series` as uPlot takes them, without the first, the time. `values` is [x, ...y]. Draws anew what stands at that place. */
export function drawChart(id, { series, values, format, group = null, x = null, hooks = {}, range }) {
  const host = document.getElementById(id);
  const legend = document.getElementById(`${id}-legend`);
  remove(id);
  host.replaceChildren();
  legend.replaceChildren();
  const axis = { stroke: colour('faint'), grid: { stroke: colour('line'), width: 1 }, ticks: { stroke: colour('line'), width: 1 }, font: '12px system-ui, sans-serif' };
  const chart = new uPlot({
    width: Math.max(200, host.clientWidth), height: host.clientHeight, ms: 1,
    tzDate: (ts) => uPlot.tzDate(new Date(ts), 'Etc/UTC'),
    cursor: { drag: { x: true, y: false }, points: { size: 6 }, ...(group === null ? {} : { sync: { key: group, filters: { pub: isMove } } }) },
    legend: { mount: (_, table) => { legend.append(table); } },
    scales: { x: { time: x === null, ...(x === null ? {} : { range: x.range }) }, y: range === undefined ? {} : { range } },
    axes: [
      { ...axis, space: 76, ...(x === null ? { values: timeLabels } : { splits: x.splits, values: x.labels }) },
      { ...axis, size: 72, space: 24, values: (_, splits) => splits.map((split) => format(split)) },
    ],
    series: [
      { label: x === null ? 'UTC' : 'after', value: (_, value) => (x === null ? (value === null ? 'at the end' : time(value)) : x.name(value)) },
      ...series.map((one) => ({ value: (self, value, i, at) => format(at === null ? lastOf(self.data[i]) : value), points: { show: false }, ...one })),
    ],
    hooks: { ...hooks, setScale: [(self, scale) => { if (scale === 'x' && group !== null) follow(group, self); }] },
  }, values, host);
  charts.set(id, chart);
  if (group !== null) groups.set(group, [...(groups.get(group) ?? []), chart]);
  return chart;
}

const lastOf = (values) => values.findLast((value) => value !== null && value !== undefined);

/** Hours of UTC; the day below the first of it. */
function timeLabels(_, splits, axis, space, step) {
  let day = '';
  return splits.map((split) => {
    const stamp = new Date(split).toISOString();
    const isNew = stamp.slice(5, 10) !== day;
    day = stamp.slice(5, 10);
    if (step >= DAY_MS) return day;
    return `${stamp.slice(11, step >= MINUTE_MS ? 16 : 19)}${isNew ? `\n${day}` : ''}`;
  });
}

const isMove = (type) => type === 'mousemove' || type === 'mouseleave';

function remove(id) {
  const old = charts.get(id);
  if (old === undefined) return;
  for (const [group, members] of groups) groups.set(group, members.filter((member) => member !== old));
  charts.delete(id);
  old.destroy();
}

/** The others of the group show the stretch of time that this one came to show. */
function follow(group, leader) {
  const { min, max } = leader.scales.x;
  for (const member of groups.get(group) ?? []) {
    if (member !== leader && (member.scales.x.min !== min || member.scales.x.max !== max)) member.setScale('x', { min, max });
  }
}

export function setWidths() {
  for (const [id, chart] of charts) {
    const width = Math.max(200, document.getElementById(id).clientWidth);
    if (width !== chart.width) chart.setSize({ width, height: chart.height });
  }
}

/** Shows `min … max` in a group of charts, within what there is. */
export function show(group, min, max) {
  const [first] = groups.get(group) ?? [];
  if (first === undefined) return;
  const xs = first.data[0];
  const from = Math.max(xs[0], min);
  const to = Math.min(xs.at(-1), max);
  if (to > from) first.setScale('x', { min: from, max: to });
}

export function zoom(group, how) {
  const [first] = groups.get(group) ?? [];
  if (first === undefined || first.data[0].length === 0) return;
  const { min, max } = first.scales.x;
  const xs = first.data[0];
  const span = max - min;
  const step = Math.min(span / 2, how === 'earlier' ? min - xs[0] : xs.at(-1) - max);
  if (how === 'all') show(group, xs[0], xs.at(-1));
  else if (how === 'in') show(group, min + span / 4, max - span / 4);
  else if (how === 'out') show(group, min - span / 2, max + span / 2);
  else if (how === 'earlier') show(group, min - step, max - step);
  else show(group, min + step, max + step);
}
