import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { timestamp } from '../../../core/domain/numbers.ts';
import { TEST_ADDRESS, TEST_KEY, TOKEN } from '../signing/signing.fixture.ts';
import { CREDENTIALS, restScene, signedOrder, type RestScene } from './clob-rest.fixture.ts';
import { json, type SeenRequest } from './loopback-venue.fixture.ts';

let scene: RestScene;
beforeEach(async () => { scene = await restScene(); });
afterEach(() => scene.close());

const seen = (): SeenRequest => scene.venue.requests.at(-1)!;
const page = (rows: readonly unknown[], next = 'LTE='): object => ({ limit: 100, count: rows.length, next_cursor: next, data: rows });
const listed = (id: string): object => ({
  id, status: 'LIVE', owner: 'k', maker_address: TEST_ADDRESS, market: '0xc0', asset_id: TOKEN, side: 'BUY', original_size: '5', size_matched: '1.5', price: '0.01', outcome: 'Yes', expiration: '0', order_type: 'GTC',
  associate_trades: [], created_at: 1_784_930_007,
});
const listedOrder = { status: 'LIVE', conditionId: '0xc0', tokenId: TOKEN, action: 'buy', price: 10_000, size: 5_000_000, matched: 1_500_000, type: 'GTC', createdAt: 1_784_930_007_000, expiration: null, tradeIds: [] };

describe('cancels', () => {
  it('say of each order whether it is cancelled, and prove nothing of the others', async () => {
    scene.venue.answer(() => json({ canceled: ['0xA'], not_canceled: { '0xb': "order can't be found - already canceled or matched" } }));
    expect(await scene.rest.cancelOrders(['0xa', '0xb', '0xc'])).toEqual({
      outcome: 'ok',
      data: { canceled: ['0xa'], unproven: [{ orderId: '0xb', detail: "order can't be found - already canceled or matched" }, { orderId: '0xc', detail: 'the answer does not mention it' }] },
    });
    expect(seen()).toMatchObject({ method: 'DELETE', path: '/orders', body: '["0xa","0xb","0xc"]' });
  });

  it('are of 1 to 1,000 orders', async () => {
    await expect(scene.rest.cancelOrders([])).rejects.toThrow(RangeError);
    await expect(scene.rest.cancelOrders(Array.from({ length: 1_001 }, (_, i) => `0x${i}`))).rejects.toThrow(RangeError);
  });

  it('take all of the account, of a market or of an outcome', async () => {
    scene.venue.answer(() => json({ canceled: ['0xa'], not_canceled: {} }));
    expect(await scene.rest.cancelAll()).toEqual({ outcome: 'ok', data: { canceled: ['0xa'], unproven: [] } });
    expect(seen()).toMatchObject({ method: 'DELETE', path: '/cancel-all', body: '' });
    await scene.rest.cancelMarket({ conditionId: '0xc0' });
    expect(seen()).toMatchObject({ path: '/cancel-market-orders', body: '{"market":"0xc0"}' });
    await scene.rest.cancelMarket({ tokenId: '17' });
    expect(seen()).toMatchObject({ body: '{"asset_id":"17"}' });
  });

  it('are unknown where the answer is not whole', async () => {
    scene.venue.answer(() => json({ not_canceled: {} }));
    expect(await scene.rest.cancelAll()).toMatchObject({ outcome: 'unknown' });
  });
});

describe('orders and trades', () => {
  it('are listed over all pages', async () => {
    scene.venue.answer(({ query }) => json(query.next_cursor === 'MA==' ? page([listed('0xA')], 'MTAw') : page([listed('0xb')])));
    expect(await scene.rest.openOrders({ conditionId: '0xc0' })).toEqual({ outcome: 'ok', data: [{ orderId: '0xa', ...listedOrder }, { orderId: '0xb', ...listedOrder }] });
    expect(scene.venue.requests.map(({ path, query }) => [path, query])).toEqual([['/data/orders', { market: '0xc0', next_cursor: 'MA==' }], ['/data/orders', { market: '0xc0', next_cursor: 'MTAw' }]]);
  });

  it('are no list where a page fails, is malformed or leads back', async () => {
    scene.venue.answer(({ query }) => (query.next_cursor === 'MA==' ? json(page([listed('0xa')], 'MTAw')) : json({ error: 'no' }, 500)));
    expect(await scene.rest.openOrders()).toMatchObject({ outcome: 'unknown' });
    scene.venue.answer(() => json(page([listed('0xa'), { ...listed('0xb'), price: '0.1234567' }])));
    expect(await scene.rest.openOrders()).toMatchObject({ outcome: 'unknown', detail: 'an answer that cannot be read: price is no decimal that micro-units hold' });
    scene.venue.answer(() => json(page([listed('0xa')], 'MA==')));
    expect(await scene.rest.openOrders()).toMatchObject({ outcome: 'unknown' });
  });

  it('are found by id, or not known', async () => {
    scene.venue.answer(() => json(listed('0xa')));
    expect(await scene.rest.order('0xA')).toEqual({ outcome: 'ok', data: { orderId: '0xa', ...listedOrder } });
    expect(seen().path).toBe('/data/order/0xA');
    expect(await scene.rest.order('0xb')).toMatchObject({ outcome: 'unknown' });
    scene.venue.answer(() => ({ body: 'null' }));
    expect(await scene.rest.order('0xa')).toEqual({ outcome: 'ok', data: null });
    scene.venue.answer(() => json({ error: 'order not found' }, 404));
    expect(await scene.rest.order('0xa')).toEqual({ outcome: 'ok', data: null });
  });

  it('are not taken for unknown to the venue by a page that is not its own', async () => {
    scene.venue.answer(() => ({ status: 404, body: '404 page not found' }));
    expect(await scene.rest.order('0xa')).toMatchObject({ outcome: 'unknown' });
    scene.venue.answer(() => ({ status: 200, body: '' }));
    expect(await scene.rest.order('0xa')).toMatchObject({ outcome: 'unknown' });
  });

  it('tell of a trade what the taker and each maker did', async () => {
    const trade = {
      id: 't1', taker_order_id: '0x06BC', market: '0xc0', asset_id: TOKEN, side: 'BUY', size: '10', fee_rate_bps: '0', price: '0.709999959', status: 'TRADE_STATUS_CONFIRMED', match_time: '1700000000', last_update: '1700000003',
      outcome: 'Yes', bucket_index: 0, owner: 'u', maker_address: '0x', transaction_hash: '0x99', err_msg: null, trader_side: 'MAKER',
      maker_orders: [{ order_id: '0xFF35', owner: 'v', maker_address: '0x', matched_amount: '10', price: '0.57', fee_rate_bps: '', asset_id: '17', outcome: 'No', side: 'SELL' }],
    };
    scene.venue.answer(() => json(page([trade])));
    expect(await scene.rest.trades({ after: timestamp(1_700_000_000_900) })).toEqual({
      outcome: 'ok',
      data: [{
        tradeId: 't1', takerOrderId: '0x06bc', conditionId: '0xc0', tokenId: TOKEN, action: 'buy', price: 710_000, size: 10_000_000, status: 'CONFIRMED', matchedAt: 1_700_000_000_000, role: 'maker', transactionHash: '0x99', bucket: 0,
        makers: [{ orderId: '0xff35', owner: 'v', tokenId: '17', action: 'sell', price: 570_000, size: 10_000_000 }],
      }],
    });
    expect(seen().query).toEqual({ after: '1699999999', next_cursor: 'MA==' });
    for (const changes of [{ status: 'SETTLING' }, { match_time: '-1' }, { match_time: '1.5' }, { trader_side: '' }, { size: '-1' }]) {
      scene.venue.answer(() => json(page([{ ...trade, ...changes }])));
      expect(await scene.rest.trades()).toMatchObject({ outcome: 'unknown' });
    }
  });

  it('tell which of our orders score', async () => {
    scene.venue.answer(() => json({ '0xA': true, '0xb': false }));
    expect(await scene.rest.ordersScoring(['0xa', '0xb'])).toEqual({ outcome: 'ok', data: new Map([['0xa', true], ['0xb', false]]) });
    expect(seen()).toMatchObject({ method: 'POST', path: '/orders-scoring', body: '["0xa","0xb"]' });
  });
});

describe('the account', () => {
  it('has a balance and allowances in base units', async () => {
    const all = (2n ** 256n - 1n).toString();
    scene.venue.answer(() => json({ balance: '1000000', allowances: { '0xE111': all, '0xe222': '0' } }));
    expect(await scene.rest.balanceAllowance({ kind: 'collateral' })).toEqual({ outcome: 'ok', data: { balance: 1_000_000, allowances: new Map([['0xe111', 2n ** 256n - 1n], ['0xe222', 0n]]) } });
    expect(seen()).toMatchObject({ path: '/balance-allowance', query: { asset_type: 'COLLATERAL', signature_type: '0' } });
    await scene.rest.balanceAllowance({ kind: 'outcome', tokenId: '17', version: 'v2' });
    expect(seen().query).toEqual({ asset_type: 'CONDITIONAL-V2', token_id: '17', signature_type: '0' });
    scene.venue.answer(() => ({ status: 200, body: '' }));
    expect(await scene.rest.updateBalanceAllowance({ kind: 'outcome', tokenId: '17', version: 'v1' })).toEqual({ outcome: 'ok', data: null });
    expect(seen()).toMatchObject({ path: '/balance-allowance/update', query: { asset_type: 'CONDITIONAL', token_id: '17', signature_type: '0' } });
    scene.venue.answer(() => ({ status: 200, body: '<html>' }));
    expect(await scene.rest.updateBalanceAllowance({ kind: 'collateral' })).toMatchObject({ outcome: 'unknown' });
  });

  it('may be in closed-only mode', async () => {
    scene.venue.answer(() => json({ closed_only: true }));
    expect(await scene.rest.closedOnly()).toEqual({ outcome: 'ok', data: true });
  });

  it('is granted credentials for an attestation, which show themselves nowhere', async () => {
    scene.venue.answer(() => json({ apiKey: CREDENTIALS.key, secret: CREDENTIALS.secret.toString('base64'), passphrase: 'canary-passphrase-1' }));
    const answer = await scene.rest.deriveApiKey(TEST_KEY);
    expect(seen()).toMatchObject({ method: 'GET', path: '/auth/derive-api-key', headers: { poly_address: TEST_ADDRESS, poly_nonce: '0', poly_timestamp: '1700000000' } });
    if (answer.outcome !== 'ok') throw new Error('not granted');
    expect(Buffer.from(answer.data.secret).equals(CREDENTIALS.secret) && Buffer.from(answer.data.passphrase).toString()).toBe('canary-passphrase-1');
    expect(inspect(answer, { depth: 9, showHidden: true }) + JSON.stringify(answer)).not.toMatch(/canary|AAECAw|00 01 02 03|0, *1, *2, *3/);
    answer.data.wipe();
    expect(Buffer.from(answer.data.secret).equals(Buffer.alloc(32))).toBe(true);
    await scene.rest.createApiKey(TEST_KEY, 7);
    expect(seen()).toMatchObject({ method: 'POST', path: '/auth/api-key', headers: { poly_nonce: '7' } });
  });
});

describe('heartbeats', () => {
  it('send back the id of the one before', async () => {
    let n = 0;
    scene.venue.answer(() => json({ heartbeat_id: `id-${++n}` }));
    for (let i = 0; i < 3; i++) expect(await scene.rest.heartbeat()).toEqual({ outcome: 'ok', data: null });
    expect(scene.venue.requests.map(({ body }) => body)).toEqual(['{"heartbeat_id":""}', '{"heartbeat_id":"id-1"}', '{"heartbeat_id":"id-2"}']);
  });

  it.each(['error_msg', 'error'])('take up the id that the venue expects, said beside %s', async (name) => {
    scene.venue.answer(({ body }) => (body.includes('"expected"') ? json({ heartbeat_id: 'next' }) : json({ [name]: 'Invalid Heartbeat ID', heartbeat_id: 'expected' }, 400)));
    expect(await scene.rest.heartbeat()).toEqual({ outcome: 'ok', data: null });
    expect(scene.venue.requests.map(({ body }) => body)).toEqual(['{"heartbeat_id":""}', '{"heartbeat_id":"expected"}']);
  });

  it('are set right once a beat and no more, since two that fight over a chain would do it for ever', async () => {
    let n = 0;
    scene.venue.answer(() => json({ error_msg: 'Invalid Heartbeat ID', heartbeat_id: `other-${++n}` }, 400));
    expect(await scene.rest.heartbeat()).toMatchObject({ outcome: 'refused', detail: 'Invalid Heartbeat ID' });
    expect(scene.venue.requests.length).toBe(2);
  });
});

describe('public answers', () => {
  it('are the version and the time', async () => {
    scene.venue.answer(({ path }) => json(path === '/time' ? 1_700_000_000 : { version: 2 }));
    expect([await scene.rest.version(), await scene.rest.time()]).toEqual([{ outcome: 'ok', data: 2 }, { outcome: 'ok', data: 1_700_000_000_000 }]);
    expect(scene.venue.requests.some(({ headers }) => 'poly_signature' in headers)).toBe(false);
  });

  it('are books, one or many', async () => {
    const book = {
      market: '0xbd', asset_id: '17', timestamp: '1790427300123', hash: '36f5', bids: [{ price: '0.90', size: '10' }, { price: '0.93', size: '120.5' }], asks: [{ price: '.99', size: '5' }], min_order_size: '5', tick_size: '0.01',
      neg_risk: false, last_trade_price: '0.94', something: 'new',
    };
    const read = { conditionId: '0xbd', tokenId: '17', at: 1_790_427_300_123, hash: '36f5', bids: [900_000, 10_000_000, 930_000, 120_500_000], asks: [990_000, 5_000_000], tick: 10_000, minSize: 5_000_000, negRisk: false };
    scene.venue.answer(({ method }) => json(method === 'GET' ? book : [book]));
    expect(await scene.rest.book('17')).toEqual({ outcome: 'ok', data: read });
    expect(await scene.rest.books(['17'])).toEqual({ outcome: 'ok', data: [read] });
    expect(seen()).toMatchObject({ path: '/books', body: '[{"token_id":"17"}]' });
    scene.venue.answer(() => json({ error: 'No orderbook exists for the requested token id' }, 404));
    expect(await scene.rest.book('17')).toMatchObject({ outcome: 'refused', reason: 'unknown-market' });
  });

  it('are the terms of a market', async () => {
    scene.venue.answer(() => json({
      c: '0xc0', t: [{ t: '17', o: 'Up' }, { t: '18', o: 'Down' }], mts: 0.0025, mos: 5, mbf: 1000, tbf: 1000, fd: { r: 0.07, e: 1, to: true }, r: { mi: 50, ma: 4.5, e: true, moas: 30 }, ao: true, itode: true,
    }));
    expect(await scene.rest.clobMarket('0xc0')).toEqual({
      outcome: 'ok',
      data: {
        conditionId: '0xc0', tokens: [{ tokenId: '17', outcome: 'Up' }, { tokenId: '18', outcome: 'Down' }], tick: 2_500, minSize: 5_000_000, negRisk: false, acceptsOrders: true, fee: { rate: 0.07, exponent: 1, takerOnly: true },
        rewards: { minSize: 50_000_000, maxSpread: 45_000, minAgeSeconds: 30 }, delaysTakers: true, delaySeconds: 0,
      },
    });
    scene.venue.answer(() => json({ c: '0xc0', t: [], mts: 0.01, mos: 5, r: { mi: 50, ma: 4.5 } }));
    expect(await scene.rest.clobMarket('0xc0')).toMatchObject({ outcome: 'ok', data: { rewards: null } });
    scene.venue.answer(() => json({ c: '0xc0', t: [], mts: 0.01, mos: 5, r: null }));
    expect(await scene.rest.clobMarket('0xc0')).toMatchObject({ outcome: 'ok', data: { fee: null, rewards: null, acceptsOrders: false } });
  });
});

describe('rewards and rebates', () => {
  it('are told by day, in micro-units, never more than was paid', async () => {
    scene.venue.answer(() => json([{ date: '2024-04-09T00:00:00Z', asset_address: '0xA', maker_address: '0x', earnings: 1.5998419, asset_rate: 0.999357 }]));
    expect(await scene.rest.userRewardTotal('2024-04-09')).toEqual({ outcome: 'ok', data: [{ date: '2024-04-09', conditionId: null, maker: '0x', asset: '0xA', earned: 1_599_841 }] });
    scene.venue.answer(() => json(page([{ date: '2024-04-09', condition_id: '0xc0', asset_address: '0xA', maker_address: '0x', earnings: 0.5, asset_rate: 1 }])));
    expect(await scene.rest.userRewards('2024-04-09')).toEqual({ outcome: 'ok', data: [{ date: '2024-04-09', conditionId: '0xc0', maker: '0x', asset: '0xA', earned: 500_000 }] });
    expect(seen()).toMatchObject({ path: '/rewards/user', query: { date: '2024-04-09', signature_type: '0' } });
    scene.venue.answer(() => json({ '0xc0': 20 }));
    expect(await scene.rest.rewardPercentages()).toEqual({ outcome: 'ok', data: new Map([['0xc0', 20]]) });
    scene.venue.answer(() => json([{ date: '2026-02-27', condition_id: '0xc0', asset_address: '0x', maker_address: '0x', rebated_fees_usdc: '0.237519' }]));
    expect(await scene.rest.rebates('2026-02-27', TEST_ADDRESS)).toEqual({ outcome: 'ok', data: [{ date: '2026-02-27', conditionId: '0xc0', maker: '0x', paid: 237_519 }] });
  });

  it('of a dust row, a negative one or one in exponents are read as they are, and what cannot be read costs its row alone', async () => {
    const row = (earnings: string, asset = '0xA'): string => `{"date":"2026-11-20T00:00:00Z","condition_id":"0xc0","asset_address":"${asset}","maker_address":"0x1","earnings":${earnings},"asset_rate":1}`;
    const rows = [row('42.5'), row('0.0000004'), row('-0.5'), row('1e21'), row('null', '0xB'), 'null'];
    scene.venue.answer(() => ({ status: 200, body: `{"limit":100,"count":6,"next_cursor":"LTE=","data":[${rows.join(',')}]}` }));
    const answer = await scene.rest.userRewards('2026-11-20');
    expect(answer).toMatchObject({ outcome: 'ok', data: [{ earned: 42_500_000 }, { earned: 0 }, { earned: -500_000 }, { asset: '0xA', unreadable: 'earnings is no decimal that micro-units hold' }, { asset: '0xB' }, { asset: null, unreadable: 'a reward is no object' }] });
    scene.venue.answer(() => json([{ date: '2026-02-27', condition_id: '0xc0', rebated_fees_usdc: '1e-7' }, { date: '2026-02-27', condition_id: '0xc0', rebated_fees_usdc: '' }]));
    expect(await scene.rest.rebates('2026-02-27', TEST_ADDRESS)).toMatchObject({ outcome: 'ok', data: [{ maker: null, paid: 0 }, { asset: null, unreadable: 'rebated_fees_usdc is no decimal that micro-units hold' }] });
    scene.venue.answer(() => json({ data: 'none' }));
    expect(await scene.rest.userRewards('2026-11-20')).toMatchObject({ outcome: 'unknown' });
  });

  it('are of the same day in every form that the venue may write it in', async () => {
    const dates = ['2026-02-27', '2026-02-27T00:00:00Z', '2026-02-27T00:00:00.000Z', '2026-02-27 00:00:00', '2026-02-27T00:00:00', '2026-02-26T19:00:00-05:00', '2026-02-28T01:30:00+0200'];
    scene.venue.answer(() => json(dates.map((date) => ({ date, condition_id: '0xc0', rebated_fees_usdc: '1' }))));
    expect(await scene.rest.rebates('2026-02-27', TEST_ADDRESS)).toMatchObject({ outcome: 'ok', data: dates.map(() => ({ date: '2026-02-27' })) });
    scene.venue.answer(() => json(['', 'yesterday', '2026-02-27x', '2026-13-01', 20_511].map((date) => ({ date, condition_id: '0xc0', rebated_fees_usdc: '1' }))));
    expect(await scene.rest.rebates('2026-02-27', TEST_ADDRESS)).toMatchObject({ outcome: 'ok', data: [{ unreadable: 'date is no date' }, { unreadable: 'date is no date' }, { unreadable: 'date is no date' }, { unreadable: 'date is no date' }, { unreadable: 'date is no text' }] });
  });

  it('are offered by market, with what sponsors add', async () => {
    const programme = { condition_id: '0xc0', rewards_max_spread: 4.5, rewards_min_size: 50, rewards_config: [{ rate_per_day: 2 }, { rate_per_day: 0.5 }] };
    scene.venue.answer(() => json(page([{ ...programme, total_daily_rate: 3 }, programme])));
    expect(await scene.rest.currentRewards()).toEqual({ outcome: 'ok', data: [3_000_000, 2_500_000].map((daily) => ({ conditionId: '0xc0', maxSpread: 45_000, minSize: 50_000_000, daily })) });
  });
});

describe('reads', () => {
  it('wait for their turn when a limit is used up, and give up when that would take too long', async () => {
    scene.venue.answer(() => json({ error: 'Too Many Requests' }, 429, { 'Retry-After': '2' }));
    await scene.rest.trades();
    scene.venue.answer(() => json(page([])));
    const waiting = scene.rest.trades();
    expect(scene.venue.requests.length).toBe(1);
    scene.clock.advance(2_000);
    expect(await waiting).toEqual({ outcome: 'ok', data: [] });
    scene.venue.answer(() => json({ error: 'Too Many Requests' }, 429, { 'Retry-After': '60' }));
    await scene.rest.trades();
    expect(await scene.rest.trades()).toMatchObject({ outcome: 'refused', reason: 'rate-limited', status: null, retryAfterMs: 60_000 });
  });
});

describe('secrets', () => {
  it('stand in no answer, though the venue repeats every header and body that it was sent', async () => {
    const canaries = [CREDENTIALS.secret.toString('base64'), 'canary-passphrase-1', TEST_KEY.toString('hex')];
    for (const status of [400, 401, 500, 200]) {
      scene.venue.answer((request) => json({ error: `${JSON.stringify(request.headers)} ${CREDENTIALS.secret.toString('base64')}`, errorMsg: JSON.stringify(request.headers), secret: canaries[0] }, status));
      const answers = [await scene.rest.postOrder(signedOrder()), await scene.rest.openOrders(), await scene.rest.heartbeat(), await scene.rest.deriveApiKey(TEST_KEY), await scene.rest.order('0xa')];
      for (const canary of canaries) expect(inspect([answers, scene.rest], { depth: 12, showHidden: true })).not.toContain(canary);
    }
  });
});
