import { expect, test } from 'vitest';
import { kalshiWs } from './kalshi-ws.ts';
import { countOf, fallingStamps, filesIn, filesWith, readWith, rowsInWords } from './read-format.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';
import { RowChecks } from './row-checks.ts';

const AT = Date.parse('2026-07-02T10:00:00Z');
const line = (message: unknown): string => `${JSON.stringify(message)}\n`;
const snapshot = (seq: number, ticker: string, sides: Readonly<Record<string, unknown>>): string => line({ type: 'orderbook_snapshot', sid: 1, seq, msg: { market_ticker: ticker, ...sides } });
const delta = (seq: number, ms: number, [ticker, side, price, change]: readonly [string, string, string, string]): string =>
  line({ type: 'orderbook_delta', sid: 1, seq, msg: { market_ticker: ticker, price_dollars: price, delta_fp: change, side, ts_ms: AT + ms } });
const trade = (ms: number, price: string, taker: string, more: object = {}): string =>
  line({ type: 'trade', sid: 2, msg: { market_ticker: 'A', yes_price_dollars: price, count_fp: '2.00', taker_side: taker, ts_ms: AT + ms, ...more } });
const OK = (seq: number): string => line({ type: 'ok', id: 3, sid: 1, seq, msg: { market_tickers: ['A'] } });

const BOTH = { yes_dollars_fp: [['0.4000', '5.00'], ['0.4100', '1.00']], no_dollars_fp: [['0.5500', '7.00']] };

const read = async (lines: readonly string[], labels?: ReadonlyMap<string, number>) => {
  const [recording] = await readWith(kalshiWs, filesWith({ 'session.jsonl': lines.join('') }), labels);
  if (recording === undefined) throw new Error('no recording was recognised');
  return { ...recording, words: rowsInWords(recording.out, AT) };
};

test('bids for NO are asks for YES, an empty side is absent, and a snapshot holds from the first stamp after it', async () => {
  const { words, survey } = await read([OK(1), snapshot(2, 'A', BOTH), OK(3), snapshot(4, 'B', { no_dollars_fp: [['0.2', '1.00']] }), delta(5, 10, ['A', 'no', '0.5600', '2.00']), delta(6, 20, ['A', 'yes', '0.4100', '-1.00'])]);
  expect(words).toEqual(['10 0 book bids 40 x 5 41 x 1 asks 45 x 7', '10 1 book bids asks 80 x 1', '10 0 ask 44 = 2', '20 0 bid 41 = 0', '20 0 paused', '20 1 paused']);
  expect(survey.instruments).toMatchObject([{ name: 'A', venue: 'kalshi', tick: 10_000, lot: 1_000_000, fees: { taker: { rate: 0.07, roundUpTo: 100 } }, netsPairs: true }, { name: 'B' }]);
});

test('a price finer than a cent and a fraction of a contract make the market as fine', async () => {
  const { survey } = await read([snapshot(1, 'A', BOTH), delta(2, 10, ['A', 'yes', '0.4055', '0.25'])]);
  expect(survey.instruments).toMatchObject([{ tick: 100, lot: 10_000, minSize: 10_000 }]);
});

test('one number runs over all messages of a subscription; after a break none of its books is known until its next snapshot', async () => {
  const { words, counter } = await read([
    snapshot(1, 'A', BOTH), snapshot(2, 'B', BOTH), delta(3, 10, ['A', 'yes', '0.4000', '1.00']),
    delta(6, 50, ['A', 'yes', '0.4000', '1.00']), snapshot(7, 'B', BOTH), delta(8, 60, ['B', 'yes', '0.4000', '1.00']),
  ]);
  expect(words.slice(2)).toEqual([
    '10 0 bid 40 = 6', '10 0 gap of 40', '10 1 gap of 40', '50 0 invalid: updates are missing', '50 1 invalid: updates are missing',
    '60 1 book bids 40 x 5 41 x 1 asks 45 x 7', '60 1 bid 40 = 6', '60 0 paused', '60 1 paused',
  ]);
  expect(counter.gaps).toEqual(['A', 'B'].map((market) => ({ market, from: AT + 10, to: AT + 50, how: 'messages 4 to 5 are missing' })));
});

test('a hole stands before all that has come since the last stamp, a snapshot before it included', async () => {
  const { words } = await read([snapshot(1, 'A', BOTH), delta(2, 10, ['A', 'yes', '0.4', '1.00']), snapshot(3, 'B', BOTH), delta(6, 50, ['A', 'yes', '0.4', '1.00'])]);
  expect(words.slice(1)).toEqual([
    '10 0 bid 40 = 6', '10 0 gap of 40', '10 1 gap of 40', '50 1 book bids 40 x 5 41 x 1 asks 45 x 7', '50 0 invalid: updates are missing', '50 1 invalid: updates are missing',
    '50 0 paused', '50 1 paused',
  ]);
});

test('a hole before the first stamp has no length', async () => {
  const { words, counter } = await read([snapshot(1, 'A', BOTH), delta(3, 10, ['A', 'yes', '0.4', '1.00'])]);
  expect(words).toEqual(['10 0 gap of 0', '10 0 book bids 40 x 5 41 x 1 asks 45 x 7', '10 0 invalid: updates are missing', '10 0 paused']);
  expect(counter.gaps).toMatchObject([{ from: AT + 10, to: AT + 10 }]);
});

test('a market that closes within a hole closes after the beginning of the hole', async () => {
  const ticker = 'KXX-26JUL0206';
  const { words, out } = await read([snapshot(1, ticker, BOTH), delta(2, -5, [ticker, 'yes', '0.4', '1.00']), delta(4, 5, [ticker, 'yes', '0.4', '1.00'])]);
  expect(words.slice(2)).toEqual(['-5 0 gap of 10', '0 0 closed', '5 0 invalid: updates are missing']);
  expect(fallingStamps(out)).toBe(0);
});

test('answers to commands have numbers too, and a missing one is a break', async () => {
  expect((await read([snapshot(1, 'A', BOTH), OK(2), delta(3, 10, ['A', 'yes', '0.4', '1.00'])])).counter.gaps).toEqual([]);
  expect((await read([snapshot(1, 'A', BOTH), delta(2, 5, ['A', 'yes', '0.4', '1.00']), OK(4), delta(5, 10, ['A', 'yes', '0.4', '1.00'])])).counter.gaps).toHaveLength(1);
});

test('trades stand with their taker; those agreed outside the book are left out', async () => {
  const { words } = await read([snapshot(1, 'A', BOTH), delta(2, 5, ['A', 'yes', '0.4', '1.00']), trade(6, '0.4500', 'yes'), trade(7, '0.4100', 'no'), trade(8, '0.5000', 'no', { is_block_trade: true })]);
  expect(words.slice(2, 4)).toEqual(['6 0 trade 45 x 2 taker bid', '7 0 trade 41 x 2 taker ask']);
  expect(words).toHaveLength(5);
});

test('a change of more than stands there empties the level, and a book that crosses is invalid while it does', async () => {
  const { words, counter } = await read([snapshot(1, 'A', BOTH), delta(2, 5, ['A', 'yes', '0.4', '-6.00']), delta(3, 6, ['A', 'no', '0.6', '1.00']), delta(4, 7, ['A', 'no', '0.6', '-1.00'])]);
  expect(words.slice(1)).toEqual(['5 0 bid 40 = 0', '6 0 ask 40 = 1', '6 0 invalid: the recorded book is crossed', '7 0 ask 40 = 0', '7 0 valid', '7 0 paused']);
  expect(counter).toMatchObject({ negativeLevels: 1, crossedBooks: 1 });
});

test('a stamp before the last one is moved up to it, for the numbers say the order', async () => {
  const { words, counter } = await read([snapshot(1, 'A', BOTH), delta(2, 50, ['A', 'yes', '0.4', '1.00']), delta(3, 40, ['A', 'yes', '0.4', '1.00'])]);
  expect(words.slice(1)).toEqual(['50 0 bid 40 = 6', '50 0 bid 40 = 7', '50 0 paused']);
  expect(counter.backwardStamps).toBe(1);
});

test('a finer tick stands where the message that shows it is given, not where it is stamped', async () => {
  const { words, survey } = await read([snapshot(1, 'A', BOTH), delta(2, 50, ['A', 'yes', '0.4', '1.00']), delta(3, 60, ['A', 'yes', '0.4', '1.00']), delta(4, 55, ['A', 'yes', '0.405', '1.00'])]);
  expect(words.slice(1)).toEqual(['50 0 bid 40 = 6', '60 0 terms 0', '60 0 bid 40 = 7', '60 0 bid 40.5 = 1', '60 0 paused']);
  expect([survey.instruments[0]!.tick, survey.terms[0]!.tick]).toEqual([10_000, 1_000]);
});

test('a label settles the market at the end of the session', async () => {
  const { words } = await read([snapshot(1, 'A', BOTH), delta(2, 50, ['A', 'yes', '0.4', '1.00'])], new Map([['A', 1_000_000]]));
  expect(words.slice(-2)).toEqual(['50 0 closed', '50 0 pays 100']);
});

const FIRST = snapshot(1, 'A', BOTH);
test.each([
  ['an unknown type', [FIRST, line({ type: 'surprise' })], /:2 {2}column type: "surprise" is none of orderbook_snapshot/],
  ['a price of 1', [FIRST, delta(2, 5, ['A', 'yes', '1.0000', '1.00'])], /:2 {2}column msg\.price_dollars: "1\.0000" is not a price between 0 and 1/],
  ['a change that is no number', [FIRST, delta(2, 5, ['A', 'yes', '0.4', '--1'])], /:2 {2}column msg\.delta_fp: "--1" is not a change of size/],
  ['a side that is none', [FIRST, delta(2, 5, ['A', 'maybe', '0.4', '1'])], /:2 {2}column msg\.side: "maybe" is none of yes, no/],
  ['a level without a count', [snapshot(1, 'A', { yes_dollars_fp: [['0.4']] })], /:1 {2}column msg\.yes_dollars_fp: .* holds \["0\.4"\]/],
  ['a size finer than the venue has', [FIRST, delta(2, 5, ['A', 'yes', '0.4', '0.001'])], /:2 {2}column msg: .*finer than any of the venue/],
  ['a session without a time', [FIRST], /no message has a time/],
  ['a session without a book', [OK(1)], /no books and no trades/],
])('refuses %s, with its place', async (_, lines, message) => {
  await expect(read(lines)).rejects.toThrow(message);
});

test.skipIf(areAbsent)(`the recorded session has five books, no break, no negative level and no crossed book${ABSENT}`, async () => {
  const [{ out, counter, survey }] = (await readWith(kalshiWs, filesIn(RECORDINGS.kalshiWs))) as [Awaited<ReturnType<typeof readWith>>[number]];
  expect(counter).toMatchObject({ rows: 2_000, gaps: [], negativeLevels: 0, crossedBooks: 0, backwardStamps: 0 });
  expect([countOf(out, 'snapshot'), countOf(out, 'delta'), fallingStamps(out)]).toEqual([5, 1_989, 0]);
  expect(survey.instruments.find(({ name }) => name === 'KXBTCD-26JUL0317-T60499.99')?.endsAt).toBe(Date.parse('2026-07-03T21:00:00Z'));
  const checks = new RowChecks(survey.instruments.map((instrument, id) => ({ ...instrument, id: id as never })), []);
  checks.add(out);
  expect(checks.found).toEqual([]);
});
