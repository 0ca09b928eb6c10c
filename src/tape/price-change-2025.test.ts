import { expect, test } from 'vitest';
import { priceChange2025 } from './price-change-2025.ts';
import { countOf, fallingStamps, filesIn, filesWith, readWith, rowsInWords } from './read-format.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';

const HEADER = '"id","asset_id","market","timestamp","hash","changes"\n';
const START = Date.parse('2025-01-25T17:15:00.000Z');
type Change = readonly [side: 'BUY' | 'SELL', price: string, size: string];
const line = (clock: string, ...changes: readonly Change[]): string =>
  `2771,"1913207715","0xe0a5",2025-01-25 ${clock} +0100,af03,"[${changes.map(([side, price, size]) => `{""side"": ""${side}"", ""size"": ""${size}"", ""price"": ""${price}""}`).join(', ')}]"\n`;

const read = async (text: string): Promise<{ readonly words: readonly string[]; readonly recording: Awaited<ReturnType<typeof readWith>>[number] }> => {
  const [recording] = await readWith(priceChange2025, filesWith({ 'messages.csv': text }));
  if (recording === undefined) throw new Error('no recording was recognised');
  return { words: rowsInWords(recording.out, START), recording };
};

test('gives the book once its best prices are proved, then what changes, and stops giving it when they no longer are', async () => {
  const { words, recording } = await read(HEADER
    + line('18:15:01.000', ['SELL', '0.23', '300'])
    + line('18:15:02.000', ['BUY', '0.22', '10'], ['BUY', '0.2', '7'])
    + line('18:15:03.000', ['SELL', '0.24', '50'], ['SELL', '0.23', '299.5'])
    + line('18:15:04.000', ['SELL', '0.24', '50'])
    + line('18:15:05.000', ['BUY', '0.22', '0'])
    + line('18:15:06.000', ['BUY', '0.19', '3'])
    + line('18:15:07.000', ['BUY', '0.22', '2']));
  expect(words).toEqual([
    '1000 -1 alive',
    '2000 0 book bids 22 x 10 asks 23 x 300', '2000 0 bid 20 = 7',
    '3000 0 ask 24 = 50', '3000 0 ask 23 = 299.5',
    '4000 -1 alive',
    '5000 0 invalid: the best price has not been seen yet',
    '6000 -1 alive',
    '7000 0 book bids 22 x 2 asks 23 x 299.5 24 x 50', '7000 0 bid 20 = 7', '7000 0 bid 19 = 3',
    '7000 0 paused',
  ]);
  expect(recording.survey.instruments[0]).toMatchObject({ name: 'price-change-191320', tick: 10_000, fees: { taker: { rate: 0 } } });
  expect(recording.counter).toMatchObject({ rows: 7, repeatedRows: 1, staleLevels: 0 });
});

test('levels of one message that go make room for those that come, whatever their order in it', async () => {
  const { words, recording } = await read(HEADER + line('18:15:01.000', ['SELL', '0.23', '1'], ['BUY', '0.22', '1']) + line('18:15:02.000', ['BUY', '0.23', '4'], ['SELL', '0.24', '2'], ['SELL', '0.23', '0']));
  expect(words.slice(1)).toEqual(['2000 0 ask 23 = 0', '2000 0 bid 23 = 4', '2000 0 ask 24 = 2', '2000 0 paused']);
  expect(recording.counter.staleLevels).toBe(0);
});

test('an order where the other side still stands takes that away: a trade had, and was not part of the messages', async () => {
  const { words, recording } = await read(HEADER + line('18:15:01.000', ['SELL', '0.23', '1'], ['BUY', '0.22', '1'], ['SELL', '0.24', '2']) + line('18:15:02.000', ['BUY', '0.23', '4']));
  expect(words.slice(-3)).toEqual(['2000 0 ask 23 = 0', '2000 0 bid 23 = 4', '2000 0 paused']);
  expect(recording.counter.staleLevels).toBe(1);
});

test('after a minute without a message everything is unknown again', async () => {
  const { words, recording } = await read(HEADER + line('18:15:01.000', ['SELL', '0.23', '1'], ['BUY', '0.22', '1']) + line('18:16:02.000', ['SELL', '0.23', '1']) + line('18:16:03.000', ['BUY', '0.22', '1']));
  expect(words).toEqual([
    '1000 0 book bids 22 x 1 asks 23 x 1', '1000 0 gap of 61000',
    '62000 0 invalid: updates are missing', '62000 -1 alive', '63000 0 book bids 22 x 1 asks 23 x 1', '63000 0 paused',
  ]);
  expect(recording.counter.gaps).toEqual([{ market: 'price-change-191320', from: START + 1_000, to: START + 62_000, how: 'no message for 61 s' }]);
});

test.each([
  ['a day that does not exist', HEADER + line('18:15:01.000', ['SELL', '0.23', '1']).replace('2025-01-25', '2025-02-30'), /:2 {2}column timestamp: .* does not exist/],
  ['a stamp without its zone', HEADER + line('18:15:01.000', ['SELL', '0.23', '1']).replace(' +0100', ''), /:2 {2}column timestamp: .* is not a time like/],
  ['a size that is a number', HEADER + line('18:15:01.000', ['SELL', '0.23', '1']).replace('""1""', '1'), /:2 {2}column changes: .* has a size that is no decimal/],
  ['a price beyond 1', HEADER + line('18:15:01.000', ['SELL', '1.23', '1']), /:2 {2}column changes: .* has a price that is not between 0 and 1/],
  ['no change at all', HEADER + line('18:15:01.000'), /:2 {2}column changes: "\[\]" is no list of changes/],
  ['a second token', HEADER + line('18:15:01.000', ['SELL', '0.23', '1']) + line('18:15:02.000', ['SELL', '0.23', '1']).replace('1913207715', '7'), /:3 {2}column asset_id: "7" is not the token of the lines before/],
  ['a line older than the one before', HEADER + line('18:15:02.000', ['SELL', '0.23', '1']) + line('18:15:01.000', ['SELL', '0.23', '1']), /:3 {2}the line is older/],
  ['a quote that is not closed', HEADER + line('18:15:02.000', ['SELL', '0.23', '1']).replace('"\n', '\n'), /:2 {2}the quotes of the line do not match/],
  ['a header without lines', HEADER, /no rows/],
])('refuses %s, with its place', async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test.skipIf(areAbsent)(`five days of one token: three holes, and the best prices proved for 38 minutes of the hour and a half that was recorded${ABSENT}`, async () => {
  const [recording] = await readWith(priceChange2025, filesIn(RECORDINGS.priceChange2025));
  const { out, counter, survey } = recording!;
  expect(counter).toMatchObject({ rows: 3_829, repeatedRows: 2, staleLevels: 0, crossedBooks: 0 });
  expect(counter.gaps.map(({ from, to }) => Math.round((to - from) / 1_000))).toEqual([81_499, 241_670, 115_579]);
  expect([fallingStamps(out), countOf(out, 'snapshot'), countOf(out, 'invalid')]).toEqual([0, 2, 2]);
  const spans = rowsInWords(out, survey.firstAt).flatMap((words) => (/book|gap/.test(words) ? [Number(words.split(' ')[0])] : []));
  // Of the three holes the second begins with no book given.
  expect(spans.map((ms) => Math.round(ms / 60_000))).toEqual([45, 58, 1_417, 5_450, 5_475]);
});
