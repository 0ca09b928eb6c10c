import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockAccount } from '../journal/account-lock.ts';
import { lockVenueAccount } from '../journal/venue-account-lock.ts';
import { MadeUpVenues } from '../runtime/made-up-venues.fixture.ts';
import { BotFolder } from '../runtime/started-bot.fixture.ts';
import { soundDoctor } from '../venues/sound-doctor.fixture.ts';
import { doctor } from './doctor.ts';

/** In no output, whatever goes wrong. */
const SECRET = 'hunter2-canary';

let folder: BotFolder;
let state: string;
let venues: MadeUpVenues;
beforeEach(() => {
  folder = new BotFolder();
  state = mkdtempSync(join(tmpdir(), 'evenkeel-state-'));
  venues = new MadeUpVenues();
  folder.edit('profiles/live.yaml', /^gate: .*\n/m, '');
});
afterEach(async () => {
  await folder.remove();
  rmSync(state, { recursive: true });
});

interface Examined { readonly exit: number; readonly out: string; readonly found: Readonly<Record<string, { readonly status: string; readonly measured: string; readonly remedy: string | null }>> }

async function examined(profile: string | null, environment: Readonly<Record<string, string>> = { EVENKEEL_TOKEN: SECRET, POLY_ADDRESS: SECRET }, isKnown = true): Promise<Examined> {
  const outs: string[] = [];
  const terminal = { out: (text: string) => { outs.push(text); }, err: (text: string) => { outs.push(text); }, isColoured: false, environment: { XDG_STATE_HOME: state, ...environment } };
  const exit = await doctor({ dir: folder.path, json: true, profile }, terminal, isKnown ? venues : undefined);
  const { findings } = JSON.parse(outs.at(-1) ?? '') as { findings: readonly { check: string; status: string; measured: string; remedy: string | null }[] };
  await doctor({ dir: folder.path, json: false, profile }, terminal, isKnown ? venues : undefined);
  expect(outs.join('\n')).not.toContain(SECRET);
  return { exit, out: outs.at(-1) ?? '', found: Object.fromEntries(findings.map(({ check, ...finding }) => [check, finding])) };
}

test('a profile that can trade is said to, in words and as JSON, and nothing is left open', async () => {
  const { exit, out, found } = await examined('live');
  expect(exit).toBe(0);
  expect(Object.keys(found)).toEqual([
    'config', 'token', 'journal', 'disk', 'gate', 'secrets', 'account lock',
    'clock', 'wallet', 'API key', 'restrictions', 'deployment', 'approvals', 'balance', 'market terms', 'open orders', 'positions', 'heartbeat', 'user feed',
  ]);
  expect(out).toMatch(/^ok +config +profile live, mode live$/m);
  expect(out).toMatch(/\d+ ok, \d+ warnings?, 0 failed$/);
  expect(venues.closed).toBe(2);
  lockAccount(join(folder.path, 'data/live.db')).release();
  lockVenueAccount(venues.id, { XDG_STATE_HOME: state }).release();
});

test('what failed decides the exit code and stands with its remedy', async () => {
  venues.doctor = soundDoctor({ clockAhead: async () => 90_000 });
  const { exit, out, found } = await examined('live');
  expect([exit, found['clock']?.status]).toEqual([1, 'failed']);
  expect(out).toMatch(/failed +clock +our clock is 90000 ms ahead of the venue's\n +Let the machine keep time/);
});

test('files with mistakes end it at once', async () => {
  writeFileSync(join(folder.path, 'profiles/live.yaml'), 'mode: live\n');
  const { exit, found } = await examined('live');
  expect([exit, Object.keys(found)]).toEqual([78, ['config']]);
});

test('a secret that cannot be read fails, and nothing is asked of the venue', async () => {
  venues.account = async () => { throw new Error('keystores/polymarket.json: no such file'); };
  const { exit, found } = await examined('live', {});
  expect(exit).toBe(1);
  expect(found).toMatchObject({ token: { status: 'failed', measured: expect.stringContaining('EVENKEEL_TOKEN is not set') }, secrets: { status: 'failed', measured: expect.stringContaining('no such file') } });
  expect(found['clock']).toBeUndefined();
});

test('locks that others hold are a warning: it may be the bot itself', async () => {
  const locks = [lockAccount(join(folder.path, 'data/live.db')), lockVenueAccount(venues.id, { XDG_STATE_HOME: state })];
  const { exit, found } = await examined('live');
  expect([exit, found['journal']?.status, found['account lock']?.status]).toEqual([0, 'warning', 'warning']);
  for (const lock of locks) lock.release();
});

test('a gate that is not met fails with its figures', async () => {
  folder.edit('profiles/live.yaml', 'canary:', 'gate: { paperHours: 24 }\ncanary:');
  expect((await examined('live')).found['gate']).toMatchObject({ status: 'failed', measured: 'paper has run 0 h 0 min of 24 h 0 min with these strategies' });
});

test('a gate that a start would not ask, since the same was traded last, is said to', async () => {
  const environment = { EVENKEEL_TOKEN: SECRET, POLY_ADDRESS: SECRET, XDG_STATE_HOME: state };
  await folder.start({ profile: 'live', confirm: 'live', environment, liveVenues: venues });
  await folder.end();
  folder.edit('profiles/live.yaml', 'canary:', 'gate: { paperHours: 24 }\ncanary:');
  const { exit, found } = await examined('live');
  expect([exit, found['gate']?.status]).toEqual([1, 'failed']);
  expect(found['gate']).toMatchObject({ measured: 'paper has run 0 h 0 min of 24 h 0 min with these strategies; a swap is refused, a start is not, since these were traded last', remedy: expect.stringContaining('evenkeel run') });
  folder.edit('strategies.yaml', /include: \[[^\]]*\]/, 'include: ["other-*"]');
  expect((await examined('live')).found['gate']).toMatchObject({ measured: 'paper has run 0 h 0 min of 24 h 0 min with these strategies' });
});

test('a profile without an account is asked for nothing but this machine', async () => {
  expect(Object.keys((await examined(null)).found)).toEqual(['config', 'token', 'journal', 'disk', 'gate']);
});

test('without a way to venues an account fails', async () => {
  expect((await examined('live', undefined, false)).found['secrets']).toMatchObject({ status: 'failed' });
});
