import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../errors/exit-codes.ts';
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
  expect(Object.keys(line)).toEqual(['clob', 'gamma', 'data', 'relayer', 'wsMarket', 'wsUser', 'account', 'rtds', 'control', 'relayerApiKey']);
  expect(line.account).toMatchObject({ key: expect.stringMatching(/^0x[0-9a-f]{64}$/) as string, address: expect.stringMatching(/^0x/) as string, signatureType: 3 });
  expect(await (await fetch(`${String(line.clob)}/ok`)).text()).toBe('"OK"');
  child.kill('SIGINT');
  const [exit] = await once(child, 'close') as [number];
  expect([exit, out.length, err.join('')]).toEqual([EXIT.ok, 1, 'SIGINT: closing the local exchange\n']);
});

test.each([
  [{ host: '0.0.0.0' }, 'listens on this machine alone'], [{ markets: '5' }, 'a whole number from 6 to 5000'], [{ window: '5' }, 'write it like `60s`'], [{ pace: '0' }, 'a number above 0'],
  [{ walletType: '4' }, 'a whole number from 0 to 3'], [{ port: '65535' }, 'a whole number from 0 to 65530'],
])('refuses %o', async (changed, words) => {
  const { exit, said } = await refused(changed);
  expect(exit).toBe(EXIT.usage);
  expect(said).toContain(words);
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
