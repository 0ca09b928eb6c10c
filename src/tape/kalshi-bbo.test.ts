import { expect, test } from 'vitest';
import { kalshiBbo } from './kalshi-bbo.ts';
import { countOf, fallingStamps, filesIn, filesWith, readWith, rowsInWords } from './read-format.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';
import { RowChecks } from './row-checks.ts';

const AT = Date.parse('2025-12-05T20:00:00Z');
const HEADER = 'timestamp,market_ticker,best_yes_bid,best_no_bid,implied_no_ask,implied_yes_ask\n';
const row = (time: string, market: string, yes: number, no: number): string => `2025-12-05T${time},KXHIGHNY-25DEC05-${market},${yes},${no},${100 - yes},${100 - no}\n`;

const read = async (text: string, labels?: ReadonlyMap<string, number>) => {
  const [recording] = await readWith(kalshiBbo, filesWith({ 'bids.csv': text }), labels);
  if (recording === undefined) throw new Error('no recording was recognised');
  return { ...recording, words: rowsInWords(recording.out, AT) };
};

test('each best price holds one contract; a change takes the old one away before it sets the new one; clocks are those of the US Pacific', async () => {
  const { words, survey, counter } = await read(`${HEADER}${row('12:00:00.001999', 'B32.5', 45, 54)}${row('12:00:00.1', 'T30', 0, 95)}${row('12:00:01', 'B32.5', 46, 53)}${row('12:00:02', 'B32.5', 46, 53)}${row('12:00:03', 'B32.5', 0, 53)}`);
  expect(words).toEqual([
    '1 0 book bids 45 x 1 asks 46 x 1', '100 1 book bids asks 5 x 1',
    '1000 0 bid 45 = 0', '1000 0 ask 46 = 0', '1000 0 bid 46 = 1', '1000 0 ask 47 = 1', '3000 0 bid 46 = 0', '3000 0 paused', '3000 1 paused',
  ]);
  expect(survey.instruments).toMatchObject([{ name: 'KXHIGHNY-25DEC05-B32.5', isUnsized: true, tick: 10_000, minSize: 1_000_000, endsAt: null }, { name: 'KXHIGHNY-25DEC05-T30' }]);
  expect(counter).toMatchObject({ rows: 5, repeatedRows: 1, crossedBooks: 0 });
});

test('bids of both sides that make a dollar cross, and the book is invalid until they no longer do', async () => {
  const { words, counter } = await read(`${HEADER}${row('12:00:00', 'B32.5', 45, 54)}${row('12:00:01', 'B32.5', 46, 54)}${row('12:00:02', 'B32.5', 46, 53)}`);
  expect(words.slice(1)).toEqual(['1000 0 invalid: the recorded book is crossed', '1000 0 bid 45 = 0', '1000 0 bid 46 = 1', '2000 0 ask 46 = 0', '2000 0 ask 47 = 1', '2000 0 valid', '2000 0 paused']);
  expect(counter.crossedBooks).toBe(1);
});

test('nothing is settled but by a label, however sure the last price looks', async () => {
  const rows = `${HEADER}${row('12:00:00', 'B32.5', 99, 0)}${row('12:00:00', 'T30', 0, 99)}`;
  expect((await read(rows)).words.slice(2)).toEqual(['0 0 paused', '0 1 paused']);
  expect((await read(rows, new Map([['KXHIGHNY-25DEC05-T30', 0]]))).words.slice(2)).toEqual(['0 0 paused', '0 1 closed', '0 1 pays 0']);
});

test.each([
  ['a bid of 100', row('12:00:00', 'B32.5', 100, 0), /:2 {2}column best_yes_bid: "100" is not a bid of 0 to 99 cents/],
  ['an ask that the bid does not say', row('12:00:00', 'B32.5', 45, 54).replace(',55,', ',54,'), /:2 {2}column implied_no_ask: "54" is not 100 less/],
  ['a row older than the one before it', row('12:00:01', 'B32.5', 45, 54) + row('12:00:00', 'B32.5', 45, 54), /:3 {2}the row is older than the one before it/],
  ['an hour that clocks skip', row('12:00:00', 'B32.5', 45, 54).replace('2025-12-05T12', '2025-03-09T02'), /:2 {2}column timestamp: .* no time that clocks in America\/Los_Angeles show/],
  ['a minute that is none', row('12:60:00', 'B32.5', 45, 54), /:2 {2}column timestamp: .* does not end like/],
])('refuses %s, with its place', async (_, rows, message) => {
  await expect(read(HEADER + rows)).rejects.toThrow(message);
});

test.skipIf(areAbsent)(`six days of six strikes each, in order, and hardly ever crossed${ABSENT}`, async () => {
  const days = await readWith(kalshiBbo, filesIn(RECORDINGS.kalshiBbo));
  expect(days.map(({ counter }) => counter.rows)).toEqual([40_342, 28_311, 44_957, 50_328, 61_166, 43_101]);
  expect(days.map(({ counter }) => counter.crossedBooks)).toEqual([1, 1, 1, 0, 1, 0]);
  for (const { out, survey } of days) {
    expect([survey.instruments.length, countOf(out, 'resolved'), fallingStamps(out)]).toEqual([6, 0, 0]);
    const checks = new RowChecks(survey.instruments.map((instrument, id) => ({ ...instrument, id: id as never })), []);
    checks.add(out);
    expect(checks.found).toEqual([]);
  }
  // Five of them begin with the listing, between 10:00 and 10:05 in New York.
  const listed = days.map(({ survey }) => new Date(survey.firstAt).toISOString().slice(11, 16));
  expect(listed).toEqual(['20:27', '15:00', '15:04', '15:02', '15:02', '15:04']);
});
