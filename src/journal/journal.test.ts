import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command } from '../core/domain/commands.ts';
import type { Event } from '../core/domain/events.ts';
import { marketId } from '../core/domain/instrument.ts';
import { price, size, timestamp } from '../core/domain/numbers.ts';
import type { EvenkeelError } from '../errors/define.ts';
import { Journal } from './journal.ts';
import { findRun, listGenerations, listRuns, newestGenerationNumber, newestWrittenHash, orderIds, readFrames, readGeneration, readIntents, readSnapshots } from './read.ts';
import { openForReading } from './schema.ts';

let folder = '';
let path = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'evenkeel-journal-')); path = join(folder, 'journal.db'); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const OPENING = { profile: 'demo', mode: 'demo', source: 'test', continues: true, startedAt: 1_000 };
const begun = (groupEvents = 1): Journal => {
  const journal = Journal.open(path);
  journal.beginRun(OPENING, (run) => `demo-${run}`, groupEvents);
  return journal;
};
const trade = (ts: number, shares = 1): Event =>
  ({ type: 'TradePrinted', ts: timestamp(ts), market: marketId(0), price: price(480_000), size: size(shares), taker: 'ask' });
const stored = (journal: Journal, run = journal.run): Event[] => [...readFrames(journal.database, run, 0)].flatMap((f) => [...f.events]);
const codeOf = (work: () => unknown): string => {
  try { work(); } catch (error) { return (error as EvenkeelError).spec.code; }
  return 'no error';
};

test('gives back the events it was given, in order, whatever the batches and the grouping', () => {
  const journal = Journal.open(path);
  fc.assert(fc.property(
    fc.array(fc.array(fc.record({ ts: fc.integer({ min: 0, max: 2 ** 45 }), shares: fc.maxSafeInteger() }), { minLength: 1, maxLength: 5 }), { maxLength: 8 }),
    fc.integer({ min: 1, max: 12 }),
    (batches, groupEvents) => {
      journal.beginRun(OPENING, (run) => `demo-${run}`, groupEvents);
      const given = batches.map((batch) => batch.map((e) => trade(e.ts, e.shares)));
      for (const batch of given) {
        journal.append(batch);
        expect(journal.commit()).toEqual({ ok: true });
      }
      expect(journal.flush()).toEqual({ ok: true });
      expect(stored(journal)).toEqual(given.flat());
      expect(journal.seq).toBe(given.flat().length);
    }), { numRuns: 50 });
  journal.close();
});

test('stores an intent with the event that asked for it', () => {
  const journal = begun();
  journal.append([trade(1), trade(2)]);
  journal.intent(2, { type: 'QueryHoldings', ts: timestamp(2), generation: 1, venue: 'demo' });
  journal.commit();
  expect([...readIntents(journal.database, 1)]).toEqual([{ seq: 2, command: { type: 'QueryHoldings', ts: 2, generation: 1, venue: 'demo' } }]);
  journal.close();
});

const placing = (clientId: string, ts = 1): Command => ({
  type: 'PlaceOrder', ts: timestamp(ts), generation: 1, venue: 'demo', clientId, market: marketId(0), side: 'bid', price: price(480_000), size: size(1_000_000), postOnly: true,
  leg: { outcome: 'yes', action: 'buy', price: price(480_000) },
});

test('says by which id a venue knows an order, also to the run after a crash, and of no other', () => {
  const journal = begun();
  journal.append([trade(1)]);
  journal.intent(1, placing('demo-1-1'), '0xab');
  journal.intent(1, placing('demo-1-2'));
  journal.commit();
  expect([journal.orderIds().venueOrderIdOf('demo-1-1'), journal.orderIds().clientIdOf('0xab')]).toEqual(['0xab', 'demo-1-1']);
  journal.close();
  const next = begun();
  const ids = next.orderIds();
  expect([ids.venueOrderIdOf('demo-1-1'), ids.clientIdOf('0xab')]).toEqual(['0xab', 'demo-1-1']);
  expect([ids.venueOrderIdOf('demo-1-2'), ids.clientIdOf('0xcd')]).toEqual([null, null]);
  next.close();
});

test('writes the index of ids when nothing waits to be sent, and with each snapshot', () => {
  const journal = begun();
  const indexed = (): readonly (string | null)[] => ['demo-1-1', 'demo-1-2'].map(orderIds(journal.database).venueOrderIdOf);
  journal.append([trade(1)]);
  journal.intent(1, placing('demo-1-1'), '0xab');
  journal.commit();
  expect(indexed()).toEqual([null, null]);
  journal.append([trade(2)]);
  journal.commit();
  expect(indexed()).toEqual(['0xab', null]);
  journal.append([trade(3)]);
  journal.intent(3, placing('demo-1-2'), '0xcd');
  journal.snapshot({ version: 1 });
  expect(indexed()).toEqual(['0xab', '0xcd']);
  journal.close();
});

test('does not open where the ids that a crash left cannot be written, and has them once it can', () => {
  const journal = begun();
  journal.append([trade(1)]);
  journal.intent(1, placing('demo-1-1'), '0xab');
  journal.commit();
  journal.close();
  const disk = new DatabaseSync(path);
  disk.exec(`CREATE TRIGGER full BEFORE INSERT ON order_ids BEGIN SELECT raise(ABORT, 'no room'); END`);
  expect(() => Journal.open(path)).toThrow('no room');
  disk.exec('DROP TRIGGER full');
  disk.close();
  const next = Journal.open(path);
  expect(next.orderIds().clientIdOf('0xab')).toBe('demo-1-1');
  next.close();
});

test('forgets after two weeks by which id a venue knew an order', () => {
  const journal = begun();
  const DAY = 24 * 3_600_000;
  for (const day of [0, 10]) {
    journal.append([trade(1 + day * DAY)]);
    journal.intent(journal.seq, placing(`demo-1-${day}`, 1 + day * DAY), `0x${day}`);
    journal.commit();
  }
  journal.append([trade(15 * DAY)]);
  journal.snapshot({ version: 1 });
  expect(['demo-1-0', 'demo-1-10'].map(journal.orderIds().venueOrderIdOf)).toEqual([null, '0x10']);
  journal.close();
});

test('brings a journal of the version before order ids up to date', () => {
  begun().close();
  const old = new DatabaseSync(path);
  old.exec('DROP TABLE order_ids; PRAGMA user_version = 2');
  old.close();
  const journal = begun();
  journal.append([trade(1)]);
  journal.intent(1, placing('demo-2-1'), '0xab');
  expect(journal.commit()).toEqual({ ok: true });
  expect(journal.orderIds().clientIdOf('0xab')).toBe('demo-2-1');
  journal.close();
});

test('a group is written when it is full or flushed, and not before', () => {
  const journal = begun(4);
  journal.append([trade(1), trade(2)]);
  journal.commit();
  expect(stored(journal)).toHaveLength(0);
  journal.append([trade(3), trade(4)]);
  journal.commit();
  expect(stored(journal)).toHaveLength(4);
  journal.append([trade(5)]);
  journal.commit();
  journal.flush();
  expect(stored(journal)).toHaveLength(5);
  journal.close();
});

test('a second writer of the same account is refused, also through a link, and let in once the first has gone', () => {
  const first = begun();
  expect(codeOf(() => Journal.open(path))).toBe('MM_JOURNAL_LOCKED');
  const linked = join(folder, 'linked');
  symlinkSync(folder, linked);
  expect(codeOf(() => Journal.open(join(linked, 'journal.db')))).toBe('MM_JOURNAL_LOCKED');
  first.close();
  Journal.open(path).close();
});

test('the message of a held lock names the journal and the lock file', () => {
  const first = begun();
  expect(() => Journal.open(path)).toThrow(`${path} is in use by another process (lock ${path}.lock)`);
  first.close();
});

test('a file of a newer version is refused and left as it is', () => {
  begun().close();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  expect(codeOf(() => Journal.open(path))).toBe('MM_JOURNAL_NEWER');
  expect(codeOf(() => openForReading(path))).toBe('MM_JOURNAL_NEWER');
});

test('a file that is something else is refused, and the lock is not kept', () => {
  writeFileSync(path, 'not a database, but long enough to be read as the header of one, which it is not');
  expect(codeOf(() => Journal.open(path))).toBe('MM_JOURNAL_UNREADABLE');
  expect(codeOf(() => Journal.open(path))).toBe('MM_JOURNAL_UNREADABLE');
  rmSync(path);
  const other = new DatabaseSync(path);
  other.exec('CREATE TABLE t (x)');
  other.close();
  expect(codeOf(() => Journal.open(path))).toBe('MM_JOURNAL_UNREADABLE');
});

test('a folder in the place of the journal is refused with a word about the path', () => {
  mkdirSync(path);
  expect(codeOf(() => Journal.open(path))).toBe('MM_JOURNAL_CANNOT_OPEN');
});

test('reading needs the file to be there', () => {
  expect(codeOf(() => openForReading(path))).toBe('MM_JOURNAL_MISSING');
});

test('a reader works beside the writer', () => {
  const journal = begun();
  journal.append([trade(1)]);
  journal.commit();
  const reader = openForReading(path);
  expect(listRuns(reader)).toHaveLength(1);
  reader.close();
  journal.close();
});

test('a full disk is a value, stores nothing more, and a snapshot bridges the gap once there is room', () => {
  const journal = begun();
  journal.append([trade(1)]);
  journal.commit();
  const pages = Number(journal.database.prepare('PRAGMA page_count').get()?.['page_count']);
  journal.database.exec(`PRAGMA max_page_count = ${pages + 1}`);
  const large: Event = { type: 'BookInvalidated', ts: timestamp(2), market: marketId(0), reason: 'x'.repeat(100_000) };
  journal.append([large]);
  expect(journal.commit()).toEqual({ ok: false, reason: 'database or disk is full' });
  journal.append([trade(3)]);
  expect(journal.commit().ok).toBe(false);
  expect(journal.resumeFrom({ version: 1, state: 'y'.repeat(100_000) }).ok).toBe(false);
  journal.database.exec('PRAGMA max_page_count = 1000000');
  expect(journal.resumeFrom({ version: 1, state: 'after three' }).ok).toBe(true);
  journal.append([trade(4)]);
  expect(journal.commit().ok).toBe(true);
  expect([...readFrames(journal.database, 1, 0)].map((f) => f.firstSeq)).toEqual([1, 4]);
  expect(readSnapshots(journal.database, 1, 3)[0]?.state).toEqual({ version: 1, state: 'after three' });
  journal.close();
});

test('a damaged snapshot is passed over for the one before it', () => {
  const journal = begun();
  for (const n of [1, 2]) {
    journal.append([trade(n)]);
    journal.commit();
    journal.snapshot({ version: 1, n });
  }
  journal.database.exec(`UPDATE snapshots SET payload = replace(payload, '2', '7') WHERE seq = 2`);
  expect(readSnapshots(journal.database, 1).map((s) => s.seq)).toEqual([1]);
  journal.close();
});

test('a damaged frame is named', () => {
  const journal = begun();
  journal.append([trade(1)]);
  journal.commit();
  journal.database.exec(`UPDATE frames SET payload = '[{"type":'`);
  expect(() => stored(journal)).toThrow('frame 1 of run 1 is damaged');
  journal.database.exec(`UPDATE frames SET payload = '[]'`);
  expect(() => stored(journal)).toThrow('it holds 0 events, not 1');
  journal.close();
});

test('of the snapshots of an hour only the newest two stay, and one an hour for as long as the frames do', () => {
  const journal = begun();
  for (let minute = 0; minute <= 130; minute++) {
    journal.append([trade(10 * 3_600_000 + minute * 60_000)]);
    journal.commit();
    journal.snapshot({ version: 1 });
  }
  expect(readSnapshots(journal.database, 1).map((s) => s.seq)).toEqual([131, 130, 121, 61, 1]);
  journal.close();
});

test('a run of many days loses its oldest frames up to a snapshot from which it can be replayed', () => {
  const journal = begun();
  const hours = 100;
  for (let hour = 1; hour <= hours; hour++) {
    journal.append([trade(hour * 3_600_000)]);
    journal.intent(hour, { type: 'QueryHoldings', ts: timestamp(hour), generation: 1, venue: 'demo' });
    journal.commit();
    journal.snapshot({ version: 1 });
  }
  const first = [...readFrames(journal.database, 1, 0)][0]?.firstSeq ?? 0;
  expect(first).toBe(hours - 3 * 24);
  expect(readSnapshots(journal.database, 1, first - 1)).toHaveLength(1);
  expect([...readIntents(journal.database, 1)][0]?.seq).toBe(first);
  journal.close();
});

test('old runs go, but never the newest that continues the account', () => {
  const journal = Journal.open(path);
  for (let n = 1; n <= 60; n++) {
    journal.beginRun({ ...OPENING, continues: n === 7 }, (run) => `demo-${run}`, 1);
    // Runs killed before their first event don't push others out.
    if (n % 2 === 0) continue;
    journal.append([trade(n)]);
    journal.commit();
  }
  journal.beginRun(OPENING, (run) => `demo-${run}`, 1);
  const runs = listRuns(journal.database).map((r) => r.run);
  expect(runs).toEqual([61, ...Array.from({ length: 20 }, (_, i) => 59 - 2 * i), 7]);
  expect(stored(journal, 7)).toHaveLength(1);
  expect(stored(journal, 5)).toHaveLength(0);
  journal.close();
});

test('the number of a run is never used twice, even when the run has gone', () => {
  const journal = begun();
  journal.database.exec('DELETE FROM runs');
  expect(journal.beginRun(OPENING, (run) => `demo-${run}`, 1)).toEqual({ run: 2, session: 'demo-2' });
  journal.close();
});

test('finds a run by number, by session and as the last, and lists the runs for another word', () => {
  const journal = begun();
  journal.append([trade(1)]);
  journal.commit();
  journal.beginRun({ ...OPENING, continues: false }, () => 'demo-tape', 1);
  expect(findRun(journal.database, 'last').run).toBe(2);
  expect(findRun(journal.database, '1').session).toBe('demo-1');
  expect(findRun(journal.database, 'demo-tape').run).toBe(2);
  expect(() => findRun(journal.database, '9')).toThrow(/no run "9".*\n {2}2 {2}demo-tape.*\n {2}1 {2}demo-1/);
  journal.close();
});

test('an end is recorded with its reason', () => {
  const journal = begun();
  journal.append([trade(1)]);
  journal.commit();
  journal.endRun({ endedAt: 5, because: 'SIGTERM', events: 1, commandHash: 'abc' });
  expect(findRun(journal.database, 'last')).toMatchObject({ endedAt: 5, endedBecause: 'SIGTERM', events: 1, commandHash: 'abc' });
  journal.close();
});

test('the lock is the same through a link to the file itself', () => {
  const journal = begun();
  const linked = join(folder, 'linked.db');
  symlinkSync(path, linked);
  expect(codeOf(() => Journal.open(linked))).toBe('MM_JOURNAL_LOCKED');
  journal.close();
  Journal.open(linked).close();
});

test('generations are listed and counted without their configs being read', () => {
  const journal = begun();
  const insert = journal.database.prepare(`INSERT INTO generations (number, hash, at, profile, origin, loaded, changes) VALUES (?, ?, 1, 'demo', ?, 'not even JSON', '[]')`);
  insert.run(1, 'a', 'save');
  insert.run(4, 'b', 'revert');
  expect(listGenerations(journal.database).map((row) => [row.number, row.hash])).toEqual([[1, 'a'], [4, 'b']]);
  expect([newestGenerationNumber(journal.database), newestWrittenHash(journal.database)]).toEqual([4, 'a']);
  expect(readGeneration(journal.database, 2)).toBeNull();
  expect(codeOf(() => readGeneration(journal.database, 4))).toBe('MM_JOURNAL_UNREADABLE');
  journal.close();
});
