import { expect, test } from 'vitest';
import { candles } from './candles.ts';
import { fallingStamps, filesIn, filesWith, readWith, rowsInWords } from './read-format.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';

const HEADER = 'open,high,low,close,volume,quote_volume,trades,close_datetime\n';
const candle = (close: string, price: string): string => `100.0,110.0,90.0,${price},1.5,150.1,7,${close}:59.999000+01:00\n`;
const read = async (name: string, text: string): Promise<Awaited<ReturnType<typeof readWith>>[number]> => {
  const [recording] = await readWith(candles, filesWith({ [name]: text }));
  if (recording === undefined) throw new Error('no recording was recognised');
  return recording;
};
const BINANCE = 'binance_BTCUSDT_15m_2024.csv';
const KRAKEN = 'kraken_XBTUSD_60m_2013.csv';

test('a close is known when its candle is over, in the zone that the file names', async () => {
  const { out, survey } = await read(BINANCE, HEADER + candle('2024-01-01 00:14', '105.25') + candle('2024-01-01 00:29', '106.5'));
  expect(rowsInWords(out, Date.parse('2024-01-01T00:00:00+01:00'))).toEqual(['900000 0 costs 105.25', '1800000 0 costs 106.5']);
  expect([survey.references, survey.instruments]).toEqual([['binance BTCUSDT 15m'], []]);
});

test("Kraken's candles are stamped with their beginning and given at their end; missing ones are a hole in all of it", async () => {
  const { out, counter } = await read(KRAKEN, '1381093200,122.0,122.0,122.0,122.0,0.1,1\n1381104000,123.61,123.61,123.61,123.61,1E+1,1\n');
  expect(rowsInWords(out, 1_381_093_200_000)).toEqual(['3600000 0 costs 122', '3600000 -1 gap of 7200000', '14400000 0 costs 123.61']);
  expect(counter.gaps).toMatchObject([{ market: null, from: 1_381_096_800_000, to: 1_381_104_000_000, how: '2 candles of kraken XBTUSD 60m are missing' }]);
});

test.each([
  ['a close above the high', BINANCE, HEADER + candle('2024-01-01 00:14', '110.5'), /:2 {2}column high: "110.0" is below the open or the close/],
  ['a close that is no number', BINANCE, HEADER + candle('2024-01-01 00:14', 'NaN'), /:2 {2}column close: "NaN" is not a decimal number/],
  ['a stamp off the candles', BINANCE, HEADER + candle('2024-01-01 00:13', '105'), /:2 {2}column close_datetime: .* is not on a candle of 15 minutes/],
  ['a day that does not exist', BINANCE, HEADER + candle('2023-02-29 00:14', '105'), /:2 {2}column close_datetime: .* does not exist/],
  ['a candle twice', BINANCE, HEADER + candle('2024-01-01 00:14', '105') + candle('2024-01-01 00:14', '105'), /:3 {2}the candle is not newer/],
  ['a stamp off the hour', KRAKEN, '1381093260,122.0,122.0,122.0,122.0,0.1,1\n', /:1 {2}column time: .* is not on a candle of 60 minutes/],
  ['a field too many', KRAKEN, '1381093200,122.0,122.0,122.0,122.0,0.1,1\n1381096800,122.0,122.0,122.0,122.0,0.1,1,4\n', /:2 {2}8 fields where the header has 7/],
])('refuses %s, with its place', async (_, name, text, message) => {
  await expect(read(name, text)).rejects.toThrow(message);
});

test('a file whose name does not say what it is of is not taken', async () => {
  expect(await readWith(candles, filesWith({ 'candles.csv': HEADER + candle('2024-01-01 00:14', '105') }))).toEqual([]);
});

test.skipIf(areAbsent)(`Binance's candles have no hole, over both changes of the clock; Kraken's lack 10,856 hours in which nobody traded${ABSENT}`, async () => {
  const recordings = await readWith(candles, filesIn(RECORDINGS.candles));
  expect(recordings.map(({ survey, counter, out }) => [survey.references[0], counter.rows, counter.gaps.length, fallingStamps(out)])).toEqual([
    ['binance BTCUSDT 15m', 34_945, 0, 0], ['binance BTCUSDT 1m', 41_761, 0, 0], ['kraken XBTUSD 60m', 70_253, 3_254, 0],
  ]);
  expect(recordings[2]!.counter.gaps.reduce((hours, { from, to }) => hours + (to - from) / 3_600_000, 0)).toBe(10_856);
  // The last trade of 2024-08-08 at Binance, as recorded from its feed, was at 61,685.99.
  const { out } = recordings[0]!;
  const midnight = out.ts.subarray(0, out.length).indexOf(Date.parse('2024-08-09T00:00:00Z'));
  expect(out.price[midnight]).toBe(61_685.99);
});
