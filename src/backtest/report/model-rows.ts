// The table of models side by side: which figures, in which order, under which words. The report and the terminal show the
// same one.

import type { BacktestResult, ModelResult, PnlParts } from '../result.ts';
import { totalInterval } from './verdict.ts';
import { cents, centsGain, dollars, duration, gain, percent, shares, UNKNOWN, whole } from './figures.ts';

export interface ModelRow {
  readonly label: string;
  /** What the figure is, in one sentence. */
  readonly meaning: string;
  readonly values: readonly { readonly text: string; readonly sign: -1 | 0 | 1 }[];
}
export interface ModelGroup { readonly title: string; readonly rows: readonly ModelRow[] }

/** How each part enters the total. */
export const PARTS: readonly { readonly part: Exclude<keyof PnlParts, 'total'>; readonly label: string; readonly sign: 1 | -1; readonly meaning: string }[] = [
  { part: 'spread', label: 'spread', sign: 1, meaning: 'Edge against fair value at the moment of each fill.' },
  { part: 'adverseSelection', label: 'adverse selection', sign: 1, meaning: 'What fair value did to what was held within a minute of each fill: the price of being picked off.' },
  { part: 'inventory', label: 'inventory', sign: 1, meaning: 'What fair value did to what was held, later than a minute after the fill.' },
  { part: 'fees', label: 'fees', sign: -1, meaning: 'What the venue charged.' },
  { part: 'rebates', label: 'rebates', sign: 1, meaning: 'What the venue gave back to makers.' },
  { part: 'rewards', label: 'rewards', sign: 1, meaning: 'Liquidity rewards, by the score of the venue.' },
];

/** −0 would show as a sign of nothing. */
export const signedPart = (pnl: PnlParts, { part, sign }: Pick<(typeof PARTS)[number], 'part' | 'sign'>): number => sign * pnl[part] || 0;

export function modelGroups({ models, seed }: Pick<BacktestResult, 'models' | 'seed'>): readonly ModelGroup[] {
  const all = Object.values(models);
  const intervals = new Map(all.map((model) => [model, totalInterval(model, seed)]));
  const end = (model: ModelResult, which: 'low' | 'high'): string => {
    const interval = intervals.get(model) ?? null;
    return interval === null ? UNKNOWN : gain(interval[which]);
  };
  const plain = (label: string, meaning: string, of: (model: ModelResult) => string): ModelRow =>
    ({ label, meaning, values: all.map((model) => ({ text: of(model), sign: 0 })) });
  const markout = (seconds: 1 | 10 | 60 | 300): ModelRow => ({
    label: `after ${seconds} s`, meaning: `Fair value ${seconds} s after a fill against its price, a share; positive is good for us.`,
    values: all.map(({ markouts }) => ({ text: centsGain(markouts[seconds]), sign: signOf(markouts[seconds] ?? 0) })),
  });
  return [
    { title: 'Profit and loss', rows: [
      { label: 'total', meaning: 'All parts together.', values: all.map(({ pnl }) => ({ text: gain(pnl.total), sign: signOf(pnl.total) })) },
      plain('95 % from', 'Lower end of the 95 % interval of the total, by resampling the run in blocks of time: luck within this recording.', (model) => end(model, 'low')),
      plain('95 % to', 'Upper end of the same interval.', (model) => end(model, 'high')),
      ...PARTS.map((part) => plain(part.label, part.meaning, ({ pnl }) => gain(signedPart(pnl, part)))),
      plain('max drawdown', 'Greatest fall of profit and loss from its peak.', ({ maxDrawdown }) => dollars(maxDrawdown)),
    ] },
    { title: 'Fills', rows: [
      plain('fills', 'All fills, in parts or whole.', ({ fills }) => whole(fills)),
      plain('as maker', 'Fills of orders that rested.', ({ makerFills }) => whole(makerFills)),
      plain('failed to settle', 'Matches that the venue took back.', ({ failedFills }) => whole(failedFills)),
      plain('shares', 'Bought and sold together.', ({ volume }) => whole(volume)),
      plain('picked off', 'Maker fills after which fair value moved against us, within 10 s, by more than the edge earned.', ({ pickedOff }) => percent(pickedOff)),
    ] },
    { title: 'Markout a share', rows: [
      plain('at the fill', 'Spread earned, over all shares.', ({ pnl, volume }) => (volume === 0 ? centsGain(null) : `${pnl.spread > 0 ? '+' : ''}${cents(pnl.spread / volume)}`)),
      markout(1), markout(10), markout(60), markout(300),
    ] },
    { title: 'Quoting and queue', rows: [
      plain('quoted both sides', 'Share of the time a market was open and had a book.', ({ quoteUptime }) => percent(quoteUptime)),
      plain('earning', 'Share of the time in which a strategy quoted at least one market on both sides, while the account might trade and one was open with a book.', ({ earningUptime }) => percent(earningUptime)),
      plain('time to exit', 'From the moment a position began to be liquidated until it was flat, on average.', ({ exits }) => duration(exits.meanMs)),
      plain('filled of what was placed', 'Shares filled of those placed, of orders that ended.', ({ fillRate }) => percent(fillRate)),
      plain('orders that rested', 'Orders that joined a queue.', ({ queue }) => whole(queue.orders)),
      plain('fill ratio', 'Share of the orders that rested which were filled at all.', ({ queue }) => percent(queue.fillRatio)),
      plain('median wait', 'From joining a level to the fill.', ({ queue }) => duration(queue.medianRestMs)),
      plain('held at the end', 'Shares, long or short, over all markets.', ({ markets }) => shares(markets.reduce((sum, { position }) => sum + Math.abs(position), 0))),
    ] },
  ];
}

export const signOf = (value: number): -1 | 0 | 1 => (value > 0 ? 1 : value < 0 ? -1 : 0);
