import { expect, test } from 'vitest';
import { kalshiIndexTrades } from './kalshi-index-trades.ts';
import { countOf, fallingStamps, filesIn, filesWith, readWith, rowsInWords } from './read-format.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';

/** 16:00 in New York, in winter. */
const CLOSE = Date.parse('2026-01-02T21:00:00Z');
const HEADER = 'date,ticker,contract_desc,bracket_floor,bracket_cap,side_of_close,ts,price,quantity,direction,liquidity_event\n';
const TICKER = 'KXINX-26JAN02H1600-B6912';
const row = (ts: string, price: string, quantity: string, said: string): string =>
  `2026-01-02,${TICKER},"KXINX: SPX in [6900.0, 6925.0)  exp 2026-01-02",6900.0,6925.0,above,2026-01-02 ${ts}+00,${price},${quantity},${said}\n`;

const read = async (text: string, labels?: ReadonlyMap<string, number>) => {
  const [recording] = await readWith(kalshiIndexTrades, filesWith({ 'trades.csv': text }), labels);
  if (recording === undefined) throw new Error('no recording was recognised');
  return { ...recording, words: rowsInWords(recording.out, CLOSE) };
};
const TRADES = row('20:59:58.676144', '0.4', '1.0', 'yes_taker,lift_offer') + row('20:59:59', '0.39', '98.0', 'no_taker,hit_bid');

test('trades with their taker up to the close that the ticker names, at the fees of the index', async () => {
  const { words, survey, counter } = await read(HEADER + TRADES);
  expect(words).toEqual(['-1324 0 trade 40 x 1 taker bid', '-1000 0 trade 39 x 98 taker ask', '0 0 closed']);
  expect(survey.instruments).toMatchObject([{ name: TICKER, tick: 10_000, lot: 1_000_000, endsAt: CLOSE, fees: { taker: { rate: 0.035, roundUpTo: 10_000 } } }]);
  expect(counter.trades).toBe(2);
});

test('a label settles at the close', async () => {
  expect((await read(HEADER + TRADES, new Map([[TICKER, 1_000_000]]))).words.slice(2)).toEqual(['0 0 closed', '0 0 pays 100']);
});

test.each([
  ['a quote that is not closed', HEADER + TRADES.replace('01-02",', '01-02,'), /:2 {2}a quote is not closed/],
  ['a field too few', HEADER + TRADES.replace('6900.0,6925.0,above', '6900.0,above'), /:2 {2}10 fields where the header has 11/],
  ['a taker that the two columns tell apart', HEADER + TRADES.replace('no_taker', 'yes_taker'), /:3 {2}column direction: "yes_taker" with "hit_bid" is neither/],
  ['a price of 0', HEADER + row('20:59:58', '0', '1.0', 'yes_taker,lift_offer'), /:2 {2}column price: "0" is not a price between 0 and 1/],
  ['a trade of nothing', HEADER + row('20:59:58', '0.4', '0.0', 'yes_taker,lift_offer'), /:2 {2}column quantity: "0\.0" is not a size above 0/],
  ['a trade older than the one before it', HEADER + TRADES + row('20:00:00', '0.4', '1.0', 'yes_taker,lift_offer'), /:4 {2}the trade is older than the one before it/],
  ['a header without a column', HEADER.replace(',price', '') + TRADES, /:1 {2}.*needs the column price/],
])('refuses %s, with its place', async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test.skipIf(areAbsent)(`all recorded trades of January 2026, none after its close${ABSENT}`, async () => {
  const recordings = await readWith(kalshiIndexTrades, filesIn(RECORDINGS.kalshiIndexTrades));
  expect(recordings.map(({ counter, survey }) => [counter.trades, survey.instruments.length])).toEqual([[5_749, 108], [19_791, 117]]);
  expect(recordings.map(({ out }) => [fallingStamps(out), countOf(out, 'status')])).toEqual([[0, 108], [0, 117]]);
});
