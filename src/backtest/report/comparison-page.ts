// The comparison of two results as one HTML file, in the look of the report.

import type { QuoteDifferences, QuoteExample, SideDifference } from '../compare-quotes.ts';
import type { ComparedRun, Comparison, ModelComparison } from '../compare.ts';
import { ColumnPool, SCALE } from './column-pool.ts';
import { comparisonRows } from './comparison-rows.ts';
import { documentHtml } from './document.ts';
import { duration, gain, moment, percent, price, UNKNOWN, whole } from './figures.ts';
import { html, type Markup } from './markup.ts';
import { chart } from './sections/chart.ts';
import { fact, warning } from './sections/head.ts';
import { table } from './sections/model-section.ts';

const SCRIPTS = ['data.js', 'theme.js', 'chart.js', 'comparison.js'];
const TONE = { '-1': 'loss', 0: '', 1: 'gain' } as const;
const MOST_MARKETS = 200;

export function comparisonHtml(comparison: Comparison): string {
  const { a, b, tape, headline, notes, models } = comparison;
  const pool = new ColumnPool();
  const curves = models.map(({ model }) => {
    const curve = comparison.curves[model];
    return { name: model, a: { ts: pool.add(curve?.a.ts ?? [], SCALE.ms), pnl: pool.add(curve?.a.pnl ?? [], SCALE.money) }, b: { ts: pool.add(curve?.b.ts ?? [], SCALE.ms), pnl: pool.add(curve?.b.pnl ?? [], SCALE.money) } };
  });
  const body = html`<main>
    <header class="head"><p class="kicker">Comparison</p><h1>${b.name} against ${a.name}</h1>
      <dl class="facts">${runFact('A', a)}${runFact('B', b)}${fact('tape', `${tape.name}, ${tape.venue}, ${whole(tape.markets)} ${tape.markets === 1 ? 'market' : 'markets'}`)}
        ${fact('span', `${moment(a.from)} to ${moment(a.to)} UTC (${duration(a.to - a.from)})`)}</dl></header>
    ${notes.length > 0 ? warning('caution', 'To be kept in mind', notes) : null}
    <section class="verdict" aria-labelledby="verdict"><h2 id="verdict" class="headline ${headline.tone}">${headline.text}</h2>
      <ul class="aloud">${models.map(({ sentence }) => html`<li>${sentence}</li>`)}</ul>
      ${table('B less A, with the 95 % interval of that difference', ['model', 'A', 'B', 'B less A', 'interval', 'resamples with B ahead'].map((head, i) => (i === 0 ? head : { number: head })), models.map(intervalRow))}</section>
    <form class="choice" aria-label="What is shown below"><fieldset><legend>Model</legend>
      ${models.map(({ model }, i) => html`<label><input type="radio" name="model" value="${model}"${i === 0 ? html` checked` : null}>${model}</label>`)}</fieldset></form>
    <section aria-labelledby="equity"><h2 id="equity">Profit and loss over time <span class="of" data-shown="model"></span></h2>
      ${chart('curves-chart', 'profit and loss of A and B', 'tall')}${chart('difference-chart', 'B less A', 'low')}</section>
    ${models.map((one) => html`<div data-model="${one.model}">
      <section><h2>Figures <span class="of">${one.model}</span></h2>${figuresTable(one)}</section>
      <section><h2>Quotes that differ <span class="of">${one.model}</span></h2>${quotesTold(one.quotes)}</section></div>`)}
    <footer class="foot"><h2>Same again</h2><dl class="facts">${fact('tape', tape.path)}${fact('tape hash', tape.hash)}
      ${fact('config hash, A', a.configHash)}${fact('config hash, B', b.configHash)}${fact('command hash, A', a.commandHash)}${fact('command hash, B', b.commandHash)}</dl></footer>
  </main>`;
  return documentHtml({ title: `${b.name} against ${a.name} on ${tape.name}`, body, data: { columns: pool.columns, models: curves }, scripts: SCRIPTS });
}

const runFact = (letter: string, { name, profile, configHash }: ComparedRun): Markup => fact(letter, `${name}, profile ${profile}, config ${configHash.slice(0, 12)}`);
const number = (text: string, sign: -1 | 0 | 1 = 0): Markup => html`<td class="number ${TONE[sign]}">${text}</td>`;

function intervalRow({ model, a, b, difference, interval, noInterval }: ModelComparison): Markup {
  const { total } = difference.pnl;
  return html`<tr><th scope="row">${model}</th>${number(gain(a.pnl.total))}${number(gain(b.pnl.total))}${number(gain(total), total > 0 ? 1 : total < 0 ? -1 : 0)}
    ${interval === null ? html`<td colspan="2">none: ${noInterval ?? UNKNOWN}</td>` : html`${number(`${gain(interval.low)} … ${gain(interval.high)}`)}${number(percent(interval.pAboveZero))}`}</tr>`;
}

function figuresTable(one: ModelComparison): Markup {
  return table(`A and B under ${one.model}`, ['', { number: 'A' }, { number: 'B' }, { number: 'B less A' }],
    comparisonRows(one).map(({ label, a, b, difference, sign }) => html`<tr${label === 'total' ? html` class="total"` : null}><th scope="row">${label}</th>${number(a)}${number(b)}${number(difference, sign)}</tr>`));
}

function quotesTold({ moments, share, marketsCompared, marketsDiffering, bid, ask, markets, first, largest }: QuoteDifferences): Markup {
  if (share === null || bid === null || ask === null) return html`<p>The two runs were never sampled at the same moment, so that their quotes cannot be compared.</p>`;
  if (share === 0) return html`<p>None, at ${whole(moments)} moments of ${whole(marketsCompared)} markets.</p>`;
  const shown = markets.filter((market) => market.share > 0).slice(0, MOST_MARKETS);
  return html`<p>They differ at ${percent(share)} of ${whole(moments)} moments compared, in ${whole(marketsDiffering)} of ${whole(marketsCompared)} markets. ${sideWords('bid', bid)} ${sideWords('ask', ask)}</p>
    ${table(`By market${shown.length < marketsDiffering ? `, the first ${whole(shown.length)}` : ''}`, ['market', ...['moments', 'differ', 'bid, B less A', 'only A bids', 'only B bids', 'ask, B less A', 'only A asks', 'only B asks'].map((head) => ({ number: head }))],
      shown.map((market) => html`<tr><th scope="row">${market.market}</th>${number(whole(market.moments))}${number(percent(market.share))}
        ${[market.bid, market.ask].map((side) => html`${number(centsText(side.meanCents))}${number(percent(side.onlyA))}${number(percent(side.onlyB))}`)}</tr>`))}
    <div class="pair">${examples('The first differences', first)}${examples('The largest differences', largest)}</div>`;
}

/** Already in cents. */
const centsText = (value: number | null): string => (value === null ? UNKNOWN : `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)}c`);

/** "Where both bid, B bids 0.50c lower on average; A alone bids 3.0 % of the time, B alone 1.0 %." */
export function sideWords(side: 'bid' | 'ask', { meanCents, onlyA, onlyB, share }: SideDifference): string {
  if (share === 0) return `The ${side}s are the same.`;
  const both = meanCents === null ? `They never ${side} at different prices` : `Where both ${side} and differ, B ${side}s ${Math.abs(meanCents).toFixed(2)}c ${meanCents < 0 ? 'lower' : 'higher'} on average`;
  if (onlyA === 0 && onlyB === 0) return `${both}.`;
  return `${both}; A alone ${side}s ${percent(onlyA)} of the time, B alone ${percent(onlyB)}.`;
}

function examples(caption: string, quotes: readonly QuoteExample[]): Markup {
  return table(caption, ['time, UTC', 'market', 'side', { number: 'A' }, { number: 'B' }], quotes.map(({ ts, market, side, a, b }) =>
    html`<tr><td>${moment(ts)}</td><th scope="row">${market}</th><td>${side}</td>${number(a === null ? 'none' : price(a))}${number(b === null ? 'none' : price(b))}</tr>`));
}
