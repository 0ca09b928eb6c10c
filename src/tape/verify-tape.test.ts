import { join } from 'node:path';
import { expect, test } from 'vitest';
import { columnTape } from './column-tape.fixture.ts';
import { BID, KIND, TapeColumns } from './columns.ts';
import { importTape } from './import-tape.ts';
import { folderWith, madeUpPath, spoiled } from './made-up-tapes.fixture.ts';
import { openTape } from './open-tape.ts';
import { Duckdb, sqlPath, sqlText } from './duckdb.ts';
import { firstDifference } from './same-rows.ts';
import { verifyTape } from './verify-tape.ts';

async function imported(): Promise<string> {
  const path = join(folderWith({}), 'tape.parquet');
  await importTape(await openTape(madeUpPath('tickscope')), path);
  return path;
}

test('a tape agrees with itself and with its recordings', async () => {
  const verified = await verifyTape(await openTape(await imported()), { against: await openTape(madeUpPath('tickscope')) });
  expect(verified).toMatchObject({ contradictionCount: 0, disagreements: [] });
});

test('names the first row that is not that of the recordings', async () => {
  const against = await openTape(spoiled('tickscope', 'BID,0.39,30', 'BID,0.39,31'));
  const { disagreements } = await verifyTape(await openTape(await imported()), { against });
  expect(disagreements).toEqual([expect.stringMatching(/^row \d+: tape has .* delta tickscope-100000, .* size 30000000, .* spoiled has .* size 31000000, /)]);
});

test.each(['ts', 'side', 'price', 'size', 'delay', 'kind'] as const)('tells rows apart that differ in %s alone', async (column) => {
  const made = (value: number): TapeColumns => {
    const rows = new TapeColumns();
    rows.delta(5, 0, BID, 400_000, 1);
    rows[column][0] = value;
    return rows;
  };
  expect(await firstDifference(columnTape(made(0)), columnTape(made(0)))).toBeNull();
  expect(await firstDifference(columnTape(made(0)), columnTape(made(1)))).toContain('row 1');
});

test('finds a size that was changed in the file after it was written', async () => {
  const [path, changed] = [await imported(), join(folderWith({}), 'changed.parquet')];
  const duckdb = await Duckdb.open({ path: ':memory:', threads: 1, memoryLimit: '256MB', spillFolder: null });
  const metadata = await duckdb.text(`SELECT decode(value) FROM parquet_kv_metadata(${sqlPath(path)})`);
  await duckdb.run(`COPY (SELECT * REPLACE (CASE WHEN size = 30000000 THEN 31000000 ELSE size END AS size) FROM read_parquet(${sqlPath(path)})) TO ${sqlText(changed)} (FORMAT parquet, KV_METADATA {'evenkeel.tape': ${sqlText(metadata ?? '')}})`);
  duckdb.close();
  const { disagreements, contradictionCount } = await verifyTape(await openTape(changed), { against: null });
  expect([contradictionCount, disagreements]).toEqual([0, [expect.stringContaining('the rows are not those that were written')]]);
});

test('places what a row contradicts', async () => {
  const rows = new TapeColumns();
  rows.delta(5, 0, BID, 400_000, 1);
  rows.row(KIND.level, 6, 0, BID, 400_000, 1);
  const { contradictions } = await verifyTape(columnTape(rows), { against: null });
  expect(contradictions).toEqual([{ row: 2, ts: 6, market: 'a', what: 'a level that belongs to no snapshot' }]);
});
