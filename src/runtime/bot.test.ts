import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../config/load.ts';
import type { Notice } from '../core/domain/notices.ts';
import { size } from '../core/domain/numbers.ts';
import { RuleOracle } from '../observe/rule-oracle.ts';
import { Bot } from './bot.ts';
import type { BotOptions } from './bot-options.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Recordings are kept beside the checkout, and are not part of it. */
const RECORDING = join(ROOT, '../shared/data/polymarket-btc15m-l2/btc-updown-15m-1771633800.csv.gz');
let folder = '';
const bots: { bot: Bot; running: Promise<unknown> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-bot-'));
  cpSync(join(ROOT, 'strategies.yaml'), join(folder, 'strategies.yaml'));
  cpSync(join(ROOT, 'profiles'), join(folder, 'profiles'), { recursive: true });
});
afterEach(async () => {
  for (const { bot, running } of bots.splice(0)) {
    bot.stop();
    await running;
    await bot.abandon();
  }
  rmSync(folder, { recursive: true });
});

const edit = (file: string, from: string, to: string): void => {
  const path = join(folder, file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
};

interface Started { readonly bot: Bot; readonly said: string[]; readonly notices: Notice[]; readonly running: Promise<unknown> }
async function start(options: Partial<BotOptions> = {}): Promise<Started> {
  const said: string[] = [];
  const notices: Notice[] = [];
  const result = loadConfig({ dir: folder, profile: options.profile ?? undefined });
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.text).join('\n'));
  const bot = await Bot.open({
    directory: folder, profile: null, tape: null, gaps: 'refuse', seed: 7, speed: { kind: 'scaled', factor: 1 }, clearsHalt: false, environment: {},
    observer: {
      notice: (notice) => { notices.push(notice); }, batch() {}, command() {}, journal() {}, configRejected() {}, reloaded() {}, oracleDisagreed() {},
      announce: (_kind, _at, text) => { said.push(text); },
    },
    oracleFor: (rules) => new RuleOracle(rules), metricsText: async () => '', subscribe: () => () => {},
    ...options,
  }, result.loaded);
  const running = bot.run(null);
  bots.push({ bot, running });
  return { bot, said, notices, running };
}
/** As kill -9 would: nothing is proved, sealed or written any more. */
async function kill({ bot, running }: Started): Promise<void> {
  bots.splice(0);
  bot.stop();
  await running;
  await bot.abandon();
}

test('a halt is proved, outlives a kill, and is cleared at a start only when asked', async () => {
  const first = await start();
  expect(await first.bot.halt('operator', 'drill')).toMatchObject({ halted: true, zeroOpen: 'proved', openOrders: 0 });
  await kill(first);
  const second = await start();
  expect(second.bot.status().halted).toMatchObject({ by: 'operator', reason: 'drill' });
  expect(second.bot.health().reasons.map((reason) => reason.code)).toContain('halted');
  await kill(second);
  const third = await start({ clearsHalt: true });
  expect(third.bot.status().halted).toBeNull();
  await kill(third);
  expect((await start()).bot.status().halted).toBeNull();
});

test('the generation goes on: the same config keeps its number, another gets the next', async () => {
  const first = await start();
  expect(first.bot.status().generation).toBe(1);
  edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 2.5c');
  expect(await first.bot.reload()).toMatchObject({ status: 'nothing', generation: 2 });
  await kill(first);
  const second = await start();
  expect(second.bot.status().generation).toBe(2);
  await kill(second);
  edit('strategies.yaml', 'halfSpread: 2.5c', 'halfSpread: 3c');
  expect((await start()).bot.status().generation).toBe(3);
});

test('after a revert the bot says that the files wait', async () => {
  const { bot } = await start();
  edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 2.5c');
  await bot.reload();
  expect(await bot.revert(1, 'test')).toMatchObject({ ok: true, generation: 3 });
  expect(bot.health()).toMatchObject({ config: 'pending' });
  expect(bot.config().generations.map((row) => [row.generation, row.origin])).toEqual([[1, 'start'], [2, 'save'], [3, 'revert']]);
  expect(await bot.apply('test')).toMatchObject({ ok: true, generation: 4 });
  expect(bot.health().config).toBe('in-force');
});

test('paper without a recording is refused with the remedy, and the demo goes on', async () => {
  const { bot } = await start();
  const outcome = await bot.swapProfile('paper', { confirm: 'paper', by: 'test', tape: null, token: null, leavePositions: false });
  expect(outcome).toMatchObject({ ok: false, code: 'MM_RUN_TAPE_NEEDED' });
  expect(bot.status().session.profile).toBe('demo');
  expect(await bot.swapProfile('paper', { confirm: 'paper', by: 'test', tape: '/nowhere', token: null, leavePositions: false })).toMatchObject({ ok: false, code: 'MM_TAPE_NOT_FOUND' });
  expect(await bot.halt('test', 'still alive')).toMatchObject({ zeroOpen: 'proved' });
});

test.skipIf(!existsSync(RECORDING))('a swap to paper plays the recording, stays when it has ended, and goes back to the demo account', async () => {
  const rows = gunzipSync(readFileSync(RECORDING)).toString('utf8').split('\n').slice(0, 5);
  writeFileSync(join(folder, 'short.csv'), `${rows.join('\n')}\n`);
  const { bot, said } = await start();
  expect(await bot.swapProfile('paper', { confirm: 'paper', by: 'test', tape: 'short.csv', token: null, leavePositions: false })).toEqual({ ok: true, session: 'paper-tape', profile: 'paper' });
  expect(bot.status()).toMatchObject({ session: { profile: 'paper' }, generation: 2 });
  await expect.poll(() => bot.health().reasons.map((reason) => reason.code), { timeout: 20_000 }).toContain('tape-ended');
  expect(said.join('\n')).toContain('tape ended');
  expect(await bot.halt('test', 'also at the end')).toMatchObject({ zeroOpen: 'proved' });
  expect(await bot.resume('test', null)).toEqual({ ok: true });
  expect(await bot.swapProfile('demo', { confirm: 'demo', by: 'test', tape: null, token: null, leavePositions: false })).toEqual({ ok: true, session: 'demo-2', profile: 'demo' });
  expect(bot.status()).toMatchObject({ session: { profile: 'demo' }, generation: 3 });
});

test('a swap without confirmation, to the same profile, to an unknown one or out of a halt is refused', async () => {
  const { bot } = await start();
  const swap = async (profile: string, confirm = profile): Promise<string> => {
    const outcome = await bot.swapProfile(profile, { confirm, by: 'test', tape: null, token: null, leavePositions: false });
    return outcome.ok ? 'ok' : outcome.code;
  };
  expect(await swap('paper', 'demo')).toBe('MM_SESSION_NOT_CONFIRMED');
  expect(await swap('demo')).toBe('MM_SESSION_SAME_PROFILE');
  expect(await swap('nothing-of-the-kind')).toBe('MM_CONFIG_INVALID');
  await bot.halt('test', 'drill');
  expect(await swap('paper')).toBe('MM_SESSION_HALTED');
});

test('an edit of the profile line that cannot be followed is shown as a rejected config', async () => {
  const { bot, said } = await start();
  edit('strategies.yaml', 'profile: demo', 'profile: paper');
  await bot.reload();
  await expect.poll(() => bot.health().config).toBe('rejected');
  expect(said.join('\n')).toContain('MM_RUN_TAPE_NEEDED');
  expect(bot.plan().problems[0]?.text).toMatch(/^strategies\.yaml:\d\d?:10 {2}the session does not swap to paper: no recording was given[^]*\n +\| +\^{5} Give a recording/);
  expect(bot.status().session.profile).toBe('demo');
  edit('strategies.yaml', 'profile: paper', 'profile: demo');
  await bot.reload();
  expect(bot.health().config).toBe('in-force');
});

test('a market that is not listed cannot be resumed', async () => {
  const { bot } = await start();
  expect(await bot.resume('test', 'no-such-market')).toMatchObject({ ok: false, code: 'MM_API_UNKNOWN_MARKET' });
  expect(await bot.liquidate('test', 'no-such-market', 'passive')).toMatchObject({ ok: false, code: 'MM_API_UNKNOWN_MARKET' });
  expect(await bot.resume('test', null)).toEqual({ ok: true });
});

test('a split, merge or redemption that cannot be is refused with what stands against it', async () => {
  const { bot } = await start();
  await expect.poll(() => bot.status().markets.length).toBeGreaterThan(0);
  const market = bot.status().markets[0]!.name;
  expect(await bot.operate('test', { kind: 'redeem', market: 'no-such-market' })).toMatchObject({ ok: false, code: 'MM_API_UNKNOWN_MARKET' });
  await expect.poll(() => bot.operate('test', { kind: 'split', market, size: size(5_000_000) }))
    .toEqual({ ok: false, code: 'MM_RUN_NO_TOKEN_OPERATION', message: 'split: demo turns a pair back into a dollar at once', remedy: expect.any(String) });
  expect(await bot.operate('test', { kind: 'redeem', market })).toMatchObject({ ok: false, message: `redeem: ${market} pays by itself` });
});

test('a recording in a demo, and paper without one, are refused at the start', async () => {
  await expect(start({ tape: 'x' })).rejects.toThrow('demo is of mode demo');
  await expect(start({ profile: 'paper' })).rejects.toThrow('no recording was given');
});
