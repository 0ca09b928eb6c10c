import { expect, test } from 'vitest';
import { price } from '../core/domain/numbers.ts';
import { madeUpInstrument } from './column-tape.fixture.ts';
import { marketId } from '../core/domain/instrument.ts';
import { ASK, BID, KIND, NO_SIDE, TapeColumns } from './columns.ts';
import { RowChecks } from './row-checks.ts';

const INSTRUMENTS = ['a', 'b'].map((name, id) => ({ ...madeUpInstrument(name), id: marketId(id) }));
const FINER = { tick: price(1_000), fees: INSTRUMENTS[0]!.fees };

/** What is found in the rows, as "row market: what". */
function found(fill: (rows: TapeColumns) => void): readonly string[] {
  const rows = new TapeColumns();
  fill(rows);
  const checks = new RowChecks(INSTRUMENTS, [FINER]);
  checks.add(rows);
  checks.end();
  expect(checks.count).toBe(checks.found.length);
  return checks.found.map(({ row, market, what }) => `${row} ${market}: ${what}`);
}

function book(rows: TapeColumns, ts: number, market: number, bid: number, ask: number): void {
  rows.row(KIND.snapshot, ts, market, NO_SIDE, 0, 2);
  rows.row(KIND.level, ts, market, BID, bid, 1);
  rows.row(KIND.level, ts, market, ASK, ask, 1);
}

test('finds nothing where nothing is wrong', () => {
  expect(found((rows) => {
    book(rows, 1, 0, 400_000, 500_000);
    rows.delta(2, 0, BID, 500_000, 5);
    rows.delta(2, 0, ASK, 500_000, 0);
    rows.trade(2, 0, BID, 500_000, 5);
    rows.gap({ ts: 3, market: -1, lengthMs: 10 });
    rows.row(KIND.heartbeat, 13, -1, NO_SIDE, 0, 0);
    rows.terms(14, 1, 0);
    book(rows, 14, 1, 401_000, 402_000);
    rows.row(KIND.status, 15, 0, NO_SIDE, 0, 2);
    rows.row(KIND.resolved, 15, 0, NO_SIDE, 1_000_000, 0);
    rows.reference({ ts: 16, reference: 0, price: 50_000.5 });
  })).toEqual([]);
});

test('a valid book that is crossed when its stamp is over, but not one that is said to be invalid', () => {
  expect(found((rows) => {
    book(rows, 1, 0, 500_000, 500_000);
    book(rows, 1, 1, 600_000, 500_000);
    rows.row(KIND.invalid, 1, 1, NO_SIDE, 0, 0);
    rows.row(KIND.valid, 5, 1, NO_SIDE, 0, 0);
  })).toEqual(['7 a: a valid book that is crossed, 0.5 / 0.5', '8 b: a valid book that is crossed, 0.6 / 0.5']);
});

test('a finer tick keeps the book: what crosses it after that is found, and so is a level finer than the tick in force', () => {
  expect(found((rows) => {
    book(rows, 1, 0, 400_000, 500_000);
    rows.delta(2, 0, BID, 401_000, 5);
    rows.terms(3, 0, 0);
    rows.delta(3, 0, BID, 501_000, 5);
    rows.delta(4, 0, BID, 501_100, 5);
  })).toEqual(['4 a: a level at 0.401, which is not on the tick of 0.01', '6 a: a valid book that is crossed, 0.501 / 0.5', '7 a: a level at 0.5011, which is not on the tick of 0.001'].toSorted());
});

test('snapshots that are not whole, and levels of none', () => {
  expect(found((rows) => {
    rows.row(KIND.level, 1, 0, BID, 400_000, 1);
    rows.row(KIND.snapshot, 2, 0, NO_SIDE, 0, 2);
    rows.row(KIND.level, 2, 0, BID, 400_000, 1);
    rows.trade(3, 0, BID, 500_000, 5);
    rows.row(KIND.snapshot, 4, 0, NO_SIDE, 0, 3);
  })).toEqual(['1 a: a level that belongs to no snapshot', '4 a: a trade row where 1 levels of a snapshot are still to come', '5 null: ends 3 levels before its last snapshot does']);
});

test('levels off the tick, trades that are none, rows after the end, markets and terms that are not listed', () => {
  expect(found((rows) => {
    rows.delta(1, 0, BID, 405_000, 1);
    rows.delta(1, 0, BID, 0, 1);
    rows.trade(2, 0, BID, 400_000, 0);
    rows.trade(2, 0, NO_SIDE, 400_000, 1);
    rows.row(KIND.resolved, 3, 1, NO_SIDE, 1_000_001, 0);
    rows.delta(4, 1, BID, 400_000, 1);
    rows.delta(5, 7, BID, 400_000, 1);
    rows.terms(6, 0, 3);
  })).toEqual([
    '1 a: a level at 0.405, which is not on the tick of 0.01', '2 a: a level at 0, which is not on the tick of 0.01',
    '3 a: a trade of 0 at 0.4', '4 a: a trade of 0.000001 at 0.4 without its taker',
    '5 b: a YES share that pays 1.000001', '6 b: a delta row after the market was resolved',
    '7 null: a delta row of market 7, which the tape does not list', '8 a: terms 3, which the tape does not list',
  ]);
});
