import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allEvents, folderWith, inWords, madeUpPath, madeUpText, readWhole, spoiled } from './made-up-tapes.fixture.ts';
import { openTape } from './open-tape.ts';

const START = 1_780_000_000_000;

test('tickscope: both tokens become one YES book, late rows are put back, stale levels go, an unseen best makes the book invalid', async () => {
  const tape = await openTape(madeUpPath('tickscope'));
  expect(tape.instruments.map(({ id, name, tick, venue }) => [id, name, tick, venue])).toEqual([
    [0, 'tickscope-100000', 10_000, 'polymarket'], [1, 'tickscope-300000', 1_000, 'polymarket'],
  ]);
  expect(inWords(await allEvents(tape), START)).toEqual([
    '0 0 bid 40 = 100', '0 0 invalid: the best price has not been seen yet',
    '10 0 ask 45 = 50', '10 0 valid',
    '20 1 bid 20.1 = 10.5', '20 1 invalid: the best price has not been seen yet',
    '25 0 bid 39 = 30',
    '30 0 trade 40 x 20 taker ask',
    '40 0 ask 45 = 0', '40 0 invalid: the best price has not been seen yet',
    '45 0 ask 47 = 10', '45 0 valid',
    '48 0 trade 47 x 2.083332 taker bid',
    '50 0 bid 40 = 0', '50 0 bid 38 = 5',
  ]);
  expect(tape.info).toMatchObject({ rows: 16, trades: 2, backwardStamps: 2, staleLevels: 1, repeatedRows: 7, invalidPeriods: 3, firstAt: START, lastAt: START + 50 });
});

/** A recording of hand-written rows: milliseconds after the start, token, side, price, size, best bid, best ask. */
const tickscopeOf = (...rows: readonly string[]): string => join(folderWith({
  'a.csv': ['timestamp_ms,event_type,asset_id,side,price,size,best_bid,best_ask', ...rows.map((row) => row.replace(/^(\d+),/, (_, ms) => `${START + Number(ms)},PRICE_CHANGE,`)), ''].join('\n'),
}), 'a.csv');

test('tickscope: a level stated as better than the best that the venue states with it is stale at once', async () => {
  const tape = await openTape(tickscopeOf(
    '1,111111,BID,0.40,5,0.40,0.50', '1,222222,ASK,0.60,5,0.50,0.60', '2,111111,ASK,0.50,5,0.40,0.50', '3,111111,BID,0.42,5,0.40,0.50',
  ));
  expect(inWords(await allEvents(tape), START)).toEqual(['1 0 bid 40 = 5', '1 0 invalid: the best price has not been seen yet', '2 0 ask 50 = 5', '2 0 valid']);
  expect(tape.info.staleLevels).toBe(1);
});

test('tickscope: a book that the venue itself states as crossed is invalid and counted', async () => {
  const tape = await openTape(tickscopeOf(
    '1,111111,BID,0.40,5,0.40,0.50', '1,222222,ASK,0.60,5,0.50,0.60', '2,111111,ASK,0.50,5,0.40,0.50',
    '3,111111,BID,0.50,5,0.50,0.50', '4,111111,BID,0.50,0,0.40,0.50',
  ));
  expect(inWords(await allEvents(tape), START).slice(3)).toEqual(['2 0 valid', '3 0 bid 50 = 5', '3 0 invalid: the recorded book is crossed', '4 0 bid 50 = 0', '4 0 valid']);
  expect(tape.info.crossedBooks).toBe(1);
});

test('tickscope: a chance mirror between two markets, or one of another size, pairs nothing', async () => {
  const chance = ['1,111111,BID,0.40,5,0.40,0.50', '1,333333,ASK,0.60,5,0.50,0.60'];
  const otherSize = [1, 2, 3].flatMap((ts) => [`${ts}5,111111,BID,0.40,5,0.40,0.50`, `${ts}5,444444,ASK,0.60,6,0.50,0.60`]);
  const pairs = ['111111,BID,0.30,7', '222222,ASK,0.70,7', '333333,BID,0.20,7', '444444,ASK,0.80,7'].map((row) => `2,${row},0.40,0.50`);
  const again = pairs.map((row) => row.replace('2,', '3,'));
  const tape = await openTape(tickscopeOf(...chance, ...pairs, ...again, ...otherSize));
  expect(tape.instruments.map(({ name }) => name)).toEqual(['tickscope-111111', 'tickscope-333333']);
});

test('btc15m: copies of rows count once, each change of the last trade is one print, empty sides stay empty, the market closes at its end', async () => {
  const tape = await openTape(madeUpPath('btc15m'));
  expect(tape.instruments).toMatchObject([{ name: 'made-up-15m', endsAt: START + 5_000, tick: 10_000, fees: { taker: { rate: 0.072 }, maker: { rate: 0 } } }]);
  expect(inWords(await allEvents(tape), START)).toEqual([
    '1000 0 book 48 100 47 50 / 50 80 51 20',
    '2000 0 trade 48 x 7.5 taker ask', '2000 alive',
    '3000 0 trade 48 x 3 taker ask', '3000 0 book 48 92.5 / 50 80 51 20',
    '4000 0 trade 50 x 4 taker bid', '4000 0 book  / 50 80 51 20',
    '5000 0 book 48 100 47 50 / 50 80 51 20', '5000 0 closed',
  ]);
  expect(tape.info).toMatchObject({ rows: 7, repeatedRows: 2, trades: 3, mirrorMismatches: 0, crossedBooks: 0 });
});

test('btc15m: a trade that stands in the first row is of unknown age and no print; one that appears later is', async () => {
  const prints = (await readWhole(madeUpPath('btc15m'))).filter(({ type }) => type === 'TradePrinted');
  expect(prints.map(({ ts }) => ts - START)).toEqual([2_000, 3_000, 4_000]);
});

test('btc15m: a book whose NO side is no mirror is counted, a crossed one is invalid, a recording that stops early pauses the market', async () => {
  const mismatched = await openTape(spoiled('btc15m', '0.52,92.5', '0.52,93.5'));
  await allEvents(mismatched);
  expect(mismatched.info.mirrorMismatches).toBe(1);
  const crossed = await readWhole(spoiled('btc15m', '0.48,92.5,0.5,80.0', '0.50,92.5,0.5,80.0'));
  expect(inWords(crossed, START)).toContain('3000 0 invalid: the recorded book is crossed');
  const early = await readWhole(spoiled('btc15m', '\n1780000005000,made-up-15m', '\n1780000004500,made-up-15m'));
  expect(inWords(early, START).at(-1)).toBe('4500 0 paused');
});

test('btc15m: the tick is of the market, whichever token shows it', async () => {
  expect((await openTape(spoiled('btc15m', '0.53,50.0', '0.529,50.0'))).instruments).toMatchObject([{ tick: 1_000 }]);
});

test('btc15m: the row after a hole gives the whole book, though it is the one before it', async () => {
  const [header, row] = madeUpText('btc15m').split('\n') as [string, string];
  const path = join(folderWith({ 'a.csv': `${header}\n${row}\n${row.replace('1780000001000', '1780000009000')}\n` }), 'a.csv');
  expect(inWords(await readWhole(path), START)).toEqual(['1000 0 book 48 100 47 50 / 50 80 51 20', '9000 0 book 48 100 47 50 / 50 80 51 20', '9000 0 closed']);
});

test('kalshi-inxd: the first stamp is the opening book, an insert that reaches the other side trades at the resting prices and its rest stays', async () => {
  const tape = await openTape(madeUpPath('kalshi-inxd'));
  expect(tape.instruments).toMatchObject([{ name: 'inxd-2023-04-10', venue: 'kalshi', tick: 10_000, lot: 1_000_000, canAmend: true, netsPairs: true }]);
  expect(inWords(await allEvents(tape), Date.UTC(2023, 3, 10, 13, 31))).toEqual([
    '945 alive',
    '2651 0 book 61 252 60 100 36 600 / 65 2 68 50',
    '2653 0 ask 65 = 0',
    '3000 0 trade 61 x 252 taker ask', '3000 0 bid 61 = 0', '3000 0 trade 60 x 48 taker ask', '3000 0 bid 60 = 52',
    '3500 alive',
    '4000 0 trade 60 x 52 taker ask', '4000 0 bid 60 = 0', '4000 0 ask 60 = 8',
    '4500 0 trade 60 x 8 taker bid', '4500 0 ask 60 = 0', '4500 0 bid 60 = 12',
    '5000 0 bid 36 = 0',
    '5000 0 closed',
  ]);
  expect(tape.info).toMatchObject({ negativeLevels: 1, trades: 4 });
});

test('kalshi-inxd: a recording of an opening alone still gives it, and a shorter fraction of a second is the same time', async () => {
  const lines = madeUpText('kalshi-inxd').split('\n').slice(0, 4);
  const opening = await readWhole(join(folderWith({ 'a.csv': `${lines.join('\n')}\n` }), 'a.csv'));
  expect(inWords(opening, Date.UTC(2023, 3, 10, 13, 31)).slice(1)).toEqual(['2651 0 book  / 65 2 68 50', '2651 0 closed']);
  const whole = await readWhole(madeUpPath('kalshi-inxd'));
  expect(await readWhole(spoiled('kalshi-inxd', '03.500000', '03.5'))).toEqual(whole);
  expect(await readWhole(spoiled('kalshi-inxd', '04.000000', '04'))).toEqual(whole);
});

test('tickscope: the first finer level of either token follows its finer tick, at its own stamp though it was recorded late', async () => {
  const tape = await openTape(tickscopeOf(
    '1,111111,BID,0.40,5,0.40,0.50', '1,222222,ASK,0.60,5,0.50,0.60', '2,111111,ASK,0.50,5,0.40,0.50', '9,111111,BID,0.39,5,0.40,0.499', '7,222222,BID,0.501,5,0.501,0.60',
  ));
  expect(tape.instruments).toMatchObject([{ tick: 10_000 }]);
  expect(tape.terms).toMatchObject([{ tick: 1_000, fees: tape.instruments[0]!.fees }]);
  expect(inWords(await allEvents(tape), START).slice(-3)).toEqual(['7 InstrumentChanged', '7 0 ask 49.9 = 5', '9 0 bid 39 = 5']);
});

test('fees that change while it was recorded are told in every format of CSV', async () => {
  const moved = (text: string, day: string, after: number): string => text.replaceAll(/178\d{10}(?=,)/g, (ts) => String(Date.parse(day) + Number(ts) - START - after));
  const tickscopeText = moved(madeUpText('tickscope'), '2026-07-10', 20);
  const inxdText = madeUpText('kalshi-inxd').replaceAll('2023-04-10 13:31:0', '2025-06-17 23:59:5').replaceAll('2025-06-17 23:59:55', '2025-06-18 00:00:05');
  const btcText = moved(madeUpText('btc15m'), '2026-03-30', 2_500);
  const told = await Promise.all([tickscopeText, inxdText, btcText].map(async (text) => {
    const tape = await openTape(join(folderWith({ 'a.csv': text }), 'a.csv'));
    const events = await allEvents(tape);
    return { rates: [tape.instruments[0]!, ...tape.terms].map(({ fees }) => fees.taker.rate), at: events.flatMap((event) => (event.type === 'InstrumentChanged' ? [new Date(event.ts).toISOString()] : [])) };
  }));
  expect(told).toEqual([
    { rates: [0.03, 0.05], at: ['2026-07-10T00:00:00.000Z'] }, { rates: [0.07, 0.035], at: ['2025-06-18T00:00:00.000Z'] }, { rates: [0.25, 0.072], at: ['2026-03-30T00:00:00.000Z'] },
  ]);
});
