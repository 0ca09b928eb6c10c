import { expect, test } from 'vitest';
import { AT, spotBook, spotDepth, spotTicker, spotTrade, usdmBook, usdmDepth, usdmTrade } from './binance-capture.fixture.ts';
import { binanceL2 } from './binance-l2.ts';
import { countOf, fallingStamps, filesIn, filesWith, readWith, rowsInWords } from './read-format.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';
import { RowChecks } from './row-checks.ts';

const read = async (...lines: readonly string[]) => {
  const [recording] = await readWith(binanceL2, filesWith({ 'capture.txt': lines.join('') }));
  if (recording === undefined) throw new Error('no recording was recognised');
  return { ...recording, words: rowsInWords(recording.out, AT) };
};

// Traded from 1000.0 to 1000.2 the range is 990 to 1040, 50 dollars wide: 1000.0 is 20 cents, 0.1 is 0.2 cents, a coin 50 shares.
const BIDS = [['1000.0', '2.00'], ['999.9', '1.00'], ['500.0', '9.00']] as const;
const ASKS = [['1000.2', '3.00'], ['1000.3', '1.00']] as const;
const FIRST = spotDepth(100, [11, 14], [['1000.0', '2.50']], []);
const TRADE = spotTrade(90, 1, '1000.2', '0.01', true);

test('spot: the book begins with the first update that continues the snapshot; what came before is no book', async () => {
  const { words, counter, survey } = await read(spotDepth(0, [5, 10], [['990.0', '1.00']], []), TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), spotDepth(200, [15, 16], [], [['1000.2', '0.00'], ['1000.1', '4.00']]));
  expect(words).toEqual([
    '100 0 book bids 20 x 100 19.8 x 50 asks 20.4 x 150 20.6 x 50', '100 0 bid 20 = 125',
    '200 0 ask 20.4 = 0', '200 0 ask 20.2 = 200', '200 0 paused',
  ]);
  expect(counter).toMatchObject({ rows: 5, outsideRange: 1, crossedBooks: 0, gaps: [] });
  expect([survey.firstAt - AT, survey.lastAt - AT]).toEqual([100, 200]);
});

test('futures: the book holds from its own stamp, and each update names the one before it', async () => {
  const { words, survey } = await read(
    usdmDepth(50, [3, 5, 9], [['1000.0', '9.00']], []), usdmDepth(70, [9, 11, 14], [['1000.0', '2.50']], []), usdmTrade(65, 1, '1000.2', '0.50', 'MARKET'), usdmBook(60, 12, BIDS, ASKS),
    usdmDepth(80, [14, 20, 25], [], [['1000.2', '2.50']]), usdmTrade(80, 2, '1000.2', '0.50', 'MARKET'), usdmTrade(85, 3, '1000.2', '0.50', 'INSURANCE_FUND'),
  );
  expect(words).toEqual([
    '60 0 book bids 20 x 100 19.8 x 50 asks 20.4 x 150 20.6 x 50', '65 0 trade 20.4 x 25 taker bid', '70 0 bid 20 = 125',
    '80 0 trade 20.4 x 25 taker bid', '80 0 ask 20.4 = 125', '85 0 paused',
  ]);
  expect(survey.instruments).toMatchObject([{ name: 'abcusdt-usdm', venue: 'binance', tick: 2_000, lot: 5_000_000, canAmend: false, netsPairs: true }]);
});

test('a trade stands before the update of its millisecond, however late it was received, with the delay that it had', async () => {
  const { out, words, counter } = await read(TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), spotDepth(200, [15, 16], [['1000.0', '2.00']], []), spotTrade(200, 2, '1000.0', '0.25', true, 40), spotTrade(150, 3, '1000.2', '0.25', false, 99));
  expect(words.slice(2)).toEqual(['150 0 trade 20.4 x 12.5 taker bid', '200 0 trade 20 x 12.5 taker ask', '200 0 bid 20 = 100', '200 0 paused']);
  expect([...out.delay.subarray(out.length - 4, out.length)]).toEqual([94, 35, 0, -1]);
  expect(counter.backwardStamps).toBe(1);
});

test('what an update takes away goes before what it adds, so that the book is not crossed in between', async () => {
  const { words } = await read(TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), spotDepth(200, [15, 16], [['1000.2', '1.00']], [['1000.2', '0.00']]));
  expect(words.slice(2)).toEqual(['200 0 ask 20.4 = 0', '200 0 bid 20.4 = 50', '200 0 paused']);
});

test('what rests may be finer than what is traded: orders are in lots of trades', async () => {
  const { words, survey } = await read(TRADE, FIRST.replace('2.50', '2.505'), spotBook(110, 12, BIDS, ASKS), spotTrade(150, 2, '1000.2', '0.01', false));
  expect(words[1]).toBe('100 0 bid 20 = 125.25');
  expect(survey.instruments).toMatchObject([{ lot: 500_000, minSize: 500_000 }]);
});

test('the fee is on the coin\'s price, not on the place in the range', async () => {
  const { survey } = await read(TRADE, FIRST, spotBook(110, 12, BIDS, ASKS));
  const { maker, taker } = survey.instruments[0]!.fees;
  // 1000.0 is 0.2 + 19.8 = 20 widths of 50 dollars.
  expect([maker, taker]).toEqual([expect.objectContaining({ rate: 0.001, onValue: { offset: 19.8 } }), expect.objectContaining({ rate: 0.001, onValue: { offset: 19.8 } })]);
});

test('the rebuilt book is held against the newest best prices that are not newer than it', async () => {
  const tickers = [spotTicker(100, 14, ['1000.0', '2.50'], ['1000.2', '3.00']), spotTicker(150, 16, ['1000.0', '2.50'], ['1000.1', '4.00']), spotTicker(210, 17, ['1000.0', '1.00'], ['1000.1', '4.00'])];
  const update = spotDepth(200, [15, 16], [], [['1000.2', '0.00'], ['1000.1', '4.00']]);
  const agreed = await read(TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), ...tickers, update);
  expect(agreed.counter).toMatchObject({ bestPriceChecks: 2, bestPriceMismatches: 0 });
  const other = await read(TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), update.replace('4.00', '4.01'), ...tickers);
  expect(other.counter).toMatchObject({ bestPriceChecks: 2, bestPriceMismatches: 1 });
});

test('after a missing update the book is unknown once the next one tells of it, and stays so', async () => {
  const { words, counter } = await read(TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), spotTrade(150, 2, '1000.2', '0.25', false), spotDepth(200, [17, 18], [['1000.0', '9.00']], []), spotDepth(300, [19, 19], [['1000.0', '8.00']], []));
  expect(words.slice(1)).toEqual(['100 0 bid 20 = 125', '100 0 gap of 100', '150 0 trade 20.4 x 12.5 taker bid', '200 0 invalid: updates are missing', '200 0 paused']);
  expect(counter.gaps).toEqual([{ market: 'abcusdt-spot', from: AT + 100, to: AT + 200, how: 'updates 15 to 16 are missing' }]);
  const later = await read(TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), spotDepth(200, [17, 18], [['1000.0', '9.00']], []), spotTrade(250, 2, '1000.2', '0.25', false));
  expect(later.words.slice(2)).toEqual(['100 0 gap of 100', '200 0 invalid: updates are missing', '250 0 trade 20.4 x 12.5 taker bid', '250 0 paused']);
});

test('missing trades are a hole, but say nothing against the book', async () => {
  const { words, counter } = await read(TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), spotTrade(150, 2, '1000.2', '0.25', false), spotTrade(180, 5, '1000.2', '0.25', false));
  expect(words.slice(2)).toEqual(['150 0 trade 20.4 x 12.5 taker bid', '150 0 gap of 30', '180 0 trade 20.4 x 12.5 taker bid', '180 0 paused']);
  expect(counter.gaps).toMatchObject([{ how: 'trades 3 to 4 are missing' }]);
});

test('a book that crosses is invalid until it no longer does', async () => {
  const { words, counter } = await read(TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), spotDepth(200, [15, 15], [['1000.2', '1.00']], []), spotDepth(300, [16, 16], [['1000.2', '0.00']], []));
  expect(words.slice(2)).toEqual(['200 0 bid 20.4 = 50', '200 0 invalid: the recorded book is crossed', '300 0 bid 20.4 = 0', '300 0 valid', '300 0 paused']);
  expect(counter.crossedBooks).toBe(1);
});

test.each([
  ['no snapshot', [TRADE, FIRST], /no snapshot of the book/],
  ['a snapshot that no update continues', [TRADE, FIRST, spotBook(110, 8, BIDS, ASKS)], /no update continues the snapshot/],
  ['a price that is no text', [FIRST.replace('"1000.0"', '1000.0')], /:1 {2}column data\.b: .*holds \[1000,"2\.50"\]/],
  ['a first line without its clock', [FIRST.slice(20)], /no recording was recognised/],
  ['a clock that is cut further down', [FIRST, FIRST.slice(3)], /:2 {2}the line does not begin with a time of 19 digits/],
  ['a line that is no JSON', [FIRST, `${FIRST.slice(0, 40)}\n`], /:2 {2}the line is not JSON/],
  ['another symbol', [FIRST, FIRST.replace('ABC', 'XYZ')], /:2 {2}column data\.s: "XYZUSDT" is not the symbol of the lines before, abcusdt/],
  ['futures among spot', [FIRST, usdmDepth(200, [14, 15, 16], [], [])], /:2 {2}column data\.e: .*is a message of usdm among those of spot/],
  ['another stream', [FIRST, TRADE.replace('@trade', '@aggTrade')], /:2 {2}column stream: .* is none of depth, trade, bookTicker/],
  ['a trade of nothing', [FIRST, spotTrade(100, 1, '1000.0', '0.00', true)], /:2 {2}column data\.q: "0\.00" is not above 0/],
  ['a missing id', [FIRST.replace('"u":14,', '')], /:1 {2}column data\.u: is missing/],
  ['a trade too late for its place', [TRADE, FIRST, spotBook(110, 12, BIDS, ASKS), spotDepth(1_500, [15, 15], [], []), spotDepth(3_000, [16, 16], [], []), spotTrade(150, 2, '1000.0', '0.01', true)], /:6 {2}the message is more than 1000 ms older/],
])('refuses %s, with its place', async (_, lines, message) => {
  await expect(read(...lines)).rejects.toThrow(message);
});

test.skipIf(areAbsent)(`the rebuilt books equal the venue's best prices and sizes at every update, on both recordings${ABSENT}`, async () => {
  const [spot, usdm] = await readWith(binanceL2, filesIn(RECORDINGS.binanceL2));
  expect(spot!.survey.instruments).toMatchObject([{ name: 'btcusdt-spot', tick: 5, lot: 20_000 }]);
  expect(usdm!.survey.instruments).toMatchObject([{ name: 'btcusdt-usdm', tick: 50, lot: 2_000_000 }]);
  expect(spot!.counter).toMatchObject({ rows: 41_249, bestPriceChecks: 3_450, bestPriceMismatches: 0, crossedBooks: 0, gaps: [] });
  expect(usdm!.counter).toMatchObject({ rows: 93_954, bestPriceChecks: 6_546, bestPriceMismatches: 0, crossedBooks: 0, gaps: [] });
  // All 9,757 and 21,313 trades but those before the snapshot.
  expect([countOf(spot!.out, 'trade'), countOf(usdm!.out, 'trade')]).toEqual([9_756, 21_309]);
  for (const { out, survey } of [spot!, usdm!]) {
    expect(fallingStamps(out)).toBe(0);
    expect([out.ts[0], out.ts[out.length - 1]]).toEqual([survey.firstAt, survey.lastAt]);
    const checks = new RowChecks(survey.instruments.map((instrument) => ({ ...instrument, id: 0 as never })), []);
    checks.add(out);
    expect(checks.found).toEqual([]);
    const delays = out.delay.subarray(0, out.length - 1);
    expect([delays.reduce((a, b) => Math.min(a, b)), delays.reduce((a, b) => Math.max(a, b)) < 250]).toEqual([0, true]);
  }
});
