// The charts of one market under one model: price with our quotes and fills, position, profit and loss. They zoom together.

import { column } from './data.js';
import { cents, colour, money, price, shares, time } from './theme.js';
import { drawChart } from './chart.js';

const TRIANGLE = 5.5;
const SMALL_TRIANGLE = 4;
const NARROW = 640;
const NEAR = 14;

export function drawMarketCharts(market) {
  const ts = column(market.ts);
  const fills = fillsOf(market.fills);
  const stepped = uPlot.paths.stepped({ align: 1 });
  const quote = (label, stroke) => ({ label, stroke, width: 1.5, paths: stepped });
  const best = (label) => ({ label, stroke: colour('faint'), width: 1, dash: [3, 3], paths: stepped });
  drawChart('price-chart', {
    group: 'market', format: price,
    series: [best('best bid'), best('best ask'), { label: 'fair value', stroke: colour('ink'), width: 1.25 }, quote('our bid', colour('bid')), quote('our ask', colour('ask'))],
    values: [ts, column(market.bestBid), column(market.bestAsk), column(market.fair), column(market.ourBid), column(market.ourAsk)],
    hooks: { draw: [(chart) => { drawFills(chart, fills); }], setCursor: [(chart) => { tellFill(chart, fills); }] },
  });
  drawChart('position-chart', { group: 'market', format: shares, series: [{ label: 'position', stroke: colour('m0'), fill: colour('wash'), width: 1.5, paths: stepped }], values: [ts, column(market.position)] });
  drawChart('pnl-chart', { group: 'market', format: money, series: [{ label: 'P&L', stroke: colour('ink'), width: 1.5 }], values: [ts, column(market.pnl)] });
}

function fillsOf({ ts, price: prices, size, markout, marks }) {
  const [times, at, sizes, markouts] = [ts, prices, size, markout].map(column);
  return [...marks].map((mark, i) => ({ ts: times[i], price: at[i], size: sizes[i], markout: markouts[i], isBuy: mark === 'b' || mark === 'B', isFailed: mark === 'B' || mark === 'S' }));
}

function drawFills(chart, fills) {
  const { ctx, bbox } = chart;
  const size = (chart.width < NARROW ? SMALL_TRIANGLE : TRIANGLE) * devicePixelRatio;
  const { min, max } = chart.scales.x;
  const [bought, sold, paper] = [colour('bid'), colour('ask'), colour('paper')];
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = devicePixelRatio;
  for (const fill of fills) {
    if (fill.ts < min || fill.ts > max) continue;
    const x = chart.valToPos(fill.ts, 'x', true);
    const y = chart.valToPos(fill.price, 'y', true);
    const way = fill.isBuy ? 1 : -1;
    ctx.beginPath();
    ctx.moveTo(x, y - way * size * 0.2);
    ctx.lineTo(x - size, y + way * size * 1.5);
    ctx.lineTo(x + size, y + way * size * 1.5);
    ctx.closePath();
    const own = fill.isBuy ? bought : sold;
    ctx.fillStyle = fill.isFailed ? paper : own;
    ctx.strokeStyle = fill.isFailed ? own : paper;
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

/** The fill next to the cursor, in words. */
function tellFill(chart, fills) {
  const { left, top } = chart.cursor;
  const words = document.getElementById('fill-words');
  let near = null;
  let nearest = NEAR;
  if (left >= 0) {
    for (const fill of fills) {
      const distance = Math.hypot(chart.valToPos(fill.ts, 'x') - left, chart.valToPos(fill.price, 'y') - top);
      if (distance < nearest) [near, nearest] = [fill, distance];
    }
  }
  words.textContent = near === null ? '' : `${time(near.ts)} UTC: ${near.isBuy ? 'bought' : 'sold'} ${near.size} at ${price(near.price)}, ${near.markout === null ? 'not known' : cents(near.markout * 100)} a share after 60 s${near.isFailed ? ', failed to settle' : ''}`;
}
