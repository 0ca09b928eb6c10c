// How fast tapes are: recordings read, imported and traded on, rows to Parquet and back, and whether memory stays flat while
// a tape is read that is larger than what a reader may hold. Uses the real recordings where they are, and says so where they
// are not.

import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { PLAIN_EXCHANGE } from '../src/config/plain-exchange.fixture.ts';
import { price, size, timestamp, type Price, type TimestampMs } from '../src/core/domain/numbers.ts';
import type { Side } from '../src/core/domain/side.ts';
import { legFor } from '../src/exchange/complement.ts';
import { Random } from '../src/exchange/random.ts';
import { TapeExchange } from '../src/exchange/tape-exchange.ts';
import { columnTape } from '../src/tape/column-tape.fixture.ts';
import { ASK, BID, KIND, NO_SIDE, TapeColumns } from '../src/tape/columns.ts';
import { copyRows } from '../src/tape/copy-rows.ts';
import { importTape } from '../src/tape/import-tape.ts';
import { openTape } from '../src/tape/open-tape.ts';
import type { Tape } from '../src/tape/tape.ts';
import { line, machine, median } from './measure.ts';

const DATA = process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../shared/data');
const FOLDERS = ['polymarket-tickscope', 'polymarket-btc15m-l2', 'kalshi-inxd-2023', 'binance-l2', 'kalshi-bbo', 'polymarket-us-bbo'];
const LONG = join(DATA, 'polymarket-tickscope/polymarket_20260607_0130.csv.gz');
const LONG_COPIES = 5;
const ROUNDS = 5;
const TRADE_BUDGET = 500_000;
const IMPORT_BUDGET = 500_000;
const PARQUET_BUDGET = 5_000_000;
/** Growth of the process while some tens of millions of rows pass. */
const GROWTH_BUDGET_MB = 64;
const SYNTHETIC_ROWS = 4_000_000;
const REQUOTE_MS = 60_000;
const OFFSETS = [1, 2, 3];

const temporary = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
process.on('exit', () => { rmSync(temporary, { recursive: true, force: true }); });

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
};
const shown = (what: string, perSecond: number, note = ''): string => `  ${what.padEnd(46)} ${Math.round(perSecond).toLocaleString('en-US').padStart(11)} rows/s   ${note}`;

async function allRows(tape: Tape): Promise<TapeColumns> {
  const all = new TapeColumns();
  for await (const chunk of tape.chunks()) copyRows(chunk, 0, chunk.length, all);
  return all;
}

async function pass(tape: Tape, each: (chunk: TapeColumns) => void = () => {}): Promise<number> {
  let rows = 0;
  for await (const chunk of tape.chunks()) {
    rows += chunk.length;
    each(chunk);
  }
  return rows;
}

/** Three orders a side around the last trade, sent anew once a minute in every market that trades. */
function trade(tape: Tape, rows: TapeColumns): { readonly ms: number; readonly resting: number; readonly fills: number } {
  let fills = 0;
  let sent = 0;
  const exchange = new TapeExchange({
    venue: tape.venue, name: 'bench', instruments: tape.instruments, terms: tape.terms, settings: { ...PLAIN_EXCHANGE, cash: 1e15 },
    emit: (event) => { if (event.type === 'OrderFilled') fills++; },
  });
  const quotedAt = tape.instruments.map(() => -Infinity);
  const orderAt = (side: Side, at: Price, index: number, now: TimestampMs): void => {
    const instrument = tape.instruments[index]!;
    if (at < instrument.tick || at > 1_000_000 - instrument.tick || at % instrument.tick !== 0) return;
    exchange.perform({
      type: 'PlaceOrder', ts: now, generation: 1, venue: tape.venue, clientId: `b${++sent}`, market: instrument.id, side, price: at,
      size: size(instrument.minSize * 4), postOnly: true, leg: legFor(side, at, 'buy'),
    }, now);
  };
  const startedAt = performance.now();
  for (let i = 0; i < rows.length; i++) {
    exchange.hear(rows, i);
    const market = rows.market[i]!;
    const now = timestamp(rows.ts[i]!);
    if (rows.kind[i] !== KIND.trade || now - quotedAt[market]! < REQUOTE_MS) continue;
    quotedAt[market] = now;
    exchange.perform({ ts: now, generation: 1, venue: tape.venue, type: 'CancelAll' }, now);
    const { tick } = tape.instruments[market]!;
    for (const by of OFFSETS) {
      orderAt('bid', price(rows.price[i]! - by * tick), market, now);
      orderAt('ask', price(rows.price[i]! + by * tick), market, now);
    }
  }
  return { ms: performance.now() - startedAt, resting: sent, fills };
}

async function measureRecording(folder: string): Promise<void> {
  const path = join(DATA, folder);
  const tape = await openTape(path);
  const rows = await allRows(tape);
  const once = trade(tape, rows);
  if (rows.length === 0) throw new Error(`${folder}: nothing to measure`);
  const [reads, imports, trades]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    reads.push(tape.info.rows / await seconds(() => pass(tape)));
    imports.push(rows.length / await seconds(async () => importTape(await openTape(path), join(temporary, 'recording.parquet'))));
    trades.push((rows.length / trade(tape, rows).ms) * 1_000);
  }
  console.log(shown(`read ${folder}`, median(reads), `${tape.info.rows.toLocaleString('en-US')} rows recorded`));
  console.log(shown(`import ${folder}`, median(imports), `${rows.length.toLocaleString('en-US')} rows of tape`));
  if (once.resting > 0) console.log(line(`trade ${folder}`, median(trades), 'rows/s', TRADE_BUDGET, 'higher', `${once.resting} orders, ${once.fills} fills`));
}

/** A recording of a size at which starting costs nothing: the real one several times over, each later than the one before. */
async function longRecording(): Promise<string> {
  const blocks: Buffer[] = [];
  for await (const block of createReadStream(LONG).pipe(createGunzip())) blocks.push(block as Buffer);
  const [header, ...rows] = Buffer.concat(blocks).toString('latin1').trimEnd().split('\n') as [string, ...string[]];
  const stamps = rows.map((row) => Number(row.slice(0, row.indexOf(','))));
  const span = Math.max(...stamps.slice(-10_000)) - Math.min(...stamps.slice(0, 10_000)) + 60_000;
  const path = join(temporary, 'long.csv');
  await appendFile(path, `${header}\n`);
  for (let copy = 0; copy < LONG_COPIES; copy++) {
    await appendFile(path, `${rows.map((row, i) => `${stamps[i]! + copy * span}${row.slice(row.indexOf(','))}`).join('\n')}\n`);
  }
  return path;
}

async function measureLongImport(): Promise<void> {
  const path = await longRecording();
  const rates: number[] = [];
  let note = '';
  for (let round = 0; round < 3; round++) {
    const startedAt = performance.now();
    const tape = await openTape(path);
    const surveyedAt = performance.now();
    const { facts } = await importTape(tape, join(temporary, 'long.parquet'));
    const endedAt = performance.now();
    rates.push((facts.recordedRows / (endedAt - startedAt)) * 1_000);
    note = `${facts.recordedRows.toLocaleString('en-US')} recorded, ${facts.rows.toLocaleString('en-US')} of tape; survey ${((surveyedAt - startedAt) / 1_000).toFixed(2)} s, import ${((endedAt - surveyedAt) / 1_000).toFixed(2)} s`;
  }
  console.log(line('import a long CSV recording', median(rates), 'rows/s', IMPORT_BUDGET, 'higher', note));
}

/** Level changes and trades of eight markets, a millisecond apart, and now and then a book. */
function syntheticRows(): TapeColumns {
  const random = new Random(1, 'bench tape');
  const rows = new TapeColumns();
  rows.reserve(SYNTHETIC_ROWS + 64);
  for (let ts = 1_700_000_000_000; rows.length < SYNTHETIC_ROWS; ts++) {
    const market = random.between(0, 7);
    rows.delayNow = random.between(0, 300);
    const at = random.between(1, 99) * 10_000;
    const many = random.between(1, 1_000_000) * 10_000;
    if (random.chance(0.001)) {
      rows.row(KIND.snapshot, ts, market, NO_SIDE, 0, 40);
      for (let level = 0; level < 40; level++) rows.row(KIND.level, ts, market, level < 20 ? BID : ASK, (level + 30) * 10_000, many);
    } else if (random.chance(0.05)) rows.trade(ts, market, BID, at, many);
    else rows.delta(ts, market, random.chance(0.5) ? BID : ASK, at, many);
  }
  return rows;
}

async function measureParquet(): Promise<void> {
  const rows = syntheticRows();
  const made = columnTape(rows, { markets: Array.from({ length: 8 }, (_, i) => `btc-updown-15m-177163380${i}`), chunkRows: 32_768 });
  const path = join(temporary, 'synthetic.parquet');
  const [writes, reads, readsOfTwo]: [number[], number[], number[]] = [[], [], []];
  let bytes = 0;
  for (let round = 0; round < 3; round++) writes.push(rows.length / await seconds(() => importTape(made, path)));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [threads, rates] of [[1, reads], [2, readsOfTwo]] as const) {
      const tape = await openTape(path, { threads });
      rates.push(rows.length / await seconds(async () => { if (await pass(tape) !== rows.length) throw new Error('rows are missing'); }));
      bytes = tape.files[0]!.bytes;
    }
  }
  console.log(line('write Parquet, from columns in memory', median(writes), 'rows/s', IMPORT_BUDGET, 'higher', `${rows.length.toLocaleString('en-US')} rows, ${(bytes / rows.length).toFixed(1)} bytes a row`));
  console.log(line('read Parquet into columns', median(reads), 'rows/s', PARQUET_BUDGET, 'higher', `with two threads ${(median(readsOfTwo) / 1e6).toFixed(1)} M/s`));
  await measureMemory(path);
}

/** The same tape again and again is what a long one would cost: the peak must not rise once the first passes are over. */
async function measureMemory(path: string): Promise<void> {
  const peakOver = async (rounds: number): Promise<readonly [peak: number, rows: number]> => {
    let peak = 0;
    let rows = 0;
    for (let round = 0; round < rounds; round++) rows += await pass(await openTape(path), () => { peak = Math.max(peak, process.memoryUsage.rss() / 1e6); });
    return [peak, rows];
  };
  globalThis.gc?.();
  const [before] = await peakOver(4);
  const [after, rows] = await peakOver(8);
  console.log(line('peak memory while reading Parquet', Math.max(0, after - before), 'MB more', GROWTH_BUDGET_MB, 'lower', `over ${(rows / 1e6).toFixed(0)} M rows, after ${before.toFixed(0)} MB`));
}

console.log(`tapes · ${machine()}`);
const only = process.argv.slice(2);
for (const folder of only.length > 0 ? only : FOLDERS) {
  if (existsSync(join(DATA, folder))) await measureRecording(basename(folder));
  else console.log(`  ${folder}: not measured, the recording is absent (set EVENKEEL_DATA)`);
}
if (existsSync(LONG)) await measureLongImport();
await measureParquet();
