// The report of one backtest as one HTML file. Text and tables stand in the file as they are read; scripts add the charts and
// the choice of model and market.

import type { BacktestResult } from '../result.ts';
import { chartData, type Thinning } from './chart-data.ts';
import { documentHtml } from './document.ts';
import { whole } from './figures.ts';
import { html, type Markup } from './markup.ts';
import { chart } from './sections/chart.ts';
import { cautions, headSection, partialWarning, reproduce } from './sections/head.ts';
import { countsTable, marketsTable, permissionBar, queueTable, rulesTable, worstFills } from './sections/model-section.ts';
import { verdictSection } from './sections/verdict-section.ts';

const SCRIPTS = ['data.js', 'theme.js', 'chart.js', 'account-charts.js', 'market-charts.js', 'report.js'];

export function reportHtml(result: BacktestResult): string {
  const { data, thinning } = chartData(result);
  const models = Object.entries(result.models);
  const marketNames = [...new Set(models.flatMap(([, { markets }]) => markets.map(({ name }) => name)))];
  const body = html`<main>
    ${headSection(result)}${partialWarning(result)}${verdictSection(result, cautions(result))}
    <section aria-labelledby="equity"><h2 id="equity">Profit and loss over time</h2>
      <p class="note">All models. Below it, how far each stood under its peak, and what its positions came to at their marks. Drag to zoom, double-click for the whole run.</p>
      ${chart('equity-chart', 'profit and loss', 'tall')}${chart('drawdown-chart', 'drawdown', 'low')}${chart('gross-chart', 'value of all positions, long or short', 'low')}</section>
    <section aria-labelledby="markouts"><h2 id="markouts">After the fill</h2>
      <p class="note">Edge a share against fair value, at the fill and so long after it. A line that falls below zero is a maker who is picked off.</p>
      ${chart('markout-chart', 'markout a share, by time after the fill', 'middle')}</section>
    ${models.length === 0 ? null : choice(models.map(([name]) => name), marketNames, busiestMarket(result))}
    <section aria-labelledby="market"><h2 id="market">Quotes and fills <span class="of" data-shown="market"></span></h2>
      ${zoomButtons()}<p id="fill-words" class="note"></p>${chart('price-chart', 'price, our quotes and fills', 'tall')}${chart('position-chart', 'position, shares', 'low')}${chart('pnl-chart', 'profit and loss of this market', 'low')}
      <p class="note">▲ bought, ▼ sold, hollow: the match failed to settle. Broken lines are best prices, steps are our quotes; a gap is a side we did not quote. Drag to zoom, double-click for the whole run.</p>
      ${leftOut(thinning)}</section>
    ${perModel(models, 'Inventory and markets', (model) => marketsTable(model))}
    ${perModel(models, 'What went wrong most', (model) => worstFills(model))}
    ${perModel(models, 'Queue', (model) => queueTable(model))}
    ${perModel(models, 'Time by permission', (model) => permissionBar(model))}
    ${perModel(models, 'Rules that fired', (model) => rulesTable(model))}
    ${perModel(models, 'Refused and dropped', (model) => html`<div class="pair">
      ${countsTable('Orders the exchange refused', model.refusals, 'The exchange refused nothing.')}${countsTable('Quotes dropped before they were sent', model.quotesDropped, 'No quote was dropped.')}${countsTable('Guards that began to hold', model.guardTrips, 'No guard began to hold.')}</div>`)}
    ${reproduce(result)}
  </main>`;
  return documentHtml({ title: `${result.config.name} on ${result.tape.name}: backtest`, body, data, scripts: SCRIPTS });
}

/** What has most fills under the first model tells most at first sight. */
const busiestMarket = ({ models }: BacktestResult): string | undefined => Object.values(models)[0]?.markets.toSorted((a, b) => b.fills - a.fills)[0]?.name;

function choice(models: readonly string[], markets: readonly string[], chosen: string | undefined): Markup {
  return html`<form class="choice" aria-label="What is shown below">
    <fieldset><legend>Model</legend>${models.map((name, i) => html`<label><input type="radio" name="model" value="${name}"${i === 0 ? html` checked` : null}><span class="swatch m${i}"></span>${name}</label>`)}</fieldset>
    <label class="market">Market <select name="market">${markets.map((name) => html`<option value="${name}"${name === chosen ? html` selected` : null}>${name}</option>`)}</select></label>
  </form>`;
}

const zoomButtons = (): Markup => html`<div class="zoom" role="group" aria-label="Zoom">
  <button type="button" data-zoom="earlier" aria-label="earlier">◀</button><button type="button" data-zoom="later" aria-label="later">▶</button>
  <button type="button" data-zoom="in" aria-label="zoom in">+</button><button type="button" data-zoom="out" aria-label="zoom out">−</button>
  <button type="button" data-zoom="all">whole run</button></div>`;

function leftOut({ points, fills }: Thinning): Markup {
  const words = [...(points === null ? [] : [`about ${whole(points)} points of each series`]), ...(fills ? ['a part of the fills'] : [])];
  return words.length === 0 ? html`` : html`<p class="note caution">So that the file stays small, its charts hold only ${words.join(' and ')}. result.json and the CSV files hold all.</p>`;
}

function perModel(models: readonly (readonly [string, BacktestResult['models'][string]])[], title: string, told: (model: BacktestResult['models'][string]) => Markup): Markup {
  return html`<section aria-label="${title}"><h2>${title} <span class="of" data-shown="model"></span></h2>
    ${models.map(([name, model]) => html`<div data-model="${name}"><h3 class="of-model">${name}</h3>${told(model)}</div>`)}</section>`;
}
