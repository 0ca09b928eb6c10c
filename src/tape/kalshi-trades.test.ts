import { expect, test } from 'vitest';
import { kalshiTrades } from './kalshi-trades.ts';
import { countOf, fallingStamps, filesWith, readWith, rowsInWords } from './read-format.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The close of `EARLY`: 08:30 in New York, in summer. */
const CLOSE = Date.parse('2026-05-15T12:30:00Z');
const EARLY = 'KXETH15M-26MAY150830-30';
const LATE = 'KXETH15M-26MAY150845-45';
const trade = (time: string, ticker: string, yes: string, no: string, side: string, count = '2.00'): string =>
  `${JSON.stringify({ count_fp: count, created_time: `2026-05-15T${time}Z`, no_price_dollars: no, taker_book_side: side, taker_outcome_side: 'yes', taker_side: 'yes', ticker, trade_id: 'x', yes_price_dollars: yes })}\n`;

const read = async (files: Readonly<Record<string, string>>, labels?: ReadonlyMap<string, number>) => {
  const [recording] = await readWith(kalshiTrades, filesWith(files), labels);
  if (recording === undefined) throw new Error('no recording was recognised');
  return { ...recording, words: rowsInWords(recording.out, CLOSE) };
};
const TRADES = trade('12:29:59.5', EARLY, '0.9990', '0.0010', 'bid') + trade('12:31:00', LATE, '0.5', '0.5', 'ask', '0.25');

test('a market closes at the hour its ticker names in New York and settles as its venue said; one without a label stays open to question', async () => {
  const { words, survey } = await read({ 'trades.jsonl': TRADES, 'settlements.json': `{"${EARLY}": 1}` });
  expect(words).toEqual(['-500 0 trade 99.9 x 2 taker bid', '0 0 closed', '0 0 pays 100', '60000 1 trade 50 x 0.25 taker ask', '900000 1 closed']);
  expect(survey.instruments).toMatchObject([
    { name: EARLY, tick: 1_000, lot: 1_000_000, endsAt: CLOSE, fees: { taker: { rate: 0.07, roundUpTo: 10_000 } } }, { name: LATE, tick: 10_000, lot: 10_000 },
  ]);
  expect([survey.firstAt - CLOSE, survey.lastAt - CLOSE]).toEqual([-500, 900_000]);
});

test("the operator's label goes before the venue's", async () => {
  const { words } = await read({ 'trades.jsonl': TRADES, 'settlements.json': `{"${EARLY}": 1}` }, new Map([[EARLY, 0]]));
  expect(words[2]).toBe('0 0 pays 0');
});

test('trades a little out of order are put in order and counted', async () => {
  const { words, counter } = await read({ 'trades.jsonl': trade('12:29:59.95', EARLY, '0.5', '0.5', 'bid') + trade('12:29:59.9', EARLY, '0.5', '0.5', 'ask') });
  expect(words.slice(0, 2)).toEqual(['-100 0 trade 50 x 2 taker ask', '-50 0 trade 50 x 2 taker bid']);
  expect(counter.backwardStamps).toBe(1);
});

test.each([
  ['prices that do not add up', { 'trades.jsonl': trade('12:29:59', EARLY, '0.5', '0.4', 'bid') }, /:1 {2}column no_price_dollars: "0\.4" is not 1 less the price of yes/],
  ['a time without its zone', { 'trades.jsonl': TRADES.replace('59.5Z', '59.5') }, /:1 {2}column created_time: .* is no time like/],
  ['a day that does not exist', { 'trades.jsonl': TRADES.replace('2026-05-15T', '2026-02-30T') }, /:1 {2}column created_time/],
  ['a trade too late for its place', { 'trades.jsonl': trade('12:10:00', EARLY, '0.5', '0.5', 'bid') + trade('12:20:00', EARLY, '0.5', '0.5', 'bid') + trade('12:30:00', EARLY, '0.5', '0.5', 'bid') + trade('12:10:00', EARLY, '0.5', '0.5', 'bid') }, /:4 {2}the trade is more than 1000 ms older/],
  ['an outcome that is none', { 'trades.jsonl': TRADES, 'settlements.json': `{"${EARLY}": 0.7}` }, /settlements\.json: .*0\.7 is neither 1 \(yes\) nor 0 \(no\)/],
  ['settlements alone', { 'settlements.json': '{}' }, /settlements without trades beside them/],
  ['trades in two files', { 'a.jsonl': TRADES, 'b.jsonl': TRADES }, /trades of one folder have to be in one file/],
  ['a file that is cut', { 'trades.jsonl': TRADES.slice(0, -1) }, /:2 {2}the file stops in the middle of a line/],
])('refuses %s, with its place', async (_, files, message) => {
  await expect(read(files as Readonly<Record<string, string>>)).rejects.toThrow(message);
});

test.skipIf(areAbsent)(`the recorded markets have all their trades, close in time and settle as the venue said${ABSENT}`, async () => {
  const paths = readdirSync(RECORDINGS.kalshiTrades).filter((name) => name !== 'SOURCE.md').map((name) => join(RECORDINGS.kalshiTrades, name));
  const [{ out, counter, survey }] = (await readWith(kalshiTrades, paths)) as [Awaited<ReturnType<typeof readWith>>[number]];
  expect(survey.instruments).toHaveLength(36);
  expect(counter).toMatchObject({ rows: 27_280, trades: 27_280, backwardStamps: 1 });
  expect([countOf(out, 'status'), countOf(out, 'resolved'), fallingStamps(out)]).toEqual([36, 36, 0]);
  let yes = 0;
  for (let i = 0; i < out.length; i++) yes += Number(out.price[i] === 1_000_000);
  expect(yes).toBe(15);
});
