import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_FEE } from '../core/domain/fees.ts';
import { price } from '../core/domain/numbers.ts';
import { columnTape, madeUpInstrument, rowsOf } from './column-tape.fixture.ts';
import { ASK, BID, KIND, NO_SIDE, TapeColumns, type ChangedTerms } from './columns.ts';
import { Duckdb, sqlText } from './duckdb.ts';
import { importTape } from './import-tape.ts';
import { allRows, folderWith, madeUpPath, madeUpText, type MadeUp } from './made-up-tapes.fixture.ts';
import { openTape } from './open-tape.ts';
import { parquetSource } from './parquet-read.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';

const newPath = (): string => join(folderWith({}), 'tape.parquet');
const MARKETS = ["it's", 'b,"c"', 'дождь ☂', 'btc-candles'];
const REFERENCES = ['btc 1m', 'btc-candles'];
const TERMS: readonly ChangedTerms[] = [
  { tick: price(1_000), fees: { maker: NO_FEE, taker: { rate: 0.07, exponent: 2, roundUpTo: 100 } } },
  { tick: price(100), fees: { maker: { rate: 1 / 3, exponent: 0, roundUpTo: 10_000 }, taker: NO_FEE } },
];

const micros = fc.integer({ min: 0, max: 9_007_199_254_740_991 });
const level = fc.tuple(fc.constantFrom(BID, ASK), fc.integer({ min: 1, max: 999_999 }), micros);
/** One event: kind, market, side, price, size, delay, levels. */
const event = fc.oneof(
  fc.record({ kind: fc.constantFrom(KIND.delta, KIND.trade), market: fc.nat(3), side: fc.constantFrom(BID, ASK), price: fc.integer({ min: 1, max: 999_999 }), size: micros }),
  fc.record({ kind: fc.constant(KIND.snapshot), market: fc.nat(3), levels: fc.array(level, { maxLength: 12 }) }),
  fc.record({ kind: fc.constantFrom(KIND.invalid, KIND.valid, KIND.status), market: fc.nat(3), size: fc.nat(2) }),
  fc.record({ kind: fc.constant(KIND.heartbeat), market: fc.constant(-1) }),
  fc.record({ kind: fc.constant(KIND.gap), market: fc.integer({ min: -1, max: 3 }), size: fc.nat(86_400_000) }),
  fc.record({ kind: fc.constant(KIND.resolved), market: fc.nat(3), price: fc.nat(1_000_000) }),
  fc.record({ kind: fc.constant(KIND.terms), market: fc.nat(3), size: fc.nat(1) }),
  fc.record({ kind: fc.constant(KIND.reference), market: fc.nat(1), price: fc.double({ noNaN: true, noDefaultInfinity: true, noNegativeZero: true } as fc.DoubleConstraints).map((x) => x + 0) }),
);
interface Event { readonly kind: number; readonly market: number; readonly side?: number; readonly price?: number; readonly size?: number; readonly levels?: readonly (readonly [number, number, number])[] }

function columnsOf(events: readonly (readonly [number, number, Event])[]): TapeColumns {
  const columns = new TapeColumns();
  let ts = 1_700_000_000_000;
  for (const [step, delay, { kind, market, side = NO_SIDE, price: at = 0, size = 0, levels = [] }] of events) {
    ts += step;
    columns.delayNow = delay;
    columns.row(kind, ts, market, side, at, kind === KIND.snapshot ? levels.length : size);
    for (const [levelSide, levelPrice, levelSize] of levels) columns.row(KIND.level, ts, market, levelSide, levelPrice, levelSize);
  }
  return columns;
}

test('any rows come back from the file as they were written, whatever the names of their markets', async () => {
  const steps = fc.array(fc.tuple(fc.nat(5_000), fc.integer({ min: -1, max: 2 ** 31 - 1 }), event), { minLength: 1, maxLength: 60 });
  await fc.assert(fc.asyncProperty(steps, async (events) => {
    const columns = columnsOf(events);
    const path = newPath();
    // A reader may know more of its terms than the tape keeps.
    const terms = TERMS.map((changed, instrument) => ({ ...changed, ts: 5, instrument }));
    const { facts } = await importTape(columnTape(columns, { markets: MARKETS, references: REFERENCES, terms, chunkRows: 7 }), path);
    const tape = await openTape(path);
    expect(rowsOf(await allRows(tape))).toEqual(rowsOf(columns));
    expect([tape.references, tape.terms]).toEqual([REFERENCES, TERMS]);
    expect(tape.instruments).toEqual(MARKETS.map((name, id) => ({ ...madeUpInstrument(name), id })));
    expect((await parquetSource(tape))?.facts).toEqual(facts);
    expect([tape.info.tapeRows, tape.info.rows]).toEqual([columns.length, columns.length]);
  }), { numRuns: 20 });
});

test('what is not known is nothing in the file, and a level under the name of a reference is refused', async () => {
  const rows = columnsOf([[0, -1, { kind: KIND.delta, market: 0, side: BID, price: 1, size: 1 }], [0, 5, { kind: KIND.reference, market: 0, price: 0.5 }], [0, 0, { kind: KIND.heartbeat, market: -1 }]]);
  const path = newPath();
  await importTape(columnTape(rows, { markets: ['a'], references: ['btc'] }), path);
  const duckdb = await Duckdb.open({ path: ':memory:', threads: 1, memoryLimit: '256MB', spillFolder: null });
  expect(await duckdb.text(`SELECT to_json(list(t))::VARCHAR FROM (SELECT market, kind, side, price, size, delay_ms, reference_price FROM read_parquet(${sqlText(path)})) t`)).toBe(JSON.stringify([
    { market: 'a', kind: 'delta', side: 'bid', price: 1, size: 1, delay_ms: null, reference_price: null },
    { market: 'btc', kind: 'reference', side: null, price: null, size: null, delay_ms: 5, reference_price: 0.5 },
    { market: null, kind: 'heartbeat', side: null, price: 0, size: 0, delay_ms: 0, reference_price: null },
  ]));
  duckdb.close();
  const spoiled = newPath();
  await spoil(path, readFileSync(path), spoiled, "SELECT * REPLACE ('btc' AS market) FROM tape");
  expect(await refusalOf(spoiled)).toBe('MM_TAPE_CORRUPT');
});

test('a snapshot and its levels come in one chunk however they lie in the file, and the order of rows is kept', async () => {
  const columns = new TapeColumns();
  for (let i = 0; i < 40; i++) {
    columns.row(KIND.snapshot, i, 0, NO_SIDE, 0, 3_001);
    for (let row = 0; row < 3_001; row++) columns.row(KIND.level, i, 0, row % 2 === 0 ? BID : ASK, 10_000, row + 1);
  }
  const path = newPath();
  await importTape(columnTape(columns), path);
  let chunks = 0;
  for await (const { length, kind, size } of (await openTape(path)).chunks()) {
    chunks++;
    expect(length % 3_002).toBe(0);
    for (let i = 0; i < length; i += 3_002) expect([kind[i], size[i], size[i + 1], size[i + 3_001]]).toEqual([KIND.snapshot, 3_001, 1, 3_001]);
  }
  expect(chunks).toBeGreaterThan(2);
});

const SAME: readonly (readonly [string, string])[] = (['tickscope', 'btc15m', 'kalshi-inxd'] as const satisfies readonly MadeUp[]).map((name) => [name, madeUpPath(name)]);
test.each(SAME)('%s: the made-up recording and its tape hold the same rows and findings', async (_, path) => { await expectSame(path); });
test.skipIf(areAbsent).each(Object.entries(RECORDINGS))(`%s: the recordings and their tape hold the same rows and findings${ABSENT}`, async (_, path) => { await expectSame(path); });

async function expectSame(recording: string): Promise<void> {
  const raw = await openTape(recording);
  const rows = await allRows(raw);
  const path = newPath();
  await importTape(await openTape(recording), path);
  const tape = await openTape(path);
  const stored = await allRows(tape);
  for (const column of ['ts', 'kind', 'market', 'side', 'price', 'size', 'delay'] as const) {
    expect(Buffer.from(stored[column].slice(0, stored.length).buffer).equals(Buffer.from(rows[column].slice(0, rows.length).buffer)), column).toBe(true);
  }
  expect(tape.instruments).toEqual(raw.instruments);
  expect(tape.terms).toEqual(raw.terms.map(({ tick, fees }) => ({ tick, fees })));
  const { kinds, repeatedRows, backwardStamps, staleLevels, negativeLevels, mirrorMismatches, gaps, firstAt, lastAt, rows: recorded } = raw.info;
  expect(tape.info).toMatchObject({ kinds, repeatedRows, backwardStamps, staleLevels, negativeLevels, mirrorMismatches, gaps, firstAt, lastAt, rows: recorded });
}

test('a tape is the file that is named, though its name is a pattern that fits others', async () => {
  const folder = folderWith({});
  for (const name of ["it's [1]*.parquet", "it's 1.parquet", "it's [1]2.parquet"]) {
    await importTape(await openTape(madeUpPath(name === "it's [1]*.parquet" ? 'btc15m' : 'tickscope')), join(folder, name));
  }
  const tape = await openTape(join(folder, "it's [1]*.parquet"));
  expect(tape.instruments.map(({ name }) => name)).toEqual(['made-up-15m']);
  expect((await allRows(tape)).length).toBe(22);
});

test('labels end the markets of a tape that leaves them open, and correct those it has', async () => {
  const path = newPath();
  const labels = new Map([['made-up-15m', 1_000_000]]);
  await importTape(await openTape(madeUpPath('btc15m')), path);
  const ends = async (file: string, given: ReadonlyMap<string, number>): Promise<unknown> => rowsOf(await allRows(await openTape(file, { labels: given }))).at(-1)!.slice(1, 5);
  expect(await ends(path, new Map())).toEqual([KIND.status, 0, NO_SIDE, 0]);
  expect(await ends(path, labels)).toEqual([KIND.resolved, 0, NO_SIDE, 1_000_000]);
  const labelled = newPath();
  await importTape(await openTape(madeUpPath('btc15m'), { labels }), labelled);
  expect(await ends(labelled, new Map())).toEqual([KIND.resolved, 0, NO_SIDE, 1_000_000]);
  expect(await ends(labelled, new Map([['made-up-15m', 0]]))).toEqual([KIND.resolved, 0, NO_SIDE, 0]);
});

test('tapes and recordings that overlap are one tape, markets numbered over all of it', async () => {
  const folder = folderWith({ 'other.csv': madeUpText('btc15m').replaceAll('made-up-15m', 'another-15m') });
  const path = join(folder, 'tape.parquet');
  await importTape(await openTape(madeUpPath('btc15m')), path);
  const tape = await openTape([path, join(folder, 'other.csv')]);
  expect(tape.instruments.map(({ id, name }) => [id, name])).toEqual([[0, 'made-up-15m'], [1, 'another-15m']]);
  const both = await openTape(folder);
  const rows = rowsOf(await allRows(both));
  expect(rows.map(([ts]) => ts!)).toEqual(rows.map(([ts]) => ts!).toSorted((a, b) => a - b));
  const single = rowsOf(await allRows(await openTape(path)));
  for (const id of [0, 1]) expect(rows.filter(([, kind, market]) => market === id && kind !== KIND.heartbeat).map(([ts, kind, , ...rest]) => [ts, kind, ...rest]))
    .toEqual(single.filter(([, kind]) => kind !== KIND.heartbeat).map(([ts, kind, , ...rest]) => [ts, kind, ...rest]));
});

test('the same content has the same name whatever its path, other content or other labels another', async () => {
  const text = madeUpText('btc15m');
  const folder = folderWith({ 'a.csv': text, 'b.csv': text, 'c.csv': text.replace('100.0', '101.0') });
  const hash = async (file: string, labels: ReadonlyMap<string, number> = new Map()): Promise<string> => (await openTape(join(folder, file), { labels })).contentHash();
  expect(await hash('a.csv')).toBe(await hash('b.csv'));
  expect(await hash('a.csv')).not.toBe(await hash('c.csv'));
  expect(await hash('a.csv')).not.toBe(await hash('a.csv', new Map([['made-up-15m', 0]])));
});

async function madeUpTape(): Promise<string> {
  const path = newPath();
  await importTape(await openTape(madeUpPath('tickscope')), path);
  return path;
}
const refusalOf = async (path: string): Promise<unknown> => openTape(path).then(allRows).then(() => null, ({ spec }: { spec?: { code: string } }) => spec?.code ?? 'no error of the catalogue');

test('a file that is cut, foreign or damaged is refused with an error of the catalogue', async () => {
  const path = await madeUpTape();
  const bytes = readFileSync(path);
  for (const share of [0.1, 0.5, 0.9, 0.999]) {
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * share)));
    expect(await refusalOf(path)).toBe('MM_TAPE_TRUNCATED');
  }
  const damaged = Buffer.from(bytes);
  damaged.fill(0xff, 30, 200);
  writeFileSync(path, damaged);
  expect(await refusalOf(path)).toBe('MM_TAPE_CORRUPT');
  const foreign = newPath();
  await spoil(path, bytes, foreign, 'SELECT ts, kind FROM tape', '');
  expect(await refusalOf(foreign)).toBe('MM_TAPE_FOREIGN_PARQUET');
});

/** Writes what `query` makes of the tape, with its metadata changed from `from` to `to`. */
async function spoil(path: string, bytes: Buffer, to: string, query: string, keepMetadata = 'yes'): Promise<void> {
  writeFileSync(path, bytes);
  const duckdb = await Duckdb.open({ path: ':memory:', threads: 1, memoryLimit: '256MB', spillFolder: null });
  const metadata = await duckdb.text(`SELECT decode(value) FROM parquet_kv_metadata(${sqlText(path)})`);
  await duckdb.run(`CREATE VIEW tape AS SELECT * FROM read_parquet(${sqlText(path)})`);
  await duckdb.run(`COPY (${query}) TO ${sqlText(to)} (FORMAT parquet${keepMetadata === '' ? '' : `, KV_METADATA {'evenkeel.tape': ${sqlText(metadata ?? '')}}`})`);
  duckdb.close();
}

test.each([
  ['a word that is no kind', "SELECT * REPLACE ('guess' AS kind) FROM tape"],
  ['a side that is none', "SELECT * REPLACE ('long' AS side) FROM tape"],
  ['a market that it does not list', "SELECT * REPLACE ('elsewhere' AS market) FROM tape"],
  ['a level of no market', 'SELECT * REPLACE (NULL AS market) FROM tape'],
  ['nothing where a price has to be', 'SELECT * REPLACE (NULL::BIGINT AS price) FROM tape'],
  ['fewer rows than it says', 'SELECT * FROM tape LIMIT 3'],
  ['a column less', 'SELECT * EXCLUDE (size) FROM tape'],
])('a tape with %s is refused', async (_, query) => {
  const path = await madeUpTape();
  const spoiled = newPath();
  await spoil(path, readFileSync(path), spoiled, query);
  expect(await refusalOf(spoiled)).toBe('MM_TAPE_CORRUPT');
});

test('rows whose stamps fall are refused', async () => {
  const path = await madeUpTape();
  const spoiled = newPath();
  await spoil(path, readFileSync(path), spoiled, 'SELECT * FROM tape ORDER BY ts DESC');
  expect(await refusalOf(spoiled)).toBe('MM_TAPE_OUT_OF_ORDER');
});

test('an import that fails or is stopped leaves nothing behind, and what was there stays', async () => {
  const columns = columnsOf([[0, -1, { kind: KIND.delta, market: 0, side: BID, price: 1.5, size: 1 }]]);
  const path = newPath();
  await expect(importTape(columnTape(columns), path)).rejects.toThrow(/fraction/);
  expect(readdirSync(dirname(path))).toEqual([]);
  writeFileSync(path, 'of before');
  const stop = new AbortController();
  await expect(importTape(await openTape(madeUpPath('tickscope')), path, { signal: stop.signal, progress: () => { stop.abort(new Error('enough')); } })).rejects.toThrow('enough');
  expect(readdirSync(dirname(path))).toEqual([basename(path)]);
  expect(readFileSync(path, 'utf8')).toBe('of before');
  await expect(importTape(await openTape(madeUpPath('tickscope')), join(dirname(path), 'nowhere', 'tape.parquet'))).rejects.toMatchObject({ spec: { code: 'MM_TAPE_CANNOT_WRITE' } });
  expect(existsSync(join(dirname(path), 'nowhere'))).toBe(false);
});
