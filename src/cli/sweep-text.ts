// A sweep as a person reads it in a terminal, and as the last line of `--json`: the verdict, the best combinations, what they
// did on what they were not chosen on, and what was not run.

import { duration, gain, moment, percent, whole } from '../backtest/report/figures.ts';
import { paint, type Colour } from '../observe/terminal-colour.ts';
import type { RefusedCombination } from '../sweep/plan-sweep.ts';
import type { SweepResult } from '../sweep/run-sweep.ts';
import { notesOn, ratio, shortNames, shortParameters, walkForwardText } from '../sweep/words.ts';
import { alignedTable } from './aligned-table.ts';
import type { WrittenReport } from './backtest-line.ts';
import { wrapped } from './wrapped-text.ts';

const MOST_RANKED = 20;
const MOST_LISTED = 8;
const TONE: Readonly<Record<SweepResult['verdict']['tone'], Colour>> = { gain: 'green', loss: 'red', unclear: 'yellow' };

export function sweepText(result: SweepResult, { isColoured }: { readonly isColoured: boolean }): string {
  const painted = (lines: readonly string[], colour: Colour): readonly string[] => lines.map((line) => paint(line, colour, isColoured));
  const { ranking, verdict, walkForward, refused, failed, span } = result;
  const model = ranking.rows[0]?.model;
  return [
    '',
    ...wrapped(`sweep of ${whole(result.gridSize)} combinations${result.tape === '' ? '' : ` on ${result.tape}`}: ${whole(result.done)} of ${whole(result.jobs)} backtests done${result.reused === 0 ? '' : ` (${whole(result.reused)} reused)`}, ${whole(refused.length)} refused, ${whole(failed.length)} failed, in ${whole(result.seconds)} s`),
    ...(span === null ? [] : [`${moment(span.from)} to ${moment(span.to)} UTC${model === undefined ? '' : `, ranked by ${ranking.rankedBy === 'pnl' ? 'P&L' : 'Sharpe ratio'} under ${model}`}`]),
    ...(result.assumptions.length === 0 ? [] : wrapped(`assumed: ${result.assumptions.join('; ')}`)),
    ...(result.isPartial ? painted(['PARTIAL RESULT: stopped by the operator; the same command again goes on from here'], 'red') : []),
    ...painted([...result.findings.slice(0, MOST_LISTED).map((finding) => `recording: ${finding}`), ...notesOn(result)].flatMap((line) => wrapped(line)), 'yellow'),
    '',
    ...painted(wrapped(verdict.text), TONE[verdict.tone]),
    ...(walkForward === null ? [] : wrapped(walkForwardText(walkForward))),
    ...rankedLines(result),
    ...walkForwardLines(result),
    ...listedBelow('Refused by the check', refused), ...listedBelow('Failed', failed),
  ].join('\n');
}

function rankedLines({ parameters, ranking: { rows, trials } }: SweepResult): readonly string[] {
  const [best] = rows;
  if (best === undefined) return [];
  const others = best.otherModels.map(({ model }) => model);
  const isOneModel = rows.every(({ model }) => model === best.model);
  const paths = parameters.map(({ path }) => path);
  const table = alignedTable([
    ['', ...shortNames(paths), ...(isOneModel ? [] : ['model']), isOneModel ? best.model : 'P&L', ...others, 'fills', 'drawdown', 'uptime', 'Sharpe', 'deflated'],
    ...rows.slice(0, MOST_RANKED).map((row) => [
      String(row.rank), ...paths.map((path) => row.parameters[path] ?? ''), ...(isOneModel ? [] : [row.model]), gain(row.pnl), ...row.otherModels.map(({ pnl }) => gain(pnl)),
      whole(row.fills), gain(-row.maxDrawdown), percent(row.quoteUptime), ratio(row.sharpe, 3), ratio(row.deflatedSharpe, 2),
    ]),
  ], Array.from({ length: 8 + others.length + paths.length }, (_, i) => i));
  return [
    '', ...table, ...(rows.length > MOST_RANKED ? [`${whole(rows.length - MOST_RANKED)} more are in the report`] : []),
    ...wrapped(`Sharpe ratios are a bucket of ${duration(best.bucketMs)}, not annualized; the best of ${whole(trials.count)} without skill is expected to show ${ratio(trials.luck, 3)}. Deflated: how likely the true one is above zero all the same.`),
  ];
}

function walkForwardLines({ walkForward }: SweepResult): readonly string[] {
  if (walkForward === null || walkForward.folds.length === 0) return [];
  return ['', ...alignedTable([
    ['part', 'measured from', 'to, UTC', 'best before', 'an hour before', 'an hour after', 'P&L after', 'fills'],
    ...walkForward.folds.map(({ test, chosen }, i) => [
      String(i + 1), moment(test.from), moment(test.to), ...(chosen === null ? ['nothing could be chosen', '', '', '', '']
        : [shortParameters(chosen.parameters), gain(chosen.inSample.pnlPerHour), ...(chosen.outOfSample === null ? ['not measured', '', ''] : [gain(chosen.outOfSample.pnlPerHour), gain(chosen.outOfSample.pnl), whole(chosen.outOfSample.fills)])]),
    ]),
  ], [4, 5, 6, 7])];
}

/** Once for each reason. */
function listedBelow(title: string, combinations: readonly RefusedCombination[]): readonly string[] {
  if (combinations.length === 0) return [];
  const byMessage = [...Map.groupBy(combinations, ({ message }) => message)];
  return [
    '', `${title}: ${whole(combinations.length)}`,
    ...byMessage.slice(0, MOST_LISTED).flatMap(([message, alike]) => [
      ...wrapped(`${shortParameters(alike[0]?.parameters ?? {})}${alike.length === 1 ? '' : `  and ${whole(alike.length - 1)} more`}`, '  '), ...wrapped(message, '    '),
    ]),
    ...(byMessage.length > MOST_LISTED ? [`  ${whole(byMessage.length - MOST_LISTED)} more reasons are in the report`] : []),
  ];
}

/** Without the single parts and walk-forward folds, which are in results.json. */
export function sweepLine({ jobs, done, reused, refused, failed, seconds, ranking, verdict, walkForward, isPartial, tape }: SweepResult, report: WrittenReport): unknown {
  const ranked = ranking.rows.map(({ rank, parameters, model, pnl, otherModels, fills, maxDrawdown, sharpe, deflatedSharpe, key }) =>
    ({ rank, parameters, model, pnl, otherModels, fills, maxDrawdown, sharpe, deflatedSharpe, key }));
  const [best] = ranked;
  return {
    tape, jobs, done, reused, refused: refused.length, failed: failed.length, seconds, isPartial, rankedBy: ranking.rankedBy,
    best: best === undefined ? null : { parameters: best.parameters, model: best.model, pnl: best.pnl, sharpe: best.sharpe, deflatedSharpe: best.deflatedSharpe },
    verdict: verdict.text, walkForward, ranked, refusals: refused, failures: failed, report,
  };
}
