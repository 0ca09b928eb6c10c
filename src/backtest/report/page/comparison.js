// Both curves of the chosen model, and what lies between them.

import { column, data } from './data.js';
import { colour, modelDash, money } from './theme.js';
import { drawChart, setWidths } from './chart.js';

const form = document.querySelector('form.choice');

function draw() {
  const chosen = data.models.find(({ name }) => name === new FormData(form).get('model')) ?? data.models[0];
  for (const block of document.querySelectorAll('[data-model]')) block.hidden = block.dataset.model !== chosen.name;
  for (const place of document.querySelectorAll('[data-shown="model"]')) place.textContent = chosen.name;
  const [ts, a, b] = uPlot.join([chosen.a, chosen.b].map((curve) => [column(curve.ts), column(curve.pnl)]));
  const line = (label, i) => ({ label, stroke: colour(`m${i}`), dash: modelDash(i), width: 1.75, spanGaps: true });
  drawChart('curves-chart', { group: 'account', format: money, series: [line('A', 0), line('B', 1)], values: [ts, a, b] });
  const between = ts.map((_, i) => (a[i] === null || a[i] === undefined || b[i] === null || b[i] === undefined ? null : b[i] - a[i]));
  drawChart('difference-chart', { group: 'account', format: money, series: [{ label: 'B less A', stroke: colour('ink'), fill: colour('wash'), width: 1.5, spanGaps: true }], values: [ts, between] });
}

function setPrinting(isPrinting) {
  document.documentElement.classList.toggle('printing', isPrinting);
  draw();
}

draw();
form.addEventListener('submit', (event) => { event.preventDefault(); });
form.addEventListener('change', draw);
new ResizeObserver(setWidths).observe(document.querySelector('main'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('beforeprint', () => { setPrinting(true); });
addEventListener('afterprint', () => { setPrinting(false); });
