import { afterEach, beforeEach, expect, test } from 'vitest';
import { journaledCommands } from './journaled-run.fixture.ts';
import { botFolder, type BotFolder } from './bot-folder.fixture.ts';
import { cleanUp, evenkeel, eventually, RunningBot } from './running-bot.fixture.ts';

const MARKET = 'rain-in-lisbon';

let folder: BotFolder;
beforeEach(async () => { folder = await botFolder(); });
afterEach(() => cleanUp(folder));

test('a halt proves zero open orders, survives a kill and a start, places nothing, and ends by resume', async () => {
  const bot = await RunningBot.start(folder);
  await bot.quotesEverywhere();
  const halt = await evenkeel(folder, '--json', 'halt', '--reason', 'going home');
  expect(halt.exit, halt.err).toBe(0);
  expect(JSON.parse(halt.out)).toMatchObject({ halted: true, zeroOpen: 'proved', openOrders: 0 });
  expect(await bot.status()).toMatchObject({ permission: 'halted', halted: { reason: 'going home' }, orders: { open: 0, unknown: 0 } });
  expect(await bot.health()).toMatchObject({ code: 503, report: { reasons: [{ code: 'halted' }] } });

  bot.signal('SIGKILL');
  expect(await bot.ended).toMatchObject({ exit: null, signal: 'SIGKILL' });

  const again = await RunningBot.start(folder);
  expect(again.out).toContain('STILL HALTED');
  // The volatility is the last thing that a start waits for: from here on only the halt keeps the quotes back.
  await eventually('the volatility is known', async () => ((await again.market(MARKET)).facts['volatility'] === null ? null : true));
  expect(await again.status()).toMatchObject({ session: { id: 'demo-2' }, halted: { reason: 'going home' }, permission: 'halted', orders: { open: 0 } });
  expect(await again.explain(MARKET)).toMatchObject({ noBidBecause: expect.stringMatching(/halted/i) as string });
  expect(journaledCommands(folder.journal('demo'), 2).filter(({ type }) => type === 'PlaceOrder')).toEqual([]);

  const resume = await evenkeel(folder, 'resume');
  expect(resume.exit, resume.err).toBe(0);
  expect(await again.quotesEverywhere()).toMatchObject({ permission: 'full', halted: null });
  expect((await again.health()).code).toBe(200);
});
