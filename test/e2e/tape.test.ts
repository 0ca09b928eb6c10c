import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { botFolder, ROOT, type BotFolder } from './bot-folder.fixture.ts';
import { cleanUp, type Ended, evenkeel, eventually } from './running-bot.fixture.ts';

const madeUp = (name: string): string => join(ROOT, 'test/fixtures/tapes', `${name}.csv`);

let folder: BotFolder;
beforeEach(async () => { folder = await botFolder(); });
afterEach(() => cleanUp(folder));

const at = (name: string): string => join(folder.path, name);
const tape = (...words: string[]): Promise<Ended> => evenkeel(folder, 'tape', ...words);
const json = async (...words: string[]): Promise<Record<string, unknown>> => {
  const { exit, out, err } = await tape(...words, '--json');
  expect(exit, out + err).toBe(0);
  return JSON.parse(out) as Record<string, unknown>;
};

test('recordings become a tape that says what it holds, and that is what they hold', async () => {
  const imported = await json('import', madeUp('btc15m'), madeUp('tickscope'), '--out', at('day.parquet'));
  expect(imported).toMatchObject({ out: at('day.parquet'), rows: 37, recordedRows: 23, kinds: { delta: 8, trade: 5, snapshot: 4, level: 13 }, gaps: [], found: { repeatedRows: 9, backwardStamps: 2, staleLevels: 1 } });
  expect(imported['sources']).toMatchObject([{ name: 'tickscope.csv', format: 'tickscope', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }, { name: 'btc15m.csv' }]);
  const stored = await json('info', at('day.parquet'));
  const raw = await json('info', madeUp('btc15m'), madeUp('tickscope'));
  for (const key of ['venue', 'rows', 'recordedRows', 'kinds', 'firstAt', 'lastAt', 'markets', 'found', 'gaps', 'rowsHash']) expect([key, stored[key]]).toEqual([key, raw[key]]);
  const verified = await tape('verify', at('day.parquet'), '--against', madeUp('tickscope'), madeUp('btc15m'));
  expect(verified.exit, verified.out + verified.err).toBe(0);
  expect(verified.out).toContain('ok: nothing contradicts itself, nothing is missing');
  const text = await tape('info', at('day.parquet'));
  expect(text.out).toMatch(/made-up-15m +1c +[\d.]+ % +none +\d+ +3 .*known +not resolved/);
  expect(text.out).toContain('2026-05-28 20:26:40');
});

test('labels end the markets they name, from CSV or JSON, and a mistake in them has its line', async () => {
  writeFileSync(at('labels.csv'), 'market,yesPays\nmade-up-15m,1\n');
  writeFileSync(at('labels.json'), '{"made-up-15m": 0}');
  expect(await json('import', madeUp('btc15m'), '--out', at('a.parquet'), '--labels', at('labels.csv'))).toMatchObject({ kinds: { resolved: 1 }, markets: [{ yesPays: 1_000_000 }] });
  expect(await json('info', madeUp('btc15m'), '--labels', at('labels.json'))).toMatchObject({ markets: [{ yesPays: 0 }] });
  expect((await tape('verify', at('a.parquet'), '--against', madeUp('btc15m'), '--labels', at('labels.csv'))).exit).toBe(0);
  expect(await tape('verify', at('a.parquet'), '--against', madeUp('btc15m'))).toMatchObject({ exit: 1, out: expect.stringContaining('has ended') as string });
  writeFileSync(at('labels.csv'), 'market,yesPays\nmade-up-15m,yes\n');
  const refused = await tape('import', madeUp('btc15m'), '--out', at('b.parquet'), '--labels', at('labels.csv'));
  expect(refused).toMatchObject({ exit: 65, err: expect.stringContaining('labels.csv:2') as string });
  expect(existsSync(at('b.parquet'))).toBe(false);
});

test('a tape that is there is written over only when that is said', async () => {
  writeFileSync(at('a.parquet'), 'precious');
  const refused = await tape('import', madeUp('btc15m'), '--out', at('a.parquet'));
  expect(refused).toMatchObject({ exit: 73, err: expect.stringContaining('MM_TAPE_EXISTS') as string });
  expect(readFileSync(at('a.parquet'), 'utf8')).toBe('precious');
  expect((await tape('import', madeUp('btc15m'), '--out', at('a.parquet'), '--force')).exit).toBe(0);
  expect((await tape('verify', at('a.parquet'))).exit).toBe(0);
});

test('a hole is named by verify, with exit 1, and by info, with exit 0', async () => {
  const lines = readFileSync(madeUp('btc15m'), 'utf8').replaceAll('1780000005000', '1780000014000');
  writeFileSync(at('holed.csv'), lines);
  const verified = await tape('verify', at('holed.csv'));
  expect(verified.exit, verified.err).toBe(1);
  expect(verified.out).toContain('made-up-15m: a hole from 2026-05-28T20:26:44.000Z to 2026-05-28T20:26:54.000Z (10 s)');
  expect(verified.out).toContain('NOT OK: 1 hole');
  const imported = await json('import', at('holed.csv'), '--out', at('holed.parquet'));
  expect(imported).toMatchObject({ kinds: { gap: 1 }, gaps: [{ market: 'made-up-15m', from: 1_780_000_004_000, to: 1_780_000_014_000 }] });
  expect((await tape('info', at('holed.parquet'))).exit).toBe(0);
  expect((await tape('verify', at('holed.parquet'))).exit).toBe(1);
});

test('what cannot be read is refused: no tape, a tape that is cut, a folder of nothing', async () => {
  writeFileSync(at('cut.csv.gz'), gzipSync(readFileSync(madeUp('tickscope'))).subarray(0, 200));
  expect(await tape('import', at('cut.csv.gz'), '--out', at('a.parquet'))).toMatchObject({ exit: 65, err: expect.stringContaining('cut.csv.gz') as string });
  await json('import', madeUp('tickscope'), '--out', at('whole.parquet'));
  writeFileSync(at('cut.parquet'), readFileSync(at('whole.parquet')).subarray(0, 1_000));
  expect(await tape('info', at('cut.parquet'))).toMatchObject({ exit: 65, err: expect.stringContaining('MM_TAPE_TRUNCATED') as string });
  expect(await tape('info', at('profiles'))).toMatchObject({ exit: 66, err: expect.stringContaining('MM_TAPE_NOT_FOUND') as string });
  expect(await tape('info', at('nowhere.parquet'))).toMatchObject({ exit: 66 });
  expect(readdirSync(folder.path).filter((name) => name.includes('.import-'))).toEqual([]);
});

test('the formats are listed, and of a folder what is of none is passed over and said', async () => {
  const { out } = await tape('formats');
  for (const name of ['tickscope', 'btc15m', 'kalshi-inxd']) expect(out).toMatch(new RegExp(`^${name} `, 'm'));
  const info = await json('info', folder.path).catch(() => null);
  expect(info).toBeNull();
  writeFileSync(at('a.csv'), readFileSync(madeUp('tickscope')));
  writeFileSync(at('notes.csv'), 'when,what\n1,2\n');
  expect(await json('info', folder.path)).toMatchObject({ files: [at('a.csv')], passedOver: [at('notes.csv')] });
});

test('Ctrl-C in the middle of an import leaves nothing behind', async () => {
  const [header, first, mirror] = readFileSync(madeUp('tickscope'), 'utf8').split('\n') as [string, string, string];
  const rows = Array.from({ length: 200_000 }, (_, i) => [first, mirror].map((row) => row.replace('1780000000000', String(1_780_000_000_000 + i)).replace(',100.0,', `,${i + 1}.0,`)).join('\n'));
  writeFileSync(at('long.csv'), [header, ...rows, ''].join('\n'));
  const child = spawn(join(ROOT, 'bin/evenkeel'), ['tape', 'import', at('long.csv'), '--out', at('long.parquet')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  const ended = once(child, 'close');
  await eventually('the import has begun', () => (readdirSync(folder.path).some((name) => name.startsWith('long.parquet.import-')) ? true : null), () => err);
  // The folder stands a moment before the rows begin to come; the signal is heard at the next chunk either way.
  child.kill('SIGINT');
  const [exit] = await ended as [number | null];
  expect([exit, err]).toEqual([1, expect.stringContaining('no tape is written')]);
  expect(readdirSync(folder.path).filter((name) => name.startsWith('long.parquet'))).toEqual([]);
});
