import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLabels } from './labels.ts';
import { folderWith } from './made-up-tapes.fixture.ts';

const labelsIn = (name: string, text: string) => readLabels(join(folderWith({ [name]: text }), name));

test.each([
  ['CSV', 'labels.csv', 'market,yesPays\nrain,1\nsnow,0\nno, really,0.25\n'],
  ['CSV of Windows without its last line end', 'labels.csv', 'market,yesPays\r\nrain,1.000\r\nsnow,0\r\nno, really,0.25'],
  ['JSON', 'labels.json', '{ "rain": 1, "snow": 0, "no, really": 0.25 }'],
])('reads %s to micro-dollars', async (_, name, text) => {
  expect([...await labelsIn(name, text)]).toEqual([['rain', 1_000_000], ['snow', 0], ['no, really', 250_000]]);
});

test.each([
  ['another header', 'market,pays\nrain,1\n', 1],
  ['no outcome', 'market,yesPays\nrain,1\nsnow,\n', 3],
  ['an outcome above 1', 'market,yesPays\nrain,1.5\n', 2],
  ['an outcome in words', 'market,yesPays\nrain,yes\n', 2],
  ['more places than micro-dollars', 'market,yesPays\nrain,0.1234567\n', 2],
  ['a market twice', 'market,yesPays\nrain,1\nrain,1\n', 3],
  ['a line that is no label', 'market,yesPays\nrain\n', 2],
  ['a word in JSON', '{\n "rain": 1,\n "snow": "0"\n}', 3],
  ['an outcome below 0 in JSON', '{"rain": -1}', 1],
  ['broken JSON', '{\n "rain": 1,\n}', 3],
])('refuses %s, with its line', async (_, text, line) => {
  await expect(labelsIn('labels', text)).rejects.toMatchObject({ spec: { code: 'MM_TAPE_LABELS' }, details: { line } });
});

test('refuses a file that is not there', async () => {
  await expect(readLabels(join(folderWith({}), 'nowhere.csv'))).rejects.toMatchObject({ spec: { code: 'MM_TAPE_NOT_FOUND' } });
});
