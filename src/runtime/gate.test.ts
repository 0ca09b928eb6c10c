import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { load, loaded, SMALL } from '../config/test-files.fixture.ts';
import type { LoadedConfig } from '../config/load.ts';
import { cash, timestamp } from '../core/domain/numbers.ts';
import { HOUR_MS, type HourPnl } from '../core/ledger/hour-pnl.ts';
import { Journal } from '../journal/journal.ts';
import { gateShortfall, paperShown, type PaperShown } from './gate.ts';

const DAY = Date.UTC(2026, 5, 1);
let folder = '';
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-gate-'));
  journal = Journal.open(join(folder, 'data/paper.db'));
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const PAPER = 'mode: paper\nstorage: { journal: ./data/paper.db }\napi: { listen: 127.0.0.1:8787 }\nvenues: { polymarket: {} }\n';
const config = (from = '', to = ''): LoadedConfig => loaded(load(SMALL.replace(from, to), { demo: PAPER }));
const { config: LIVE } = config('50 shares', '10 shares');

let generation = 0;
beforeEach(() => { generation = 0; });
const inForce = (atHour: number, of: LoadedConfig): void => {
  journal.recordGeneration({ number: ++generation, hash: of.hash, at: DAY + atHour * HOUR_MS, profile: 'paper', origin: 'save', loaded: of, changes: [] });
};
const NOTHING = { spread: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0, unrealised: 0 };
const hour = (number: number, opening: number, closing: number): HourPnl => ({
  hour: timestamp(DAY + number * HOUR_MS), openedAt: timestamp(DAY + number * HOUR_MS), closedAt: timestamp(DAY + (number + 1) * HOUR_MS),
  opening: { ...NOTHING, spread: opening * 1e6 }, closing: { ...NOTHING, spread: closing * 1e6 }, grossNotional: cash(0), cash: null, markets: [],
});
/** From hour to hour; `totals` are P&L at each full hour in dollars. `isKilled`: nothing said that it ended. */
function run(from: number, to: number, { source = 'live books of polymarket', mode = 'paper', totals = [] as readonly number[], isKilled = false } = {}): void {
  journal.beginRun({ profile: 'paper', mode, source, continues: true, startedAt: DAY + from * HOUR_MS }, (number) => `paper-${number}`, 1);
  for (const [index, total] of totals.slice(1).entries()) journal.hour(hour(from + index, totals[index]!, total));
  journal.append([{ type: 'Decide', ts: timestamp(DAY + to * HOUR_MS) }]);
  journal.commit();
  if (!isKilled) journal.endRun({ endedAt: DAY + to * HOUR_MS, because: 'test', events: 1, commandHash: '' });
}
const shown = (): PaperShown => paperShown(LIVE, [join(folder, 'data/paper.db')]);
const shownHours = (): number => shown().ms / HOUR_MS;

test('counts the hours of paper on live books, over restarts and kills, whatever the numbers of the strategies', () => {
  inForce(0, config());
  run(0, 3);
  run(5, 7, { isKilled: true });
  expect(shownHours()).toBe(5);
  inForce(8, config('1.5c', '2c'));
  run(8, 9);
  expect(shownHours()).toBe(6);
});

test('does not count recordings, demos, nor what ran with other strategies or other markets', () => {
  inForce(0, config());
  run(0, 3, { source: 'tape x' });
  run(3, 6, { mode: 'demo' });
  inForce(7, config('["*"]', '["rain*"]'));
  run(6, 9);
  expect(shownHours()).toBe(1);
});

test('finds the worst fall from a peak over all runs', () => {
  inForce(0, config());
  run(0, 5, { totals: [0, 20, 30, 12, 5, 25] });
  run(5, 7, { totals: [25, 38, 20] });
  expect(shown().worstDrawdown).toBe(25e6);
});

test('says with figures what is missing, and nothing where nothing is', () => {
  inForce(0, config());
  run(0, 3 + 1 / 6, { totals: [0, 60, 5] });
  expect(gateShortfall({ paperMs: 24 * HOUR_MS, paperDrawdownBelow: 50e6 }, LIVE, folder)).toBe('paper has run 3 h 10 min of 24 h 0 min with these strategies; its worst drawdown was $55, which is not below $50');
  expect(gateShortfall({ paperMs: 3 * HOUR_MS, paperDrawdownBelow: null }, LIVE, folder)).toBeNull();
  expect(gateShortfall(undefined, LIVE, folder)).toBeNull();
});

test('takes what is no journal, and one that is not there, for nothing shown', () => {
  writeFileSync(join(folder, 'notes.db'), 'no database at all');
  expect(paperShown(LIVE, [join(folder, 'notes.db'), join(folder, 'nowhere.db')])).toEqual({ ms: 0, worstDrawdown: 0 });
  expect(gateShortfall({ paperMs: 1, paperDrawdownBelow: null }, LIVE, join(folder, 'nowhere'))).toContain('paper has run 0 h 0 min');
});

test('looks where the paper profiles keep their journals too', () => {
  writeFileSync(join(folder, 'strategies.yaml'), SMALL);
  mkdirSync(join(folder, 'profiles'));
  writeFileSync(join(folder, 'profiles/watch.yaml'), PAPER.replace('./data/paper.db', './elsewhere/watch.db'));
  journal.close();
  journal = Journal.open(join(folder, 'elsewhere/watch.db'));
  inForce(0, config());
  run(0, 3);
  expect(gateShortfall({ paperMs: 3 * HOUR_MS, paperDrawdownBelow: null }, LIVE, folder)).toBeNull();
});
