// The place of a chart that the scripts of the page draw. Its height is fixed by its class, so that nothing moves when it is
// drawn.

import { html, type Markup } from '../markup.ts';

export const chart = (id: string, name: string, height: 'tall' | 'middle' | 'low'): Markup =>
  html`<div class="chart ${height}"><p class="chart-name">${name}</p><div class="legend" id="${id}-legend"></div><div class="plot" id="${id}" role="img" aria-label="${name}"></div></div>`;
