import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Command, PlaceOrder } from '../core/domain/commands.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { Journal } from '../journal/journal.ts';
import { findRun, readFrames, readIntents } from '../journal/read.ts';
import { replayRun } from '../journal/replay.ts';
import type { Pace } from './pace.ts';
import { Engine } from '../core/engine.ts';
import { quietMarket, SpeakingVenue } from './made-up-venues.fixture.ts';
import { Session } from './session.ts';
import { silent, smallConfig, smallMarket, smallSession, START } from './small-market.fixture.ts';

let folder = '';
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-session-'));
  journal = Journal.open(join(folder, 'journal.db'));
  journal.beginRun({ profile: 'demo', mode: 'demo', source: 'test', continues: true, startedAt: START }, () => 'demo-1', 1);
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const placesOf = (commands: readonly Command[]): Command[] => commands.filter((c) => c.type === 'PlaceOrder');
/** No page more: what does not fit into the pages there are is refused. */
function fillDisk(): void {
  const pages = Number(journal.database.prepare('PRAGMA page_count').get()?.['page_count']);
  journal.database.exec(`PRAGMA max_page_count = ${pages}`);
}

describe('in virtual time', () => {
  test('plays the input to its end, quotes, and issues the same commands every time', async () => {
    const one = smallSession();
    const two = smallSession();
    expect(await one.session.run(null)).toBe('venue-ended');
    expect(await two.session.run(null)).toBe('venue-ended');
    expect(placesOf(one.venue.submitted).length).toBeGreaterThan(2);
    expect(one.session.commandHash).toBe(two.session.commandHash);
  });

  test('what is journaled in groups replays to the same commands', async () => {
    journal.beginRun({ profile: 'demo', mode: 'demo', source: 'test', continues: false, startedAt: START }, () => 'demo-1', 64);
    const { session } = smallSession({ journal });
    await session.run(null);
    session.seal('end');
    expect(replayRun(journal.database, findRun(journal.database, 'last'))).toMatchObject({ difference: null, commandHash: session.commandHash, hasGaps: false });
  });

  test('stops at the time given and can go on from there', async () => {
    const { session } = smallSession({ changes: 100 });
    expect(await session.run(START + 5_000)).toBe('time-over');
    expect(session.reached).toBe(START + 5_000);
    expect(await session.run(null)).toBe('venue-ended');
    const whole = smallSession({ changes: 100 });
    await whole.session.run(null);
    expect(session.commandHash).toBe(whole.session.commandHash);
  });

  test('a stamp that lies before what was reached is lifted to it and counted', async () => {
    const events = smallMarket(10).map((event, i) => (i === 7 ? { ...event, ts: timestamp(START + 1) } : event));
    const { session } = smallSession({ events, journal });
    await session.run(null);
    expect(session.clampedStamps).toBe(1);
    const stamps = [...readFrames(journal.database, journal.run, 0)].flatMap((frame) => frame.events.map((event) => event.ts));
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
  });

  test('quiesce cancels all and proves zero open orders, also after the end of the input', async () => {
    const { session, venue } = smallSession();
    await session.run(null);
    expect(venue.open.size).toBeGreaterThan(0);
    expect(await session.quiesce('test', 'the end', 5_000)).toBe(true);
    expect(venue.open.size).toBe(0);
    expect(session.engine.haltProof()).toEqual({ quiescing: true, zeroOpenProved: true, openOrders: 0, unsettledOrders: 0 });
  });

  test('quiesce says so when the venue gives no proof', async () => {
    const { session, venue } = smallSession();
    await session.run(null);
    venue.lost = Infinity;
    expect(await session.quiesce('test', 'the end', 5_000)).toBe(false);
  });

  test('what got no answer is asked again, also after the end of the input', async () => {
    const { session, venue } = smallSession();
    await session.run(null);
    venue.lost = 4;
    expect(await session.quiesce('test', 'the end', 5_000)).toBe(true);
    expect(venue.open.size).toBe(0);
  });

  test('what is owed to an order is settled once the venue has said it, and not before', async () => {
    const { session, venue } = smallSession();
    await session.run(null);
    venue.lost = Infinity;
    await session.quiesce('test', 'the end', 5_000);
    expect(session.engine.haltProof().unsettledOrders).toBe(2);
    expect(await session.settled(5_000)).toBe(false);
    venue.lost = 0;
    expect(await session.settled(5_000)).toBe(true);
    expect(session.engine.haltProof()).toMatchObject({ openOrders: 0, unsettledOrders: 0 });
  });

  test('an order that is gone, and whose fills are not told yet, is still owed something', async () => {
    const { session, venue } = smallSession();
    await session.run(null);
    const orders = [...venue.open.values()];
    venue.open.clear();
    venue.lost = Infinity;
    session.inject((ts) => orders.map(({ clientId, size }) => ({ type: 'OrderReported', ts, clientId, found: { live: false, remaining: 0 as typeof size, filled: size } })));
    session.command('test', { kind: 'quiesce', reason: 'the end' });
    expect(session.engine.haltProof()).toMatchObject({ openOrders: 0, unsettledOrders: orders.length });
    expect(await session.settled(5_000)).toBe(false);
    for (const order of orders) venue.fill(order, session.reached);
    expect(await session.settled(5_000)).toBe(true);
  });

  test('events cannot be put in from inside a batch', async () => {
    let inject = (): void => {};
    const { session } = smallSession({ observer: { ...silent, batch: () => { inject(); } } });
    let said: unknown = null;
    inject = () => { expect(() => { session.inject(() => []); }).toThrow('inside a batch'); said = 'refused'; };
    await session.run(null);
    expect(said).toBe('refused');
  });

  test('an observer that throws is told of once, and stops nothing', async () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const fail = (): never => { throw new Error('the log broke'); };
    const one = smallSession({ observer: { notice: fail, batch: fail, command: fail, journal: fail } });
    const two = smallSession();
    await one.session.run(null);
    await two.session.run(null);
    expect(one.session.commandHash).toBe(two.session.commandHash);
    expect(told.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining('the log broke')]);
    told.mockRestore();
  });

  test('a fault of the engine ends the run with it, and every venue is asked to cancel all', async () => {
    const { session, venue } = smallSession();
    await session.run(START + 3_000);
    const sent = venue.submitted.length;
    session.engine.step = () => { throw new Error('broken invariant'); };
    await expect(session.run(null)).rejects.toThrow('broken invariant');
    expect(venue.submitted.slice(sent)).toMatchObject([{ type: 'CancelAll', venue: 'demo', generation: 1 }]);
    expect(session.failure?.message).toBe('broken invariant');
    await expect(session.run(null)).rejects.toThrow('broken invariant');
  });

  test('a fault met by an operator\'s command ends the run too', async () => {
    const { session } = smallSession({ pace: { kind: 'real', isGrouped: true, now: (reached) => reached, waitMs: () => 60_000 } });
    const running = session.run(null);
    session.engine.step = () => { throw new Error('broken invariant'); };
    expect(() => { session.command('test', { kind: 'halt', reason: 'drill' }); }).toThrow('broken invariant');
    await expect(running).rejects.toThrow('broken invariant');
  });
});

test('an order is journaled with the id that its venue will know it by, before it is sent', async () => {
  const { session, venue } = smallSession({ journal });
  Object.assign(venue, { identify: ({ clientId }: PlaceOrder) => `hash of ${clientId}` });
  const submit = venue.submit.bind(venue);
  let checked = 0;
  venue.submit = (commands, now) => {
    for (const command of commands) {
      if (command.type !== 'PlaceOrder') continue;
      expect(journal.orderIds().venueOrderIdOf(command.clientId)).toBe(`hash of ${command.clientId}`);
      checked++;
    }
    submit(commands, now);
  };
  await session.run(START + 3_000);
  expect(checked).toBeGreaterThan(1);
});

test('a command reaches the venue only after its batch is in the journal', async () => {
  const { session, venue } = smallSession({ journal });
  const submit = venue.submit.bind(venue);
  let checked = 0;
  venue.submit = (commands, now) => {
    const stored = [...readIntents(journal.database, journal.run)].slice(-commands.length);
    expect(stored.map((intent) => intent.command)).toEqual(JSON.parse(JSON.stringify(commands)));
    const lastFrame = [...readFrames(journal.database, journal.run, 0)].at(-1);
    expect(stored.at(-1)?.seq).toBeLessThanOrEqual((lastFrame?.firstSeq ?? 0) + (lastFrame?.events.length ?? 0) - 1);
    expect(journal.database.isTransaction).toBe(false);
    checked += commands.length;
    submit(commands, now);
  };
  await session.run(START + 3_000);
  expect(checked).toBeGreaterThan(3);
});

describe('when the disk is full', () => {
  test('no order is sent from the first batch that cannot be journaled, cancels are, and quoting returns with the room', async () => {
    const heard: (string | null)[] = [];
    let onFailure = (): void => {};
    const { session, venue } = smallSession({
      changes: 200, journal, observer: { ...silent, journal: (failure) => { heard.push(failure); onFailure(); } },
    });
    onFailure = () => { venue.submitted.length = 0; };
    await session.run(START + 2_000);
    expect(venue.open.size).toBe(2);
    fillDisk();
    await session.run(START + 10_000);
    expect(heard).toEqual(['database or disk is full']);
    expect(session.isJournaling).toBe(false);
    expect(placesOf(venue.submitted)).toEqual([]);
    expect(venue.submitted.some((c) => c.type === 'CancelOrder' || c.type === 'CancelAll')).toBe(true);
    expect(venue.open.size).toBe(0);
    expect(session.engine.status().permission).toBe('cancel-only');

    journal.database.exec('PRAGMA max_page_count = 1000000');
    onFailure = () => {};
    await session.run(null);
    expect(heard).toEqual(['database or disk is full', null]);
    expect(venue.open.size).toBe(2);
    session.seal('end');
    expect(replayRun(journal.database, findRun(journal.database, 'last'))).toMatchObject({ difference: null, hasGaps: true });
  });

  test('an order of the very batch that could not be written is not sent, and the engine knows that it never was', async () => {
    const twin = smallSession();
    await twin.session.run(null);
    const firstPlace = placesOf(twin.venue.submitted)[0]?.ts ?? Number.NaN;
    const { session, venue } = smallSession({ journal });
    await session.run(firstPlace - 1);
    expect(venue.submitted.length).toBeGreaterThan(0);
    journal.database.exec('PRAGMA query_only = ON');
    await session.run(firstPlace);
    expect(session.isJournaling).toBe(false);
    expect(placesOf(venue.submitted)).toEqual([]);
    expect(session.engine.status().orders).toEqual({ open: 0, unknown: 0 });
  });
});

describe('in paced time', () => {
  /** A clock that the test moves. */
  const driven = (): { pace: Pace; clock: { now: number } } => {
    const clock = { now: START };
    return {
      clock,
      pace: { kind: 'real', isGrouped: true, now: (reached) => Math.max(reached, clock.now), waitMs: (due) => (due <= clock.now ? 0 : (clock.now = due, 1)) },
    };
  };

  test('an operator\'s word is heard while the session waits, and a halt is proved', async () => {
    const { pace } = driven();
    const { session, venue } = smallSession({ changes: 2_000, pace });
    const running = session.run(START + 150_000);
    for (let turn = 0; venue.open.size === 0 && turn < 1_000; turn++) await new Promise((resolve) => { setImmediate(resolve); });
    session.command('test', { kind: 'halt', reason: 'drill' });
    expect(await session.proved(2_000)).toBe(true);
    expect(venue.open.size).toBe(0);
    session.stop();
    expect(await running).toBe('asked');
    expect(session.engine.status().halted).toMatchObject({ by: 'test', reason: 'drill' });
  });

  test('all that is due makes one batch with one decision', async () => {
    const now = START + 5_000;
    const pace: Pace = { kind: 'real', isGrouped: true, now: () => now, waitMs: (due) => Math.max(0, due - now) };
    const batches: [number, number][] = [];
    const { session } = smallSession({ changes: 40, pace, observer: { ...silent, batch: (events, decisions) => { batches.push([events, decisions]); } } });
    expect(await session.run(now)).toBe('time-over');
    expect(batches).toEqual([[2, 1], [42, 1]]);
  });
});

describe('a venue that speaks by itself', () => {
  const listening = (pace: Pace): { session: Session; venue: SpeakingVenue } => {
    const venue = new SpeakingVenue([]);
    const session = new Session({ engine: new Engine(), venue, journal: null, pace, observer: silent, startedAt: START, release: async () => { released++; } });
    session.begin((ts) => [
      { type: 'SessionStarted', ts, session: { id: 'live-1', profile: 'live', mode: 'live' }, carried: null },
      { type: 'ConfigSwapped', ts, generation: 1, config: smallConfig() },
    ]);
    return { session, venue };
  };
  let released = 0;
  /** Time stands still until a test moves it. */
  const driven = (): Pace & { at: number } => {
    const pace = { kind: 'real' as const, isGrouped: true, at: START, now: (reached: number) => Math.max(reached, pace.at), waitMs: (due: number) => Math.max(0, due - pace.at) };
    return pace;
  };

  test('is not at its end while it is silent, and wakes the session when it speaks', async () => {
    const { session, venue } = listening(driven());
    const running = session.run(null);
    const first = await Promise.race([running, new Promise((resolve) => { setImmediate(resolve, 'still running'); })]);
    expect(first).toBe('still running');
    for (const event of quietMarket(START)) venue.say(event);
    await expect.poll(() => session.hasMarket('rain')).toBe(true);
    session.stop();
    expect(await running).toBe('asked');
  });

  test('ends at the time given though it said nothing', async () => {
    const pace = driven();
    const { session } = listening(pace);
    pace.at = START + 60_000;
    expect(await session.run(START + 60_000)).toBe('time-over');
  });

  test('is left without a snapshot of an engine that failed while what was decided went out', async () => {
    const venue = new SpeakingVenue([]);
    let onBatch = (): void => {};
    const observer = { ...silent, batch: () => { onBatch(); } };
    const session = new Session({ engine: new Engine(), venue, journal, pace: driven(), observer, startedAt: START });
    session.begin((ts) => [
      { type: 'SessionStarted', ts, session: { id: 'demo-1', profile: 'demo', mode: 'demo' }, carried: null },
      { type: 'ConfigSwapped', ts, generation: 1, config: smallConfig() },
    ]);
    const wall = performance.now() + 61_000;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => wall);
    onBatch = () => {
      onBatch = () => {};
      queueMicrotask(() => {
        session.engine.step = () => { throw new Error('broken invariant'); };
        expect(() => { session.command('test', { kind: 'halt', reason: 'drill' }); }).toThrow('broken invariant');
      });
    };
    const running = session.run(null);
    for (const event of quietMarket(START)) venue.say(event);
    await expect(running).rejects.toThrow('broken invariant');
    clock.mockRestore();
    expect(journal.database.prepare('SELECT count(*) AS n FROM snapshots').get()).toEqual({ n: 0 });
  });

  test('is let go of with what was held besides it, after its close', async () => {
    const { session, venue } = listening(driven());
    released = 0;
    await session.close();
    expect([venue.answering.isClosed, released]).toEqual([true, 1]);
  });

  test('is let go of even where its close fails', async () => {
    const { session, venue } = listening(driven());
    released = 0;
    venue.close = async () => { throw new Error('the socket hung'); };
    await expect(session.close()).rejects.toThrow('the socket hung');
    expect(released).toBe(1);
  });
});
