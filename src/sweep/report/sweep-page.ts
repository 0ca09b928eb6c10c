// The report of a sweep as one HTML file, in the look of the report of a backtest.

import { join } from 'node:path';
import { documentHtml } from '../../backtest/report/document.ts';
import { duration, gain, moment, percent, whole } from '../../backtest/report/figures.ts';
import { html, type Markup } from '../../backtest/report/markup.ts';
import { fact, warning } from '../../backtest/report/sections/head.ts';
import { table } from '../../backtest/report/sections/model-section.ts';
import { CONFIDENCE } from '../../backtest/statistics/deflated-sharpe.ts';
import type { RefusedCombination } from '../plan-sweep.ts';
import type { SweepResult } from '../run-sweep.ts';
import { notesOn, ratio, shortParameters, walkForwardText } from '../words.ts';
import { heatSection } from './heat-section.ts';
import { rankedSection } from './ranked-section.ts';

const PAGE = join(import.meta.dirname, 'page');
const MOST_LISTED = 200;

export function sweepHtml(result: SweepResult, name: string): string {
  const { verdict, walkForward, refused, failed, isPartial, findings } = result;
  const notes = notesOn(result);
  const body = html`<main>
    ${head(result, name)}
    ${isPartial ? warning('alarm', 'Partial result', [`It was stopped after ${whole(result.done)} of ${whole(result.jobs)} backtests. The best of all may not be among them.`]) : null}
    <section class="verdict" aria-labelledby="verdict"><h2 id="verdict" class="headline ${verdict.tone}">${verdict.text}</h2>
      <ul class="aloud">${walkForward === null ? html`<li>No walk-forward was asked for: every figure is of the recording that the best was chosen on.</li>` : html`<li>${walkForwardText(walkForward)}</li>`}</ul>
      ${notes.length === 0 ? null : warning('caution', 'To be kept in mind', notes)}${findings.length === 0 ? null : warning('caution', 'Found in the recording', findings)}</section>
    ${rankedSection(result)}${heatSection(result)}${walkForward === null ? null : walkForwardSection(walkForward)}${luckSection(result)}
    ${combinationsBelow('Refused', 'The check that any configuration has to pass refuses these. They were not run.', refused)}
    ${combinationsBelow('Failed', 'These could not be measured, and are not in the ranking.', failed)}
    <footer class="foot"><h2>Varied</h2><dl class="facts">${result.parameters.map(({ path, values }) => fact(path, values.join(', ')))}</dl>
      <p>The figures of single backtests are in results.json and results.csv. To see one in full, put its values into the files and run <code>evenkeel backtest</code>.</p></footer>
  </main>`;
  return documentHtml({ title: `${name} on ${result.tape}: sweep`, body, data: {}, scripts: [join(PAGE, 'sweep.js')], styles: [join(PAGE, 'sweep.css')] });
}

function head({ tape, span, gridSize, jobs, done, reused, refused, failed, seconds, assumptions, ranking }: SweepResult, name: string): Markup {
  return html`<header class="head"><p class="kicker">Sweep</p><h1>${name}</h1><dl class="facts">
    ${fact('tape', tape)}${span === null ? null : fact('span', `${moment(span.from)} to ${moment(span.to)} UTC (${duration(span.to - span.from)})`)}
    ${fact('combinations', `${whole(ranking.rows.length)} measured of a grid of ${whole(gridSize)}, ${whole(refused.length)} refused, ${whole(failed.length)} failed`)}
    ${fact('backtests', `${whole(done)} of ${whole(jobs)}${reused === 0 ? '' : `, ${whole(reused)} reused`}, in ${duration(seconds * 1_000)}`)}
    ${assumptions.length === 0 ? null : html`<div class="wide"><dt>assumed</dt><dd>${assumptions.join('; ')}</dd></div>`}</dl></header>`;
}

function walkForwardSection({ folds }: NonNullable<SweepResult['walkForward']>): Markup {
  const number = (text: string, value = 0): Markup => html`<td class="number ${value > 0 ? 'gain' : value < 0 ? 'loss' : ''}">${text}</td>`;
  return html`<section aria-labelledby="walk-forward"><h2 id="walk-forward">Walk-forward</h2>
    <p class="note">For each part, the combination that was best on all before it, and what it made in the part itself. Each is a backtest of its own that begins without a position.</p>
    ${table('What was best before, and what it did afterwards', ['measured from, UTC', 'to', 'best before', ...['P&L before', 'an hour', 'P&L after', 'an hour', 'fills'].map((text) => ({ number: text }))], folds.map(({ test, chosen }) => html`<tr><td>${moment(test.from)}</td><td>${moment(test.to)}</td>
      ${chosen === null ? html`<td colspan="6">nothing could be chosen</td>` : html`<th scope="row">${shortParameters(chosen.parameters)}</th>
        ${number(gain(chosen.inSample.pnl), chosen.inSample.pnl)}${number(gain(chosen.inSample.pnlPerHour), chosen.inSample.pnl)}
        ${chosen.outOfSample === null ? html`<td colspan="3">not measured</td>` : html`${number(gain(chosen.outOfSample.pnl), chosen.outOfSample.pnl)}${number(gain(chosen.outOfSample.pnlPerHour), chosen.outOfSample.pnl)}${number(whole(chosen.outOfSample.fills))}`}`}</tr>`))}</section>`;
}

function luckSection({ ranking: { rows, trials } }: SweepResult): Markup | null {
  const [best] = rows;
  if (best === undefined) return null;
  return html`<section aria-labelledby="luck"><h2 id="luck">Trials and luck</h2>
    <p>Whoever tries often enough finds something that looks good. ${whole(trials.count)} different ${trials.count === 1 ? 'configuration was' : 'configurations were'} tried, and their Sharpe ratios differ with a standard deviation of ${ratio(Math.sqrt(trials.variance), 3)}. If none of them had any skill, the best would still be expected to show ${ratio(trials.luck, 3)} a bucket of ${duration(best.bucketMs)}; the one ranked first shows ${ratio(best.sharpe, 3)}.</p>
    <p>The deflated Sharpe ratio (Bailey and López de Prado, 2014) is the likelihood that the true ratio is above what luck explains, given skew, fat tails and length of the series. It is ${ratio(best.deflatedSharpe, 2)} for the first, and ${ratio(CONFIDENCE, 2)} is asked for; had nothing else been tried it would be ${ratio(best.probabilisticSharpe, 2)}. Trials that resemble each other count as many, which errs on the side of caution. Sweeps that were made before, and by hand, are not counted. ${percent(rows.filter(({ pnl }) => pnl > 0).length / rows.length)} of all combinations earned.</p></section>`;
}

function combinationsBelow(title: string, note: string, combinations: readonly RefusedCombination[]): Markup | null {
  if (combinations.length === 0) return null;
  return html`<section><h2>${title} <span class="of">${whole(combinations.length)}</span></h2><p class="note">${note}</p>
    ${table(title, ['values', 'why'], combinations.slice(0, MOST_LISTED).map(({ parameters, message }) => html`<tr><th scope="row">${shortParameters(parameters)}</th><td class="why">${message}</td></tr>`))}
    ${combinations.length > MOST_LISTED ? html`<p class="note">${whole(combinations.length - MOST_LISTED)} more are in results.csv.</p>` : null}</section>`;
}
