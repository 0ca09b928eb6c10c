// Answers as an open adapter keeps them for its own tests, read by our decoders.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ABSENT, areAbsent, GAMMA_ANSWERS, PROTOCOL_FIXTURES } from '../../../tape/recorded-data.fixture.ts';
import { uint256Hex } from '../signing/abi-words.ts';
import { domainSeparator, EXCHANGES } from '../signing/exchanges.ts';
import { OrderSigner } from '../signing/order-signer.ts';
import { OrderStruct } from '../signing/order-struct.ts';
import { ownAccount, TEST_WALLET, wishOf } from '../signing/signing.fixture.ts';
import { WrappedDigest } from '../signing/wrapped-digest.ts';
import { restScene, signedOrder, type RestScene } from './clob-rest.fixture.ts';

const recorded = (path: string): string => readFileSync(join(PROTOCOL_FIXTURES, path), 'utf8');

describe.skipIf(areAbsent)(`recorded answers${ABSENT}`, () => {
  let scene: RestScene;
  beforeEach(async () => { scene = await restScene(); });
  afterEach(() => scene.close());
  const answer = (path: string, status = 200): void => scene.venue.answer(() => ({ status, body: recorded(path) }));

  it('list open orders', async () => {
    answer('polymarket/http_open_orders_page.json');
    expect(await scene.rest.openOrders()).toMatchObject({ outcome: 'ok', data: [{ action: 'buy', price: 600_000, size: 200_000_000, matched: 0, expiration: null }, { action: 'sell', price: 400_000, size: 150_000_000, matched: 50_000_000, type: 'GTD' }] });
  });

  it('tell of one order', async () => {
    answer('polymarket/http_open_order.json');
    expect(await scene.rest.order('0x1234567890abcdef1234567890abcdef1234567890abcdef1234567890abcdef12')).toMatchObject({ outcome: 'ok', data: { status: 'LIVE', matched: 25_000_000, tradeIds: ['0xabc001'] } });
    answer('polymarket/http_open_order_sell_fok.json');
    expect(await scene.rest.order('0xdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef')).toMatchObject({ outcome: 'ok', data: { status: 'MATCHED', expiration: 1_735_689_600_000 } });
  });

  it('tell of cancels', async () => {
    answer('polymarket/http_batch_cancel_response.json');
    expect(await scene.rest.cancelAll()).toMatchObject({ outcome: 'ok', data: { canceled: { length: 2 }, unproven: [{ detail: 'already canceled or matched' }] } });
    answer('polymarket/http_cancel_response_failed.json');
    expect(await scene.rest.cancelAll()).toMatchObject({ outcome: 'ok', data: { canceled: [], unproven: { length: 1 } } });
  });

  it('list trades, with dates in text', async () => {
    answer('polymarket/http_trades_page.json');
    expect(await scene.rest.trades()).toMatchObject({ outcome: 'ok', data: [{ tradeId: 'trade-0x001', status: 'MINED', role: 'taker', size: 10_000_000, matchedAt: Date.UTC(2024, 0, 1) }] });
  });

  it('refuse an order, or leave open what became of it', async () => {
    answer('polymarket/http_order_response_failed.json');
    expect(await scene.rest.postOrder(signedOrder())).toMatchObject({ outcome: 'refused', reason: 'insufficient-balance' });
    answer('polymarket/http_order_response_error_500.json', 500);
    expect(await scene.rest.postOrder(signedOrder())).toMatchObject({ outcome: 'unknown', detail: 'Internal server error' });
    for (const file of ['polymarket/http_order_response_ok.json', 'polymarket-newer/http_order_response_async_exec.json']) {
      // Without a status, and about another order.
      answer(file);
      expect(await scene.rest.postOrder(signedOrder())).toMatchObject({ outcome: 'unknown' });
    }
  });

  it('tell of markets in their compact form', async () => {
    const markets = JSON.parse(readFileSync(join(GAMMA_ANSWERS, 'fed-decision-in-june-825/clob-markets.json'), 'utf8')) as readonly { readonly c: string }[];
    expect(markets).toHaveLength(5);
    for (const market of markets) {
      scene.venue.answer(() => ({ status: 200, body: JSON.stringify(market) }));
      expect(await scene.rest.clobMarket(market.c)).toMatchObject({
        outcome: 'ok', data: { conditionId: market.c, tokens: { length: 2 }, tick: 1_000, minSize: 5_000_000, negRisk: true, acceptsOrders: true, fee: { rate: 0.05, exponent: 1, takerOnly: true }, delaysTakers: false },
      });
    }
  });

  it('hold the signature of a deposit wallet that another client made', () => {
    const { order, vectors } = JSON.parse(recorded('polymarket-newer/session_signatures.json')) as {
      readonly order: { readonly salt: number; readonly tokenId: string; readonly makerAmount: string; readonly takerAmount: string; readonly timestamp: string };
      readonly vectors: readonly { readonly neg_risk: boolean; readonly signature_chunks: readonly string[] }[];
    };
    const signer = new OrderSigner({ ...ownAccount, walletType: 3, funder: TEST_WALLET }, 137);
    const structHash = new OrderStruct(signer.parties).hash({
      salt: order.salt, token: uint256Hex(order.tokenId)!, makerAmount: Number(order.makerAmount), takerAmount: Number(order.takerAmount), side: 'buy', timestamp: Number(order.timestamp),
    });
    for (const { neg_risk: negRisk, signature_chunks: chunks } of vectors) {
      const prepared = signer.prepare(wishOf({ negRisk }));
      if (prepared.kind === 'refused') throw new Error(prepared.detail);
      const { signature } = signer.sign({ ...prepared, structHash });
      expect(chunks.join('')).toContain(signature.slice(2));
      const separator = domainSeparator(EXCHANGES[137][prepared.exchange], 137);
      expect(signature.slice(132)).toBe(new WrappedDigest(separator, TEST_WALLET, 137).tail(structHash));
    }
    expect(vectors.length).toBeGreaterThan(1);
  });
});
