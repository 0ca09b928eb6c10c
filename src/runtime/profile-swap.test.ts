import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockAccount } from '../journal/account-lock.ts';
import type { Bot } from './bot.ts';
import type { Controller } from './controller.ts';
import { BotFolder, TAPE } from './started-bot.fixture.ts';

let folder: BotFolder;
beforeEach(() => { folder = new BotFolder(); });
afterEach(async () => { await folder.remove(); });

const toPaper = (bot: Bot): ReturnType<Controller['swapProfile']> => bot.swapProfile('paper', { confirm: 'paper', by: 'test', tape: TAPE, token: null, leavePositions: false });
const toDemo = (bot: Bot): ReturnType<Controller['swapProfile']> => bot.swapProfile('demo', { confirm: 'demo', by: 'test', tape: null, token: null, leavePositions: false });

describe('a halt', () => {
  test('while the next session is being opened gives the swap up', async () => {
    const { bot } = await folder.start();
    const swap = toPaper(bot);
    expect(await bot.halt('test', 'drill')).toMatchObject({ zeroOpen: 'proved' });
    expect(await swap).toMatchObject({ ok: false, code: 'MM_SESSION_HALTED' });
    expect(bot.status()).toMatchObject({ session: { profile: 'demo' }, halted: { by: 'test', reason: 'drill' } });
  });

  test('while the old session proves zero open orders gives the swap up', async () => {
    const { bot } = await folder.start();
    const { session } = bot.opened;
    const quiesce = session.quiesce.bind(session);
    let halting: Promise<unknown> = Promise.resolve();
    session.quiesce = async (...asked) => {
      const isProved = await quiesce(...asked);
      halting = bot.halt('test', 'drill');
      return isProved;
    };
    expect(await toPaper(bot)).toMatchObject({ ok: false, code: 'MM_SESSION_HALTED' });
    await halting;
    expect(bot.status()).toMatchObject({ session: { profile: 'demo' }, halted: { reason: 'drill' } });
  });

  test('while the old session is being released halts the new one, and is proved there', async () => {
    const { bot } = await folder.start();
    const { session } = bot.opened;
    const close = session.close.bind(session);
    let halting: Promise<unknown> = Promise.resolve();
    session.close = async () => {
      halting = bot.halt('test', 'drill');
      await close();
    };
    expect(await toPaper(bot)).toMatchObject({ ok: true });
    expect(await halting).toMatchObject({ zeroOpen: 'proved' });
    expect(bot.status()).toMatchObject({ session: { profile: 'paper' }, halted: { reason: 'drill' }, orders: { open: 0 } });
  });

  test('outlives a restart with another profile, until it is resumed there', async () => {
    const first = await folder.start();
    await toPaper(first.bot);
    await first.bot.halt('test', 'drill');
    await folder.kill();
    const second = await folder.start();
    expect(second.bot.status()).toMatchObject({ session: { profile: 'demo' }, halted: { by: 'test', reason: 'drill' }, generation: 3 });
    expect(second.bot.opened.recovered.halted).toMatchObject({ reason: 'drill' });
    expect(await second.bot.resume('test', null)).toEqual({ ok: true });
    await folder.kill();
    expect((await folder.start()).bot.status()).toMatchObject({ halted: null, generation: 3 });
  });
});

test('generation numbers neither fall nor repeat over swaps and restarts', async () => {
  const first = await folder.start();
  await toPaper(first.bot);
  expect(first.bot.status().generation).toBe(2);
  await toDemo(first.bot);
  expect(first.bot.status().generation).toBe(3);
  await folder.kill();
  expect((await folder.start({ profile: 'paper', tape: TAPE })).bot.status().generation).toBe(4);
});

test('what is saved during a swap takes force after it, under a number of its own', async () => {
  const { bot, said } = await folder.start();
  const swap = toPaper(bot);
  folder.edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 1.8c');
  await bot.reload();
  expect(bot.status().generation).toBe(1);
  expect(await swap).toMatchObject({ ok: true });
  expect(said.at(-1)).toContain('generation 3 in force (saved)');
  expect(bot.config()).toMatchObject({ generation: 3, profile: 'paper', status: 'in-force' });
});

test('what is saved during a swap that is given up takes force in the session that goes on', async () => {
  const { bot } = await folder.start();
  const swap = toPaper(bot);
  folder.edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 1.8c');
  await bot.reload();
  await bot.halt('test', 'drill');
  expect(await swap).toMatchObject({ ok: false });
  expect(bot.config()).toMatchObject({ generation: 2, profile: 'demo', status: 'in-force' });
});

test('a swap reads the files only once they stand still', async () => {
  folder.edit('strategies.yaml', /^---\n/, '');
  folder.edit('strategies.yaml', /\.\.\.\n$/, '');
  const { bot } = await folder.start();
  bot.watch();
  const path = join(folder.path, 'strategies.yaml');
  const whole = readFileSync(path, 'utf8');
  writeFileSync(path, whole.slice(0, whole.indexOf('rules:')));
  const swap = toPaper(bot);
  setTimeout(() => { writeFileSync(path, whole); }, 50);
  expect(await swap).toMatchObject({ ok: true });
  expect(bot.opened.generation.loaded.config.rules).toHaveLength(3);
});

test('a stop while the next session is being opened answers the swap and gives the account back', async () => {
  const { bot, running } = await folder.start();
  const swap = toPaper(bot);
  bot.stop();
  await running;
  expect(await bot.close('test')).toBe(true);
  expect(await swap).toMatchObject({ ok: false, code: 'MM_RUN_STOPPING' });
  lockAccount(join(folder.path, 'data/paper.db')).release();
});

test('once it is being stopped the bot takes no resume, apply, revert or swap', async () => {
  const { bot } = await folder.start();
  bot.stop();
  const codes = [await bot.resume('test', null), await bot.apply('test'), await bot.revert(1, 'test'), await toPaper(bot)];
  expect(codes.map((outcome) => (outcome.ok ? 'ok' : outcome.code))).toEqual(Array(4).fill('MM_RUN_STOPPING'));
});

test('a profile with another API address is refused with the remedy', async () => {
  folder.edit('profiles/paper.yaml', '127.0.0.1:8787', '127.0.0.1:8788');
  const { bot } = await folder.start();
  expect(await toPaper(bot)).toMatchObject({ ok: false, code: 'MM_CONFIG_NEEDS_RESTART' });
  expect(bot.status().session.profile).toBe('demo');
});

describe('a profile that asks for a token', () => {
  const withToken = (bot: Bot, token: string | null): ReturnType<Controller['swapProfile']> => bot.swapProfile('paper', { confirm: 'paper', by: 'test', tape: TAPE, token, leavePositions: false });
  const started = async (): Promise<Bot> => {
    folder.edit('profiles/paper.yaml', '127.0.0.1:8787', '127.0.0.1:8787, token: "${env:PAPER_TOKEN}"');
    return (await folder.start({ environment: { PAPER_TOKEN: 'a-token' } })).bot;
  };

  test('is swapped to only by whoever has it, and asks everybody for it from then on', async () => {
    const bot = await started();
    expect(await withToken(bot, null)).toMatchObject({ ok: false, code: 'MM_SESSION_TOKEN_NOT_PRESENTED' });
    expect(await withToken(bot, 'another')).toMatchObject({ ok: false, code: 'MM_SESSION_TOKEN_NOT_PRESENTED' });
    expect(bot.needsToken).toBe(false);
    expect(await withToken(bot, 'a-token')).toMatchObject({ ok: true });
    expect([bot.needsToken, bot.checkToken('a-token'), bot.checkToken('another')]).toEqual([true, true, false]);
  });

  test('leaves the lock on when a session without one follows', async () => {
    const bot = await started();
    await withToken(bot, 'a-token');
    expect(await toDemo(bot)).toMatchObject({ ok: true });
    expect([bot.needsToken, bot.checkToken('another')]).toEqual([true, false]);
  });

  test('does not give way to one with another token', async () => {
    folder.edit('profiles/demo.yaml', '127.0.0.1:8787', '127.0.0.1:8787, token: "${env:DEMO_TOKEN}"');
    folder.edit('profiles/paper.yaml', '127.0.0.1:8787', '127.0.0.1:8787, token: "${env:PAPER_TOKEN}"');
    const { bot } = await folder.start({ environment: { DEMO_TOKEN: 'one', PAPER_TOKEN: 'a-token' } });
    expect(await withToken(bot, 'a-token')).toMatchObject({ ok: false, code: 'MM_CONFIG_NEEDS_RESTART' });
  });
});

test('a revert outlives a restart for as long as the files say what it was made against', async () => {
  const first = await folder.start();
  folder.edit('strategies.yaml', 'position: 400 shares', 'position: 900 shares');
  await first.bot.reload();
  await first.bot.revert(1, 'test');
  await folder.kill();
  const second = await folder.start();
  expect(second.bot.config()).toMatchObject({ generation: 3, status: 'pending' });
  expect(second.bot.opened.generation.loaded.config.strategies[0]?.settings.limits.position).toBe(400e6);
  await second.bot.reload();
  expect(second.bot.config()).toMatchObject({ generation: 3, status: 'pending' });
  await folder.kill();
  folder.edit('strategies.yaml', 'position: 900 shares', 'position: 500 shares');
  expect((await folder.start()).bot.config()).toMatchObject({ generation: 4, status: 'in-force' });
});

test('a record of halts that cannot be read refuses the start', async () => {
  await folder.start();
  await folder.kill();
  writeFileSync(join(folder.path, 'data/control.json'), '{"halted":');
  await expect(folder.start()).rejects.toThrow('control.json is damaged');
});

test('an explainer that fails is told of, and trading goes on', async () => {
  folder.edit('strategies.yaml', '{ fact: velocity, operator: greaterThan, value: 3c per 1s }', '{ fact: hourUtc, operator: greaterThanInclusive, value: 0 }');
  const { bot, said } = await folder.start({ oracleFor: () => ({ judge: async () => { throw new Error('json-rules-engine gave no result'); } }) });
  await expect.poll(() => said.filter((text) => text.includes('gave no result')), { timeout: 5_000 }).toHaveLength(1);
  expect(await bot.halt('test', 'still alive')).toMatchObject({ zeroOpen: 'proved' });
});
