import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { load, loaded, SMALL } from '../config/test-files.fixture.ts';
import type { LoadedConfig } from '../config/load.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { Journal } from '../journal/journal.ts';
import type { GenerationSummary } from '../journal/records.ts';
import { lastTraded } from './last-traded.ts';

let folder = '';
let path = '';
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-last-traded-'));
  path = join(folder, 'live.db');
  journal = Journal.open(path);
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const PROFILE = (mode: string): string => `mode: ${mode}\nstorage: { journal: ./data/live.db }\napi: { listen: 127.0.0.1:8787 }\n`;
const config = (from = '', to = '', mode = 'paper'): LoadedConfig => loaded(load(SMALL.replace(from, to), { demo: PROFILE(mode) }));
const ALL = config();
const RAIN = config('["*"]', '["rain*"]');

function run(mode: string, isKilled = false): void {
  journal.beginRun({ profile: 'demo', mode, source: 'test', continues: true, startedAt: 1 }, (number) => `demo-${number}`, 1);
  journal.append([{ type: 'Decide', ts: timestamp(1) }]);
  journal.commit();
  if (!isKilled) journal.endRun({ endedAt: 2, because: 'test', events: 0, commandHash: '' });
}
let number = 0;
beforeEach(() => { number = 0; });
const inForce = (of: LoadedConfig, origin: GenerationSummary['origin'] = 'start'): void => {
  journal.recordGeneration({ number: ++number, hash: of.hash, at: number, profile: 'demo', origin, loaded: of, changes: [] });
};

test('is nothing where no journal is, and where nothing of its mode was opened', () => {
  expect(lastTraded(join(folder, 'other.db'), ALL)).toBeNull();
  run('live');
  inForce(config('', '', 'demo'));
  expect(lastTraded(path, ALL)).toBeNull();
});

test('compares what was in force last in its mode, but for numbers, with what is to be opened', () => {
  run('paper');
  inForce(RAIN);
  expect(lastTraded(path, ALL)).toEqual({ mayHaveLeftOrders: false, isAlike: false });
  inForce(ALL, 'save');
  expect(lastTraded(path, config('1.5c', '2c'))).toEqual({ mayHaveLeftOrders: false, isAlike: true });
  inForce(config('["*"]', '["rain*"]', 'demo'));
  expect(lastTraded(path, ALL)).toMatchObject({ isAlike: true });
});

test('takes a revert that outlives the restart for what is to be opened', () => {
  run('paper');
  inForce(ALL);
  inForce(RAIN, 'save');
  inForce(ALL, 'revert');
  expect(lastTraded(path, RAIN)).toMatchObject({ isAlike: true });
  expect(lastTraded(path, config('["*"]', '["snow*"]'))).toMatchObject({ isAlike: false });
});

test('may have left orders where nothing says that it ended', () => {
  run('paper', true);
  inForce(ALL);
  run('live');
  expect(lastTraded(path, ALL)).toMatchObject({ mayHaveLeftOrders: true });
  run('paper');
  expect(lastTraded(path, ALL)).toMatchObject({ mayHaveLeftOrders: false });
});
