import { expect, test } from 'vitest';
import { compare } from '../backtest/compare.ts';
import { madeUpResult } from '../backtest/report/made-up-result.fixture.ts';
import { backtestText, comparisonText } from './backtest-text.ts';

const SMALL = { points: 60, fillsPerMarket: 10 } as const;
const PLAIN = { isColoured: false } as const;
const ESCAPE = '\u001b';
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
const result = madeUpResult({ ...SMALL, models: ['pessimistic', 'proportional', 'power', 'decay', 'trade-through'] });

test('shows the verdict and all models within a hundred columns', () => {
  const text = backtestText(result, PLAIN);
  expect(widest(text)).toBeLessThanOrEqual(100);
  for (const name of Object.keys(result.models)) expect(text).toContain(name);
  expect(text).toContain('after 60 s');
  expect(text).toContain('Orders executed, by contracts ahead');
  expect(text).toContain('no outcome on the tape');
});

test('says at the top that a result is partial', () => {
  expect(backtestText({ ...result, ended: 'stopped by the operator' }, PLAIN).split('\n').slice(0, 5)).toContain('PARTIAL RESULT: stopped by the operator');
  expect(backtestText(result, PLAIN)).not.toContain('PARTIAL');
});

test('names a few of many findings and markets', () => {
  const many = Array.from({ length: 40 }, (_, i) => `finding ${i}`);
  const text = backtestText({ ...result, findings: many, unsettled: many }, PLAIN);
  expect(text).toContain('recording: 32 further findings are in the report');
  expect(text).toContain('finding 7 and 32 more');
});

test('shows a comparison within a hundred columns, with its interval and the quotes that differ', () => {
  const comparison = compare(result, madeUpResult({ ...SMALL, models: ['pessimistic', 'power'], wider: 0.01 }));
  const text = comparisonText(comparison, PLAIN);
  expect(widest(text)).toBeLessThanOrEqual(100);
  expect(text).toContain(comparison.headline.text.slice(0, 60));
  expect(text).toMatch(/95 % of B less A: .+ … .+; B is ahead in \S+ % of the resamples/);
  expect(text).toMatch(/quotes: differ at \S+ % of \d+ moments, in 6 of 6 markets/);
  expect(text).toContain('B was not run under proportional, decay and trade-through.');
});

test('uses colours only when told to', () => {
  const comparison = compare(result, result);
  expect(backtestText(result, PLAIN) + comparisonText(comparison, PLAIN)).not.toContain(ESCAPE);
  expect(backtestText(result, { isColoured: true })).toContain(ESCAPE);
  expect(comparisonText(comparison, { isColoured: true })).toContain(ESCAPE);
});
