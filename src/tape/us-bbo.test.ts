import { expect, test } from 'vitest';
import { countOf, fallingStamps, filesIn, filesWith, readWith, rowsInWords } from './read-format.fixture.ts';
import { ABSENT, areAbsent, RECORDINGS } from './recorded-data.fixture.ts';
import { usBbo } from './us-bbo.ts';

const START = Date.parse('2026-07-11T21:30:00Z');
const HEADER = 'ts,slug,bid,ask,mid,spread,volume24hr\n';
const LABELS = 'slug,question,category,y,source\n';
const row = (clock: string, slug: string, bid: string, ask: string): string => `2026-07-11T${clock}Z,${slug},${bid},${ask},,,\n`;

const read = async (files: Readonly<Record<string, string>>, labels?: ReadonlyMap<string, number>): Promise<{ readonly words: readonly string[]; readonly recording: Awaited<ReturnType<typeof readWith>>[number] }> => {
  const [recording] = await readWith(usBbo, filesWith(files), labels);
  if (recording === undefined) throw new Error('no recording was recognised');
  return { words: rowsInWords(recording.out, START), recording };
};

test('markets that follow each other in the file are put in order of time; an unchanged poll is one sign of life', async () => {
  const { words, recording } = await read({
    'quotes.csv': HEADER + row('21:32:00', 'a', '0.06', '0.56') + row('21:34:00', 'a', '0.06', '0.56') + row('21:36:00', 'a', '0.07', '0.56')
      + row('21:32:00', 'b', '', '0.305') + row('21:34:00', 'b', '', '0.305') + row('21:36:00', 'b', '', ''),
  });
  expect(words).toEqual([
    '120000 0 book bids 6 x 1 asks 56 x 1', '120000 1 book bids asks 30.5 x 1',
    '240000 -1 alive',
    '360000 0 book bids 7 x 1 asks 56 x 1', '360000 0 paused', '360000 1 book bids asks', '360000 1 paused',
  ]);
  expect(recording.survey.instruments).toMatchObject([{ name: 'a', tick: 10_000, isUnsized: true, minSize: 1_000_000, fees: { taker: { rate: 0.06 } } }, { name: 'b', tick: 1_000 }]);
  expect([recording.counter.rows, recording.counter.repeatedRows]).toEqual([6, 2]);
});

test('a crossed quote is counted and invalid until the next one', async () => {
  const { words, recording } = await read({ 'quotes.csv': HEADER + row('21:32:00', 'a', '0.6', '0.5') + row('21:34:00', 'a', '0.4', '0.5') });
  expect(words.slice(0, 3)).toEqual(['120000 0 book bids 60 x 1 asks 50 x 1', '120000 0 invalid: the recorded book is crossed', '240000 0 book bids 40 x 1 asks 50 x 1']);
  expect(recording.counter.crossedBooks).toBe(1);
});

test('a market that is silent for more than ten minutes and goes on has a hole, and its quote counts again once it is seen again', async () => {
  const { words, recording } = await read({ 'quotes.csv': HEADER + row('21:30:00', 'a', '0.4', '0.5') + row('21:40:01', 'a', '0.4', '0.5') });
  expect(words).toEqual(['0 0 book bids 40 x 1 asks 50 x 1', '0 0 gap of 601000', '601000 0 book bids 40 x 1 asks 50 x 1', '601000 0 paused']);
  expect(recording.counter.gaps).toEqual([{ market: 'a', from: START, to: START + 601_000, how: 'no quote for 601 s' }]);
  expect((await read({ 'quotes.csv': HEADER + row('21:30:00', 'a', '0.4', '0.5') + row('21:40:00', 'a', '0.4', '0.5') })).recording.counter.gaps).toEqual([]);
});

test('the venue\'s label settles a market after its last quote; an inferred one does not, and the operator\'s goes before both', async () => {
  const quotes = HEADER + row('21:30:00', 'a', '0.4', '0.5') + row('21:32:00', 'b', '0.4', '0.5') + row('21:34:00', 'c', '0.4', '0.5');
  const labels = LABELS + 'a,Will it, then?,sports,1,api\n'.replace('Will it, then?', '"Will it, then?"') + 'b,,sports,0,convergence\nc,,sports,0,api\n';
  const { words } = await read({ 'quotes.csv': quotes, 'quotes.markets.csv': labels, 'data_quality.csv': 'issue,table_name,detail\nx,y,z, and more\n' }, new Map([['c', 500_000]]));
  expect(words.filter((word) => !word.includes('book'))).toEqual(['0 0 closed', '0 0 pays 100', '120000 1 paused', '240000 2 closed', '240000 2 pays 50']);
});

test.each([
  ['a price of 1', HEADER + row('21:32:00', 'a', '1.0', ''), /:2 {2}column bid: "1.0" is not a price between 0 and 1/],
  ['a time that does not exist', HEADER + row('21:32:00', 'a', '', '').replace('07-11', '06-31'), /:2 {2}column ts: .* is not a time that exists/],
  ['a field too few', HEADER + row('21:32:00', 'a', '', '').replace(',,,\n', ',,\n'), /:2 {2}6 fields where the header has 7/],
  ['a market without a name', HEADER + row('21:32:00', '', '', ''), /:2 {2}column slug: "" is not a name/],
  ['a row not newer than the one before of its market', HEADER + row('21:32:00', 'a', '', '') + row('21:32:00', 'b', '', '') + row('21:32:00', 'a', '', ''), /:4 {2}the row is not newer than the one before it of a/],
  ['a price finer than any tick', HEADER + row('21:32:00', 'a', '0.00005', ''), /:2 {2}column bid: "0.00005" is finer than any tick of the venue/],
  ['a day before the fees are known', HEADER + row('21:32:00', 'a', '0.1', '').replace('2026-07-11', '2026-06-11'), /the fees of polymarket-us are known from 2026-07-01 on/],
])('refuses %s, with its place', async (_, text, message) => {
  await expect(read({ 'quotes.csv': text })).rejects.toThrow(message);
});

test('refuses labels that say two things or nothing', async () => {
  const quotes = HEADER + row('21:30:00', 'a', '0.4', '0.5');
  await expect(read({ 'quotes.csv': quotes, 'labels.csv': `${LABELS}a,,s,2,api\n` })).rejects.toThrow(/labels.csv:2 {2}column y: "2" is neither 0 nor 1/);
  await expect(read({ 'quotes.csv': quotes, 'labels.csv': `${LABELS}a,,s,1,api\na,,s,0,api\n` })).rejects.toThrow(/labels.csv:3 {2}column slug: a has a label already/);
});

test.skipIf(areAbsent)(`eighty markets over six days, each settled by its label, one outage in all that went on and an earlier one in some${ABSENT}`, async () => {
  const [recording] = await readWith(usBbo, filesIn(RECORDINGS.usBbo));
  const { out, counter, survey } = recording!;
  expect([survey.instruments.length, counter.rows, counter.crossedBooks, counter.gaps.length, fallingStamps(out)]).toEqual([80, 213_818, 4, 94, 0]);
  expect([countOf(out, 'resolved'), countOf(out, 'status'), countOf(out, 'invalid')]).toEqual([80, 80, 3]);
  expect([...new Set(counter.gaps.map(({ from, to }) => (to - from) / 1_000))].toSorted((a, b) => a - b)).toEqual([3_040, 5_023]);
});
