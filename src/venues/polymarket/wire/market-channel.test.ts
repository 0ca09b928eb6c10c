import { describe, expect, it } from 'vitest';
import { decodeMarketFrame } from './market-channel.ts';

const NO_HASH = '0'.repeat(40);
const frame = (value: unknown): string => JSON.stringify(value);
const change = (over: object = {}) => ({ asset_id: '7', price: '0.5', size: '200', side: 'BUY', hash: NO_HASH, best_bid: '0.5', best_ask: '1', ...over });
const changes = (...price_changes: readonly unknown[]) => ({ market: '0xm', price_changes, timestamp: '1757908892351', event_type: 'price_change' });

describe('the market channel', () => {
  it('reads a first frame of two books, best first or last as the venue has them, and keeps an empty one', () => {
    const [book, empty] = decodeMarketFrame(frame([
      { market: '0xm', asset_id: '7', timestamp: '1790908667676', hash: NO_HASH, bids: [{ price: '0.01', size: '112689' }, { price: '.02', size: '0' }], asks: [{ price: '0.99', size: '37677.02' }], tick_size: '0.01', event_type: 'book', last_trade_price: '0.140' },
      { market: '0xm', asset_id: '8', timestamp: '1790908667676', hash: NO_HASH, bids: [], asks: [], tick_size: '0.01', event_type: 'book', last_trade_price: '' },
    ]));
    expect(book).toEqual({ kind: 'book', market: '0xm', token: '7', ts: 1790908667676, hash: NO_HASH, bids: [10_000, 112_689_000_000], asks: [990_000, 37_677_020_000], tick: 10_000, lastTrade: '0.140' });
    expect(empty).toMatchObject({ bids: [], asks: [], lastTrade: '' });
  });

  it('reads a change of both tokens, and takes the empty text for a side without orders', () => {
    expect(decodeMarketFrame(frame(changes(change(), change({ asset_id: '8', side: 'SELL', size: '0', best_bid: '', best_ask: '' }))))).toEqual([{
      kind: 'price-change', market: '0xm', ts: 1757908892351,
      changes: [
        { token: '7', side: 'bid', price: 500_000, size: 200_000_000, hash: NO_HASH, bestBid: 500_000, bestAsk: 1_000_000 },
        { token: '8', side: 'ask', price: 500_000, size: 0, hash: NO_HASH, bestBid: 0, bestAsk: 1_000_000 },
      ],
    }]);
  });

  it('reads a change as it was written until 2025-09', () => {
    expect(decodeMarketFrame(frame({ asset_id: '7', event_type: 'price_change', hash: '', market: '0xm', price: '0.514', side: 'SELL', size: '21574.08', timestamp: '1723967931411' })))
      .toEqual([{ kind: 'price-change', market: '0xm', ts: 1723967931411, changes: [{ token: '7', side: 'ask', price: 514_000, size: 21_574_080_000, hash: '', bestBid: -1, bestAsk: -1 }] }]);
  });

  it('gives nothing of a message of which one entry cannot be read, and names its market', () => {
    for (const bad of [change({ price: '1' }), change({ price: 0.5 }), change({ size: '-1' }), change({ size: '1e9' }), change({ side: 'HOLD' }), change({ asset_id: '' }), change({ best_bid: 'x' }), null, 'x']) {
      expect(decodeMarketFrame(frame(changes(change(), bad)))).toEqual([{ kind: 'undecodable', market: '0xm', reason: expect.any(String) as string }]);
    }
  });

  it('keeps the rest of a frame when one message of it cannot be read', () => {
    expect(decodeMarketFrame(frame([changes({}), changes(change())])).map(({ kind }) => kind)).toEqual(['undecodable', 'price-change']);
  });

  it('says so of what is no JSON, no object, or names no kind, and passes kinds that are new', () => {
    expect(['PONG', '', '{"a":', '3', 'null', '{}'].map((text) => decodeMarketFrame(text)[0]?.kind)).toEqual(Array(6).fill('undecodable'));
    expect(decodeMarketFrame('{"event_type":"market_paused","market":"0xm"}')).toEqual([{ kind: 'unknown', eventType: 'market_paused' }]);
    expect(decodeMarketFrame('[]')).toEqual([]);
  });

  it('reads the best prices, a finer tick, a new market and a winner', () => {
    const about = { market: '0xm', asset_id: '7', timestamp: '1766789469958' };
    expect(decodeMarketFrame(frame([
      { ...about, event_type: 'best_bid_ask', best_bid: '', best_ask: '0.77', spread: '' },
      { ...about, event_type: 'tick_size_change', old_tick_size: '0.01', new_tick_size: '0.001' },
      { ...about, event_type: 'new_market', slug: 'btc-updown-5m-1790994600', assets_ids: ['7', '8'], fee_schedule: { rate: '0.07' } },
      { ...about, event_type: 'market_resolved', winning_asset_id: '7', winning_outcome: 'Yes' },
    ]))).toEqual([
      { kind: 'best-prices', market: '0xm', token: '7', ts: 1766789469958, bestBid: 0, bestAsk: 770_000 },
      { kind: 'tick-size', market: '0xm', token: '7', ts: 1766789469958, tick: 1_000 },
      { kind: 'new-market', market: '0xm', slug: 'btc-updown-5m-1790994600', tokens: ['7', '8'], ts: 1766789469958 },
      { kind: 'resolved', market: '0xm', winner: '7', ts: 1766789469958 },
    ]);
  });
});
