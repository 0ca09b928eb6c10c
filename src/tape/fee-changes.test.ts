import { expect, test } from 'vitest';
import type { Price } from '../core/domain/numbers.ts';
import { TapeColumns } from './columns.ts';
import { datedTerms, TermsInTime } from './fee-changes.ts';
import { feesAt } from './fee-tables.ts';
import { rowsInWords } from './read-format.fixture.ts';
import { TapeCounter } from './tape-info.ts';

const JULY = Date.parse('2026-07-10');

test('fees that change while a recording runs are terms of every instrument from that moment on', () => {
  const ticks = [10_000, 1_000] as Price[];
  const dated = datedTerms('polymarket/sports', ticks, JULY - 5, JULY + 5);
  expect(dated.map(({ ts, instrument, tick, fees }) => [ts - JULY, instrument, tick, fees])).toEqual([[0, 0, 10_000, feesAt('polymarket/sports', JULY)], [0, 1, 1_000, feesAt('polymarket/sports', JULY)]]);
  const out = new TapeColumns();
  const terms = new TermsInTime(dated, { out, counter: new TapeCounter(), markets: [4, 5], references: [], terms: [7, 8], took: () => {} });
  terms.until(JULY - 1);
  expect(out.length).toBe(0);
  terms.until(JULY + 1);
  terms.until(JULY + 2);
  expect(rowsInWords(out, JULY)).toEqual(['0 4 terms 7', '0 5 terms 8']);
});

test('a recording of one regime has none', () => {
  expect(datedTerms('polymarket/sports', [10_000 as Price], JULY, JULY + 5)).toEqual([]);
});
