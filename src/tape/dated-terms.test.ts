import { expect, test } from 'vitest';
import { TapeColumns } from './columns.ts';
import { datedTerms, firstTerms, TermsInTime, type InstrumentTerms } from './dated-terms.ts';
import { feesAt } from './fee-tables.ts';
import { rowsInWords } from './read-format.fixture.ts';
import { SeenTicks } from './seen-ticks.ts';
import { TapeCounter } from './tape-info.ts';

const JULY = Date.parse('2026-07-10');
const BEFORE = feesAt('polymarket/sports', JULY - 1);
const AFTER = feesAt('polymarket/sports', JULY);

/** Of a market with these prices at these times around the change of fees. */
function terms(until: number, ...rows: readonly (readonly [at: number, price: number])[]): InstrumentTerms {
  const ticks = new SeenTicks();
  for (const [at, price] of rows) ticks.see(JULY + at, price);
  return { ticks, table: 'polymarket/sports', until: JULY + until };
}
const inWords = (instruments: readonly InstrumentTerms[]): readonly unknown[] => datedTerms(instruments).map(({ ts, instrument, tick, fees }) => [ts - JULY, instrument, tick, fees]);

test('fees that change while a recording runs are terms of every instrument from that moment on, with the tick in force', () => {
  const dated = datedTerms([terms(5, [-5, 400_000]), terms(5, [-5, 401_000])]);
  expect(dated.map(({ ts, instrument, tick, fees }) => [ts - JULY, instrument, tick, fees])).toEqual([[0, 0, 10_000, AFTER], [0, 1, 1_000, AFTER]]);
  const out = new TapeColumns();
  const inTime = new TermsInTime(dated, { out, counter: new TapeCounter(), markets: [4, 5], references: [], terms: [7, 8], took: () => {} });
  inTime.until(JULY - 1);
  expect(out.length).toBe(0);
  inTime.until(JULY + 1);
  inTime.until(JULY + 2);
  expect(rowsInWords(out, JULY)).toEqual(['0 4 terms 7', '0 5 terms 8']);
});

test('a finer tick comes with the fees of its day, and a change of both at once is one', () => {
  expect(inWords([terms(5, [-5, 400_000], [-2, 401_000])])).toEqual([[-2, 0, 1_000, BEFORE], [0, 0, 1_000, AFTER]]);
  expect(inWords([terms(5, [-5, 400_000], [0, 401_000])])).toEqual([[0, 0, 1_000, AFTER]]);
  expect(inWords([terms(5, [-5, 400_000]), terms(5, [-5, 400_000], [-2, 401_000])]).map((change) => (change as number[]).slice(0, 3))).toEqual([[-2, 1, 1_000], [0, 0, 10_000], [0, 1, 1_000]]);
});

test('an instrument begins with the tick and the fees of its own first row', () => {
  expect(firstTerms(terms(5, [-5, 400_000], [-2, 401_000]))).toEqual({ tick: 10_000, fees: BEFORE });
  expect(firstTerms(terms(5, [1, 401_000]))).toEqual({ tick: 1_000, fees: AFTER });
});

test('a market that has ended is told no other fees, and a recording of one regime and one tick has no changes', () => {
  expect([inWords([terms(-1, [-5, 400_000])]), inWords([terms(9, [0, 400_000], [5, 410_000])])]).toEqual([[], []]);
});
