import { expect, test } from 'vitest';
import { marketId } from '../core/domain/instrument.ts';
import { price } from '../core/domain/numbers.ts';
import { ASK, BID, KIND, NO_SIDE, TapeColumns } from '../tape/columns.ts';
import { madeUpInstrument } from '../tape/column-tape.fixture.ts';
import { ArrivalCounter } from './arrival-counter.ts';

const CENT = 10_000;
const SHARES = 50_000_000;

function counted(write: (rows: TapeColumns) => void, isWanted: (name: string) => boolean = () => true): ArrivalCounter {
  const rows = new TapeColumns();
  write(rows);
  const instruments = ['a', 'b'].map((name, id) => ({ ...madeUpInstrument(name), id: marketId(id) }));
  const counter = new ArrivalCounter(instruments, [{ tick: price(1_000), fees: instruments[0]!.fees }], isWanted);
  counter.read(rows);
  counter.finish();
  return counter;
}
const book = (rows: TapeColumns, ts: number, bid: number, ask: number, market = 0): void => {
  rows.row(KIND.snapshot, ts, market, NO_SIDE, 0, 2);
  rows.row(KIND.level, ts, market, BID, bid * CENT, SHARES);
  rows.row(KIND.level, ts, market, ASK, ask * CENT, SHARES);
};
const reaches = ({ stretches }: ArrivalCounter): readonly number[] => stretches.flatMap((stretch) => stretch.reaches.map((reach) => reach / CENT));
const watched = ({ stretches }: ArrivalCounter): number => stretches.reduce((sum, { ms }) => sum + ms, 0);

test('takes the prints of one side at one stamp for one taker, as far as the farthest of them', () => {
  const counter = counted((rows) => {
    book(rows, 0, 49, 51);
    for (const cents of [51, 53, 52]) rows.trade(1_000, 0, BID, cents * CENT, SHARES);
    rows.trade(1_000, 0, ASK, 49 * CENT, SHARES);
    rows.trade(1_001, 0, BID, 51 * CENT, SHARES);
  });
  expect(reaches(counter)).toEqual([3, 1, 1]);
  expect(watched(counter)).toBe(1_001);
});

test('measures from the midpoint of the stamp before, whatever comes first at the trade\u2019s own', () => {
  const counter = counted((rows) => {
    book(rows, 0, 49, 51);
    // The level it took is gone before the trade is told.
    rows.delta(1_000, 0, ASK, 51 * CENT, 0);
    rows.delta(1_000, 0, ASK, 55 * CENT, SHARES);
    rows.trade(1_000, 0, BID, 51 * CENT, SHARES);
    rows.trade(2_000, 0, BID, 55 * CENT, SHARES);
  });
  expect(reaches(counter)).toEqual([1, 3]);
  expect([counter.prints, counter.printsInside]).toEqual([2, 0]);
});

test('counts prints nearer than the best price, which tell that the book was told of first', () => {
  const counter = counted((rows) => {
    book(rows, 0, 49, 51);
    rows.delta(1_000, 0, ASK, 51 * CENT, 0);
    rows.delta(1_000, 0, ASK, 53 * CENT, SHARES);
    rows.trade(1_005, 0, BID, 51 * CENT, SHARES);
  });
  expect([counter.prints, counter.printsInside]).toEqual([1, 1]);
});

test.each<[string, (rows: TapeColumns) => void]>([
  ['a book that cannot be trusted', (rows) => { rows.row(KIND.invalid, 1_000, 0, NO_SIDE, 0, 0); rows.row(KIND.valid, 5_000, 0, NO_SIDE, 0, 0); }],
  ['a market that is paused', (rows) => { rows.row(KIND.status, 1_000, 0, NO_SIDE, 0, 1); rows.row(KIND.status, 5_000, 0, NO_SIDE, 0, 0); }],
  ['one side alone', (rows) => { rows.delta(1_000, 0, ASK, 51 * CENT, 0); rows.delta(5_000, 0, ASK, 51 * CENT, SHARES); }],
  ['a hole of the whole recording', (rows) => { rows.row(KIND.gap, 1_000, -1, NO_SIDE, 0, 4_000); }],
])('does not watch during %s', (_, during) => {
  const counter = counted((rows) => {
    book(rows, 0, 49, 51);
    during(rows);
    rows.trade(6_000, 0, BID, 51 * CENT, SHARES);
  });
  expect(watched(counter)).toBe(2_000);
  expect(reaches(counter)).toEqual([1]);
});

test('keeps markets and stretches of five minutes apart, and leaves out the markets not asked for', () => {
  const write = (rows: TapeColumns): void => {
    book(rows, 0, 49, 51);
    book(rows, 0, 20, 24, 1);
    for (let minute = 1; minute <= 12; minute++) for (const market of [0, 1]) rows.trade(minute * 60_000, market, BID, (market === 0 ? 51 : 24) * CENT, SHARES);
  };
  expect(counted(write).stretches.map(({ market, ms, reaches: of }) => [market, ms / 60_000, of.length])).toEqual([[0, 4, 4], [1, 4, 4], [0, 5, 5], [1, 5, 5], [0, 3, 3], [1, 3, 3]]);
  expect(counted(write, (name) => name === 'b').stretches.map(({ market }) => market)).toEqual([1, 1, 1]);
  expect(Object.fromEntries(counted(write).halfSpreadMs)).toEqual({ [CENT]: 720_000, [2 * CENT]: 720_000 });
});

test('goes on with a finer tick', () => {
  const counter = counted((rows) => {
    book(rows, 0, 49, 51);
    rows.terms(1_000, 0, 0);
    rows.delta(2_000, 0, ASK, 50.5 * CENT, SHARES);
    rows.trade(3_000, 0, BID, 50.5 * CENT, SHARES);
  });
  expect(reaches(counter)).toEqual([0.75]);
});
