import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MICROS, price, size, timestamp } from '../../../core/domain/numbers.ts';
import { uint256Hex } from './abi-words.ts';
import { domainSeparator, EXCHANGES } from './exchanges.ts';
import { keccak256Text } from './keccak256.ts';
import { officialAmounts, officialOrder } from './official-client.fixture.ts';
import { orderBody } from './order-body.ts';
import { OrderSigner, type OrderWish, type PreparedOrder } from './order-signer.ts';
import { OrderStruct } from './order-struct.ts';
import { requestSignature } from './request-signature.ts';
import { digestOf, signingEnvelope } from './signing-envelope.ts';
import type { WalletType } from './signing-account.ts';
import { ownAccount, POSITION, TEST_ADDRESS, TEST_KEY, TEST_WALLET, wishOf } from './signing.fixture.ts';
import { ORDER_TYPE } from './wrapped-digest.ts';

const own = new OrderSigner(ownAccount, 137);

function prepared(signer: OrderSigner, wish: OrderWish): PreparedOrder {
  const order = signer.prepare(wish);
  if (order.kind === 'refused') throw new Error(order.detail);
  return order;
}

describe('the domains', () => {
  it('are those of the three contracts on Polygon', () => {
    const separators = (['standard', 'neg-risk', 'positions'] as const).map((kind) => domainSeparator(EXCHANGES[137][kind], 137).toString('hex'));
    expect(separators).toEqual([
      '3264e159346253e26a64e00b69032db0e7d32f94628de3e6eecb50304d7af3d2',
      '9b858f53327b0bd13af8ec14cfb35234fb9eb7b0504d1a4e61f433840d30e81a',
      '466c63910185bbd55e8679264200c4e0abdcbb0c6264eb3d41d13326022e095b',
    ]);
    expect(keccak256Text(ORDER_TYPE).toString('hex')).toBe('bb86318a2138f5fa8ae32fbe8e659f8fcf13cc6ae4014a707893055433818589');
  });
});

/** With the salt of the published vectors, which no client id gives. */
function vectorOrder(signer: OrderSigner, wish: OrderWish): PreparedOrder {
  const order = { ...prepared(signer, wish), salt: 850_000_000_062 };
  const exchange = EXCHANGES[137][order.exchange];
  const structHash = new OrderStruct(signer.parties).hash({ ...order, token: uint256Hex(order.tokenId)!, side: order.action });
  const digest = digestOf(signingEnvelope(domainSeparator(exchange, 137)), structHash);
  return { ...order, structHash, digest, orderId: `0x${digest.toString('hex')}` };
}

describe('a signed order', () => {
  const vectors: readonly (readonly [string, Partial<OrderWish>, string, string])[] = [
    ['a buy on a standard market', {}, '0x90f778ac53000613bc27c40fdf794ab12523509d7f6af9cd21559a0505fedb5e', '0x9756f73bdee481c5e550e4095e39964064ef85e9bd72cd1a1b2be03d1121de9711145a9cf31ddd3329f6ed6d49f42127f101293578caf2abffec0c1fbc8f17551b'],
    ['a sale on a negative-risk market', { action: 'sell', negRisk: true }, '0x6f83a4bc72abe83851756e26a614d3e9b5ced6ffa6cf6faab30633e1c6f52c80', '0x5f56c9fa303064aeda8368f94b5e316b42d74ae3abb416ad0e71787c5d28926c5a2682e54bb35f8f7e97b232c8ea1bf0ae1c20adef11413f639a698e27638ce11c'],
    ['a buy of a position', { version: 'v2', tokenId: POSITION }, '0xb8ed0f52dcd917c82f5c35befd121666ae0b4d5b98c4ad0953779fb721aa192d', '0x2f481ecbc1ab0bddea693177a2bc521285a96595080742165973a54749cce7096e85a3cbca880cf9ae9a1601d13ddfcd5227cd3e843b879fd7e153d2ed9047861c'],
  ];
  it.each(vectors)('has the published id and signature of %s', (_, changes, id, signature) => {
    const order = vectorOrder(own, wishOf(changes));
    expect(order.orderId).toBe(id);
    expect(own.sign(order).signature).toBe(signature);
  });

  it('is wrapped for the contract of a deposit wallet as published', () => {
    const signer = new OrderSigner({ ...ownAccount, walletType: 3, funder: TEST_WALLET }, 137);
    const { signature } = signer.sign(vectorOrder(signer, wishOf()));
    expect(signature).toBe(`0x2449cb4673ae053b1523e4aad1bba8b6e08671dccc125c8d0e0fc0742339e5887fee15df8d2c83719faa7cafaa4c0ad52b485d35139cc4087242c4c6a28a58ee1c${
      ''}3264e159346253e26a64e00b69032db0e7d32f94628de3e6eecb50304d7af3d2${
      ''}d6c7374c975bfc751039bfc481cd743ceb377f983fe6ea269de44a8806a1b17b${
      ''}${Buffer.from(ORDER_TYPE).toString('hex')}00ba`);
  });

  it('hashes as the contract tests of the venue do', () => {
    const parties = { address: '', maker: '0x1234567890123456789012345678901234567890', signer: '0x2345678901234567890123456789012345678901', walletType: 0, builder: `0x${'feedface'.padStart(64, '0')}` } as const;
    const struct = new OrderStruct(parties);
    struct.words.write('deadbeef'.padStart(64, '0'), 10 * 32, 32, 'hex');
    const token = Array.from({ length: 32 }, (_, i) => (i + 1).toString(16).padStart(2, '0')).join('');
    expect(struct.hash({ salt: 12_345, token, makerAmount: 1_000_000, takerAmount: 500_000, side: 'buy', timestamp: 1_700_000_000 }).toString('hex'))
      .toBe('08b5c2f163715a48f38ae24e8d1b9ab97bb3d457245b854c1b6cb2a69142742a');
  });

  it('equals what the official client signs, on 10,000 random orders of every wallet type and domain', async () => {
    const signers = ([0, 1, 2, 3] as const).map((walletType: WalletType) => new OrderSigner({ ...ownAccount, walletType, funder: walletType === 0 ? null : TEST_WALLET }, 137));
    const random = fc.record({
      signer: fc.nat({ max: 3 }), tick: fc.constantFrom(100_000, 10_000, 5_000, 2_500, 1_000, 100), at: fc.double({ min: 0, max: 1, noNaN: true }), lots: fc.integer({ min: 1, max: 10_000_000 }),
      action: fc.constantFrom('buy' as const, 'sell' as const), version: fc.constantFrom('v1' as const, 'v2' as const), negRisk: fc.boolean(), clientId: fc.string({ minLength: 1, maxLength: 30 }),
      ts: fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 }), token: fc.bigInt({ min: 1n, max: 2n ** 256n - 1n }),
    });
    for (const { signer: index, tick, at, lots, token, ts, ...rest } of fc.sample(random, { numRuns: 10_000, seed: 42 })) {
      const steps = MICROS / tick - 1;
      const wish = wishOf({ ...rest, tokenId: String(token), tick: price(tick), price: price((1 + Math.min(steps - 1, Math.floor(at * steps))) * tick), size: size(lots * 10_000), ts: timestamp(ts) });
      const signer = signers[index]!;
      const order = prepared(signer, wish);
      expect({ id: order.orderId, signature: signer.sign(order).signature }).toEqual(await officialOrder(order, signer.parties, officialAmounts('limit', wish.action, wish.size, wish.price, tick)));
    }
  });

  it('has an id that follows from the command alone, and another for another client id or time', () => {
    const id = (changes: Partial<OrderWish>): string => prepared(new OrderSigner(ownAccount, 137), wishOf(changes)).orderId;
    expect(id({})).toBe(prepared(own, wishOf()).orderId);
    expect(new Set([id({}), id({ clientId: 's1-2' }), id({ ts: timestamp(1_700_000_000_124) })]).size).toBe(3);
  });

  it('has a salt that a JSON number holds, whatever the client id', () => {
    fc.assert(fc.property(fc.string(), (clientId) => {
      const { salt } = prepared(own, wishOf({ clientId }));
      expect(Number.isSafeInteger(salt) && salt >= 0).toBe(true);
    }));
  });

  it('is not made of a token id that no 256 bits hold', () => {
    for (const tokenId of [(2n ** 256n).toString(), '0x12', '', '-1', '1.5']) expect(own.prepare(wishOf({ tokenId }))).toMatchObject({ kind: 'refused', reason: 'unknown-market' });
  });
});

describe('an order signer', () => {
  it('shows its key nowhere', () => {
    const shown = [inspect(own, { depth: 9, showHidden: true }), JSON.stringify(own), JSON.stringify(own.sign(prepared(own, wishOf()))), String(own)].join('\n');
    expect(shown).not.toContain(TEST_KEY.toString('hex'));
    expect(shown).not.toMatch(/ac 09 74 be|172,\s*9,\s*116/);
  });

  it('stops signing when its key is wiped', () => {
    const privateKey = Buffer.from(TEST_KEY);
    const signer = new OrderSigner({ privateKey, walletType: 0, funder: null }, 137);
    const order = prepared(signer, wishOf());
    privateKey.fill(0);
    expect(() => signer.sign(order)).toThrow();
  });

  it('refuses a wallet that its type does not allow', () => {
    expect(() => new OrderSigner({ ...ownAccount, walletType: 3 }, 137)).toThrow('wallet type 3 needs the address of its wallet');
    expect(() => new OrderSigner({ ...ownAccount, funder: TEST_WALLET }, 137)).toThrow(TEST_ADDRESS);
    expect(() => new OrderSigner({ ...ownAccount, walletType: 1, funder: '0x12' }, 137)).toThrow('0x12 is no address');
    expect(new OrderSigner({ ...ownAccount, funder: TEST_ADDRESS.toLowerCase() }, 137).parties.maker).toBe(TEST_ADDRESS);
  });
});

describe('the body of an order', () => {
  it('is what the official client sends, to the byte', () => {
    const body = orderBody(own.sign(vectorOrder(own, wishOf())), '7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2');
    expect(body).toBe('{"deferExec":false,"postOnly":true,"order":{"salt":850000000062,"maker":"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266","signer":"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266","tokenId":"71321045679252212594626385532706912750332728571942532289631379312455583992563","makerAmount":"5200000","takerAmount":"10000000","side":"BUY","signatureType":0,"timestamp":"1700000000123","expiration":"0","metadata":"0x0000000000000000000000000000000000000000000000000000000000000000","builder":"0x0000000000000000000000000000000000000000000000000000000000000000","signature":"0x9756f73bdee481c5e550e4095e39964064ef85e9bd72cd1a1b2be03d1121de9711145a9cf31ddd3329f6ed6d49f42127f101293578caf2abffec0c1fbc8f17551b"},"owner":"7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2","orderType":"GTC"}');
    expect(body.length).toBe(758);
    const secret = Buffer.from('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', 'base64');
    expect(requestSignature(secret, 1_700_000_000, 'POST', '/order', body)).toBe('whrH_y4c55BtGhbNwXmkuwj4zg4jo7AklFnoA5Ch4Fw=');
  });

  it('says until when a good-till-date order rests, a minute after it is to be gone', () => {
    const order = prepared(own, wishOf({ expiresAt: timestamp(1_700_000_300_999) }));
    expect(JSON.parse(orderBody(own.sign(order), 'k'))).toMatchObject({ orderType: 'GTD', order: { expiration: '1700000360' } });
  });
});
