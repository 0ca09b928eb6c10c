// The table of a comparison: the figures of A, of B and what differs, under the words of the report of one run.

import type { ComparedFigures } from '../compare.ts';
import { dollars, gain, percent, points, UNKNOWN, whole, wholeGain } from './figures.ts';
import { PARTS, signedPart, signOf } from './model-rows.ts';

export interface ComparisonRow {
  readonly label: string;
  readonly a: string;
  readonly b: string;
  readonly difference: string;
  /** Whether the difference is for the better; 0 where it says nothing of that. */
  readonly sign: -1 | 0 | 1;
}

export function comparisonRows({ a, b, difference }: { readonly a: ComparedFigures; readonly b: ComparedFigures; readonly difference: ComparedFigures }): readonly ComparisonRow[] {
  const row = (label: string, of: (figures: ComparedFigures) => number, [text, changed]: readonly [(value: number) => string, (value: number) => string], sign: -1 | 0 | 1 = 0): ComparisonRow =>
    ({ label, a: text(of(a)), b: text(of(b)), difference: changed(of(difference)), sign });
  return [
    row('total', ({ pnl }) => pnl.total, [gain, gain], signOf(difference.pnl.total)),
    ...PARTS.map((part) => row(part.label, ({ pnl }) => signedPart(pnl, part), [gain, gain])),
    row('max drawdown', ({ maxDrawdown }) => maxDrawdown, [dollars, gain], signOf(-difference.maxDrawdown)),
    row('fills', ({ fills }) => fills, [whole, wholeGain]),
    row('shares', ({ volume }) => volume, [whole, wholeGain]),
    { label: 'fill ratio', a: percent(a.fillRatio), b: percent(b.fillRatio), difference: difference.fillRatio === null ? UNKNOWN : points(difference.fillRatio), sign: 0 },
    row('quoted both sides', ({ quoteUptime }) => quoteUptime, [percent, points]),
  ];
}
