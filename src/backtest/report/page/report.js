// The choice of model and market, and what follows it.

import { data } from './data.js';
import { drawAccountCharts } from './account-charts.js';
import { drawMarketCharts } from './market-charts.js';
import { setWidths, show, zoom } from './chart.js';

const AROUND_MS = 300_000;
const form = document.querySelector('form.choice');

const chosenModel = () => data.models.find(({ name }) => name === new FormData(form).get('model')) ?? data.models[0];
const chosenMarket = () => chosenModel().markets.find(({ name }) => name === form.elements.namedItem('market').value);

function showModel() {
  const { name } = chosenModel();
  for (const block of document.querySelectorAll('[data-model]')) block.hidden = block.dataset.model !== name;
  for (const place of document.querySelectorAll('[data-shown="model"]')) place.textContent = name;
}

function drawMarket() {
  const market = chosenMarket();
  for (const place of document.querySelectorAll('[data-shown="market"]')) place.textContent = market === undefined ? 'not in this model' : `${market.name}, ${chosenModel().name}`;
  if (market !== undefined) drawMarketCharts(market);
}

function drawAll() {
  drawAccountCharts(chosenModel().name);
  drawMarket();
}

function goTo({ goMarket, goTime }) {
  form.elements.namedItem('market').value = goMarket;
  drawMarket();
  if (goTime !== undefined) show('market', Number(goTime) - AROUND_MS, Number(goTime) + AROUND_MS);
  document.getElementById('market').scrollIntoView({ block: 'start' });
}

function setPrinting(isPrinting) {
  document.documentElement.classList.toggle('printing', isPrinting);
  drawAll();
}

if (form !== null && data.models.length > 0) {
  document.documentElement.classList.add('scripted');
  showModel();
  drawAll();
  form.addEventListener('submit', (event) => { event.preventDefault(); });
  form.addEventListener('change', (event) => {
    if (event.target.name === 'model') {
      showModel();
      drawAll();
    } else drawMarket();
  });
  document.addEventListener('click', ({ target }) => {
    const { goMarket, zoom: how } = target.dataset ?? {};
    if (goMarket !== undefined) goTo(target.dataset);
    if (how !== undefined) zoom('market', how);
  });
  new ResizeObserver(setWidths).observe(document.querySelector('main'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  addEventListener('beforeprint', () => { setPrinting(true); });
  addEventListener('afterprint', () => { setPrinting(false); });
}
