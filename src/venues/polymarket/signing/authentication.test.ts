import { createHmac } from 'node:crypto';
import { Wallet } from 'ethers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { l1Headers } from './clob-auth.ts';
import { l2Headers, requestSignature } from './request-signature.ts';
import { TEST_ADDRESS, TEST_KEY } from './signing.fixture.ts';
import { addressOf, checksumAddress } from './wallet-address.ts';

const secret = Buffer.from('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', 'base64');

it('attests to an address as published', () => {
  expect(l1Headers(TEST_KEY, 137, 1_700_000_000, 0)).toEqual({
    POLY_ADDRESS: TEST_ADDRESS, POLY_TIMESTAMP: '1700000000', POLY_NONCE: '0',
    POLY_SIGNATURE: '0x659ed4b28ae28e0f038fdf0023c00863c9559caacb9ebc83f44eea87059a099a36f1e1dee110e7faa1c4f65d17489b2da1333ebef78bbe2116d81207b975052d1c',
  });
});

it.each([
  ['DELETE', '/order', '{"orderID":"0xabc"}', 'R6Zjd0XmcT575-SA5KWD9BUc-qkFqvudAxkHd3R1vpw='],
  ['DELETE', '/orders', '["0xabc","0xdef"]', 'fqoCPFBFcTQNfUAdhpO8YblLK0UGVLh9zmjYNdFs_3E='],
  ['DELETE', '/cancel-all', '', 'plFpisSPA1rD8TC8MIkdkDRZFvoumueVWhjjz3LChSQ='],
  ['DELETE', '/cancel-market-orders', '{"market":"0xcond"}', 'FiuZShTn7-4xmWVgoUoA6NPlhk_Xx4uOQfnss1AxR30='],
  ['POST', '/v1/heartbeats', '{"heartbeat_id":""}', 'gnGt9dMY7xDmqdx8SjC0pG3lzRjw-b7aijqO032Kp2Q='],
  ['GET', '/data/orders', '', 'NTt0e8XQzUuVTici5whIU-0NfgRXijqf0FarNw-ik2Q='],
  ['GET', '/balance-allowance', '', 'ARoXfBlSJFFNBkUNSyYygn9y3h-wDhVOPIU2gd5NLpA='],
  ['POST', '/orders-scoring', '["0xa"]', 'Tx6NbF5EjDEVzFIW2qbhrU-cN0Z4V_X9ERqzGrRZfNY='],
])('signs %s %s as published', (method, path, body, signature) => {
  expect(requestSignature(secret, 1_700_000_000, method, path, body)).toBe(signature);
});

it('puts the address, the time, the key and the passphrase beside the signature', () => {
  expect(l2Headers(TEST_ADDRESS, { key: 'k', secret, passphrase: Buffer.from('p') }, 1_700_000_000, 'DELETE', '/cancel-all', '')).toEqual({
    POLY_ADDRESS: TEST_ADDRESS, POLY_API_KEY: 'k', POLY_PASSPHRASE: 'p', POLY_TIMESTAMP: '1700000000', POLY_SIGNATURE: 'plFpisSPA1rD8TC8MIkdkDRZFvoumueVWhjjz3LChSQ=',
  });
});

it('knows the address of a key as ethers does, checksum and all', () => {
  for (let i = 1; i <= 50; i++) {
    const key = Buffer.alloc(32, i);
    const { address } = new Wallet(`0x${key.toString('hex')}`);
    expect(addressOf(key)).toBe(address);
    expect(checksumAddress(address.toLowerCase())).toBe(address);
  }
});

it('signs as HMAC-SHA256 does, whatever the length of the secret', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ minLength: 65, maxLength: 150 })), fc.string({ maxLength: 900 }), (key, body) => {
    const expected = createHmac('sha256', key).update(`17POST/order${body}`, 'utf8').digest('base64url');
    expect(requestSignature(key, 17, 'POST', '/order', body).replaceAll('=', '')).toBe(expected);
  }));
});
