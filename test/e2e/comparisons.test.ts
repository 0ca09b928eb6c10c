import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importTape } from '../../src/tape/import-tape.ts';
import { syntheticTape } from '../replay/synthetic-tape.fixture.ts';
import { botFolder, type BotFolder } from './bot-folder.fixture.ts';
import { cleanUp, evenkeel } from './running-bot.fixture.ts';

let folder: BotFolder;
let tape: string;
beforeAll(async () => {
  folder = await botFolder();
  tape = join(folder.path, 'quarter.parquet');
  await importTape(syntheticTape(5, 15), tape);
}, 60_000);
afterAll(() => cleanUp(folder));

describe('evenkeel scenarios', () => {
  test('plays the scenarios and recordings it is given, each under both configs, with the targets below', async () => {
    const { exit, out } = await evenkeel(folder, 'scenarios', tape, '--synthetic', '10m', '--seeds', '1', '--scenario', 'chop');
    const rows = out.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2));
    expect([exit, rows.slice(1, 6)]).toEqual([0, [['chop', 'single'], ['chop', 'dual'], ['quarter', 'single'], ['quarter', 'dual'], ['target', 'dual']]]);
  });
  test('refuses what it cannot mean', async () => {
    for (const [words, says] of [[['--seeds', '0'], '--seeds 0: how many'], [['--seeds', '7-4'], '--seeds 7-4: how many'], [['--seeds', '1-500'], 'at most 99'], [['--scenario', 'storm'], 'trend, jump, chop'], [['--synthetic', 'soon'], 'like 6h or 30m']] as const) {
      const { exit, err } = await evenkeel(folder, 'scenarios', ...words);
      expect([exit, err.includes(says) ? says : err]).toEqual([64, says]);
    }
  });
});

describe('evenkeel makers', () => {
  test('plays a recording with each maker and with the files at hand', async () => {
    const { exit, out } = await evenkeel(folder, '--json', 'makers', tape, '--profile', 'paper');
    const { recordings } = JSON.parse(out) as { recordings: readonly { readonly rows: readonly { readonly maker: string; readonly figures: string | { readonly fills: number } }[] }[] };
    expect([exit, recordings.length]).toEqual([0, 1]);
    expect(recordings[0]!.rows.map(({ maker }) => maker)).toEqual(['naive', 'curve', 'cautious', 'avellaneda-stoikov', 'glft', 'yours']);
    const naive = recordings[0]!.rows[0]!.figures;
    expect(typeof naive === 'string' ? 0 : naive.fills).toBeGreaterThan(0);
  });
  test('can play only the beginning of it, and says so', async () => {
    const { out } = await evenkeel(folder, 'makers', tape, '--profile', 'paper', '--window', '5m');
    expect(out).toMatch(/5 markets of polymarket, 5 min\.[^]*at most the first 5m/);
  });
  test('refuses what it cannot mean', async () => {
    for (const [words, says] of [[[], 'no recording was given'], [[tape, '--window', 'soon'], 'like 48h'], [[tape, '--into', 'nowhere.md', '--window', '1m'], 'cannot be read']] as const) {
      const { exit, err } = await evenkeel(folder, 'makers', ...words);
      expect([exit, err.includes(says) ? says : err]).toEqual([64, says]);
    }
  });
});
