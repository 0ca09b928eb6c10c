import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRehearsal, type OpenedRehearsal, type Trader } from '../opened-rehearsal.fixture.ts';
import { proof, send } from '../raw-request.fixture.ts';

let opened: OpenedRehearsal;
let trader: Trader;
beforeAll(async () => {
  opened = await openRehearsal();
  trader = await opened.trader();
});
afterAll(async () => { await opened.rehearsal.close(); });

const clob = (): string => opened.rehearsal.urls.clob;
const posted = async (body: string): Promise<[number, string]> => {
  const { status, text } = await trader.send('POST', '/order', body);
  return [status, text];
};

test('answers what is public to the byte', async () => {
  expect((await send(clob(), 'GET', '/ok')).text).toBe('"OK"');
  expect((await send(clob(), 'GET', '/version')).text).toBe('{"version":2}');
  expect((await send(clob(), 'GET', '/time')).text).toBe(String(Math.floor(opened.clock.now() / 1_000)));
  const [yes] = opened.market.tokenIds;
  expect((await send(clob(), 'GET', `/tick-size?token_id=${yes}`)).text).toBe('{"minimum_tick_size":0.01}');
  expect((await send(clob(), 'GET', `/neg-risk?token_id=${yes}`)).text).toBe('{"neg_risk":false}');
  expect((await send(clob(), 'GET', `/last-trade-price?token_id=${yes}`)).text).toBe('{"price":"0.5","side":""}');
  expect((await send(clob(), 'GET', '/time')).headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test.each([
  ['GET', '/book?token_id=7', undefined, 404, '{"error":"No orderbook exists for the requested token id"}'],
  ['GET', '/book', undefined, 400, '{"error":"Invalid token id"}'],
  ['GET', '/price?token_id=7&side=UP', undefined, 400, '{"error":"Invalid side"}'],
  ['POST', '/books', '{', 400, '{"error":"Invalid payload"}'],
  ['POST', '/books', `[${Array.from({ length: 501 }, () => '{}').join()}]`, 400, '{"error":"Payload exceeds the limit"}'],
  ['GET', '/clob-markets/0x0', undefined, 404, '{"error":"market not found"}'],
  ['POST', '/auth/api-key', undefined, 401, '{"error":"Invalid L1 Request headers"}'],
  ['GET', '/data/orders', undefined, 401, '{"error":"Unauthorized/Invalid api key"}'],
])('refuses %s %s without proof or sense', async (method, path, body, status, text) => {
  expect(await send(clob(), method, path, body)).toMatchObject({ status, text });
});

test('refuses a proof that is stale, of other bytes, or of another path', async () => {
  const now = Math.floor(opened.clock.now() / 1_000);
  const refused = { status: 401, text: '{"error":"Unauthorized/Invalid api key"}' };
  expect(await send(clob(), 'DELETE', '/cancel-all', undefined, proof(trader, now, 'DELETE', '/cancel-all'))).toMatchObject({ status: 200, text: '{"canceled":[],"not_canceled":{}}' });
  expect(await send(clob(), 'DELETE', '/cancel-all', undefined, proof(trader, now - 31, 'DELETE', '/cancel-all'))).toMatchObject(refused);
  expect(await send(clob(), 'DELETE', '/orders', '["0x2"]', proof(trader, now, 'DELETE', '/orders', '["0x1"]'))).toMatchObject(refused);
  expect(await send(clob(), 'DELETE', '/orders', '["0x1"]', proof(trader, now, 'DELETE', '/order', '["0x1"]'))).toMatchObject(refused);
});

test('answers an accepted order and its cancel to the byte', async () => {
  const { status, text } = await trader.send('POST', '/order', await trader.body('BUY', 0.11, 10));
  const { orderID } = JSON.parse(text) as { orderID: string };
  expect([status, text]).toEqual([200, `{"errorMsg":"","orderID":"${orderID}","takingAmount":"","makingAmount":"","status":"live","success":true}`]);
  expect((await trader.send('DELETE', '/order', JSON.stringify({ orderID }))).text).toBe(`{"canceled":["${orderID}"],"not_canceled":{}}`);
  expect((await trader.send('DELETE', '/order', JSON.stringify({ orderID }))).text).toBe(`{"canceled":[],"not_canceled":{"${orderID}":"order can't be found - already canceled or matched"}}`);
});

test('refuses what has no form, another owner, another signer, another signature', async () => {
  expect(await posted('{')).toEqual([400, '{"error":"Invalid order payload"}']);
  const other = await opened.trader();
  expect(await posted(await other.body('BUY', 0.11, 10))).toEqual([400, '{"error":"the order owner has to be the owner of the API KEY"}']);
  const stolen = (await other.body('BUY', 0.11, 10)).replace(other.creds.key, trader.creds.key);
  expect(await posted(stolen)).toEqual([400, '{"error":"the order signer address has to be the address of the API KEY"}']);
  expect(await posted(await trader.body('BUY', 0.11, 10, (order) => ({ ...order, maker: `0x${'11'.repeat(20)}` })))).toEqual([400, '{"error":"maker address not allowed, please use the deposit wallet flow"}']);
  expect(await posted(await trader.body('BUY', 0.11, 10, (order) => ({ ...order, makerAmount: '1000000' })))).toEqual([400, '{"error":"invalid signature"}']);
  expect(await posted(await trader.body('BUY', 0.11, 10, (order) => ({ ...order, tokenId: '7' })))).toEqual([404, '{"error":"No orderbook exists for the requested token id"}']);
});

test('refuses orders of the first order system', async () => {
  const { timestamp: _, ...first } = JSON.parse(await trader.body('BUY', 0.11, 10)).order as Record<string, unknown>;
  const body = JSON.stringify({ order: { ...first, taker: `0x${'0'.repeat(40)}`, nonce: '0', feeRateBps: '0' }, owner: trader.creds.key, orderType: 'GTC' });
  expect(await posted(body)).toEqual([400, '{"error":"order_version_mismatch"}']);
  expect(await trader.send('POST', '/orders', `[${body}]`)).toMatchObject({ status: 400, text: '{"error":"order_version_mismatch"}' });
});

test('refuses prices off the tick, sizes below the least, and the same order twice', async () => {
  const [, offTick] = await posted(await trader.body('BUY', 0.115, 10));
  expect(offTick).toMatch(/^\{"error":"order 0x[0-9a-f]{64} is invalid\. Price \(0\.115\) breaks minimum tick size rule: 0\.01"\}$/);
  const [, tooSmall] = await posted(await trader.body('BUY', 0.11, 4));
  expect(tooSmall).toMatch(/^\{"error":"order 0x[0-9a-f]{64} is invalid\. Size \(4\) lower than the minimum: 5"\}$/);
  const body = await trader.body('BUY', 0.11, 10);
  expect((await posted(body))[0]).toBe(200);
  expect((await posted(body))[1]).toMatch(/^\{"error":"order 0x[0-9a-f]{64} is invalid\. Duplicated\."\}$/);
  expect(opened.rehearsal.audit().offTick).toMatchObject([{ wallet: trader.account.funder }]);
  await trader.client.cancelAll();
});

test('refuses to post what crosses, to take for less than a dollar, to fill what is not there', async () => {
  const maker = await opened.trader();
  await maker.place('BUY', 0.3, 100, { tokenId: opened.market.tokenIds[1], postOnly: true });
  expect(await trader.place('BUY', 0.7, 10, { postOnly: true })).toEqual({ error: 'invalid post-only order: order crosses book', status: 400 });
  const poor = await opened.trader(0, { cash: 1 });
  expect(await poor.place('BUY', 0.7, 10)).toEqual({ error: 'not enough balance / allowance', status: 400 });
  const bare = await opened.trader(3, { isApproved: false });
  expect(await bare.place('BUY', 0.2, 10)).toEqual({ error: 'not enough balance / allowance', status: 400 });
  expect(await trader.place('SELL', 0.8, 10)).toEqual({ error: 'not enough balance / allowance', status: 400 });
  const fok = (await trader.body('BUY', 0.7, 200)).replace('"GTC"', '"FOK"');
  expect(await posted(fok)).toEqual([400, '{"error":"order couldn\'t be fully filled. FOK orders are fully filled or killed."}']);
  const below = (await trader.body('BUY', 0.6, 10)).replace('"GTC"', '"FAK"');
  expect(await posted(below)).toEqual([400, '{"error":"no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found."}']);
  await maker.client.cancelAll();
  await maker.place('BUY', 0.9, 100, { tokenId: opened.market.tokenIds[1], postOnly: true });
  expect(await trader.place('BUY', 0.1, 9)).toEqual({ error: 'invalid amount for a marketable BUY order ($0.9), min size: $1', status: 400 });
  await maker.client.cancelAll();
});

test('keeps what open orders may cost out of what new ones may', async () => {
  const poor = await opened.trader(0, { cash: 10 });
  expect(await poor.place('BUY', 0.2, 30)).toMatchObject({ status: 'live' });
  expect(await poor.place('BUY', 0.2, 25)).toEqual({ error: 'not enough balance / allowance', status: 400 });
  const { orderID } = await poor.place('BUY', 0.2, 20);
  expect(await poor.client.cancelOrder({ orderID })).toMatchObject({ canceled: [orderID] });
  expect(await poor.place('BUY', 0.2, 15)).toMatchObject({ status: 'live' });
  expect(opened.rehearsal.audit().wallets.find(({ wallet }) => wallet === poor.account.funder)).toMatchObject({ cash: 10, reserved: 9, leastFree: 0 });
  await poor.client.cancelAll();
});

test('lets an account match itself, and keeps a record of it and of its worst exposure', async () => {
  const both = await opened.trader();
  await both.place('BUY', 0.4, 50, { tokenId: opened.market.tokenIds[1], postOnly: true });
  await both.place('BUY', 0.6, 20);
  const { selfMatches, exposure } = opened.rehearsal.audit();
  expect(selfMatches.filter(({ wallet }) => wallet === both.account.funder)).toHaveLength(1);
  expect(exposure.find(({ wallet }) => wallet === both.account.funder)).toMatchObject({ worst: 50, now: 30 });
  // What was sold short and what still stands on that side count together.
  await trader.place('BUY', 0.6, 25);
  const after = opened.rehearsal.audit().exposure;
  expect(after.find(({ wallet }) => wallet === both.account.funder)).toMatchObject({ worst: 50, now: 30 });
  expect(after.find(({ wallet }) => wallet === trader.account.funder)).toMatchObject({ now: 25 });
  await both.client.cancelAll();
});

test('takes a GTD order three minutes ahead or more, and drops it a minute before its time', async () => {
  const nowS = Math.floor(opened.clock.now() / 1_000);
  const { OrderType } = await import('@polymarket/clob-client-v2');
  expect(await trader.place('BUY', 0.1, 10, { type: OrderType.GTD, expiration: nowS + 170 })).toEqual({ error: 'invalid expiration', status: 400 });
  expect(await trader.place('BUY', 0.1, 10, { expiration: nowS + 400 })).toEqual({ error: 'invalid expiration', status: 400 });
  const { orderID } = await trader.place('BUY', 0.1, 10, { type: OrderType.GTD, expiration: nowS + 185 });
  opened.clock.advance(123_000);
  expect(await trader.client.getOrder(orderID)).toMatchObject({ status: 'LIVE', expiration: String(nowS + 185) });
  opened.clock.advance(3_000);
  expect((await trader.client.getOrder(orderID)).status).toBe('CANCELED');
});

test('cancels everything of a key whose heartbeat stops, and nothing of one that never began', async () => {
  const other = await opened.trader();
  await trader.place('BUY', 0.1, 10);
  await other.place('BUY', 0.1, 10);
  const { heartbeat_id: first } = await trader.client.postHeartbeat();
  opened.clock.advance(9_000);
  await trader.client.postHeartbeat(first);
  opened.clock.advance(9_000);
  expect(await trader.client.getOpenOrders()).toHaveLength(1);
  opened.clock.advance(6_000);
  expect(await trader.client.getOpenOrders()).toEqual([]);
  expect(await other.client.getOpenOrders()).toHaveLength(1);
  await other.client.cancelAll();
});

test('cancels at most a thousand by name, each once', async () => {
  expect(await trader.send('DELETE', '/orders', JSON.stringify(Array.from({ length: 1_001 }, (_, i) => `0x${i}`)))).toMatchObject({ status: 400, text: '{"error":"Too many orders in payload, max allowed: 1000"}' });
  expect(await trader.send('DELETE', '/order', '{}')).toMatchObject({ status: 400, text: '{"error":"Invalid orderID"}' });
  expect(await trader.send('DELETE', '/cancel-market-orders', '{}')).toMatchObject({ status: 400, text: '{"error":"Invalid market"}' });
  const { orderID } = await trader.place('BUY', 0.1, 10);
  const other = await opened.trader();
  const reason = "order can't be found - already canceled or matched";
  expect(await other.client.cancelOrders([orderID])).toEqual({ canceled: [], not_canceled: { [orderID]: reason } });
  expect(await trader.client.cancelOrders([orderID, orderID, '0x1'])).toEqual({ canceled: [orderID], not_canceled: { '0x1': reason } });
});

test('pages long lists by cursor', async () => {
  await Promise.all(Array.from({ length: 7 }, () => Promise.all(Array.from({ length: 15 }, () => trader.place('BUY', 0.01, 5)))));
  const { text } = await trader.send('GET', '/data/orders');
  expect(JSON.parse(text)).toMatchObject({ next_cursor: Buffer.from('100').toString('base64'), limit: 100, count: 100 });
  expect(await trader.client.getOpenOrders()).toHaveLength(105);
  expect(await trader.send('GET', '/data/orders?next_cursor=x')).toMatchObject({ status: 400, text: '{"error":"Invalid next_cursor"}' });
  expect((await trader.client.cancelAll() as { canceled: string[] }).canceled).toHaveLength(105);
});
