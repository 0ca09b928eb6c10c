import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { botFolder, quoteTightly, ROOT, type BotFolder } from './bot-folder.fixture.ts';
import { journaledEvents } from './journaled-run.fixture.ts';
import { cleanUp, evenkeel, RunningBot } from './running-bot.fixture.ts';

/** A twentieth of a second long: the session stays when it has been played. */
const TAPE = join(ROOT, 'test/fixtures/tapes/tickscope.csv');

let folder: BotFolder;
beforeEach(async () => { folder = await botFolder(); });
afterEach(() => cleanUp(folder));

/** Shares by market, added up from the fills that the journal holds of the run. */
function positionsFromFills(run: number): Record<string, number> {
  const events = journaledEvents(folder.journal('demo'), run);
  const names = new Map(events.flatMap((event) => (event.type === 'InstrumentListed' ? [[event.instrument.id, event.instrument.name] as const] : [])));
  const micros = Object.fromEntries([...names.values()].map((name) => [name, 0]));
  for (const event of events) {
    const name = event.type === 'OrderFilled' ? names.get(event.market) : undefined;
    if (event.type === 'OrderFilled' && name !== undefined) micros[name] = (micros[name] ?? 0) + (event.side === 'bid' ? event.size : -event.size);
  }
  return Object.fromEntries(Object.entries(micros).map(([name, size]) => [name, size / 1_000_000]));
}

test('swaps from the demo to a recording and back, and the positions of the demo are as they were', async () => {
  quoteTightly(folder);
  // Of this seed the first fill comes a second after the first quotes.
  const bot = await RunningBot.start(folder, '--seed', '3');
  await bot.statusWhere('a fill', ({ markets }) => markets.some(({ position }) => position !== 0), 60_000);
  const without = await evenkeel(folder, 'profile', 'paper');
  expect(without).toMatchObject({ exit: 1, err: expect.stringContaining('MM_RUN_TAPE_NEEDED') as string });
  expect((await bot.status()).session.id).toBe('demo-1');

  const toPaper = await evenkeel(folder, 'profile', 'paper', '--tape', TAPE);
  expect(toPaper.exit, toPaper.err).toBe(0);
  const paper = await bot.status();
  expect(paper).toMatchObject({ session: { profile: 'paper', mode: 'paper' } });
  expect(paper.session.id).not.toBe('demo-1');
  expect(toPaper.out).toContain(paper.session.id);
  await bot.printed('tape ended');
  expect((await bot.status()).markets.map(({ name }) => name)).toEqual(expect.arrayContaining([expect.stringMatching(/^tickscope-/) as string]));

  const toDemo = await evenkeel(folder, 'profile', 'demo');
  expect(toDemo.exit, toDemo.err).toBe(0);
  const demo = await bot.statusWhere('the demo has its markets again', ({ markets }) => markets.length === 5);
  expect(demo.session).toMatchObject({ id: 'demo-2', profile: 'demo', mode: 'demo' });
  expect(demo.generation).toBeGreaterThan(paper.generation);
  expect(Object.fromEntries(demo.markets.map(({ name, position }) => [name, position]))).toEqual(positionsFromFills(1));
  expect(demo.markets.some(({ position }) => position !== 0)).toBe(true);
  await bot.quotesEverywhere();
  bot.signal('SIGTERM');
  expect((await bot.ended).exit).toBe(0);
});
