import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { load, loaded, SMALL } from '../config/test-files.fixture.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Event, OperatorCommanded } from '../core/domain/events.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { Journal } from '../journal/journal.ts';
import type { GenerationSummary } from '../journal/records.ts';
import { lastTraded } from './last-traded.ts';
import { ARMING } from './standing-halt.ts';

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

let number = 0;
beforeEach(() => { number = 0; });
type Origin = GenerationSummary['origin'];
/** What is in force in the session, one after the other; `killed` where nothing says that it ended. */
interface Story { readonly mode?: string; readonly trades?: readonly (readonly [LoadedConfig, Origin])[]; readonly isKilled?: boolean; readonly operator?: readonly OperatorCommanded[] }
function run({ mode = 'paper', trades = [[ALL, 'start']], isKilled = false, operator = [] }: Story = {}): void {
  journal.beginRun({ profile: 'demo', mode, source: 'test', continues: true, startedAt: 1 }, (n) => `demo-${n}`, 1);
  const events: Event[] = [{ type: 'SessionStarted', ts: AT, session: { id: 'demo', profile: 'demo', mode: 'paper' }, carried: null }];
  for (const [of, origin] of trades) {
    journal.recordGeneration({ number: ++number, hash: of.hash, at: number, profile: 'demo', origin, loaded: of, changes: [] });
    events.push({ type: 'ConfigSwapped', ts: AT, generation: number, config: of.config });
  }
  journal.append([...events, ...operator, { type: 'Decide', ts: AT }]);
  journal.commit();
  if (!isKilled) journal.endRun({ endedAt: 2, because: 'test', events: 0, commandHash: '' });
}
const AT = timestamp(1);
const HELD: OperatorCommanded = { type: 'OperatorCommanded', ts: AT, by: ARMING, action: { kind: 'halt', reason: 'gate' } };
const RESUMED: OperatorCommanded = { type: 'OperatorCommanded', ts: AT, by: 'op', action: { kind: 'resume', market: null } };
const HALTED: OperatorCommanded = { type: 'OperatorCommanded', ts: AT, by: 'op', action: { kind: 'halt', reason: 'drill' } };

test('is nothing where no journal is, and where nothing of its mode was opened', () => {
  expect(lastTraded(join(folder, 'other.db'), ALL)).toBeNull();
  run({ mode: 'live', trades: [[config('', '', 'demo'), 'start']] });
  expect(lastTraded(path, ALL)).toBeNull();
});

test('compares what was in force last in its mode, but for numbers, with what is to be opened', () => {
  run({ trades: [[RAIN, 'start']] });
  expect(lastTraded(path, ALL)).toMatchObject({ mayHaveLeftOrders: false, isAlike: false });
  run({ trades: [[RAIN, 'start'], [ALL, 'save']] });
  expect(lastTraded(path, config('1.5c', '2c'))).toMatchObject({ mayHaveLeftOrders: false, isAlike: true });
  run({ mode: 'demo', trades: [[config('["*"]', '["rain*"]', 'demo'), 'start']] });
  expect(lastTraded(path, ALL)).toMatchObject({ isAlike: true });
});

test('takes for traded what arming held only once an operator resumed it', () => {
  run({ trades: [[RAIN, 'start']] });
  run({ operator: [HELD, HALTED] });
  expect(lastTraded(path, ALL)).toMatchObject({ isAlike: false });
  expect(lastTraded(path, RAIN)).toMatchObject({ isAlike: true });
  run({ operator: [HELD, RESUMED, HALTED] });
  expect(lastTraded(path, ALL)).toMatchObject({ isAlike: true });
});

test('takes a revert that outlives the restart for what is to be opened', () => {
  run({ trades: [[ALL, 'start'], [RAIN, 'save'], [ALL, 'revert']] });
  expect(lastTraded(path, RAIN)).toMatchObject({ isAlike: true, opens: { profile: 'demo', strategies: ALL.config.strategies } });
  expect(lastTraded(path, config('["*"]', '["snow*"]'))).toMatchObject({ isAlike: false });
});

test('may have left orders where nothing says that it ended', () => {
  run({ isKilled: true });
  run({ mode: 'live' });
  expect(lastTraded(path, ALL)).toMatchObject({ mayHaveLeftOrders: true });
  run();
  expect(lastTraded(path, ALL)).toMatchObject({ mayHaveLeftOrders: false });
});
