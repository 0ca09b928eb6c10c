import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlaceOrder } from '../core/domain/commands.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { smallSession, START, type SmallSession } from '../runtime/small-market.fixture.ts';
import { Journal } from './journal.ts';
import { findRun, readSnapshots } from './read.ts';
import { recover } from './recover.ts';
import { replayRun } from './replay.ts';

let folder = '';
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-recover-'));
  journal = Journal.open(join(folder, 'journal.db'));
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const opened = (continues = true): SmallSession => {
  journal.beginRun({ profile: 'demo', mode: 'demo', source: 'test', continues, startedAt: START }, (run) => `demo-${run}`, 1);
  return smallSession({ changes: 100, journal });
};
/** Runs until the first bid rests, has it filled, and goes on a second. */
async function withFill(small: SmallSession): Promise<void> {
  await small.session.run(START + 4_000);
  const bid = [...small.venue.open.values()].find((order): order is PlaceOrder => order.side === 'bid');
  if (bid === undefined) throw new Error('no bid rests');
  small.venue.fill(bid, timestamp(START + 4_500));
  await small.session.run(START + 5_500);
}
/** As after a kill -9: nothing is sealed. */
const killed = (): void => {
  journal.close();
  journal = Journal.open(join(folder, 'journal.db'));
};

test('a new journal has nothing to go on from', () => {
  expect(recover(journal.database)).toEqual({ carried: null, from: null, halted: null });
});

test('positions, P&L and cash after a kill are what the engine held', async () => {
  const small = opened();
  await withFill(small);
  const held = small.session.engine.carry();
  expect(held.markets['rain']?.yes).toBe(10_000_000);
  killed();
  expect(recover(journal.database).carried).toEqual(JSON.parse(JSON.stringify(held)));
});

test('the same from a snapshot in the middle and the frames after it', async () => {
  const small = opened();
  await small.session.run(START + 3_000);
  expect(journal.snapshot(small.session.engine.snapshot())).toEqual({ ok: true });
  await withFill(small);
  const held = small.session.engine.carry();
  killed();
  journal.database.exec('DELETE FROM frames WHERE first_seq <= (SELECT max(seq) FROM snapshots)');
  expect(recover(journal.database).carried).toEqual(JSON.parse(JSON.stringify(held)));
});

test('a damaged snapshot is passed over, and one of another core too', async () => {
  const small = opened();
  await withFill(small);
  small.session.seal('end');
  const held = JSON.parse(JSON.stringify(small.session.engine.carry())) as unknown;
  journal.database.exec(`UPDATE snapshots SET payload = payload || ' '`);
  expect(readSnapshots(journal.database, 1)).toEqual([]);
  expect(recover(journal.database).carried).toEqual(held);
});

test('a hole in the events is refused rather than guessed over', async () => {
  const small = opened();
  await withFill(small);
  journal.database.exec('DELETE FROM frames WHERE first_seq = (SELECT first_seq FROM frames ORDER BY first_seq LIMIT 1 OFFSET 3)');
  expect(() => recover(journal.database)).toThrow(/events \d+ to \d+ are not in the journal/);
});

test('a halt outlives the process, and a resume does too', async () => {
  const small = opened();
  await small.session.run(START + 3_000);
  small.session.command('operator', { kind: 'halt', reason: 'drill' });
  killed();
  expect(recover(journal.database).halted).toMatchObject({ by: 'operator', reason: 'drill' });
  const next = opened();
  next.session.command('operator', { kind: 'resume', market: null });
  killed();
  expect(recover(journal.database).halted).toBeNull();
});

test('quiescing for a shutdown is not a halt', async () => {
  const small = opened();
  await small.session.run(START + 3_000);
  await small.session.quiesce('SIGTERM', 'shutdown', 1_000);
  small.session.seal('SIGTERM');
  expect(recover(journal.database).halted).toBeNull();
});

test('a tape leaves the account alone but its halt holds', async () => {
  const small = opened();
  await withFill(small);
  const held = small.session.engine.carry();
  const tape = opened(false);
  await tape.session.run(START + 3_000);
  tape.session.command('operator', { kind: 'halt', reason: 'on a tape' });
  killed();
  const recovered = recover(journal.database);
  expect(recovered.from?.run).toBe(1);
  expect(recovered.carried?.markets).toEqual(JSON.parse(JSON.stringify(held.markets)));
  expect(recovered.carried?.halted).toMatchObject({ reason: 'on a tape' });
});

test('a run killed before its first event changes nothing', async () => {
  const small = opened();
  await withFill(small);
  const held = small.session.engine.carry();
  journal.beginRun({ profile: 'demo', mode: 'demo', source: 'test', continues: true, startedAt: START }, (run) => `demo-${run}`, 1);
  killed();
  expect(recover(journal.database).carried).toEqual(JSON.parse(JSON.stringify(held)));
});

test('replay finds the same commands, and the first that was tampered with', async () => {
  const small = opened();
  await withFill(small);
  small.session.seal('end');
  const run = findRun(journal.database, 'last');
  expect(replayRun(journal.database, run)).toMatchObject({ difference: null, commandHash: small.session.commandHash, replayedHash: small.session.commandHash });
  journal.database.exec(`UPDATE commands SET payload = replace(payload, '"price":530000', '"price":540000')`);
  const { difference, commandHash, replayedHash } = replayRun(journal.database, run);
  expect(difference).toMatchObject({ expected: { type: 'PlaceOrder', price: 540_000 }, actual: { type: 'PlaceOrder', price: 530_000 } });
  expect(replayedHash).toBe(small.session.commandHash);
  expect(commandHash).not.toBe(replayedHash);
});

test('replay shows a command that the journal lacks, and one that it has too many', async () => {
  const small = opened();
  await withFill(small);
  const run = findRun(journal.database, 'last');
  const first = journal.database.prepare('SELECT frame, payload FROM commands ORDER BY frame LIMIT 1').get();
  journal.database.exec('DELETE FROM commands WHERE frame = (SELECT min(frame) FROM commands)');
  expect(replayRun(journal.database, run).difference).toMatchObject({ expected: null, actual: { type: expect.any(String) } });
  journal.database.prepare('INSERT INTO commands (run, frame, payload) VALUES (1, ?, ?)').run(first?.['frame'] ?? 0, first?.['payload'] ?? '');
  journal.database.exec(`INSERT INTO commands (run, frame, payload) VALUES (1, 1000000, '[[1000000,{"type":"CancelAll","ts":1,"generation":1,"venue":"demo"}]]')`);
  expect(replayRun(journal.database, run).difference).toEqual({ seq: 1_000_000, expected: { type: 'CancelAll', ts: 1, generation: 1, venue: 'demo' }, actual: null });
});
