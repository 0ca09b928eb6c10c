import { afterEach, beforeEach, expect, test } from 'vitest';
import { json, loopbackVenue, type LoopbackVenue } from '../venues/polymarket/rest/loopback-venue.fixture.ts';
import type { AccountKeys } from './account-keys.ts';
import { clobAccess } from './clob-access.ts';

const GRANTED = { apiKey: '7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2', secret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', passphrase: 'phrase' };
const ADDRESS = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

let venue: LoopbackVenue;
beforeEach(async () => { venue = await loopbackVenue(); });
afterEach(() => venue.close());

const keys = (api: AccountKeys['api'] = null): AccountKeys => ({
  privateKey: Buffer.from('59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d', 'hex'), api, walletType: 0, funder: null, relayer: null, rpcUrl: null, close() {},
});
const asked = (): readonly string[] => venue.requests.map(({ method, path }) => `${method} ${path}`);

test('credentials are derived once, created where there are none, and overwritten on close', async () => {
  venue.answer(({ path }) => (path === '/auth/derive-api-key' ? json({ error: 'no such key' }, 400) : json(GRANTED)));
  const access = clobAccess({ origin: venue.origin.href, keys: keys(), address: ADDRESS });
  const [{ credentials }, again] = await Promise.all([access.connected(), access.connected()]);
  expect(again.credentials).toBe(credentials);
  expect(asked()).toEqual(['GET /auth/derive-api-key', 'POST /auth/api-key']);
  expect(Buffer.from(credentials.passphrase).toString()).toBe('phrase');
  await access.close();
  for (const bytes of [credentials.secret, credentials.passphrase]) expect(bytes.every((byte) => byte === 0)).toBe(true);
});

test('nothing is created where it is not known whether there are credentials, and the next call asks again', async () => {
  venue.answer(() => 'cut');
  const access = clobAccess({ origin: venue.origin.href, keys: keys(), address: ADDRESS });
  await expect(access.connected()).rejects.toMatchObject({ spec: { code: 'MM_VENUE_UNREACHABLE' } });
  expect(asked()).not.toContain('POST /auth/api-key');
  venue.answer(() => json(GRANTED));
  expect((await access.connected()).credentials.key).toBe(GRANTED.apiKey);
  await access.close();
});

test('credentials of the profile are used as they are, and are the profile\u2019s to overwrite', async () => {
  const api = { key: GRANTED.apiKey, secret: Buffer.from(GRANTED.secret, 'base64'), passphrase: Buffer.from('phrase') };
  const access = clobAccess({ origin: venue.origin.href, keys: keys(api), address: ADDRESS });
  expect((await access.connected()).credentials).toBe(api);
  await access.close();
  expect([asked(), api.passphrase.toString()]).toEqual([[], 'phrase']);
});
