// The verdict: one sentence on the sign, each model read aloud, the models side by side, and their parts as bars.

import type { BacktestResult, PnlParts } from '../../result.ts';
import { gain } from '../figures.ts';
import { html, type Markup } from '../markup.ts';
import { modelGroups, PARTS, signedPart, type ModelGroup } from '../model-rows.ts';
import { verdictOf } from '../verdict.ts';

const CLASS = { '-1': 'loss', 0: '', 1: 'gain' } as const;

/** `cautions` stand between the sentences and the figures, where nobody can read the one without them. */
export function verdictSection(result: BacktestResult, cautions: Markup): Markup {
  const { tone, headline, sentences } = verdictOf(result);
  return html`<section class="verdict" aria-labelledby="verdict">
    <h2 id="verdict" class="headline ${tone}">${headline}</h2>
    <ul class="aloud">${sentences.map(({ text }) => html`<li>${text}</li>`)}</ul>
    ${cautions}
    ${partsBars(Object.entries(result.models).map(([name, { pnl }]) => ({ name, pnl })))}
    ${modelTable(Object.keys(result.models), modelGroups(result))}
  </section>`;
}

function modelTable(names: readonly string[], groups: readonly ModelGroup[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Models side by side"><table class="models">
    <caption>Models side by side</caption>
    <thead><tr><td></td>${names.map((name, i) => html`<th scope="col"><span class="swatch m${i}"></span>${name}</th>`)}</tr></thead>
    ${groups.map(({ title, rows }) => html`<tbody><tr class="group"><th scope="rowgroup" colspan="${names.length + 1}">${title}</th></tr>
      ${rows.map(({ label, meaning, values }) => html`<tr${label === 'total' ? html` class="total"` : null}><th scope="row" title="${meaning}">${label}</th>
        ${values.map(({ text, sign }, i) => html`<td class="number ${CLASS[sign]}" data-model-of="${names[i] ?? ''}" data-figure="${title}: ${label}">${text}</td>`)}</tr>`)}
    </tbody>`)}</table></div>`;
}

/** Gains to the right of zero, costs to the left, on one scale for all models. */
function partsBars(bars: readonly { readonly name: string; readonly pnl: PnlParts }[]): Markup {
  const sides = bars.map(({ pnl }) => {
    const parts = PARTS.map((part) => ({ ...part, value: signedPart(pnl, part) }));
    return { gains: parts.filter(({ value }) => value > 0), costs: parts.filter(({ value }) => value < 0) };
  });
  const reach = (side: 'gains' | 'costs'): number => Math.max(0, ...sides.map((one) => one[side].reduce((sum, { value }) => sum + Math.abs(value), 0)));
  const width = reach('gains') + reach('costs');
  if (width === 0) return html``;
  const zero = (reach('costs') / width) * 100;
  const share = (value: number): number => (Math.abs(value) / width) * 100;
  return html`<figure class="parts"><figcaption>What the total is made of: costs left of zero, gains right of it, the line marks the total
      <ul class="key">${PARTS.map(({ part, label }) => html`<li><span class="swatch part-${part}"></span>${label}</li>`)}</ul></figcaption>
    ${bars.map(({ name, pnl }, i) => html`<div class="bar-row"><span class="bar-name">${name}</span>
      <div class="bar" role="img" aria-label="${name}: ${PARTS.map((part) => `${part.label} ${gain(signedPart(pnl, part))}`).join(', ')}; total ${gain(pnl.total)}">
        ${segments(sides[i]?.costs ?? [], share, zero, -1)}${segments(sides[i]?.gains ?? [], share, zero, 1)}
        <span class="zero" style="left:${zero.toFixed(2)}%"></span><span class="sum" style="left:${(zero + (pnl.total / width) * 100).toFixed(2)}%"></span>
      </div><span class="bar-total number ${pnl.total < 0 ? 'loss' : 'gain'}">${gain(pnl.total)}</span></div>`)}
  </figure>`;
}

function segments(parts: readonly { readonly part: string; readonly label: string; readonly value: number }[], share: (value: number) => number, zero: number, way: 1 | -1): readonly Markup[] {
  let edge = zero;
  return parts.map(({ part, label, value }) => {
    const wide = share(value);
    const left = way === 1 ? edge : edge - wide;
    edge += way * wide;
    return html`<span class="segment part-${part}" style="left:${left.toFixed(2)}%;width:${wide.toFixed(2)}%" title="${label} ${gain(value)}"></span>`;
  });
}
