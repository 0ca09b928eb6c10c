import { describe, expect, it } from 'vitest';
import { decodeUserFrame } from './user-channel.ts';
import type { UserOrder, UserTrade } from './user-message.ts';

const order = (over: object = {}) => ({
  event_type: 'order', id: '0xff', owner: 'key', market: '0xm', asset_id: '7', side: 'SELL', original_size: '10', size_matched: '0', price: '0.57',
  associate_trades: null, type: 'PLACEMENT', created_at: '1672290687', expiration: '0', order_type: 'GTC', status: 'LIVE', timestamp: '1672290687000', ...over,
});
const row = (over: object = {}) => ({ order_id: '0xff', owner: 'key', maker_address: '0x5', matched_amount: '10', price: '0.57', fee_rate_bps: '', asset_id: '7', ...over });
const trade = (over: object = {}) => ({
  event_type: 'trade', id: 't', taker_order_id: '0x06', market: '0xm', asset_id: '7', side: 'BUY', size: '10', price: '0.57', status: 'MATCHED',
  match_time: '1672290701', last_update: '1672290702', owner: 'key', transaction_hash: '', maker_orders: [row()], trader_side: 'TAKER', timestamp: '1672290701000', ...over,
});
const read = (value: object) => decodeUserFrame(JSON.stringify(value))[0];
const readOrder = (over: object) => read(order(over)) as UserOrder;
const readTrade = (over: object) => read(trade(over)) as UserTrade;

describe('the user channel', () => {
  it('reads an order in micro-units', () => {
    expect(read(order({ expiration: '1672299999' }))).toEqual({
      kind: 'order', id: '0xff', market: '0xm', token: '7', action: 'sell', price: 570_000, originalSize: 10_000_000, matched: 0, what: 'placement',
      status: 'live', detail: '', orderType: 'GTC', expiresAt: 1672299999000, trades: [], ts: 1672290687000,
    });
  });

  it('tells why an order was cancelled, and leaves unsaid how much of it matched where the venue does', () => {
    expect(readOrder({ type: 'CANCELLATION', status: 'CANCELED_order couldn\'t be fully filled. FOK', size_matched: '' })).toMatchObject({ status: 'canceled', detail: 'order couldn\'t be fully filled. FOK', matched: null });
    expect(readOrder({ status: 'CANCELED_MARKET_RESOLVED' })).toMatchObject({ status: 'canceled', detail: 'MARKET_RESOLVED' });
    expect(readOrder({ status: 'ORDER_STATUS_INVALID' })).toMatchObject({ status: 'invalid', detail: '' });
  });

  it('keeps an outcome unknown that it does not know', () => {
    expect(readOrder({ status: 'PARKED' })).toMatchObject({ status: 'unknown', detail: 'PARKED' });
    for (const status of ['ORPHANED', 'constructor', '__proto__']) expect(readTrade({ status })).toMatchObject({ status: 'unknown', detail: status });
  });

  it('reads every status of a trade, with its prefix or without', () => {
    const statuses = { MATCHED_NOT_BROADCASTED: 'matched-not-broadcast', MATCHED: 'matched', MINED: 'mined', CONFIRMED: 'confirmed', RETRYING: 'retrying', FAILED: 'failed' };
    for (const [written, status] of Object.entries(statuses)) for (const prefix of ['', 'TRADE_STATUS_']) expect(readTrade({ status: prefix + written }).status).toBe(status);
  });

  it('takes the time of a match under either name, and refuses a trade that has none', () => {
    expect(readTrade({ match_time: undefined, matchtime: '1672290701' }).matchedAt).toBe(1672290701000);
    expect(readTrade({ match_time: '2024-01-01T00:00:00Z' }).matchedAt).toBe(Date.UTC(2024, 0, 1));
    expect(read(trade({ match_time: undefined }))).toEqual({ kind: 'undecodable', reason: 'match_time: is missing', market: '0xm' });
  });

  it('infers what a maker did from the token, where it is not said: the other side of one, the same by mint or merge', () => {
    const makers = readTrade({ maker_orders: [row(), row({ asset_id: '8', price: '0.43' }), row({ side: 'BUY' })] }).makers;
    expect(makers.map(({ action, token }) => `${action} ${token}`)).toEqual(['sell 7', 'buy 8', 'buy 7']);
  });

  it('never repeats in its reason what stood in the frame', () => {
    const secret = '9180014b-33c8-9240-a14b-bdca11c0a465';
    for (const bad of [order({ price: secret }), order({ side: secret }), trade({ maker_orders: secret }), { event_type: '', auth: secret }]) expect(JSON.stringify(read(bad))).not.toContain(secret);
  });
});
