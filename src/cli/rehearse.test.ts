import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../errors/exit-codes.ts';
import { madeUpPath } from '../tape/made-up-tapes.fixture.ts';
import { rehearse, type RehearseOptions } from './rehearse.ts';

const LAUNCHER = join(import.meta.dirname, '../../bin/evenkeel');
const USUAL: RehearseOptions = { json: true, port: '0', host: '127.0.0.1', seed: '1', markets: '6', pace: '1', window: '5m', walletType: '0', cash: '10000', keySeed: null, isQuiet: true, tape: null, labels: null, speed: '1x' };

async function refused(changed: Partial<RehearseOptions>): Promise<{ readonly exit: number; readonly said: string }> {
  const said: string[] = [];
  const exit = await rehearse({ ...USUAL, ...changed }, { out: (text) => { said.push(text); }, err: (text) => { said.push(text); }, isColoured: false, environment: {} });
  return { exit, said: said.join('\n') };
}

test('prints one line of JSON, serves, and ends cleanly on Ctrl-C', async () => {
  const child = spawn(LAUNCHER, ['rehearse', '--json', '--quiet', '--key-seed', 'test', '--wallet-type', '3'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = [[] as string[], [] as string[]];
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err.push(text); });
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out.push(text); });
  while (!out.join('').includes('\n')) await once(child.stdout, 'data');
  const line = JSON.parse(out.join('')) as Record<string, unknown>;
  expect(Object.keys(line)).toEqual(['clob', 'gamma', 'data', 'relayer', 'wsMarket', 'wsUser', 'account', 'polybolt', 'rtds', 'control', 'relayerApiKey']);
  expect(line.account).toMatchObject({ key: expect.stringMatching(/^0x[0-9a-f]{64}$/) as string, address: expect.stringMatching(/^0x/) as string, signatureType: 3 });
  expect(await (await fetch(`${String(line.clob)}/ok`)).text()).toBe('"OK"');
  child.kill('SIGINT');
  const [exit] = await once(child, 'close') as [number];
  expect([exit, out.length, err.join('')]).toEqual([EXIT.ok, 1, 'SIGINT: closing the local exchange\n']);
});

test.each([
  [{ host: '0.0.0.0' }, 'listens on this machine alone'], [{ markets: '5' }, 'a whole number from 6 to 5000'], [{ window: '5' }, 'write it like `60s`'], [{ pace: '0' }, 'a number above 0'],
  [{ speed: '2x' }, 'name one with `--tape`'], [{ tape: 'a.csv', speed: 'max' }, 'lives by a real clock'], [{ labels: 'a.csv' }, 'name it with `--tape`'],
  [{ walletType: '4' }, 'a whole number from 0 to 3'], [{ port: '65535' }, 'a whole number from 0 to 65530'],
])('refuses %o', async (changed, words) => {
  const { exit, said } = await refused(changed);
  expect(exit).toBe(EXIT.usage);
  expect(said).toContain(words);
});

test.each([
  [{ tape: 'nowhere.csv' }, 'MM_TAPE_NOT_FOUND', 'nowhere.csv: cannot be read'],
  [{ tape: join(import.meta.dirname, 'rehearse.ts') }, 'MM_TAPE_UNKNOWN_FORMAT', 'rehearse.ts:1  no known format begins with'],
  [{ tape: madeUpPath('tickscope'), labels: 'nowhere.csv' }, 'MM_TAPE_NOT_FOUND', 'nowhere.csv: cannot be read'],
])('says where a recording cannot be played and what to do, %o', async (changed, code, words) => {
  const { exit, said } = await refused(changed);
  expect(exit).not.toBe(EXIT.ok);
  expect(said).toContain(code);
  expect(said).toContain(words);
});

test('refuses options of made-up markets beside a recording', async () => {
  const child = spawn(LAUNCHER, ['rehearse', '--tape', madeUpPath('tickscope'), '--markets', '10'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
  const [exit] = await once(child, 'close') as [number];
  expect(exit).toBe(EXIT.usage);
  expect(said).toContain("option '--tape <path>' cannot be used with option '--markets <count>'");
});

test('plays a recording, says when it is over, and goes on serving', async () => {
  const child = spawn(LAUNCHER, ['rehearse', '--json', '--tape', madeUpPath('tickscope')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
  while (!out.includes('\n')) await once(child.stdout, 'data');
  while (!err.includes('\n')) await once(child.stderr, 'data');
  expect(err).toContain('tickscope.csv is over: its markets take no more orders');
  const { gamma } = JSON.parse(out) as { readonly gamma: string };
  expect(await (await fetch(`${gamma}/markets/slug/tickscope-100000`)).json()).toMatchObject({ acceptingOrders: false, closed: false, bestBid: 0.39, bestAsk: 0.47 });
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([EXIT.ok, null]);
});

test('says that a port is taken', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { exit, said } = await refused({ port: String(port) });
  server.close();
  expect(exit).toBe(EXIT.unavailable);
  expect(said).toContain('MM_REHEARSAL_CANNOT_LISTEN');
});
