import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

const parts = (moments: readonly Moment[]): readonly string[] => moments.flatMap(({ at, prints }) => prints.map(({ price, size, through }) => `${at}: ${size / 1e6} at ${price / 1e4}${through.size === 0 ? '' : ` through ${[...through].map((each) => each / 1e4).join(' ')}`}`));
const BOOK = [level(0, 8, 36), level(0, 42, 35), level(0, 30, 34)];

test('gives each level that a trade emptied its part of the print, from the first of them on', async () => {
  expect(parts(await momentsOf(tapeOf([...BOOK, level(990, 0, 36), level(1_000, 0, 35), level(1_010, 21, 34), trade(1_050, 59, 34)])))).toEqual([
    '990: 8 at 36 through 36 35', '990: 42 at 35 through 36 35', '990: 9 at 34 through 36 35',
  ]);
  // The same where the print comes first.
  expect(parts(await momentsOf(tapeOf([...BOOK, trade(950, 50, 35), level(990, 0, 36), level(1_000, 0, 35)])))).toEqual(['950: 8 at 36 through 36', '950: 42 at 35 through 36']);
  // Of twenty that were gone, eight were traded.
  expect(parts(await momentsOf(tapeOf([level(0, 20, 36), level(0, 42, 35), level(1_000, 0, 36), level(1_000, 0, 35), trade(1_050, 50, 35)])))).toEqual(['1000: 8 at 36 through 36', '1000: 42 at 35 through 36']);
});

test('leaves a print whole whose own level lost as much, or that a better one alone would explain', async () => {
  expect(parts(await momentsOf(tapeOf([...BOOK, level(1_000, 0, 36), level(1_000, 0, 35), trade(1_050, 42, 35)])))).toEqual(['1000: 42 at 35 through 36']);
  expect(parts(await momentsOf(tapeOf([...BOOK, level(1_000, 0, 36), trade(1_050, 8, 35)])))).toEqual(['1050: 8 at 35']);
  expect(parts(await momentsOf(tapeOf([...BOOK, level(1_000, 0, 36), level(1_000, 0, 35), trade(1_040, 8, 36), trade(1_050, 50, 35)])))).toEqual(['1000: 8 at 36', '1000: 50 at 35 through 36']);
});

test('says which better levels are gone about when a print came, and none that stands', async () => {
  const stands = [level(0, 100, 41), level(0, 100, 40)];
  expect(parts(await momentsOf(tapeOf([...stands, trade(1_000, 5)])))).toEqual(['1000: 5 at 40']);
  expect(parts(await momentsOf(tapeOf([...stands, level(1_000, 60, 41), trade(1_000, 5)])))).toEqual(['1000: 5 at 40']);
  expect(parts(await momentsOf(tapeOf([...stands, trade(1_000, 5), level(1_000 + PRINT_LAG_MS, 0, 41)])))).toEqual(['1000: 5 at 40 through 41']);
  expect(parts(await momentsOf(tapeOf([...stands, trade(1_000, 5), level(1_001 + PRINT_LAG_MS, 0, 41)])))).toEqual(['1000: 5 at 40']);
  // Gone and there again before it; it came after the print.
  expect(parts(await momentsOf(tapeOf([...stands, level(900, 0, 41), level(950, 100, 41), trade(1_000, 5)])))).toEqual(['1000: 5 at 40']);
  expect(parts(await momentsOf(tapeOf([level(0, 100), trade(1_000, 5), level(1_010, 20, 41), level(1_020, 0, 41)])))).toEqual(['1000: 5 at 40']);
});

test('keeps no more of a long recording than of a short one, though no print explains what leaves its levels', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const columns = new TapeColumns();
  const tape = { ...columnTape(columns), async *chunks() {
    for (let chunk = 0, at = 0; chunk < 120; chunk++) {
      columns.clear();
      for (let i = 0; i < 1_000; i++, at += 50) {
        columns.delta(at, 0, BID, 300_000 + 1_000 * (i % 20), i % 40 < 20 ? 100_000_000 : 50_000_000);
        columns.delta(at, 0, BID, 500_000, 50_000_000 * (1 + (i % 2)));
        columns.trade(at, 0, ASK, 600_000, 1_000_000);
      }
      yield columns;
    }
  } };
  const heldMb: number[] = [];
  let given = 0;
  for await (const moments of recordedMoments(tape)) {
    given += moments.length;
    collect();
    heldMb.push(process.memoryUsage().heapUsed / 1e6);
  }
  expect(given).toBe(120_000);
  expect(heldMb[110]! - heldMb[20]!).toBeLessThan(3);
});

test('gives every row once and in order and every print in full, a print at most so much earlier, however the tape is cut', async () => {
  const row = fc.record({ after: fc.integer({ min: 0, max: 700 }), what: fc.constantFrom('level' as const, 'trade' as const), cents: fc.integer({ min: 39, max: 41 }), shares: fc.integer({ min: 0, max: 50 }) });
  await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 40, size: 'max' }), fc.integer({ min: 1, max: 10 }), async (drawn, chunkRows) => {
    let at = 0;
    const rows = drawn.map(({ after, ...rest }): Row => ({ ...rest, shares: rest.what === 'trade' ? rest.shares + 1 : rest.shares, at: at += after }));
    const moments = await momentsOf(tapeOf(rows, chunkRows));
    const stamps = moments.map((moment) => moment.at);
    expect(stamps).toEqual([...new Set(stamps)].toSorted((a, b) => a - b));
    expect(moments.flatMap((moment) => moment.rows.map(({ ts }) => [moment.at, ts]))).toEqual(rows.filter(({ what }) => what === 'level').map((each) => [each.at, each.at]));
    const printed = moments.flatMap((moment) => moment.prints.map(({ ts, price, size, through }) => ({ early: ts - moment.at, ts, price, size, through })));
    const sizes = new Map<number, number>();
    for (const { ts, size } of printed) sizes.set(ts, (sizes.get(ts) ?? 0) + size);
    const traded = new Map<number, number>();
    for (const { what, at: stamp, shares } of rows) if (what === 'trade') traded.set(stamp, (traded.get(stamp) ?? 0) + shares * 1_000_000);
    expect(sizes).toEqual(traded);
    for (const { early, ts, price, size, through } of printed) {
      expect(size).toBeGreaterThan(0);
      expect(early).toBeGreaterThanOrEqual(0);
      expect(early).toBeLessThanOrEqual(PRINT_LAG_MS);
      // At the price that it was printed at, or at a better one that is gone.
      expect(through.has(price) || rows.some(({ what, at: stamp, cents }) => what === 'trade' && stamp === ts && cents * 10_000 === price)).toBe(true);
    }
    expect(moments).toEqual(await momentsOf(tapeOf(rows)));
  }));
});
