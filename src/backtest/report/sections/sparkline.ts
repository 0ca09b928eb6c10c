// A series as one small line without axes, with the line of zero, for a cell of a table.

import { thinned } from '../column-pool.ts';
import { html, type Markup } from '../markup.ts';

const POINTS = 60;
const WIDTH = 96;
const HEIGHT = 22;

export function sparkline(values: readonly number[]): Markup {
  if (values.length < 2) return html``;
  const few = thinned(values, POINTS);
  const low = Math.min(0, ...few);
  const high = Math.max(0, ...few);
  const y = (value: number): string => (high === low ? HEIGHT / 2 : 1 + ((high - value) / (high - low)) * (HEIGHT - 2)).toFixed(1);
  const line = few.map((value, i) => `${((i / (few.length - 1)) * WIDTH).toFixed(1)},${y(value)}`).join(' ');
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" aria-hidden="true"><path class="zero" d="M0 ${y(0)}H${WIDTH}"/><polyline points="${line}"/></svg>`;
}
