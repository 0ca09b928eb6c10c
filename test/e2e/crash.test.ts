import { afterEach, beforeEach, expect, test } from 'vitest';
import { botFolder, quoteTightly, STRATEGIES, withHalfSpread, type BotFolder } from './bot-folder.fixture.ts';
import { falsifyFirstOrder, journaledEvents } from './journaled-run.fixture.ts';
import { cleanUp, evenkeel, RunningBot, type Status } from './running-bot.fixture.ts';

/** Its first fill comes a second after the first quotes. */
const SEED = ['--seed', '3'];

let folder: BotFolder;
beforeEach(async () => { folder = await botFolder(); });
afterEach(() => cleanUp(folder));

const fillsOf = ({ markets }: Status): number => markets.reduce((sum, { fills }) => sum + fills, 0);
const positionsOf = ({ markets }: Status): unknown => Object.fromEntries(markets.map(({ name, position }) => [name, position]));
/** What the account is apart from the marks, which move with the market. */
const accountOf = (status: Status): unknown => ({
  positions: positionsOf(status), cash: status.exposure.cash, spread: status.pnl.spread, fees: status.pnl.fees, generation: status.generation,
});

/** Killed after a fill, with the status as it was; again should a fill have slipped in between the two. */
async function killedAfterFill(): Promise<{ status: Status; run: number }> {
  for (let run = 1, generation = 2; ; run++, generation++) {
    const bot = await RunningBot.start(folder, ...SEED);
    folder.write(STRATEGIES, withHalfSpread(folder.read(STRATEGIES), 0.5 + run / 10));
    const before = fillsOf(await bot.status());
    const status = await bot.statusWhere('a fill under a reloaded config', (now) => fillsOf(now) > before && now.generation === generation, 60_000);
    bot.signal('SIGKILL');
    await bot.ended;
    if (journaledEvents(folder.journal('demo'), run).filter(({ type }) => type === 'OrderFilled').length === fillsOf(status)) return { status, run };
  }
}

test('after a kill the account is as it was; the run replays to the same commands; a falsified journal is found out', async () => {
  quoteTightly(folder);
  const { status: before, run } = await killedAfterFill();
  expect(before.markets.some(({ position }) => position !== 0)).toBe(true);
  expect(before.exposure.cash).not.toBe(10_000);

  const replay = await evenkeel(folder, '--json', 'replay', 'last');
  expect(replay.exit, replay.out + replay.err).toBe(0);
  const report = JSON.parse(replay.out) as Record<string, unknown>;
  expect(report).toMatchObject({ run, difference: null, commandHash: report['replayedHash'] });
  expect(report['commands']).toBeGreaterThan(30);

  const bot = await RunningBot.start(folder, ...SEED);
  const after = await bot.statusWhere('the new session has its markets', ({ markets }) => markets.length === before.markets.length);
  expect(after.session.id).toBe(`demo-${run + 1}`);
  // A fill of the new session needs a quote, and quotes need the volatility's window: seconds away.
  expect(fillsOf(after)).toBe(0);
  expect(accountOf(after)).toEqual(accountOf(before));
  await bot.quotesEverywhere();
  bot.signal('SIGTERM');
  expect((await bot.ended).exit).toBe(0);

  expect((await evenkeel(folder, 'replay', String(run))).exit).toBe(0);
  const price = falsifyFirstOrder(folder.journal('demo'), run);
  const falsified = await evenkeel(folder, 'replay', String(run));
  expect(falsified.exit).toBe(1);
  expect(falsified.out).toMatch(new RegExp(`run ${run}: differs after event \\d+`));
  expect(falsified.out).toMatch(new RegExp(`journaled .*"price":${price}`));
  expect(falsified.out).toMatch(new RegExp(`replayed .*"price":${price + 10_000}`));
});
