// The heat maps as tables: a cell is the greener the more it earned and the redder the more it lost, on one scale a map.

import { dollars, gain, whole } from '../../backtest/report/figures.ts';
import { html, type Markup } from '../../backtest/report/markup.ts';
import type { SweepResult } from '../run-sweep.ts';
import { ratio, shortNames } from '../words.ts';
import { heatMaps, type HeatCell, type HeatMap } from './heat-map.ts';

const STRONGEST_PERCENT = 70;
const FAINTEST_PERCENT = 4;

export function heatSection({ parameters, ranking: { rows, rankedBy } }: SweepResult): Markup | null {
  const maps = heatMaps(parameters, rows, rankedBy);
  const [first] = maps;
  if (first === undefined) return null;
  const paths = parameters.map(({ path }) => path);
  const names = new Map(shortNames(paths).map((name, i) => [paths[i] ?? '', name]));
  const nameOf = (map: HeatMap): string => `${map.rowPath === null ? '' : `${names.get(map.rowPath) ?? ''} by `}${names.get(map.columnPath) ?? ''}`;
  const others = paths.length - (first.rowPath === null ? 1 : 2);
  const what = rankedBy === 'pnl' ? `P&L under ${rows[0]?.model ?? ''}` : 'Sharpe ratio a bucket';
  return html`<section aria-labelledby="heat"><h2 id="heat">Where the good values lie</h2>
    <p class="note">${others > 0 ? `Mean ${what} over all combinations with these two values, whatever the others were.` : `${what[0]?.toUpperCase() ?? ''}${what.slice(1)}.`} A good value among good ones is worth more than one that stands alone: a lone peak is mostly luck.</p>
    ${maps.length === 1 ? null : html`<form class="choice heat-choice" aria-label="Which two parameters"><label class="market">Parameters <select name="map">${maps.map((map, i) => html`<option value="${i}">${nameOf(map)}</option>`)}</select></label></form>`}
    ${maps.map((map, i) => html`<div class="heat" data-map="${i}">${mapTable(map, nameOf(map), { names, rankedBy })}</div>`)}</section>`;
}

function mapTable(map: HeatMap, name: string, { names, rankedBy }: { readonly names: ReadonlyMap<string, string>; readonly rankedBy: 'pnl' | 'sharpe' }): Markup {
  const { cells, columns, rows, rowPath, columnPath } = map;
  const greatest = Math.max(...cells.flatMap((row) => row.map((cell) => Math.abs(cell?.mean ?? 0))));
  const shown = (value: number): string => (rankedBy === 'pnl' ? gain(value) : ratio(value, 3));
  const described = ({ mean, best, count }: HeatCell): string => `${count === 1 ? shown(mean) : `mean ${shown(mean)}, best ${shown(best)} of ${whole(count)}`}`;
  const column = (value: string): Markup => html`<th scope="col" class="number">${value}</th>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="heat-map"><caption>${name}</caption>
    <thead>${rowPath === null ? null : html`<tr><td></td><th scope="colgroup" colspan="${columns.length}" class="axis">${names.get(columnPath) ?? ''} →</th></tr>`}
      <tr><th scope="col" class="axis">${rowPath === null ? names.get(columnPath) ?? '' : `${names.get(rowPath) ?? ''} ↓`}</th>${columns.map(column)}</tr></thead>
    <tbody>${rows.map((value, i) => html`<tr><th scope="row">${value}</th>${(cells[i] ?? []).map((cell) => (cell === null ? html`<td class="none" title="not measured">–</td>`
      : html`<td class="number" title="${described(cell)}" style="background: ${colourOf(cell.mean, greatest)}">${shown(cell.mean)}</td>`))}</tr>`)}</tbody></table></div>
    <p class="note scale"><span class="swatch" style="background: ${colourOf(-greatest, greatest)}"></span>${scaleEnd(-greatest, rankedBy)} <span class="swatch" style="background: ${colourOf(0, greatest)}"></span>0
      <span class="swatch" style="background: ${colourOf(greatest, greatest)}"></span>${scaleEnd(greatest, rankedBy)}</p>`;
}

const scaleEnd = (value: number, rankedBy: 'pnl' | 'sharpe'): string => (rankedBy === 'pnl' ? dollars(value) : ratio(value, 3));

function colourOf(value: number, greatest: number): string {
  const share = greatest === 0 ? 0 : Math.abs(value) / greatest;
  return `color-mix(in srgb, var(--${value < 0 ? 'loss' : 'gain'}) ${(value === 0 ? 0 : FAINTEST_PERCENT + share * (STRONGEST_PERCENT - FAINTEST_PERCENT)).toFixed(0)}%, var(--panel))`;
}
