// A backtest, and the comparison of two, as a person reads them in a terminal: the verdict, then the models side by side.
// At most a hundred columns wide.

import type { Comparison, ModelComparison } from '../backtest/compare.ts';
import { comparisonRows } from '../backtest/report/comparison-rows.ts';
import { sideWords } from '../backtest/report/comparison-page.ts';
import { gain, listed, moment, percent, whole } from '../backtest/report/figures.ts';
import { modelGroups } from '../backtest/report/model-rows.ts';
import { aheadWords } from '../backtest/report/sections/model-section.ts';
import { isPartial, verdictOf, type Verdict } from '../backtest/report/verdict.ts';
import type { BacktestResult, ModelResult } from '../backtest/result.ts';
import { paint, type Colour } from '../observe/terminal-colour.ts';
import { alignedTable } from './aligned-table.ts';
import { wrapped } from './wrapped-text.ts';

const MODELS_ABREAST = 4;
const MOST_LISTED = 8;
const TONE: Readonly<Record<Verdict['tone'], Colour>> = { gain: 'green', loss: 'red', unclear: 'yellow' };

interface Coloured { readonly isColoured: boolean }

export function backtestText(result: BacktestResult, { isColoured }: Coloured): string {
  const { tone, headline, sentences } = verdictOf(result);
  const { config, tape } = result;
  const painted = (lines: readonly string[], colour: Colour): readonly string[] => lines.map((line) => paint(line, colour, isColoured));
  const columns = abreast(Object.entries(result.models));
  return [
    '',
    ...wrapped(`${config.name} on ${tape.name} (${tape.venue}, ${whole(tape.markets)} ${tape.markets === 1 ? 'market' : 'markets'})`),
    ...wrapped(`${moment(result.from)} to ${moment(result.to)} UTC, ${whole(result.events)} events (${whole(result.eventsPerSecond)} a second), seed ${result.seed}`),
    ...wrapped(`assumed: ${result.assumptions.join('; ')}`),
    ...(isPartial(result) ? painted(wrapped(`PARTIAL RESULT: ${result.ended}`), 'red') : []),
    ...painted(result.findings.slice(0, MOST_LISTED).flatMap((finding) => wrapped(`recording: ${finding}`)), 'yellow'),
    ...(result.findings.length > MOST_LISTED ? painted([`recording: ${whole(result.findings.length - MOST_LISTED)} further findings are in the report`], 'yellow') : []),
    ...(result.unsettled.length > 0 ? painted(wrapped(`no outcome on the tape, positions stand at their last fair value: ${fewOf(result.unsettled)}`), 'yellow') : []),
    '',
    ...painted(wrapped(headline), TONE[tone]),
    ...sentences.flatMap(({ text }) => wrapped(text, '  ')),
    ...columns.flatMap((models) => ['', ...modelLines(models, result.seed)]),
    ...columns.flatMap(queueLines),
    '',
    `commands  sha256 ${result.commandHash}`,
  ].join('\n');
}

export function comparisonText(comparison: Comparison, { isColoured }: Coloured): string {
  const { a, b, headline, notes, models, tape } = comparison;
  return [
    '',
    ...wrapped(`A  ${a.name}, profile ${a.profile}, config ${a.configHash.slice(0, 12)}`),
    ...wrapped(`B  ${b.name}, profile ${b.profile}, config ${b.configHash.slice(0, 12)}`),
    ...wrapped(`on ${tape.name} (${tape.venue}), ${moment(a.from)} to ${moment(a.to)} UTC`),
    ...notes.flatMap((note) => wrapped(note)).map((line) => paint(line, 'yellow', isColoured)),
    '',
    ...wrapped(headline.text).map((line) => paint(line, TONE[headline.tone], isColoured)),
    ...models.flatMap(({ sentence }) => wrapped(sentence, '  ')),
    ...models.flatMap((one) => ['', ...comparedLines(one)]),
  ].join('\n');
}

type Named = readonly (readonly [string, ModelResult])[];

function modelLines(models: Named, seed: number): readonly string[] {
  const names = models.map(([name]) => name);
  const rows = modelGroups({ models: Object.fromEntries(models), seed }).flatMap(({ title, rows: figures }) => [
    [title, ...(title === 'Profit and loss' ? names : [])],
    ...figures.map(({ label, values }) => [`  ${label}`, ...values.map(({ text }) => text)]),
  ]);
  return alignedTable(rows, names.map((_, i) => i + 1));
}

function queueLines(models: Named): readonly string[] {
  const buckets = models[0]?.[1].queue.byAhead ?? [];
  if (buckets.length === 0 || models.every(([, { queue }]) => queue.orders === 0)) return [];
  const executed = (model: ModelResult, from: number): string => {
    const bucket = model.queue.byAhead.find((one) => one.from === from);
    return bucket === undefined || bucket.orders === 0 ? percent(null) : `${percent(bucket.filled / bucket.orders)} of ${whole(bucket.orders)}`;
  };
  return ['', ...alignedTable([
    ['Orders executed, by contracts ahead', ...models.map(([name]) => name)],
    ...buckets.map(({ from, to }) => [`  ${aheadWords(from, to)}`, ...models.map(([, model]) => executed(model, from))]),
  ], models.map((_, i) => i + 1))];
}

function comparedLines(one: ModelComparison): readonly string[] {
  const { share, moments, marketsCompared, marketsDiffering, bid, ask } = one.quotes;
  const quotes = share === null || bid === null || ask === null
    ? ['quotes: never sampled at the same moment']
    : share === 0 ? [`quotes: none differs at ${whole(moments)} moments`]
      : [`quotes: differ at ${percent(share)} of ${whole(moments)} moments, in ${whole(marketsDiffering)} of ${whole(marketsCompared)} markets.`, sideWords('bid', bid), sideWords('ask', ask)];
  return [
    ...alignedTable([[one.model, 'A', 'B', 'B less A'], ...comparisonRows(one).map(({ label, a, b, difference }) => [`  ${label}`, a, b, difference])], [1, 2, 3]),
    ...(one.interval === null ? [] : [`  95 % of B less A: ${gain(one.interval.low)} … ${gain(one.interval.high)}; B is ahead in ${percent(one.interval.pAboveZero)} of the resamples`]),
    ...quotes.flatMap((line) => wrapped(line, '  ')),
  ];
}

function abreast(models: Named): readonly Named[] {
  return Array.from({ length: Math.ceil(models.length / MODELS_ABREAST) }, (_, i) => models.slice(i * MODELS_ABREAST, (i + 1) * MODELS_ABREAST));
}

const fewOf = (names: readonly string[]): string => listed(names.length > MOST_LISTED ? [...names.slice(0, MOST_LISTED), `${whole(names.length - MOST_LISTED)} more`] : names);
