import { expect, test } from 'vitest';
import { ApiKeys, type ApiKey } from './api-keys.ts';
import { levelOne, levelTwo, type Presented } from './authenticate.ts';

const ADDRESS = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const AT = 1_700_000_000;
const KEY: ApiKey = { apiKey: 'key', secret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', passphrase: 'pass', address: ADDRESS };
const keys = { find: (apiKey: string) => (apiKey === 'key' ? KEY : null) };

const L1 = {
  method: 'POST', path: '/auth/api-key', rawBody: '',
  headers: { poly_address: ADDRESS, poly_timestamp: String(AT), poly_nonce: '0', poly_signature: '0x659ed4b28ae28e0f038fdf0023c00863c9559caacb9ebc83f44eea87059a099a36f1e1dee110e7faa1c4f65d17489b2da1333ebef78bbe2116d81207b975052d1c' },
} satisfies Presented;

const l2 = (method: string, path: string, rawBody: string, signature: string, more: Record<string, string> = {}): Presented =>
  ({ method, path, rawBody, headers: { poly_address: ADDRESS, poly_timestamp: String(AT), poly_api_key: 'key', poly_passphrase: 'pass', poly_signature: signature, ...more } });

test('knows the sender of the published level-one request, and of no changed one', () => {
  expect(levelOne(L1, AT * 1_000)).toEqual({ address: ADDRESS, nonce: '0' });
  expect(levelOne({ ...L1, headers: { ...L1.headers, poly_nonce: '1' } }, AT * 1_000)).toBeNull();
  expect(levelOne(L1, (AT + 31) * 1_000)).toBeNull();
  expect(levelOne({ ...L1, headers: {} }, AT * 1_000)).toBeNull();
});

test.each([
  ['DELETE', '/order', '{"orderID":"0xabc"}', 'R6Zjd0XmcT575-SA5KWD9BUc-qkFqvudAxkHd3R1vpw='],
  ['DELETE', '/orders', '["0xabc","0xdef"]', 'fqoCPFBFcTQNfUAdhpO8YblLK0UGVLh9zmjYNdFs_3E='],
  ['DELETE', '/cancel-all', '', 'plFpisSPA1rD8TC8MIkdkDRZFvoumueVWhjjz3LChSQ='],
  ['DELETE', '/cancel-market-orders', '{"market":"0xcond"}', 'FiuZShTn7-4xmWVgoUoA6NPlhk_Xx4uOQfnss1AxR30='],
  ['POST', '/v1/heartbeats', '{"heartbeat_id":""}', 'gnGt9dMY7xDmqdx8SjC0pG3lzRjw-b7aijqO032Kp2Q='],
  ['GET', '/data/orders', '', 'NTt0e8XQzUuVTici5whIU-0NfgRXijqf0FarNw-ik2Q='],
  ['GET', '/balance-allowance', '', 'ARoXfBlSJFFNBkUNSyYygn9y3h-wDhVOPIU2gd5NLpA='],
  ['POST', '/orders-scoring', '["0xa"]', 'Tx6NbF5EjDEVzFIW2qbhrU-cN0Z4V_X9ERqzGrRZfNY='],
])('accepts the published proof of %s %s', (method, path, body, signature) => {
  expect(levelTwo(l2(method, path, body, signature), keys, AT * 1_000)).toBe(KEY);
  expect(levelTwo(l2(method, `${path}x`, body, signature), keys, AT * 1_000)).toBeNull();
  expect(levelTwo(l2(method, path, `${body} `, signature), keys, AT * 1_000)).toBeNull();
});

test.each([
  ['a stale time', {}, (AT + 31) * 1_000], ['a time to come', {}, (AT - 31) * 1_000], ['another passphrase', { poly_passphrase: 'other' }, AT * 1_000],
  ['another address', { poly_address: '0x1111111111111111111111111111111111111111' }, AT * 1_000], ['an unknown key', { poly_api_key: 'other' }, AT * 1_000], ['no signature', { poly_signature: '' }, AT * 1_000],
])('refuses %s', (_what, headers, now) => {
  expect(levelTwo(l2('DELETE', '/cancel-all', '', 'plFpisSPA1rD8TC8MIkdkDRZFvoumueVWhjjz3LChSQ=', headers), keys, now)).toBeNull();
});

test('gives an account the same key after a restart', () => {
  expect(new ApiKeys('seed').create(ADDRESS, '0')).toEqual(new ApiKeys('seed').create(ADDRESS, '0'));
  expect(new ApiKeys('seed').create(ADDRESS, '1')).not.toEqual(new ApiKeys('seed').create(ADDRESS, '0'));
});
