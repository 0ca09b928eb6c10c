import { expect, test } from 'vitest';
import { compare } from '../compare.ts';
import { unpacked } from './column-pool.fixture.ts';
import { comparisonHtml } from './comparison-page.ts';
import { chartData, type ChartData } from './chart-data.ts';
import { madeUpResult } from './made-up-result.fixture.ts';
import { reportHtml } from './report-page.ts';

const MEGABYTE = 1_000_000;
const SMALL = { points: 60, fillsPerMarket: 10 } as const;
const HOSTILE = '<img src=x onerror=alert(1)>';

const dataIn = (page: string): ChartData => JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? '') as ChartData;

test('is the same for the same result, and less than three megabytes for four models, six markets and a thousand points', () => {
  const result = madeUpResult();
  const page = reportHtml(result);
  expect(page.length).toBeLessThan(3 * MEGABYTE);
  expect(reportHtml(result)).toBe(page);
});

test('reaches for nothing outside itself', () => {
  for (const page of [reportHtml(madeUpResult(SMALL)), comparisonHtml(compare(madeUpResult(SMALL), madeUpResult({ ...SMALL, wider: 0.01 })))]) {
    expect(/<(?:link|img|iframe)\b/i.test(page)).toBe(false);
    expect(/<script[^>]*\ssrc=/i.test(page)).toBe(false);
    expect(/@import|url\(/.test(page)).toBe(false);
    expect(page.includes('content="default-src &#39;none&#39;; style-src')).toBe(true);
  }
});

test('shows names as text, never as markup', () => {
  const result = madeUpResult({ ...SMALL, markets: [HOSTILE, '</script><script>alert(2)</script>', '"quoted" & \'so\''] });
  const hostile = { ...result, config: { ...result.config, name: HOSTILE }, findings: [HOSTILE], unsettled: [HOSTILE], tape: { ...result.tape, name: HOSTILE } };
  for (const page of [reportHtml(hostile), comparisonHtml(compare(hostile, hostile))]) {
    expect(page.includes('<img')).toBe(false);
    expect(page.includes('<script>alert')).toBe(false);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
  }
  expect(dataIn(reportHtml(hostile)).models[0]?.markets[0]?.name).toBe(HOSTILE);
});

test('says loudly that a result is partial, what was found in the recording, and what has no outcome', () => {
  const result = madeUpResult({ ...SMALL, ended: 'stopped by the operator' });
  const page = reportHtml(result);
  expect(page).toContain('The run ended early: stopped by the operator.');
  expect(page.indexOf('Partial result')).toBeLessThan(page.indexOf('id="verdict"'));
  expect(page).toContain(result.findings[1]);
  expect(page).toContain('The tape does not hold the outcome of fed-cut-march and inxd-23mar-b4000.');
  expect(reportHtml({ ...result, ended: 'end of tape', findings: [], unsettled: [] })).not.toContain('class="warning');
});

test('charts hold the series of the result to what is shown', () => {
  const result = madeUpResult(SMALL);
  const { data, thinning } = chartData(result);
  const market = result.models['power']!.markets[2]!;
  const drawn = data.models.find(({ name }) => name === 'power')!.markets[2]!;
  const values = (index: number) => unpacked(data.columns[index]!);
  expect(values(drawn.ts)).toEqual(market.series.ts);
  expect(values(drawn.ourBid)).toEqual(market.series.ourBid);
  expect(values(drawn.fair)).toEqual(market.series.fairValue.map((fair) => (fair === null ? null : Math.round(fair * 1e4) / 1e4)));
  expect(drawn.fills.marks).toHaveLength(market.fills);
  expect(thinning).toEqual({ points: null, fills: false });
});

test('thins the charts of a result too large for one file, and says so', () => {
  const result = madeUpResult({ models: ['power'], markets: ['one'], points: 50, fillsPerMarket: 10 });
  const model = result.models['power']!;
  const [fill] = model.fillRecords;
  const many = { ...result, models: { power: { ...model, markets: Array.from({ length: 3_000 }, (_, i) => ({ ...model.markets[0]!, name: `market ${i}` })), fillRecords: Array.from({ length: 40_001 }, () => fill!) } } };
  expect(chartData(many).thinning).toEqual({ points: null, fills: true });
  const page = reportHtml({ ...many, models: { power: { ...many.models.power, markets: many.models.power.markets.slice(0, 1) } } });
  expect(page).toContain('So that the file stays small, its charts hold only a part of the fills.');
});

test('can be made of a run that filled nothing, knew nothing, or had no model', () => {
  const result = madeUpResult({ ...SMALL, fillsPerMarket: 0 });
  expect(reportHtml(result)).toContain('Nothing was ever filled');
  expect(reportHtml({ ...result, models: {} })).toContain('No fill model was run.');
  const idle = result.models['power']!;
  const empty = { ...idle, markets: [], rules: [], refusals: {}, quotesDropped: {}, queue: { orders: 0, fillRatio: 0, byAhead: [], medianRestMs: null }, equity: { ts: [], pnl: [], grossNotional: [] } };
  expect(reportHtml({ ...result, models: { power: empty } })).toContain('No order rested.');
});
