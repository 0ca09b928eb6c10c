import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encryptKeystoreJsonSync } from 'ethers';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { startRehearsal, type Rehearsal } from '../../src/rehearsal/rehearsal.ts';
import { systemClock } from '../../src/venues/polymarket/rest/clock.ts';
import { ClobRest } from '../../src/venues/polymarket/rest/clob-rest.ts';
import { botFolder, STRATEGIES, type BotFolder } from './bot-folder.fixture.ts';
import { Canaries } from './canary.fixture.ts';
import { chainNode } from './node.fixture.ts';
import { cleanUp, evenkeel, eventually, RunningBot } from './running-bot.fixture.ts';

const LONG = 300_000;
const ELSEWHERE = '0x00000000000000000000000000000000000deb01';

let rehearsal: Rehearsal;
let node: { readonly url: string; close(): void };
let folder: BotFolder;
let whole: string;
let canaries: Canaries;
let environment: Record<string, string>;
/** Everything that was printed or answered, by what said it. */
let said: [what: string, text: string][];

beforeAll(async () => {
  rehearsal = await startRehearsal({ pace: 5 });
  node = await chainNode(rehearsal.account.address);
}, LONG);
afterAll(async () => {
  node.close();
  await rehearsal.close();
});

beforeEach(async () => {
  folder = await botFolder();
  whole = dirname(folder.path);
  canaries = new Canaries();
  said = [];
  const { key } = rehearsal.account;
  const privateKey = Buffer.from(key.slice(2), 'hex');
  const rest = new ClobRest({ origin: new URL(rehearsal.urls.clob), clock: systemClock, chainId: 137, walletType: 0, access: null, tier: 'standard', timeoutMs: 10_000, maxAnswerBytes: 1_000_000 });
  const derived = await rest.deriveApiKey(privateKey);
  const granted = derived.outcome === 'ok' ? derived : await rest.createApiKey(privateKey);
  rest.close();
  if (granted.outcome !== 'ok') throw new Error(granted.detail);
  const { key: apiKey, secret, passphrase } = granted.data;
  environment = {
    XDG_STATE_HOME: join(whole, 'state'), POLY_API_KEY: apiKey,
    POLY_KEY: canaries.plant('private key', key, privateKey),
    POLY_SECRET: canaries.plant('API secret', Buffer.from(secret).toString('base64'), secret),
    POLY_PASSPHRASE: canaries.plant('API passphrase', Buffer.from(passphrase).toString('latin1')),
    POLY_RELAYER_KEY: canaries.plant('relayer key', 'relayer-canary-6b1f0a7d93'),
    EVENKEEL_TOKEN: canaries.plant('bearer token', 'token-canary-c20d94aa7be1f3'),
    EVENKEEL_KEYSTORE_PASSPHRASE: canaries.plant('keystore passphrase', 'phrase-canary 81b7 zx'),
    POLYGON_RPC: `${node.url}/v2/${canaries.plant('key of the node', 'node-canary-55e0b8f1c4')}`,
  };
  canaries.plant('private key', key.slice(2));
  folder.edit(STRATEGIES, 'profile: demo', 'profile: canary');
});
afterEach(async () => {
  for (const name of Object.keys(environment)) delete process.env[name];
  await cleanUp(folder);
});

/** Children inherit them. */
const plant = (changes: Readonly<Record<string, string>> = {}): void => { Object.assign(process.env, environment, changes); };

interface Wallet { readonly key: string; readonly secret: string | null; readonly passphrase: string | null; readonly address?: string; readonly type?: string }

function writeProfile({ key, secret, passphrase, address, type = 'eoa' }: Wallet): void {
  const { clob, gamma, data, relayer, wsMarket, wsUser, polybolt, rtds } = rehearsal.urls;
  folder.write('profiles/canary.yaml', `---
extends: base
mode: rehearsal
venues:
  polymarket:
    wallet: { type: ${type}, key: "${key}"${address === undefined ? '' : `, address: "${address}"`} }
${secret === null ? '' : `    credentials: { apiKey: "\${env:POLY_API_KEY}", secret: "${secret}", passphrase: "${passphrase}" }\n`}    hosts: { clob: "${clob}", gamma: "${gamma}", data: "${data}", relayer: "${relayer}", wsMarket: "${wsMarket}", wsUser: "${wsUser}", polybolt: "${polybolt}", rtds: "${rtds}" }
    relayer: { key: "\${env:POLY_RELAYER_KEY}", address: "${rehearsal.account.address}" }
    rpc: "\${env:POLYGON_RPC}"
    heartbeat: 5s
storage: { journal: ../data/canary.db }
api: { listen: 127.0.0.1:${folder.port}, token: "\${env:EVENKEEL_TOKEN}" }
...
`);
}

async function command(...words: string[]): Promise<{ readonly exit: number | null; readonly text: string }> {
  const { exit, out, err } = await evenkeel(folder, ...words);
  said.push([words.join(' '), `${out}\n${err}`]);
  return { exit, text: `${out}\n${err}` };
}

async function answer(bot: RunningBot, path: string, token: string | null, init: RequestInit = {}): Promise<number> {
  const reply = await bot.fetch(path, { ...init, headers: { ...init.headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) } });
  said.push([`${init.method ?? 'GET'} ${path}`, `${reply.status} ${JSON.stringify([...reply.headers])} ${await reply.text()}`]);
  return reply.status;
}

/** What the event stream says until it has said something of this kind. */
async function streamed(bot: RunningBot, until: string): Promise<void> {
  const stop = new AbortController();
  const reply = await bot.fetch('/events', { headers: { authorization: `Bearer ${environment.EVENKEEL_TOKEN}` }, signal: stop.signal });
  let text = '';
  for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.includes(until)) break;
  }
  stop.abort();
  said.push(['GET /events', text]);
}

/** A session that trades, with everything asked of it that can be asked. */
async function traded(): Promise<void> {
  const bot = await RunningBot.start(folder);
  const token = environment.EVENKEEL_TOKEN ?? '';
  await eventually('an order rests', async () => ((await bot.status()).markets.some(({ bid, ask }) => bid !== null || ask !== null) ? true : null), () => `${bot.out}\n${bot.err}`, 60_000);
  await streamed(bot, 'data:');
  for (const path of ['/status', '/health', '/metrics', '/config', '/markets', '/openapi.json', '/pnl', '/nowhere']) await answer(bot, path, token);
  expect(await answer(bot, '/halt', 'token-canary-that-is-wrong', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).toBe(401);
  await answer(bot, '/config', null);
  for (const words of [['status'], ['status', '--json'], ['explain', 'will-it-rain-in-lisbon'], ['plan']]) expect((await command(...words)).exit).toBe(0);
  // A key pasted into a file while the bot watches it: refused, and kept nowhere.
  const before = folder.read('profiles/canary.yaml');
  folder.write('profiles/canary.yaml', before.replace('heartbeat: 5s', `heartbeat: 5s\n    note: "${environment.POLY_KEY}"`));
  await eventually('the edit is refused', async () => ((await bot.health()).report.config === 'rejected' ? true : null), () => bot.out);
  await answer(bot, '/health', token);
  await answer(bot, '/config', token);
  folder.write('profiles/canary.yaml', before);
  bot.signal('SIGTERM');
  const { exit, out, err } = await bot.ended;
  said.push(['run', `${out}\n${err}`]);
  expect(exit, err).toBe(0);
}

/** `written`: files that have to be among those that were searched. */
function expectNothingFound(...written: readonly RegExp[]): void {
  const { found, files } = canaries.foundUnder(whole, [join(folder.path, 'keystores'), join(whole, 'secrets')]);
  expect([...said.flatMap(([what, text]) => canaries.foundIn(what, text)), ...found]).toEqual([]);
  for (const file of written) expect(files).toContainEqual(expect.stringMatching(file));
}

/** Of a session that traded. */
const WRITTEN = [/^data\/canary\.db$/, /logs\/evenkeel\..*\.log$/, /^state\/evenkeel\/accounts\/polymarket-0x/, /profiles\/canary\.yaml$/];

test('the search finds a secret in each of its forms', () => {
  const key = Buffer.from('8f1d0c'.repeat(10) + '8f1d', 'hex');
  const planted = new Canaries();
  planted.plant('key', key.toString('hex'), key);
  const forms = [
    key.toString('hex'), key.toString('hex').toUpperCase(), `{"a":"0x${key.toString('hex')}"}`, key.toString('base64'), key.toString('base64url'), [...key.toString('hex')].toReversed().join(''),
    Buffer.concat([Buffer.from('ab'), key, Buffer.from('xyz')]).toString('base64'), Buffer.from(`{"key":"${key.toString('hex')}"}`).toString('base64url'), Buffer.from(key.toString('hex')).toString('hex'),
    BigInt(`0x${key.toString('hex')}`).toString(), JSON.stringify([...key]), [...key.toString('base64')].toReversed().join(''),
  ];
  for (const form of forms) expect(planted.foundIn('here', form), form).not.toEqual([]);
  expect(planted.foundIn('here', Buffer.concat([Buffer.from('a'), key]))).not.toEqual([]);
  expect(planted.foundIn('here', 'nothing of it: 8f1d0c')).toEqual([]);
});

test('secrets of the environment are shown, written and told nowhere by a session that trades', { timeout: LONG }, async () => {
  plant();
  writeProfile({ key: '${env:POLY_KEY}', secret: '${env:POLY_SECRET}', passphrase: '${env:POLY_PASSPHRASE}' });
  for (const words of [['check'], ['show'], ['show', '--json'], ['wallet', 'status'], ['wallet', 'approve', '--yes']]) expect((await command(...words)).exit, words.join(' ')).toBe(0);
  for (const words of [['doctor'], ['doctor', '--json']]) expect((await command(...words)).text).toContain('user feed');
  await traded();
  expectNothingFound(...WRITTEN);
});

test('secrets of files and keystores are shown, written and told nowhere by a session that trades', { timeout: LONG }, async () => {
  mkdirSync(join(whole, 'secrets'));
  mkdirSync(join(folder.path, 'keystores'));
  const file = (name: string, text: string): string => {
    const path = join(whole, 'secrets', name);
    writeFileSync(path, text, { mode: 0o600 });
    return `\${file:${path}}`;
  };
  const { address, key } = rehearsal.account;
  writeFileSync(join(folder.path, 'keystores/canary.json'), encryptKeystoreJsonSync({ address, privateKey: key }, environment.EVENKEEL_KEYSTORE_PASSPHRASE ?? '', { scrypt: { N: 1_024, r: 8, p: 1 } }), { mode: 0o600 });
  plant({ EVENKEEL_KEYSTORE_PASSPHRASE: file('passphrase', environment.EVENKEEL_KEYSTORE_PASSPHRASE ?? '') });
  for (const name of ['POLY_KEY', 'POLY_SECRET', 'POLY_PASSPHRASE']) delete process.env[name];
  writeProfile({ key: '${keystore:canary}', secret: file('secret', environment.POLY_SECRET ?? ''), passphrase: file('phrase', environment.POLY_PASSPHRASE ?? '') });
  expect((await command('doctor')).text).toContain('user feed');
  writeProfile({ key: '${keystore:canary}', secret: null, passphrase: null });
  await traded();
  expectNothingFound(...WRITTEN);
});

test('what goes wrong with a secret is said without it', { timeout: LONG }, async () => {
  mkdirSync(join(folder.path, 'keystores'));
  writeFileSync(join(folder.path, 'keystores/canary.json'), encryptKeystoreJsonSync({ address: rehearsal.account.address, privateKey: rehearsal.account.key }, 'another', { scrypt: { N: 1_024, r: 8, p: 1 } }), { mode: 0o600 });
  const open = join(folder.path, 'keystores/open.txt');
  writeFileSync(open, environment.POLY_KEY ?? '');
  chmodSync(open, 0o644);
  const wrongSecret = canaries.plant('wrong API secret', Buffer.from('wrong-secret-canary-0123456789ab').toString('base64'));
  const api = { secret: '${env:POLY_SECRET}', passphrase: '${env:POLY_PASSPHRASE}' };
  const cases: readonly (readonly [string, Wallet, Record<string, string>, string])[] = [
    ['a secret that is no key', { key: '${env:POLY_SECRET}', ...api }, {}, 'MM_KEYS_FORM'],
    ['a key of another address', { key: '${env:POLY_KEY}', ...api, address: ELSEWHERE }, {}, 'MM_KEYS_WALLET'],
    ['a file that everybody reads', { key: `\${file:${open}}`, ...api }, {}, 'MM_KEYS_READABLE'],
    ['another passphrase', { key: '${keystore:canary}', ...api }, {}, 'MM_KEYS_PASSPHRASE'],
    ['a token in place of an API key', { key: '${env:POLY_KEY}', ...api }, { POLY_API_KEY: environment.EVENKEEL_TOKEN ?? '' }, 'MM_KEYS_FORM'],
    ['a key written out', { key: environment.POLY_KEY ?? '', ...api }, {}, 'MM_CONFIG'],
    ['a secret written out', { key: '${env:POLY_KEY}', secret: environment.POLY_SECRET ?? '', passphrase: environment.POLY_PASSPHRASE ?? '' }, {}, 'MM_CONFIG'],
  ];
  for (const [what, wallet, changes, code] of cases) {
    plant(changes);
    writeProfile(wallet);
    const texts = [];
    for (const words of [['wallet', 'status'], ['doctor'], ['run', '--duration', '2s'], ['check'], ['show']]) texts.push((await command(...words)).text);
    expect(texts.join('\n'), what).toContain(code);
  }
  plant({ POLY_SECRET: wrongSecret });
  writeProfile({ key: '${env:POLY_KEY}', ...api });
  expect((await command('doctor')).text).toMatch(/failed +API key/);
  expect((await command('run', '--duration', '2s')).text).toContain('MM_SESSION_DOCTOR_FAILED');
  // The relayer knows no such key.
  plant();
  writeProfile({ key: '${env:POLY_KEY}', ...api, type: 'deposit-wallet', address: ELSEWHERE });
  expect((await command('wallet', 'approve', '--yes')).text).toMatch(/FAILED[^]*HTTP 401/);
  rmSync(open);
  writeProfile({ key: '${env:POLY_KEY}', ...api });
  expectNothingFound(/logs\/evenkeel\..*\.log$/);
});
