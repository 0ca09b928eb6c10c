import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { EvenkeelError } from '../errors/define.ts';
import { folderWith, inWords, madeUpPath, madeUpText, readWhole, spoiled } from './made-up-tapes.fixture.ts';
import { openTape } from './open-tape.ts';

async function refusal(path: string): Promise<EvenkeelError> {
  try {
    await readWhole(path);
  } catch (error) {
    if (error instanceof EvenkeelError) return error;
    throw error;
  }
  throw new Error(`${path} was read without complaint`);
}

const place = async (path: string) => {
  const { spec, message, details } = await refusal(path);
  expect(message).toContain(path);
  return [spec.code, details.line, details.column, details.value];
};

test.each([
  ['a price that is no number', 'ASK,0.45', 'ASK,abc', 'price', 'abc'],
  ['a price that is NaN', 'ASK,0.45', 'ASK,nan', 'price', 'nan'],
  ['a price of 1', 'ASK,0.45', 'ASK,1.00', 'price', '1.00'],
  ['a negative price', 'ASK,0.45', 'ASK,-0.45', 'price', '-0.45'],
  ['a price finer than any tick', 'ASK,0.45', 'ASK,0.45001', 'price', '0.45001'],
  ['a size with too many digits to keep', 'ASK,0.45,50.0', 'ASK,0.45,50.0000001', 'size', '50.0000001'],
  ['a size in another notation', 'ASK,0.45,50.0', 'ASK,0.45,5e1', 'size', '5e1'],
  ['a best price above 1', 'ASK,0.45,50.0,0.40,0.45', 'ASK,0.45,50.0,0.40,1.45', 'best_ask', '1.45'],
])('names file, line, column and value of %s', async (_, from, to, column, value) => {
  expect(await place(spoiled('tickscope', from, to))).toEqual(['MM_TAPE_MALFORMED_ROW', 4, column, value]);
});

test('refuses a word that its column does not know, in each format', async () => {
  expect(await place(spoiled('tickscope', '0010,PRICE_CHANGE', '0010,PRICE_CHANGED'))).toEqual(['MM_TAPE_MALFORMED_ROW', 4, 'event_type', 'PRICE_CHANGED']);
  expect(await place(spoiled('tickscope', 'BID,0.47,2.083332', 'BUY,0.47,2.083332'))).toEqual(['MM_TAPE_MALFORMED_ROW', 15, 'side', 'BUY']);
  expect(await place(spoiled('btc15m', '0.48,3.0,SELL', '0.48,3.0,SOLD'))).toEqual(['MM_TAPE_MALFORMED_ROW', 6, 'last_trade_side_up', 'SOLD']);
  expect(await place(spoiled('kalshi-inxd', 'Cancel,7', 'Amend,7'))).toEqual(['MM_TAPE_MALFORMED_ROW', 8, 'Operation', 'Amend']);
  expect(await place(spoiled('kalshi-inxd', 'Cancel,7,1,A,2,6500.0', 'Cancel,7,1,A,2,6550.0'))).toEqual(['MM_TAPE_MALFORMED_ROW', 8, 'Price', '6550.0']);
  expect(await place(spoiled('kalshi-inxd', '2023-04-10 13:31:03.0', '2023-04-31 13:31:03.0'))).toEqual(['MM_TAPE_MALFORMED_ROW', 9, 'Time', '2023-04-31 13:31:03.000000+00:00']);
  expect(await place(spoiled('btc15m', '3000,made-up-15m', '3000,another-15m'))).toEqual(['MM_TAPE_MALFORMED_ROW', 6, 'market_slug', 'another-15m']);
});

test('refuses a row with a field too few or too many, and an empty line', async () => {
  expect(await refusal(spoiled('tickscope', ',0.40,0.45\n', ',0.40\n'))).toMatchObject({ spec: { code: 'MM_TAPE_MALFORMED_ROW' }, details: { line: 2, fields: 7, columns: 8 } });
  expect(await refusal(spoiled('tickscope', ',0.40,0.45\n', ',0.40,0.45,9\n'))).toMatchObject({ spec: { code: 'MM_TAPE_MALFORMED_ROW' }, details: { line: 2 } });
  expect(await refusal(spoiled('tickscope', '\n', '\n\n'))).toMatchObject({ spec: { code: 'MM_TAPE_MALFORMED_ROW' }, details: { line: 2 } });
});

test('refuses a file that stops in the middle of a row, at each byte of its last row', async () => {
  const text = madeUpText('tickscope');
  const lastRow = text.lastIndexOf('\n', text.length - 2) + 1;
  for (let end = lastRow + 1; end < text.length; end++) {
    const path = join(folderWith({ 'cut.csv': text.slice(0, end) }), 'cut.csv');
    await expect(openTape(path)).rejects.toMatchObject({ spec: { code: 'MM_TAPE_TRUNCATED' }, details: { line: 17 } });
  }
});

test('refuses gzip that stops early or is damaged', async () => {
  const packed = gzipSync(madeUpText('tickscope'));
  const damaged = Buffer.from(packed);
  damaged.fill(0xff, 40, 60);
  const folder = folderWith({ 'cut.gz': packed.subarray(0, packed.length - 20), 'damaged.gz': damaged });
  expect((await refusal(join(folder, 'cut.gz'))).spec.code).toBe('MM_TAPE_TRUNCATED');
  expect((await refusal(join(folder, 'damaged.gz'))).spec.code).toBe('MM_TAPE_CORRUPT');
});

test('refuses what is not there, empty, without rows, of no known format, or without a column', async () => {
  const folder = folderWith({
    'empty.csv': '', 'header.csv': `${madeUpText('tickscope').split('\n')[0]}\n`, 'other.csv': 'a,b,c\n1,2,3\n',
    'lacking.csv': 'timestamp_ms,event_type,asset_id,side,price,size,best_bid\n1,PRICE_CHANGE,1,BID,0.5,1,0.5\n',
  });
  expect((await refusal(join(folder, 'nowhere.csv'))).spec.code).toBe('MM_TAPE_NOT_FOUND');
  expect((await refusal(folderWith({ 'README.md': '' }))).spec.code).toBe('MM_TAPE_NOT_FOUND');
  expect((await refusal(join(folder, 'empty.csv'))).spec.code).toBe('MM_TAPE_EMPTY');
  expect((await refusal(join(folder, 'header.csv'))).spec.code).toBe('MM_TAPE_EMPTY');
  expect((await refusal(join(folder, 'other.csv'))).spec.code).toBe('MM_TAPE_UNKNOWN_FORMAT');
  expect(await refusal(join(folder, 'lacking.csv'))).toMatchObject({ spec: { code: 'MM_TAPE_MISSING_COLUMN' }, details: { missing: ['best_ask'] } });
});

test('refuses rows out of order beyond what can be put back', async () => {
  expect((await refusal(spoiled('tickscope', '\n1780000000010', '\n1780000005010'))).spec.code).toBe('MM_TAPE_OUT_OF_ORDER');
  expect((await refusal(spoiled('kalshi-inxd', '13:31:03.000000', '13:31:02.000000'))).spec.code).toBe('MM_TAPE_OUT_OF_ORDER');
  expect((await refusal(spoiled('btc15m', '\n1780000003000', '\n1780000001500'))).spec.code).toBe('MM_TAPE_OUT_OF_ORDER');
});

test('refuses an old row of a dump that is no copy of the one given before', async () => {
  const lines = madeUpText('btc15m').split('\n');
  lines[3] = lines[3]!.replace('100.0', '100.5');
  expect(await refusal(join(folderWith({ 'a.csv': lines.join('\n') }), 'a.csv'))).toMatchObject({ spec: { code: 'MM_TAPE_OUT_OF_ORDER' }, details: { line: 4 } });
});

test('refuses a token without its mirror', async () => {
  const withoutMirror = madeUpText('tickscope').split('\n').filter((row) => !row.includes(',400000')).join('\n');
  expect(await refusal(join(folderWith({ 'a.csv': withoutMirror }), 'a.csv'))).toMatchObject({ spec: { code: 'MM_TAPE_UNPAIRED' }, details: { token: '300000377777777777777777777' } });
});

test('refuses recordings of several venues and a market that is in two of them, whether they are of one folder or named', async () => {
  const mixed = folderWith({ 'a.csv': madeUpText('tickscope'), 'b.csv': madeUpText('kalshi-inxd') });
  expect((await refusal(mixed)).spec.code).toBe('MM_TAPE_MIXED');
  const repeated = folderWith({ 'a.csv': madeUpText('btc15m'), 'b.csv': madeUpText('btc15m').replaceAll('\n17800000', '\n17800001') });
  expect((await refusal(repeated)).spec.code).toBe('MM_TAPE_MIXED');
  await expect(openTape([join(mixed, 'a.csv'), join(mixed, 'b.csv')])).rejects.toMatchObject({ spec: { code: 'MM_TAPE_MIXED' } });
  await expect(openTape([join(repeated, 'a.csv'), join(repeated, 'a.csv')])).rejects.toMatchObject({ spec: { code: 'MM_TAPE_MIXED' } });
});

test('plays a folder one recording after the other in order of time, whatever the names and packing', async () => {
  const later = madeUpText('btc15m').replaceAll('17800000', '17800001').replaceAll('made-up-15m', 'later-15m');
  const folder = folderWith({ 'a.csv.gz': gzipSync(later), 'b.csv': readFileSync(madeUpPath('btc15m')), 'SOURCE.md': 'not a recording' });
  const tape = await openTape(folder);
  expect(tape.instruments.map(({ id, name }) => [id, name])).toEqual([[0, 'made-up-15m'], [1, 'later-15m']]);
  const events = await readWhole(folder);
  expect(events.map(({ ts }) => ts)).toEqual(events.map(({ ts }) => ts).toSorted((a, b) => a - b));
  expect(inWords(events, 1_780_000_000_000)).toContain('5000 0 closed');
  expect(inWords(events, 1_780_000_100_000)).toContain('5000 1 closed');
});

test('reads rows that end in a carriage return alike', async () => {
  const windows = join(folderWith({ 'a.csv': madeUpText('tickscope').replaceAll('\n', '\r\n') }), 'a.csv');
  expect(await readWhole(windows)).toEqual(await readWhole(madeUpPath('tickscope')));
});
