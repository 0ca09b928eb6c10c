// What is told of one model: its markets, its worst fills, its queue, how long it was allowed what, its rules, and what was
// refused or dropped.

import type { FillRecord, ModelResult } from '../../result.ts';
import { cents, centsGain, duration, gain, moment, percent, price, shares, sharesGain, UNKNOWN, whole } from '../figures.ts';
import { html, type Markup } from '../markup.ts';
import { signOf } from '../model-rows.ts';
import { sparkline } from './sparkline.ts';

const WORST_FILLS = 12;
const toneOf = (value: number | null): string => ({ '-1': 'loss', 0: '', 1: 'gain' })[signOf(value ?? 0)];
const number = (text: string, value: number | null = 0): Markup => html`<td class="number ${toneOf(value)}">${text}</td>`;

export function marketsTable({ markets }: ModelResult): Markup {
  const worstFirst = markets.toSorted((a, b) => a.pnl.total - b.pnl.total);
  return table('Markets, the worst first', ['market', ...of('P&L'), 'over time', ...of('spread', 'adverse', 'inventory', 'fills', 'shares', 'held at end', 'lowest', 'highest'), 'position', ...of('both sides', '60 s markout'), 'settled'],
    worstFirst.map((market) => html`<tr><th scope="row"><button type="button" class="link" data-go-market="${market.name}">${market.name}</button></th>
      ${number(gain(market.pnl.total), market.pnl.total)}<td>${sparkline(market.series.pnl)}</td>
      ${number(gain(market.pnl.spread))}${number(gain(market.pnl.adverseSelection))}${number(gain(market.pnl.inventory))}
      ${number(whole(market.fills))}${number(whole(market.volume))}${number(sharesGain(market.position))}${number(sharesGain(market.inventory.min))}${number(sharesGain(market.inventory.max))}
      <td>${sparkline(market.series.position)}</td>${number(percent(market.quoteUptime))}${number(centsGain(market.markouts[60]), market.markouts[60])}
      <td class="number">${market.settledAt === null ? 'no' : moment(market.settledAt).slice(5, 16)}</td></tr>`));
}

export function worstFills({ fillRecords, fills }: ModelResult): Markup {
  const cost = ({ markouts, size }: FillRecord): number => (markouts[60] ?? 0) * size;
  const worst = fillRecords.filter(({ markouts }) => (markouts[60] ?? 0) < 0).toSorted((a, b) => cost(a) - cost(b)).slice(0, WORST_FILLS);
  if (worst.length === 0) return html`<p>No fill is known to have lost within a minute.</p>`;
  return html`${fillRecords.length < fills ? html`<p class="note">Among the first ${whole(fillRecords.length)} of ${whole(fills)} fills; later ones were counted, not kept.</p>` : null}
    ${table('Fills that cost most within a minute', ['time, UTC', 'market', 'side', ...of('price', 'shares', 'fair value', 'after 60 s', 'cost', 'ahead', 'rested'), ''],
      worst.map((fill) => html`<tr><td>${moment(fill.ts)}</td><th scope="row">${fill.market}</th><td>${fill.side === 'bid' ? '▲ bought' : '▼ sold'}${fill.failed ? ', failed to settle' : ''}</td>
        ${number(price(fill.price))}${number(shares(fill.size))}${number(fill.fairValue === null ? UNKNOWN : cents(fill.fairValue))}${number(centsGain(fill.markouts[60]), fill.markouts[60])}
        ${number(gain(cost(fill)), cost(fill))}${number(fill.aheadAtJoining === null ? UNKNOWN : whole(fill.aheadAtJoining))}${number(duration(fill.restedMs))}
        <td><button type="button" class="link" data-go-market="${fill.market}" data-go-time="${fill.ts}">show</button></td></tr>`))}`;
}

export function queueTable({ queue }: ModelResult): Markup {
  if (queue.orders === 0) return html`<p>No order rested.</p>`;
  const ratio = (orders: number, filled: number): number | null => (orders === 0 ? null : filled / orders);
  const most = Math.max(...queue.byAhead.map(({ orders, filled }) => ratio(orders, filled) ?? 0), 1e-9);
  return html`${table('Orders executed, by contracts ahead on joining', ['contracts ahead', ...of('orders', 'filled', 'executed'), ''],
    queue.byAhead.map(({ from, to, orders, filled }) => html`<tr><th scope="row">${aheadWords(from, to)}</th>${number(whole(orders))}${number(whole(filled))}${number(percent(ratio(orders, filled)))}
      <td class="meter"><span style="width:${(((ratio(orders, filled) ?? 0) / most) * 100).toFixed(1)}%"></span></td></tr>`))}
    <p>Of ${whole(queue.orders)} orders that rested ${percent(queue.fillRatio)} were filled at all; half of the fills came within ${duration(queue.medianRestMs)} of joining.</p>`;
}

export function aheadWords(from: number, to: number | null): string {
  if (to === null) return `${whole(from)} and more`;
  return from === 0 && to <= 1 ? 'none' : `${whole(from)} to ${whole(to)}`;
}

const STAGES = ['full', 'reduce-only', 'cancel-only', 'halted'] as const;

export function permissionBar({ timeIn }: ModelResult): Markup {
  return html`<div class="stages" role="img" aria-label="${STAGES.map((stage) => `${stage} ${percent(timeIn[stage])}`).join(', ')}">
      ${STAGES.map((stage) => html`<span class="stage-${stage}" style="width:${(timeIn[stage] * 100).toFixed(2)}%"></span>`)}</div>
    <ul class="key">${STAGES.map((stage) => html`<li><span class="swatch stage-${stage}"></span>${stage} ${percent(timeIn[stage])}</li>`)}</ul>`;
}

export function rulesTable({ rules }: ModelResult): Markup {
  if (rules.length === 0) return html`<p>No rules are configured.</p>`;
  return table('Rules', ['rule', ...of('fired', 'in force')], rules.toSorted((a, b) => b.firingMs - a.firingMs).map(({ rule, firings, firingMs }) =>
    html`<tr><th scope="row">${rule}</th>${number(firings === 0 ? 'never' : `${whole(firings)} ×`)}${number(firings === 0 ? UNKNOWN : duration(firingMs))}</tr>`));
}

export function countsTable(caption: string, counts: Readonly<Record<string, number>>, nothing: string): Markup {
  const some = Object.entries(counts).filter(([, count]) => count > 0).toSorted(([, a], [, b]) => b - a);
  return some.length === 0 ? html`<p>${nothing}</p>` : table(caption, ['reason', ...of('times')], some.map(([reason, count]) => html`<tr><th scope="row">${reason}</th>${number(whole(count))}</tr>`));
}

/** A head of numbers stands at the right, as they do. */
interface NumberHead { readonly number: string }
const of = (...names: readonly string[]): readonly NumberHead[] => names.map((name) => ({ number: name }));

export function table(caption: string, heads: readonly (string | NumberHead)[], rows: readonly Markup[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
    <thead><tr>${heads.map((head) => (typeof head === 'string' ? html`<th scope="col">${head}</th>` : html`<th scope="col" class="number">${head.number}</th>`))}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
