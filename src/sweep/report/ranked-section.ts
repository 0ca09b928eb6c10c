// The combinations in their order, as a table that a click on a heading sorts anew.

import { centsGain, dollars, gain, percent, whole } from '../../backtest/report/figures.ts';
import { html, type Markup } from '../../backtest/report/markup.ts';
import type { RankedRow } from '../rank.ts';
import type { SweepResult } from '../run-sweep.ts';
import { ratio, shortNames } from '../words.ts';

/** More make a page heavy and nobody the wiser; all are in the CSV. */
const MOST_ROWS = 1_000;

interface Column {
  readonly head: string;
  readonly meaning: string;
  readonly isNumber: boolean;
  readonly text: (row: RankedRow) => string;
  /** What it is sorted by; null goes last. */
  readonly value: (row: RankedRow) => number | string | null;
  readonly isSigned?: true;
}

export function rankedSection(result: SweepResult): Markup {
  const { rows, rankedBy } = result.ranking;
  if (rows.length === 0) return html`<section><h2>Ranking</h2><p>Nothing was measured.</p></section>`;
  const columns = columnsOf(result);
  const left = rows.length - MOST_ROWS;
  return html`<section aria-labelledby="ranking"><h2 id="ranking">Ranking <span class="of">by ${rankedBy === 'pnl' ? 'P&L' : 'Sharpe ratio'} under ${rows[0]?.model ?? ''}</span></h2>
    <p class="note">All stand in the order of one fill model: to take for each the one that flatters it would be one more search. A heading sorts.${left > 0 ? ` The first ${whole(MOST_ROWS)}; the other ${whole(left)} are in results.csv.` : ''}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Ranking"><table class="ranked"><thead><tr>
      ${columns.map(({ head, meaning, isNumber }) => html`<th scope="col"${isNumber ? html` class="number"` : null}><button type="button" class="sort" title="${meaning}">${head}</button></th>`)}</tr></thead>
    <tbody>${rows.slice(0, MOST_ROWS).map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>`)}</tbody></table></div></section>`;
}

function cell({ text, value, isNumber, isSigned }: Column, row: RankedRow): Markup {
  const sorted = value(row);
  const tone = isSigned === true && typeof sorted === 'number' ? (sorted > 0 ? ' gain' : sorted < 0 ? ' loss' : '') : '';
  return html`<td${isNumber ? html` class="number${tone}"` : null} data-value="${sorted === null ? '' : String(sorted)}">${text(row)}</td>`;
}

function columnsOf({ parameters, ranking: { rows } }: SweepResult): readonly Column[] {
  const names = shortNames(parameters.map(({ path }) => path));
  const others = [...new Set(rows.flatMap(({ otherModels }) => otherModels.map(({ model }) => model)))];
  const first = rows[0]?.model ?? '';
  const isOneModel = rows.every(({ model }) => model === first);
  const otherPnl = (row: RankedRow, model: string): number | null => row.otherModels.find((other) => other.model === model)?.pnl ?? null;
  const figure = (head: string, meaning: string, value: (row: RankedRow) => number | null, text: (value: number) => string): Column => ({ head, meaning, isNumber: true, value, text: (row) => {
    const known = value(row);
    return known === null ? '–' : text(known);
  } });
  return [
    figure('#', 'rank', ({ rank }) => rank, whole),
    ...parameters.map(({ path, values }, i): Column => ({
      // In the order in which the values were given: 5c before 10c.
      head: names[i] ?? path, meaning: path, isNumber: false, text: (row) => row.parameters[path] ?? '', value: (row) => values.indexOf(row.parameters[path] ?? ''),
    })),
    ...(isOneModel ? [] : [{ head: 'model', meaning: 'fill model', isNumber: false, text: ({ model }: RankedRow) => model, value: ({ model }: RankedRow) => model }]),
    { ...figure(isOneModel ? `P&L, ${first}` : 'P&L', 'profit and loss under the model it is ranked by', ({ pnl }) => pnl, gain), isSigned: true },
    ...others.map((model): Column => ({ ...figure(`P&L, ${model}`, `profit and loss under ${model}`, (row) => otherPnl(row, model), gain), isSigned: true })),
    figure('fills', 'under the model it is ranked by, as everything to the right', ({ fills }) => fills, whole),
    figure('drawdown', 'greatest fall of P&L from its peak', ({ maxDrawdown }) => maxDrawdown, dollars),
    figure('uptime', 'share of the time in which both sides were quoted', ({ quoteUptime }) => quoteUptime, percent),
    figure('after 60 s', 'fair value 60 s after a fill against its price, a share', ({ markout60 }) => markout60, centsGain),
    figure('picked off', 'share of fills after which fair value moved against us by more than the edge within 10 s', ({ pickedOff }) => pickedOff, percent),
    figure('Sharpe', 'mean over standard deviation of the gain a bucket of time, not annualized', ({ sharpe }) => sharpe, (value) => ratio(value, 3)),
    figure('probabilistic', 'likelihood that the true Sharpe ratio is above zero, had nothing else been tried', ({ probabilisticSharpe }) => probabilisticSharpe, (value) => ratio(value, 2)),
    figure('deflated', 'the same, against the best that so many trials without skill would show', ({ deflatedSharpe }) => deflatedSharpe, (value) => ratio(value, 2)),
  ];
}
