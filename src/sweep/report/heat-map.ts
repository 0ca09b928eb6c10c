// The mean result over two of the parameters, whatever the others were: where the good values lie, and whether they lie
// together or alone. Figures only; the page draws them.

import type { RankBy, RankedRow } from '../rank.ts';

export interface HeatCell { readonly mean: number; readonly best: number; readonly count: number }
export interface HeatMap {
  readonly rowPath: string | null;
  readonly columnPath: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row and column; null where nothing was measured. */
  readonly cells: readonly (readonly (HeatCell | null)[])[];
}
interface Parameter { readonly path: string; readonly values: readonly string[] }

/** Of more the page would only grow. */
const MOST_PARAMETERS = 5;

/** Of every two parameters, those with most values first; of a single one, one row. */
export function heatMaps(parameters: readonly Parameter[], rows: readonly RankedRow[], rankedBy: RankBy): readonly HeatMap[] {
  const varied = parameters.filter(({ values }) => values.length > 1).toSorted((a, b) => b.values.length - a.values.length).slice(0, MOST_PARAMETERS);
  const [only] = varied;
  if (only === undefined || rows.length === 0) return [];
  if (varied.length === 1) return [heatMap(null, only, rows, rankedBy)];
  return varied.flatMap((column, i) => varied.slice(i + 1).map((row) => heatMap(row, column, rows, rankedBy)));
}

function heatMap(row: Parameter | null, column: Parameter, ranked: readonly RankedRow[], rankedBy: RankBy): HeatMap {
  const gathered = new Map<string, number[]>();
  const keyOf = (down: string, across: string): string => `${down}\0${across}`;
  for (const { parameters, pnl, sharpe } of ranked) {
    const value = rankedBy === 'pnl' ? pnl : sharpe;
    if (value === null) continue;
    const key = keyOf(row === null ? '' : parameters[row.path] ?? '', parameters[column.path] ?? '');
    const values = gathered.get(key);
    if (values === undefined) gathered.set(key, [value]);
    else values.push(value);
  }
  const rows = row?.values ?? [''];
  return {
    rowPath: row?.path ?? null, columnPath: column.path, rows, columns: column.values,
    cells: rows.map((down) => column.values.map((across) => cellOf(gathered.get(keyOf(down, across))))),
  };
}

const cellOf = (values: readonly number[] | undefined): HeatCell | null =>
  (values === undefined ? null : { mean: values.reduce((sum, value) => sum + value, 0) / values.length, best: Math.max(...values), count: values.length });
