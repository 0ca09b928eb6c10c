import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlaceOrder } from '../core/domain/commands.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { findRun, listRuns } from '../journal/read.ts';
import { openForReading } from '../journal/schema.ts';
import { lockVenueAccount } from '../journal/venue-account-lock.ts';
import { soundDoctor } from '../venues/sound-doctor.fixture.ts';
import type { Bot } from './bot.ts';
import type { BotOptions } from './bot-options.ts';
import type { Controller, SwapRequest } from './controller.ts';
import { MadeUpVenues } from './made-up-venues.fixture.ts';
import { BotFolder, type StartedBot } from './started-bot.fixture.ts';

const STRATEGIES = `profile: demo
strategies:
  one:
    kind: market-maker
    markets: { venue: demo, include: ["*"] }
    quote: { fairValue: mid, halfSpread: 2c, size: 20 shares }
    limits: { position: 500 shares }
`;
const LIVE = `mode: live
venues: { polymarket: { wallet: { type: eoa, key: "\${env:KEY}" } } }
limits: { grossNotional: $500, dailyLoss: $25, drawdown: { halt: $40 } }
canary: { size: 25%, for: 15m }
storage: { journal: ./data/live.db }
api: { listen: 127.0.0.1:8787, token: "\${env:LIVE_TOKEN}" }
`;

let folder: BotFolder;
let state: string;
let venues: MadeUpVenues;
beforeEach(() => {
  folder = new BotFolder();
  state = mkdtempSync(join(tmpdir(), 'evenkeel-state-'));
  venues = new MadeUpVenues();
  writeFileSync(join(folder.path, 'strategies.yaml'), STRATEGIES);
  writeFileSync(join(folder.path, 'profiles/live.yaml'), LIVE);
  writeFileSync(join(folder.path, 'profiles/watch.yaml'), 'extends: paper\nvenues: { polymarket: {} }\n');
});
afterEach(async () => {
  await folder.remove();
  rmSync(state, { recursive: true });
});

const environment = (): BotOptions['environment'] => ({ XDG_STATE_HOME: state, LIVE_TOKEN: 'a-token' });
const start = (over: Partial<BotOptions> = {}): Promise<StartedBot> => folder.start({ environment: environment(), liveVenues: venues, ...over });
const swap = (bot: Bot, profile: string, over: Partial<SwapRequest> = {}): ReturnType<Controller['swapProfile']> =>
  bot.swapProfile(profile, { confirm: profile, by: 'test', tape: null, token: 'a-token', leavePositions: false, ...over });
const places = (): readonly PlaceOrder[] => venues.venues.at(-1)?.answering.submitted.filter((command) => command.type === 'PlaceOrder') ?? [];
const isLockFree = (): boolean => {
  try {
    lockVenueAccount(venues.id, environment()).release();
    return true;
  } catch {
    return false;
  }
};
/** A live session whose first bid has filled. */
async function holding(): Promise<StartedBot> {
  const started = await start();
  expect(await swap(started.bot, 'live')).toMatchObject({ ok: true });
  await expect.poll(() => places().length).toBe(2);
  venues.venues[0]!.fill(places().find(({ side }) => side === 'bid')!);
  await expect.poll(() => started.bot.status().markets[0]?.position).toBe(5);
  return started;
}

describe('a swap to live', () => {
  test('quotes nothing before it has reconciled, and a quarter of the size while the canary lasts', async () => {
    const { bot } = await start();
    expect(await swap(bot, 'live')).toEqual({ ok: true, session: 'live-1', profile: 'live' });
    await expect.poll(() => places().length).toBe(2);
    const { submitted } = venues.venues[0]!.answering;
    expect(submitted.findIndex(({ type }) => type === 'PlaceOrder')).toBeGreaterThan(submitted.findIndex(({ type }) => type === 'QueryHoldings'));
    expect(places().map((order) => order.size)).toEqual([5_000_000, 5_000_000]);
    const { canary } = bot.status();
    expect(canary).toMatchObject({ size: 0.25 });
    expect(canary!.until - canary!.since).toBe(900_000);
    expect(venues.asked).toMatchObject([{ config: { mode: 'live' }, directory: folder.path }]);
  });

  test('stays alive while the venue says nothing, and hears it when it speaks', async () => {
    const { bot } = await start();
    await swap(bot, 'live');
    await expect.poll(() => places().length).toBe(2);
    const [venue] = venues.venues;
    venue!.say({ type: 'BookSnapshot', ts: Date.now() as never, market: 0 as never, bids: [400_000, 1e9], asks: [440_000, 1e9] });
    await expect.poll(() => bot.market('rain')?.bestBid).toBe(0.4);
  });

  test('is never made by an edit alone: it is said to wait for confirmation', async () => {
    const { bot, said } = await start();
    folder.edit('strategies.yaml', 'profile: demo', 'profile: live');
    await bot.reload();
    await expect.poll(() => said.join('\n')).toContain('MM_SESSION_AWAITS_CONFIRMATION');
    expect(bot.plan().problems[0]?.remedy).toContain('evenkeel profile <name> --confirm <name>');
    expect([bot.status().session.profile, venues.asked.length]).toEqual(['demo', 0]);
    expect(await swap(bot, 'live')).toMatchObject({ ok: true });
    expect(bot.config().status).toBe('in-force');
  });

  test('is refused with what the doctor found, and the account is given back', async () => {
    venues.doctor = soundDoctor({ clockAhead: async () => -60_000, userFeed: async () => { throw new Error('401'); } });
    const { bot } = await start();
    expect(await swap(bot, 'live')).toMatchObject({ ok: false, code: 'MM_SESSION_DOCTOR_FAILED', message: expect.stringMatching(/clock: our clock is 60000 ms behind.*user feed: could not be asked: 401.*demo goes on/) });
    expect([venues.closed, isLockFree(), bot.status().session.profile]).toEqual([1, true, 'demo']);
  });

  test('is refused with figures while paper has not shown what the gate asks for', async () => {
    folder.edit('profiles/live.yaml', 'canary:', 'gate: { paperHours: 24 }\ncanary:');
    const { bot } = await start();
    expect(await swap(bot, 'live')).toMatchObject({ ok: false, code: 'MM_SESSION_GATE_NOT_MET', message: expect.stringContaining('paper has run 0 h 0 min of 24 h 0 min') });
    expect(venues.asked).toEqual([]);
  });

  test('is refused while another process trades the account, from whatever folder', async () => {
    const other = lockVenueAccount(venues.id, environment());
    const { bot } = await start();
    expect(await swap(bot, 'live')).toMatchObject({ ok: false, code: 'MM_JOURNAL_ACCOUNT_LOCKED' });
    expect(venues.closed).toBe(1);
    other.release();
    expect(await swap(bot, 'live')).toMatchObject({ ok: true });
    expect(isLockFree()).toBe(false);
  });

  test('that fails to connect leaves the old session as it was, and gives the account back', async () => {
    venues.fault = new EvenkeelError(RUNTIME_ERRORS.swapFailed, 'the venue hung up');
    const { bot } = await start();
    expect(await swap(bot, 'live')).toMatchObject({ ok: false, message: 'the venue hung up; demo goes on' });
    expect([venues.closed, isLockFree()]).toEqual([1, true]);
  });

  test('is given up when a halt comes while the account is armed', async () => {
    const { bot } = await start();
    venues.doctor = soundDoctor({ heartbeat: async () => { await bot.halt('test', 'drill'); } });
    expect(await swap(bot, 'live')).toMatchObject({ ok: false, code: 'MM_SESSION_HALTED' });
    expect([venues.closed, isLockFree()]).toEqual([1, true]);
  });
});

describe('leaving live', () => {
  test('cancels everything and gives the account back', async () => {
    const { bot } = await start();
    await swap(bot, 'live');
    await expect.poll(() => places().length).toBe(2);
    expect(await swap(bot, 'demo')).toMatchObject({ ok: true });
    const [venue] = venues.venues;
    expect([venue!.answering.open.size, venue!.answering.isClosed, venues.closed, isLockFree()]).toEqual([0, true, 1, true]);
  });

  test('with positions is refused, and goes on quoting', async () => {
    const { bot } = await holding();
    expect(await swap(bot, 'demo')).toMatchObject({ ok: false, code: 'MM_SESSION_HOLDS_POSITIONS', message: 'live holds 5 YES and 0 NO of rain' });
    expect(bot.status()).toMatchObject({ session: { profile: 'live' }, permission: 'full', left: null });
  });

  test('with a position that came while it was being left is refused, and the session stays cancel-only', async () => {
    const { bot } = await start();
    await swap(bot, 'live');
    await expect.poll(() => places().length).toBe(2);
    const { session } = bot.opened;
    const quiesce = session.quiesce.bind(session);
    session.quiesce = async (...asked) => {
      const bid = places().find(({ side }) => side === 'bid')!;
      venues.venues[0]!.fill(bid);
      return quiesce(...asked);
    };
    expect(await swap(bot, 'demo')).toMatchObject({ ok: false, code: 'MM_SESSION_HOLDS_POSITIONS' });
    expect(bot.status()).toMatchObject({ session: { profile: 'live' }, permission: 'cancel-only' });
  });

  test('with positions knowingly is written down and said at every look, until live runs again', async () => {
    const { bot, said } = await holding();
    expect(await swap(bot, 'demo', { leavePositions: true })).toMatchObject({ ok: true });
    const left = { profile: 'live', account: 'made up made-up-0xabc', by: 'test', positions: [{ market: 'rain', yes: 5, no: 0 }] };
    expect(bot.status().left).toMatchObject(left);
    expect(bot.health().reasons.map(({ code }) => code)).toContain('positions-left');
    expect(said.join('\n')).toContain('1 positions of live are left');
    const journal = openForReading(join(folder.path, 'data/live.db'));
    expect(findRun(journal, 'last').endedBecause).toBe('swapped to demo, left with 5 YES and 0 NO of rain');
    journal.close();
    await folder.kill();
    const again = await start();
    expect(again.bot.status().left).toMatchObject(left);
    expect(await swap(again.bot, 'live')).toMatchObject({ ok: true });
    expect(again.bot.status().left).toBeNull();
  });

  test('with positions is over with a start of its profile as well', async () => {
    const { bot } = await holding();
    await swap(bot, 'demo', { leavePositions: true });
    await folder.kill();
    expect((await start({ profile: 'live', confirm: 'live' })).bot.status().left).toBeNull();
  });

  test('waits for what is still owed to orders that are gone, and is refused where it does not come', async () => {
    const { bot } = await start();
    await swap(bot, 'live');
    const { session } = bot.opened;
    session.settled = async () => false;
    expect(await swap(bot, 'demo')).toMatchObject({ ok: false, code: 'MM_SESSION_SWAP_UNRESOLVED' });
    expect(bot.status()).toMatchObject({ session: { profile: 'live' }, permission: 'cancel-only' });
  });
});

describe('a start in live', () => {
  test('needs the name of the profile again', async () => {
    await expect(start({ profile: 'live' })).rejects.toThrow('waits for confirmation');
    expect((await start({ profile: 'live', confirm: 'live' })).bot.status().session).toMatchObject({ id: 'live-1', mode: 'live' });
  });

  const startLive = (over: Partial<BotOptions> = {}): Promise<StartedBot> => start({ profile: 'live', confirm: 'live', ...over });
  const askGate = (): void => { folder.edit('profiles/live.yaml', 'canary:', 'gate: { paperHours: 24 }\ncanary:'); };
  const tradeMore = (): void => { folder.edit('strategies.yaml', /include: \["\*"\]/, 'include: ["rain", "snow"]'); };
  const failDoctor = (): void => { venues.doctor = soundDoctor({ restrictions: async () => { throw new Error('no answer'); } }); };

  test('goes on without the gate where the last one traded the same, whatever the numbers', async () => {
    await startLive();
    await folder.end();
    askGate();
    folder.edit('strategies.yaml', 'size: 20 shares', 'size: 40 shares');
    const { bot } = await startLive();
    await expect.poll(() => places().length).toBe(2);
    expect(bot.status()).toMatchObject({ session: { id: 'live-2' }, halted: null });
  });

  test('is refused by the gate where the strategies are others than those last traded live, which a session on paper does not change', async () => {
    await startLive();
    await folder.end();
    askGate();
    tradeMore();
    await expect(startLive()).rejects.toThrow('paper has run 0 h 0 min of 24 h 0 min');
    folder.edit('profiles/watch.yaml', 'extends: paper', 'extends: paper\nstorage: { journal: ./data/live.db }');
    await start({ profile: 'watch' });
    await folder.end();
    await expect(startLive()).rejects.toThrow('paper has run 0 h 0 min of 24 h 0 min');
  });

  test('asks the doctor again after a clean end, and is refused with what it found', async () => {
    await startLive();
    await folder.end();
    failDoctor();
    await expect(startLive()).rejects.toThrow('restrictions: could not be asked: no answer');
    expect([venues.closed, isLockFree()]).toEqual([2, true]);
  });

  test('after a crash goes on quoting with the same strategies, whatever the gate', async () => {
    await startLive();
    await folder.kill();
    expect(isLockFree()).toBe(true);
    askGate();
    const { bot } = await startLive();
    await expect.poll(() => places().length).toBe(2);
    expect(bot.status()).toMatchObject({ session: { id: 'live-2' }, halted: null });
  });

  test('after a crash goes on quoting whatever does not keep the account from trading, and asks nothing more once the session is opened', async () => {
    await startLive();
    await expect.poll(() => places().length).toBe(2);
    await folder.kill();
    const asked: string[] = [];
    const unasked = (what: string) => async (): Promise<never> => {
      asked.push(what);
      throw new Error('not now');
    };
    venues.doctor = soundDoctor({
      approvals: unasked('approvals'), balance: unasked('balance'), marketTerms: unasked('market terms'), openOrders: unasked('open orders'), positions: unasked('positions'), heartbeat: unasked('heartbeat'),
      userFeed: unasked('user feed'), close: () => { asked.push('close'); },
    });
    const { bot } = await startLive();
    expect(bot.status().halted).toBeNull();
    await expect.poll(() => places().length, { timeout: 5_000 }).toBe(2);
    expect(asked).toEqual(['close']);
  });

  test('after a crash looks after what rests whatever stands against trading, halted until an operator resumes', async () => {
    await startLive();
    await expect.poll(() => places().length).toBe(2);
    await folder.kill();
    askGate();
    tradeMore();
    failDoctor();
    // A `--resume` was given before anybody knew of this.
    const { bot } = await startLive({ clearsHalt: true });
    const reason = 'gate: paper has run 0 h 0 min of 24 h 0 min with these strategies; doctor: restrictions: could not be asked: no answer';
    expect(bot.status()).toMatchObject({ session: { id: 'live-2' }, permission: 'halted', halted: { by: 'evenkeel run', reason } });
    expect(bot.health().reasons.map(({ code }) => code)).toContain('halted');
    await expect.poll(() => venues.venues.at(-1)!.answering.submitted.map(({ type }) => type)).toContain('CancelAll');
    expect(await swap(bot, 'demo')).toMatchObject({ ok: false, code: 'MM_SESSION_HALTED' });
    expect(places()).toEqual([]);
    await folder.kill();
    // It outlives restarts, of whatever profile.
    const demo = await start();
    expect(demo.bot.status().halted).toMatchObject({ reason });
    await folder.kill();
    venues.doctor = soundDoctor();
    const again = await startLive();
    expect(again.bot.status().halted).toMatchObject({ reason: 'gate: paper has run 0 h 0 min of 24 h 0 min with these strategies' });
    expect(await again.bot.resume('test', null)).toEqual({ ok: true });
    await expect.poll(() => again.bot.status().permission).toBe('full');
  });

  describe('that was held', () => {
    /** The gate has never seen these strategies. */
    const held = async (): Promise<StartedBot> => {
      askGate();
      tradeMore();
      return startLive();
    };
    beforeEach(async () => {
      await startLive();
      await expect.poll(() => places().length).toBe(2);
    });

    test('is held again at every start with `--resume`, until an operator resumes it; then it was traded', async () => {
      await folder.kill();
      await held();
      for (let again = 0; again < 2; again++) {
        await folder.kill();
        const { bot } = await startLive({ clearsHalt: true });
        expect(bot.status()).toMatchObject({ permission: 'halted', halted: { by: 'evenkeel run', reason: expect.stringContaining('gate: paper has run') } });
      }
      await folder.kill();
      const { bot } = await startLive({ clearsHalt: true });
      expect(await bot.resume('test', null)).toEqual({ ok: true });
      await expect.poll(() => places().length, { timeout: 5_000 }).toBe(2);
      await folder.kill();
      expect((await startLive()).bot.status().halted).toBeNull();
      await expect.poll(() => places().length, { timeout: 5_000 }).toBe(2);
    });

    test('and ended clean was not traded either: the gate refuses the next one', async () => {
      await folder.kill();
      await held();
      await folder.end();
      await expect(startLive({ clearsHalt: true })).rejects.toThrow('paper has run 0 h 0 min of 24 h 0 min');
    });

    test('stays halted at a start with `--resume` once nothing stands against trading, whatever profile is started', async () => {
      await folder.kill();
      venues.doctor = soundDoctor({ clockAhead: async () => -60_000 });
      await startLive();
      venues.doctor = soundDoctor();
      await folder.kill();
      expect((await start({ clearsHalt: true })).bot.status().halted).toMatchObject({ by: 'evenkeel run' });
      await folder.kill();
      const { bot } = await startLive({ clearsHalt: true });
      expect(bot.status().halted).toMatchObject({ by: 'evenkeel run', reason: expect.stringContaining('doctor: clock') });
      expect(await bot.resume('test', null)).toEqual({ ok: true });
      await folder.kill();
      expect((await startLive()).bot.status().halted).toBeNull();
    });

    test.each(['before', 'after'])('is not cleared by `--resume` where an operator halted it %s as well', async (when) => {
      const { bot } = await folder.kill().then(() => startLive());
      if (when === 'before') await bot.halt('op', 'drill');
      await folder.kill();
      const { bot: second } = await held();
      if (when === 'before') expect(second.status().halted).toMatchObject({ by: 'evenkeel run', reason: expect.stringMatching(/gate: .*; halted before by op: drill$/) });
      else await second.halt('op', 'drill');
      await folder.kill();
      const { bot: third } = await startLive({ clearsHalt: true });
      expect(third.status().halted).toMatchObject({ by: 'evenkeel run' });
      expect(places()).toEqual([]);
    });
  });

  test('that follows an end without proof is one after a crash', async () => {
    const { bot } = await startLive();
    await expect.poll(() => places().length).toBe(2);
    bot.opened.session.seal('test');
    await folder.kill();
    failDoctor();
    // That a session on paper used the same journal since proves nothing.
    folder.edit('profiles/watch.yaml', 'extends: paper', 'extends: paper\nstorage: { journal: ./data/live.db }');
    await start({ profile: 'watch' });
    await folder.end();
    expect((await startLive()).bot.status().halted).toMatchObject({ reason: 'doctor: restrictions: could not be asked: no answer' });
  });

  test('is refused at another speed, and the account is given back', async () => {
    await expect(start({ profile: 'live', confirm: 'live', speed: { kind: 'max' } })).rejects.toThrow('live trades at a venue');
    expect(isLockFree()).toBe(true);
  });
});

test('a rehearsal is swapped to by an edit: nothing is at stake', async () => {
  const { bot } = await start();
  venues.isFleeting = true;
  folder.edit('strategies.yaml', 'profile: demo', 'profile: rehearsal');
  await bot.reload();
  await expect.poll(() => bot.status().session).toMatchObject({ id: 'rehearsal-1', mode: 'rehearsal' });
  expect(listRuns(bot.opened.journal.database)[0]).toMatchObject({ continues: false, source: 'account made up made-up-0xabc' });
  // An account that nobody else can know of is locked against nobody.
  expect(existsSync(join(state, 'evenkeel'))).toBe(false);
});

test('paper with a venue and no recording trades against live books, and goes on with what it held', async () => {
  const { bot } = await start({ profile: 'watch' });
  await expect.poll(() => bot.market('rain')?.bid).toBe(0.48);
  expect(bot.status().session).toMatchObject({ id: 'watch-1', mode: 'paper' });
  const [feed] = venues.feeds;
  feed!.say({ type: 'TradePrinted', ts: Date.now() as never, market: 0 as never, price: 470_000 as never, size: 500e6 as never, taker: 'ask' });
  await expect.poll(() => bot.status().markets[0]?.position, { timeout: 3_000 }).toBe(20);
  await folder.kill();
  expect(feed!.isClosed).toBe(true);
  const again = await start({ profile: 'watch' });
  await expect.poll(() => again.bot.status().markets[0]?.position).toBe(20);
  expect(listRuns(again.bot.opened.journal.database)[0]).toMatchObject({ continues: true, source: 'live books of polymarket' });
});
