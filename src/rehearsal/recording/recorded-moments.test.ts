import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PRINT_LAG_MS } from '../../exchange/print-window.ts';
import { marketId } from '../../core/domain/instrument.ts';
import { timestamp } from '../../core/domain/numbers.ts';
import { columnTape } from '../../tape/column-tape.fixture.ts';
import { ASK, BID, TapeColumns } from '../../tape/columns.ts';
import { recordedMoments, type Moment } from './recorded-moments.ts';

interface Row { readonly at: number; readonly what: 'level' | 'trade'; readonly cents: number; readonly shares: number }

/** Levels are bids, and what is traded sells to them. */
function tapeOf(rows: readonly Row[], chunkRows = Infinity): ReturnType<typeof columnTape> {
  const columns = new TapeColumns();
  for (const { at, what, cents, shares } of rows) {
    if (what === 'level') columns.delta(at, 0, BID, cents * 10_000, shares * 1_000_000);
    else columns.trade(at, 0, ASK, cents * 10_000, shares * 1_000_000);
  }
  return columnTape(columns, { chunkRows });
}

async function momentsOf(tape: ReturnType<typeof columnTape>): Promise<readonly Moment[]> {
  const all: Moment[] = [];
  for await (const moments of recordedMoments(tape)) all.push(...moments);
  return all;
}
const inWords = (moments: readonly Moment[]): readonly string[] => moments.flatMap(({ at, prints, rows }) => [...prints.map(({ size }) => `${at} trade ${size / 1e6}`), ...rows.map((row) => `${at} ${row.type === 'BookDelta' ? `level ${row.size / 1e6}` : row.type}`)]);
const level = (at: number, shares: number, cents = 40): Row => ({ at, what: 'level', cents, shares });
const trade = (at: number, shares: number, cents = 40): Row => ({ at, what: 'trade', cents, shares });

test('puts a print where its level shrank', async () => {
  expect(inWords(await momentsOf(tapeOf([level(0, 100), level(1_000, 60), trade(1_050, 40)])))).toEqual(['0 level 100', '1000 trade 40', '1000 level 60']);
});

test('leaves a print where it is that came before its level, that nothing explains, or that is too late', async () => {
  expect(inWords(await momentsOf(tapeOf([level(0, 100), trade(1_000, 40), level(1_050, 60), trade(1_100, 5)])))).toEqual(['0 level 100', '1000 trade 40', '1050 level 60', '1100 trade 5']);
  expect(inWords(await momentsOf(tapeOf([level(0, 100), level(1_000, 60), trade(1_001 + PRINT_LAG_MS, 40)])))).toEqual(['0 level 100', '1000 level 60', `${1_001 + PRINT_LAG_MS} trade 40`]);
  expect(inWords(await momentsOf(tapeOf([level(0, 100), level(0, 50, 39), level(1_000, 10, 39), trade(1_050, 40)])))).toEqual(['0 level 100', '0 level 50', '1000 level 10', '1050 trade 40']);
});

test('explains each loss by one print alone', async () => {
  const words = inWords(await momentsOf(tapeOf([level(0, 100), level(1_000, 60), trade(1_050, 40), trade(1_080, 40)])));
  expect(words).toEqual(['0 level 100', '1000 trade 40', '1000 level 60', '1080 trade 40']);
});

test('sees what left a level in a whole book', async () => {
  const columns = new TapeColumns();
  columns.push({ type: 'BookSnapshot', ts: timestamp(0), market: marketId(0), bids: [400_000, 100_000_000, 390_000, 5_000_000], asks: [] });
  columns.push({ type: 'BookSnapshot', ts: timestamp(1_000), market: marketId(0), bids: [390_000, 5_000_000], asks: [] });
  columns.trade(1_050, 0, ASK, 400_000, 100_000_000);
  expect(inWords(await momentsOf(columnTape(columns)))).toEqual(['0 BookSnapshot', '1000 trade 100', '1000 BookSnapshot']);
});

test('gives every row and every print once and in order, a print at most so much earlier, however the tape is cut', async () => {
  const row = fc.record({ after: fc.integer({ min: 0, max: 700 }), what: fc.constantFrom('level' as const, 'trade' as const), cents: fc.integer({ min: 39, max: 41 }), shares: fc.integer({ min: 1, max: 50 }) });
  await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 40, size: 'max' }), fc.integer({ min: 1, max: 10 }), async (drawn, chunkRows) => {
    let at = 0;
    const rows = drawn.map(({ after, ...rest }): Row => ({ ...rest, at: at += after }));
    const moments = await momentsOf(tapeOf(rows, chunkRows));
    const stamps = moments.map((moment) => moment.at);
    expect(stamps).toEqual([...new Set(stamps)].toSorted((a, b) => a - b));
    expect(moments.flatMap((moment) => moment.rows.map(({ ts }) => [moment.at, ts]))).toEqual(rows.filter(({ what }) => what === 'level').map((each) => [each.at, each.at]));
    const printed = moments.flatMap((moment) => moment.prints.map(({ ts, price, size }) => ({ early: ts - moment.at, text: `${ts} ${price} ${size}` })));
    expect(printed.map(({ text }) => text).toSorted()).toEqual(rows.filter(({ what }) => what === 'trade').map((each) => `${each.at} ${each.cents * 10_000} ${each.shares * 1_000_000}`).toSorted());
    for (const { early } of printed) {
      expect(early).toBeGreaterThanOrEqual(0);
      expect(early).toBeLessThanOrEqual(PRINT_LAG_MS);
    }
    expect(moments).toEqual(await momentsOf(tapeOf(rows)));
  }));
});
