import { describe, expect, it } from 'vitest';
import { decodePolyboltFrame } from './polybolt.ts';
import { decodeRtdsFrame } from './rtds.ts';
import { haveNoFrames, NO_FRAMES, recordedText } from './wire-fixtures.fixture.ts';

const RECORDINGS = ['polymarket-rtds/rtds_crypto_prices_2025-10-29.jsonl.gz', 'polymarket-rtds/rtds_crypto_prices_chainlink_2025-10-29.jsonl.gz'];

describe('reference prices', () => {
  it('are taken from the accurate value, a decimal from Binance and 10^−18 from Chainlink', () => {
    const update = (topic: string, payload: object): unknown => decodeRtdsFrame(JSON.stringify({ topic, type: 'update', timestamp: 1, payload: { timestamp: 1753314088395, ...payload } }));
    expect(update('crypto_prices', { symbol: 'btcusdt', value: 67234.5, full_accuracy_value: '67234.51000000' })).toEqual({ kind: 'price', topic: 'crypto_prices', symbol: 'btcusdt', price: 67234.51, ts: 1753314088395, windowSeconds: null });
    expect(update('crypto_prices_twap_sixty', { symbol: 'btc/usd', value: 64997.81, full_accuracy_value: '64997812000000000000000', window_s: 60 })).toMatchObject({ price: 64997.812, windowSeconds: 60 });
  });

  it('are the coarse value where the accurate one says something else', () => {
    expect(decodeRtdsFrame('{"topic":"t","type":"update","payload":{"symbol":"s","timestamp":1753314088395,"value":5,"full_accuracy_value":"7"}}')).toMatchObject({ price: 5 });
  });

  it('are never zero, negative or missing', () => {
    for (const value of [0, -1, '5', null, undefined]) expect(decodeRtdsFrame(JSON.stringify({ topic: 't', type: 'update', payload: { symbol: 's', timestamp: 1753314088395, value } })).kind).toBe('undecodable');
  });

  it('come from PolyBolt in an envelope', () => {
    expect(decodePolyboltFrame('{"v":1,"channel":"price.crypto.twap","seq":12,"ts":1790000000123,"payload":{"symbol":"btcusd","value":65000.5,"full_accuracy_value":"65000.5","timestamp":1790000000000,"source":"chainlink","window_seconds":60}}'))
      .toEqual({ kind: 'price', topic: 'price.crypto.twap', symbol: 'btcusd', price: 65000.5, ts: 1790000000000, windowSeconds: 60 });
    expect(decodePolyboltFrame('{"v":1,"channel":"price.crypto","seq":1,"ts":1788973000000,"snapshot":true,"payload":{"symbol":"btcusd","source":"chainlink","data":[{"timestamp":1788972880000,"value":64123.5,"full_accuracy_value":"64123.50000001"}]}}'))
      .toEqual({ kind: 'history', topic: 'price.crypto', symbol: 'btcusd', points: [{ ts: 1788972880000, price: 64123.50000001 }], windowSeconds: null });
    expect(decodePolyboltFrame('{"op":"authed","rid":"a1"}')).toEqual({ kind: 'authed' });
    expect(decodePolyboltFrame('{"op":"error","code":"auth_required","channel":"price.crypto","rid":"s1"}')).toEqual({ kind: 'denied', detail: 'auth_required: s1' });
    expect(decodePolyboltFrame('{"op":"subscribed","rid":"2"}')).toEqual({ kind: 'other', what: 'subscribed' });
    expect(decodePolyboltFrame('{"op":"error","code":"bad_filter","message":"no such symbol"}')).toEqual({ kind: 'error', detail: 'bad_filter: no such symbol' });
  });

  it('come from PolyBolt as Chainlink\'s or not at all', () => {
    const payload = { symbol: 'btcusd', value: 65000.5, timestamp: 1790000000000 };
    for (const said of [{ payload: { ...payload, source: 'pyth' } }, { payload }, { snapshot: true, payload: { symbol: 'btcusd', source: 'pyth', data: [payload] } }]) {
      expect(decodePolyboltFrame(JSON.stringify({ v: 1, channel: 'price.crypto', seq: 1, ts: 1, ...said }))).toMatchObject({ kind: 'error', detail: expect.stringContaining('not from Chainlink') as string });
    }
  });

  it.skipIf(haveNoFrames)(`are read from every recorded message${NO_FRAMES}`, () => {
    for (const path of RECORDINGS) {
      const messages = recordedText(path).trim().split('\n').map(decodeRtdsFrame);
      expect(messages.length).toBeGreaterThan(5_000);
      for (const message of messages) if (message.kind !== 'price' || !(message.price > 0)) expect.fail(`${path}: ${JSON.stringify(message)}`);
    }
  });
});
