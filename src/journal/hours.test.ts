import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PlaceOrder } from '../core/domain/commands.ts';
import type { VenueEvent } from '../core/domain/events.ts';
import { marketId } from '../core/domain/instrument.ts';
import { cash, size, timestamp } from '../core/domain/numbers.ts';
import { HOUR_MS, type HourPnl } from '../core/ledger/hour-pnl.ts';
import { smallMarket, smallSession, START, type SmallSession } from '../runtime/small-market.fixture.ts';
import { isAsStored, readDays, readHours } from './hours.ts';
import { Journal } from './journal.ts';
import { findRun, readFrames } from './read.ts';
import { replayRun } from './replay.ts';
import { openForReading } from './schema.ts';

let folder = '';
let path = '';
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-hours-'));
  path = join(folder, 'journal.db');
  journal = Journal.open(path);
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const begin = (continues = true): number =>
  journal.beginRun({ profile: 'demo', mode: 'demo', source: 'test', continues, startedAt: START }, (run) => `demo-${run}`, 1).run;
const NOTHING = { spread: 0, inventory: 0, fees: 0, rebates: 0, rewards: 0, unrealised: 0 };
const hour = (number: number, opening: number, closing: number): HourPnl => ({
  hour: timestamp(number * HOUR_MS), openedAt: timestamp(number * HOUR_MS + 5), closedAt: timestamp((number + 1) * HOUR_MS + 5),
  opening: { ...NOTHING, spread: opening }, closing: { ...NOTHING, spread: closing }, grossNotional: cash(0), cash: null,
  markets: [{ name: 'rain', opening: cash(opening), closing: { ...NOTHING, spread: closing }, position: size(0) }],
});
/** Each with a frame of its own. */
const store = (...hours: readonly HourPnl[]): void => {
  for (const one of hours) {
    journal.append([{ type: 'Decide', ts: one.closedAt }]);
    journal.hour(one);
    expect(journal.commit()).toEqual({ ok: true });
  }
};
const account = (): { run: number; continues: boolean } => ({ run: journal.run, continues: true });

/** A book every twenty minutes over some hours, after a fill. */
async function withHours(): Promise<SmallSession> {
  const later = Array.from({ length: 12 }, (_, i): VenueEvent => ({
    type: 'BookSnapshot', ts: timestamp(START + (i + 1) * 20 * 60_000), market: marketId(0), bids: [400_000 + i * 20_000, 1e9], asks: [440_000 + i * 20_000, 1e9],
  }));
  const small = smallSession({ journal, events: [...smallMarket(40), ...later] });
  await small.session.run(START + 4_000);
  const bid = [...small.venue.open.values()].find((order): order is PlaceOrder => order.side === 'bid');
  small.venue.fill(bid!, timestamp(START + 4_500));
  await small.session.run(null);
  return small;
}

test('a session stores its hours, and a replay tells the same ones', async () => {
  begin();
  const { session } = await withHours();
  session.seal('end');
  const hours = readHours(journal.database, account(), 10);
  expect(hours.map(({ hour: start }) => start)).toEqual([3, 2, 1, 0].map((n) => START + n * HOUR_MS));
  expect(hours[0]!.closing.spread).not.toBe(0);
  expect(hours[0]!.opening).toEqual(hours[1]!.closing);
  const run = findRun(journal.database, 'last');
  expect(replayRun(journal.database, run).hours).toEqual({ compared: 4, differing: [] });
  journal.database.exec(`UPDATE hours SET payload = replace(payload, '"grossNotional":', '"grossNotional":1') WHERE hour = ${START + HOUR_MS}`);
  expect(replayRun(journal.database, run)).toMatchObject({ difference: null, hours: { compared: 4, differing: [START + HOUR_MS] } });
  journal.database.exec('DELETE FROM hours');
  expect(replayRun(journal.database, run).hours).toEqual({ compared: 0, differing: [] });
});

test('an hour stands in the journal as soon as its frame does, and not before', () => {
  journal.beginRun({ profile: 'demo', mode: 'demo', source: 'test', continues: true, startedAt: START }, () => 's', 4);
  store(hour(5, 0, 7));
  expect(readHours(journal.database, account(), 9)).toEqual([]);
  journal.flush();
  expect(readHours(journal.database, account(), 9)).toEqual([hour(5, 0, 7)]);
  expect([...readFrames(journal.database, journal.run, 0)]).toHaveLength(1);
});

test('hours that are told while the disk is full are stored with the snapshot that bridges the gap', () => {
  begin();
  store(hour(5, 0, 7));
  journal.database.exec('PRAGMA query_only = ON');
  journal.append([{ type: 'Decide', ts: timestamp(7 * HOUR_MS) }]);
  journal.hour(hour(6, 7, 9));
  expect(journal.commit().ok).toBe(false);
  journal.hour(hour(7, 9, 8));
  expect(journal.commit().ok).toBe(false);
  journal.database.exec('PRAGMA query_only = OFF');
  expect(journal.resumeFrom({ version: 1 })).toEqual({ ok: true });
  expect(readHours(journal.database, account(), 9).map(({ closing }) => closing.spread)).toEqual([8, 9, 7]);
});

test('the account has one series over its runs, a recording its own', () => {
  begin();
  store(hour(30, 0, 5), hour(31, 5, 7));
  const tape = begin(false);
  store(hour(2, 0, 100));
  begin();
  store(hour(33, 7, 3));
  const spreads = (series: { run: number; continues: boolean }, count = 9): number[] => readHours(journal.database, series, count).map(({ closing }) => closing.spread);
  expect(spreads(account())).toEqual([3, 7, 5]);
  expect(spreads(account(), 2)).toEqual([3, 7]);
  expect(spreads({ run: tape, continues: false })).toEqual([100]);
});

test('a day goes from the opening of its first hour to the closing of its last', () => {
  begin();
  store(hour(23, 0, 4), hour(24, 4, 6), hour(30, 6, 1), hour(72, 1, 2));
  begin(false);
  store(hour(25, 0, 900));
  const day = 24 * HOUR_MS;
  const days = [{ day: 3 * day, opening: 1, closing: 2, hours: 1 }, { day, opening: 4, closing: 1, hours: 2 }, { day: 0, opening: 0, closing: 4, hours: 1 }];
  expect(readDays(journal.database, account(), 9)).toEqual(days);
  expect(readDays(journal.database, account(), 2)).toEqual(days.slice(0, 2));
});

test('the hours of the account stay for 400 days, whatever becomes of its runs; those of a recording go with its run', () => {
  begin(false);
  store(hour(1, 0, 1));
  begin();
  store(hour(1, 0, 1), hour(2, 1, 2), hour(2 + 400 * 24, 2, 3));
  expect(readHours(journal.database, account(), 9)).toHaveLength(3);
  for (let n = 0; n < 25; n++) {
    begin();
    journal.append([{ type: 'Decide', ts: timestamp(1) }]);
    journal.commit();
  }
  begin();
  expect(readHours(journal.database, account(), 9).map(({ hour: start }) => start / HOUR_MS)).toEqual([2 + 400 * 24, 2]);
  expect(readHours(journal.database, { run: 1, continues: false }, 9)).toEqual([]);
});

test('a journal of version 1 is brought up to date by its writer, and read as it is until then', () => {
  begin();
  store(hour(5, 0, 7));
  journal.database.exec('DROP TABLE hours; DROP TABLE order_ids; PRAGMA user_version = 1');
  journal.close();
  const old = openForReading(path);
  expect(isAsStored(old, 1, hour(5, 0, 7))).toBeNull();
  expect(findRun(old, 'last').session).toBe('demo-1');
  old.close();
  journal = Journal.open(path);
  expect([...readFrames(journal.database, 1, 0)]).toHaveLength(1);
  begin();
  store(hour(6, 7, 8));
  expect(readHours(journal.database, account(), 9)).toHaveLength(1);
  journal.close();
  journal = Journal.open(path);
  expect(isAsStored(journal.database, 2, hour(6, 7, 8))).toBe(true);
});

test('an hour that is damaged is named', () => {
  begin();
  store(hour(5, 0, 7));
  journal.database.exec(`UPDATE hours SET payload = '{'`);
  expect(() => readHours(journal.database, account(), 9)).toThrow('the P&L of the hour 1970-01-01T05:00:00.000Z is damaged');
});
