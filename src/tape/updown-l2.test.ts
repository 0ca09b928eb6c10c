import { expect, test } from 'vitest';
import { OrderBook } from '../core/market/order-book.ts';
import type { Price, Size } from '../core/domain/numbers.ts';
import { BID, KIND } from './columns.ts';
import { countOf, fallingStamps, filesIn, filesWith, readWith, rowsInWords } from './read-format.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';
import { updownL2 } from './updown-l2.ts';

const START = 1_765_450_800_000;
type Level = readonly [price: string, size: string];
const levels = (list: readonly Level[]): string => `[${list.map(([price, size]) => `{"price":"${price}","size":"${size}"}`).join(',')}]`;
const book = (at: number, bids: readonly Level[], asks: readonly Level[]): string =>
  `{"bids":${levels(bids)},"asks":${levels(asks)},"timestamp":"${START + at}","local_timestamp":"${START + at + 120}","asset_price":130.775}\n`;
const trade = (at: number, price: string, size: string, side: string): string =>
  `{"price":"${price}","size":"${size}","side":"${side}","local_timestamp":"${START + at + 150}","timestamp":"${START + at}","asset_price":130.775}\n`;
const name = (content: string, token: string): string => `15m_sol_${content}_1765450800${token}.jsonl`;

const UP = name('orderbooks', 'up');
const DOWN = name('orderbooks', 'down');
const UP_TRADES = name('trades', 'up');
const DOWN_TRADES = name('trades', 'down');

const read = async (files: Readonly<Record<string, string>>, labels?: ReadonlyMap<string, number>): Promise<{ readonly words: readonly string[]; readonly recording: Awaited<ReturnType<typeof readWith>>[number] }> => {
  const [recording] = await readWith(updownL2, filesWith(files), labels);
  if (recording === undefined) throw new Error('no recording was recognised');
  return { words: rowsInWords(recording.out, START), recording };
};

test('the first book is given whole and the next ones as what changed, what goes first', async () => {
  const { words, recording } = await read({
    [UP]: book(1_000, [['0.4', '10'], ['0.45', '20']], [['0.6', '5'], ['0.5', '30']]) + book(2_000, [['0.4', '10'], ['0.5', '7']], [['0.6', '5'], ['0.55', '1']]),
  });
  expect(words).toEqual([
    '1000 0 book bids 45 x 20 40 x 10 asks 50 x 30 60 x 5',
    '2000 0 bid 45 = 0', '2000 0 ask 50 = 0', '2000 0 bid 50 = 7', '2000 0 ask 55 = 1',
    '2000 0 paused',
  ]);
  expect([recording.out.delay[0], recording.survey.instruments[0]]).toMatchObject([120, { name: 'sol-updown-15m-1765450800', tick: 10_000, series: 'sol-updown-15m', startsAt: START, endsAt: START + 900_000 }]);
});

test("Down's book of the same moment is the same book, and is not given again", async () => {
  const { words, recording } = await read({
    [UP]: book(1_000, [['0.45', '20']], [['0.5', '30']]),
    [DOWN]: book(1_000, [['0.5', '30']], [['0.55', '20']]) + book(2_000, [['0.5', '30']], [['0.55', '9']]),
  });
  expect(words).toEqual(['1000 0 book bids 45 x 20 asks 50 x 30', '2000 0 bid 45 = 9', '2000 0 paused']);
  expect(recording.counter).toMatchObject({ rows: 3, repeatedRows: 1, mirrorMismatches: 0 });
});

test('where the two tokens disagree nobody knows which is right: invalid until they agree', async () => {
  const { words, recording } = await read({
    [UP]: book(1_000, [['0.45', '20']], [['0.5', '30']]) + book(2_000, [['0.45', '20']], [['0.5', '30']]),
    [DOWN]: book(1_000, [['0.5', '30']], [['0.55', '21']]) + book(2_000, [['0.5', '30']], [['0.55', '20']]),
  });
  expect(words).toEqual([
    '1000 0 book bids 45 x 20 asks 50 x 30', '1000 0 invalid: the sides of the recording disagree',
    '2000 0 book bids 45 x 20 asks 50 x 30', '2000 0 paused',
  ]);
  expect(recording.counter.mirrorMismatches).toBe(1);
});

test('a crossed book is counted and invalid until the next one', async () => {
  const { words, recording } = await read({ [UP]: book(1_000, [['0.5', '20']], [['0.5', '30']]) + book(2_000, [['0.45', '20']], [['0.5', '30']]) });
  expect(words).toEqual(['1000 0 book bids 50 x 20 asks 50 x 30', '1000 0 invalid: the recorded book is crossed', '2000 0 book bids 45 x 20 asks 50 x 30', '2000 0 paused']);
  expect(recording.counter.crossedBooks).toBe(1);
});

test('a print of Down is one of Up at the other price and of the other taker', async () => {
  const { words } = await read({ [UP_TRADES]: trade(1_000, '0.45', '10', 'buy') + trade(3_000, '0.44', '1.25', 'sell'), [DOWN_TRADES]: trade(2_000, '0.57', '1.929823', 'buy') });
  expect(words).toEqual(['1000 0 trade 45 x 10 taker bid', '2000 0 trade 43 x 1.929823 taker ask', '3000 0 trade 44 x 1.25 taker ask', '3000 0 paused']);
});

test('a trade without its book is a hole until the next book', async () => {
  const { words, recording } = await read({
    [UP]: book(1_000, [['0.45', '20']], [['0.5', '30']]) + book(9_000, [['0.45', '20']], [['0.5', '30']]),
    [UP_TRADES]: trade(1_030, '0.5', '1', 'buy') + trade(4_000, '0.5', '1', 'buy') + trade(5_000, '0.5', '1', 'buy') + trade(9_030, '0.5', '1', 'buy'),
  });
  expect(words).toEqual([
    '1000 0 book bids 45 x 20 asks 50 x 30', '1030 0 trade 50 x 1 taker bid',
    '4000 0 gap of 5000', '4000 0 invalid: updates are missing', '4000 0 trade 50 x 1 taker bid', '5000 0 trade 50 x 1 taker bid',
    '9000 0 book bids 45 x 20 asks 50 x 30', '9030 0 trade 50 x 1 taker bid', '9030 0 paused',
  ]);
  expect(recording.counter.gaps).toEqual([{ market: 'sol-updown-15m-1765450800', from: START + 4_000, to: START + 9_000, how: 'a trade without its book' }]);
});

test('a market closes at the end of its window, and a label settles it', async () => {
  const files = { [UP_TRADES]: trade(1_000, '0.45', '10', 'buy') + trade(901_000, '0.99', '10', 'buy') };
  expect((await read(files)).words).toEqual(['1000 0 trade 45 x 10 taker bid', '900000 0 closed', '901000 0 trade 99 x 10 taker bid']);
  expect((await read(files, new Map([['sol-updown-15m-1765450800', 1_000_000]]))).words.at(-1)).toBe('901000 0 pays 100');
  expect((await read({ [UP_TRADES]: trade(1_000, '0.45', '10', 'buy') }, new Map([['sol-updown-15m-1765450800', 0]]))).words.slice(1)).toEqual(['1000 0 closed', '1000 0 pays 0']);
});

test.each([
  ['a price that is none', { [UP_TRADES]: trade(1, '1.2', '10', 'buy') }, /:1 {2}column price: "1.2" is not a price between 0 and 1/],
  ['a size with digits that would be lost', { [UP_TRADES]: trade(1, '0.5', '1.1234567', 'buy') }, /:1 {2}column size: .* at most 6 places/],
  ['a side of no sense', { [UP_TRADES]: trade(1, '0.5', '1', 'BUY') }, /:1 {2}column side: "BUY" is none of buy, sell/],
  ['a book whose best level is not last', { [UP]: book(1, [['0.4', '1']], [['0.5', '1']]) + book(2, [['0.45', '1'], ['0.4', '1']], []) }, /:2 {2}column bids: .* does not end with its best level/],
  ['a price on no tick', { [UP_TRADES]: trade(1, '0.50005', '10', 'buy') }, /:1 {2}column price: "0.50005" is finer than any tick/],
  ['a level without a size', { [UP]: book(1, [['0.4', '0']], []) }, /:1 {2}column bids: .* without a size above 0/],
  ['a line older than the one before', { [UP_TRADES]: trade(5, '0.5', '1', 'buy') + trade(4, '0.5', '1', 'buy') }, /:2 {2}the line stamped \d+ is older/],
  ['a file that stops in a line', { [UP_TRADES]: trade(5, '0.5', '1', 'buy') + trade(6, '0.5', '1', 'buy').slice(0, 20) }, /:2 {2}the file stops in the middle of a line/],
])('refuses %s, with its place', async (_, files, message) => {
  await expect(read(files as Record<string, string>)).rejects.toThrow(message);
});

test.skipIf(areAbsent)(`three markets: every print once, two books a moment that mirror each other, and the books rebuilt from changes${ABSENT}`, async () => {
  const recordings = await readWith(updownL2, filesIn(RECORDINGS.updownL2));
  expect(recordings.map(({ survey, out, counter }) => [survey.instruments[0]!.name, counter.rows, counter.repeatedRows, countOf(out, 'trade'), countOf(out, 'snapshot')])).toEqual([
    ['btc-updown-15m-1765450800', 2_970, 0, 2_970, 0], ['btc-updown-1h-1765450800', 900, 300, 300, 1], ['sol-updown-15m-1765450800', 743, 248, 247, 1],
  ]);
  for (const { out, counter, survey, tookBytes } of recordings) {
    expect([fallingStamps(out), counter.mirrorMismatches, counter.crossedBooks, tookBytes > 0]).toEqual([0, 0, 0, true]);
    expect(survey.instruments[0]!.fees.taker.rate).toBe(0);
    const rebuilt = new OrderBook(10_000 as Price);
    for (let i = 0; i < out.length; i++) {
      const kind = out.kind[i]!;
      if (kind === KIND.level || kind === KIND.delta) rebuilt.apply(out.side[i] === BID ? 'bid' : 'ask', out.price[i] as Price, out.size[i] as Size);
      expect(rebuilt.bestBid() >= rebuilt.bestAsk()).toBe(false);
    }
  }
  // The last five trades of the hour come without books.
  expect(recordings.map(({ counter }) => counter.gaps.length)).toEqual([0, 1, 0]);
});
