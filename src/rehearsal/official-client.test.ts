import { AssetType, OrderType, Side, type OpenOrder, type OrderResponse } from '@polymarket/clob-client-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { officialClient, tradingClient } from './official-client.fixture.ts';
import { startRehearsal, type ListedMarket, type Rehearsal } from './rehearsal.ts';

let rehearsal: Rehearsal;
beforeAll(async () => { rehearsal = await startRehearsal({ isQuiet: true, settlement: { minedMs: 20, confirmedMs: 20 } }); });
afterAll(async () => { await rehearsal.close(); });

const market = (wanted: (market: ListedMarket) => boolean): ListedMarket => {
  const found = rehearsal.markets().find(wanted);
  if (found === undefined) throw new Error('no such market is listed');
  return found;
};
const plain = (): ListedMarket => market(({ slug }) => slug === 'will-it-rain-in-lisbon');
const KINDS = {
  'a plain market': plain,
  'a neg-risk market': () => market(({ negRisk }) => negRisk),
  'a market of Protocol V2': () => market(({ version }) => version === 'v2'),
} as const;

test('creates a key, derives the same one, and does not create it twice', async () => {
  const account = rehearsal.openAccount({ signatureType: 0 });
  const client = officialClient(rehearsal.urls.clob, account);
  const created = await client.createApiKey();
  expect(await client.deriveApiKey()).toEqual(created);
  expect(await client.createOrDeriveApiKey()).toEqual(created);
  expect(await officialClient(rehearsal.urls.clob, account, created).getApiKeys()).toEqual({ apiKeys: [created.key] });
});

for (const signatureType of [0, 1, 2, 3] as const) {
  for (const [kind, pick] of Object.entries(KINDS)) {
    test(`posts, reads and cancels an order of wallet type ${signatureType} on ${kind}`, async () => {
      const account = rehearsal.openAccount({ signatureType });
      const { client } = await tradingClient(rehearsal.urls.clob, account);
      const { tokenIds: [tokenID], version, conditionId } = pick();
      const order = await client.createOrder({ tokenID, price: 0.23, size: 10, side: Side.BUY }, { tickSize: await client.getTickSize(tokenID), ...(version === 'v2' ? { version: 3 as const } : {}) });
      const posted: OrderResponse = await client.postOrder(order, OrderType.GTC, true);
      expect(posted).toMatchObject({ errorMsg: '', status: 'live', success: true, takingAmount: '', makingAmount: '' });
      const [open] = await client.getOpenOrders({ market: conditionId });
      expect(open).toMatchObject({ id: posted.orderID, status: 'LIVE', side: 'BUY', price: '0.23', original_size: '10', size_matched: '0', maker_address: account.funder });
      expect(await client.getOrder(posted.orderID)).toEqual(open);
      expect(await client.cancelOrder({ orderID: posted.orderID })).toEqual({ canceled: [posted.orderID], not_canceled: {} });
      expect(await client.getOpenOrders()).toEqual([]);
      expect((await client.getOrder(posted.orderID)).status).toBe('CANCELED');
    });
  }
}

test('matches two accounts, and both read the trade', async () => {
  const { tokenIds: [yes, no], conditionId } = plain();
  const maker = await tradingClient(rehearsal.urls.clob, rehearsal.openAccount({ signatureType: 3 }));
  const taker = await tradingClient(rehearsal.urls.clob, rehearsal.openAccount({ signatureType: 0, cash: 1_000 }));
  const resting = await maker.client.createAndPostOrder({ tokenID: yes, price: 0.4, size: 20, side: Side.BUY }, { tickSize: '0.01' }, OrderType.GTC, true);
  const taking = await taker.client.createAndPostOrder({ tokenID: no, price: 0.65, size: 12, side: Side.BUY }, { tickSize: '0.01' }, OrderType.GTC);
  expect(taking).toMatchObject({ status: 'matched', makingAmount: '7.2', takingAmount: '12', success: true });
  expect(taking.transactionsHashes).toHaveLength(1);
  const [trade] = await taker.client.getTrades({ market: conditionId });
  expect(trade).toMatchObject({ id: taking.tradeIDs?.[0], taker_order_id: taking.orderID, asset_id: no, side: 'BUY', size: '12', price: '0.6', trader_side: 'TAKER', outcome: 'No' });
  expect(trade?.maker_orders).toMatchObject([{ order_id: resting.orderID, asset_id: yes, matched_amount: '12', price: '0.4', side: 'BUY', outcome: 'Yes' }]);
  const [seen] = await maker.client.getTrades({ market: conditionId });
  expect(seen).toMatchObject({ id: trade?.id, trader_side: 'MAKER' });
  // 12 shares of Weather at 0.60: 12 × 0.05 × 0.24 = 0.144.
  expect(await taker.client.getBalanceAllowance({ asset_type: AssetType.COLLATERAL })).toMatchObject({ balance: String(1_000_000_000 - 7_200_000 - 144_000) });
  expect(await taker.client.getBalanceAllowance({ asset_type: AssetType.CONDITIONAL, token_id: no })).toMatchObject({ balance: '12000000' });
  expect(await maker.client.getOrder(resting.orderID)).toMatchObject({ status: 'LIVE', size_matched: '12', associate_trades: [trade?.id] });
  await maker.client.cancelAll();
});

test('reads books whose hash is the one the client computes, and every price of them', async () => {
  const { client } = await tradingClient(rehearsal.urls.clob, rehearsal.openAccount({ signatureType: 0 }));
  const { tokenIds: [yes, no], conditionId } = plain();
  await client.postOrders(await Promise.all([[0.41, 30], [0.39, 10], [0.4, 20]].map(async ([price, size]) => ({
    order: await client.createOrder({ tokenID: yes, price: price!, size: size!, side: Side.BUY }, { tickSize: '0.01' }), orderType: OrderType.GTC,
  }))), true);
  await client.createAndPostOrder({ tokenID: no, price: 0.53, size: 25, side: Side.BUY }, { tickSize: '0.01' }, OrderType.GTC, true);
  const book = await client.getOrderBook(yes);
  expect(book.bids).toEqual([{ price: '0.39', size: '10' }, { price: '0.4', size: '20' }, { price: '0.41', size: '30' }]);
  expect(book.asks).toEqual([{ price: '0.47', size: '25' }]);
  const { hash } = book;
  expect(await client.getOrderBookHash(book)).toBe(hash);
  const [mirrored] = await client.getOrderBooks([{ token_id: no, side: Side.BUY }]);
  expect(mirrored?.asks).toEqual([{ price: '0.61', size: '10' }, { price: '0.6', size: '20' }, { price: '0.59', size: '30' }]);
  expect(await client.getMidpoint(yes)).toEqual({ mid: '0.44' });
  expect(await client.getSpread(no)).toEqual({ spread: '0.06' });
  expect(await client.getPrice(yes, 'BUY')).toEqual({ price: '0.41' });
  expect(await client.getPrices([{ token_id: yes, side: Side.SELL }])).toEqual({ [yes]: { SELL: '0.47' } });
  expect(await client.getClobMarketInfo(conditionId)).toMatchObject({ c: conditionId, mts: 0.01, mos: 5, fd: { r: 0.05, e: 1, to: true } });
  await client.cancelMarketOrders({ market: conditionId });
  expect((await client.getOrderBook(yes)).bids).toEqual([]);
});

test('posts batches of fifteen, each order answered by itself, and no more', async () => {
  const { client } = await tradingClient(rehearsal.urls.clob, rehearsal.openAccount({ signatureType: 3, cash: 20 }));
  const { tokenIds: [tokenID] } = plain();
  const order = async (price: number, size: number): Promise<{ order: Awaited<ReturnType<typeof client.createOrder>>; orderType: OrderType }> =>
    ({ order: await client.createOrder({ tokenID, price, size, side: Side.BUY }, { tickSize: '0.01' }), orderType: OrderType.GTC });
  const whole = await Promise.all(Array.from({ length: 15 }, (_, i) => order(0.1 + i / 100, i === 3 ? 500 : 5)));
  const answers: OrderResponse[] = await client.postOrders(whole, true);
  expect(answers.map(({ errorMsg }) => errorMsg)).toEqual(whole.map((_, i) => (i === 3 ? 'not enough balance / allowance' : '')));
  expect(await client.postOrders([...whole, await order(0.3, 5)], true)).toEqual({ error: 'Too many orders in payload: 16, max allowed: 15', status: 400 });
  const open: OpenOrder[] = await client.getOpenOrders();
  expect(open).toHaveLength(14);
  const cancelled = await client.cancelOrders([...open.map(({ id }) => id), '0xabc']);
  expect(cancelled.canceled).toHaveLength(14);
  expect(cancelled.not_canceled).toEqual({ '0xabc': "order can't be found - already canceled or matched" });
});

test('fills a market order for collateral at the prices of the book', async () => {
  const { tokenIds: [tokenID] } = plain();
  const maker = await tradingClient(rehearsal.urls.clob, rehearsal.openAccount({ signatureType: 0 }));
  const taker = await tradingClient(rehearsal.urls.clob, rehearsal.openAccount({ signatureType: 2 }));
  const other = plain().tokenIds[1];
  await maker.client.createAndPostOrder({ tokenID: other, price: 0.5, size: 8, side: Side.BUY }, { tickSize: '0.01' }, OrderType.GTC, true);
  await maker.client.createAndPostOrder({ tokenID: other, price: 0.4, size: 100, side: Side.BUY }, { tickSize: '0.01' }, OrderType.GTC, true);
  const filled = await taker.client.createAndPostMarketOrder({ tokenID, amount: 10, side: Side.BUY }, { tickSize: '0.01' }, OrderType.FOK);
  expect(filled).toMatchObject({ status: 'matched', makingAmount: '10', takingAmount: '18' });
  const sold = await taker.client.createAndPostMarketOrder({ tokenID, amount: 5, side: Side.SELL, price: 0.2 }, { tickSize: '0.01' }, OrderType.FAK);
  expect(sold).toEqual({ error: 'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.', status: 400 });
  await maker.client.cancelAll();
});

test('keeps its heartbeat by the ids it is given', async () => {
  const { client } = await tradingClient(rehearsal.urls.clob, rehearsal.openAccount({ signatureType: 0 }));
  const first = await client.postHeartbeat();
  const second = await client.postHeartbeat(first.heartbeat_id);
  expect(second.heartbeat_id).not.toBe(first.heartbeat_id);
  expect(await client.postHeartbeat(first.heartbeat_id)).toEqual({ error: { error_msg: 'Invalid Heartbeat ID', heartbeat_id: second.heartbeat_id }, status: 400 });
});

test('reads rewards, scoring, notices and the ban status', async () => {
  const { client } = await tradingClient(rehearsal.urls.clob, rehearsal.openAccount({ signatureType: 0 }));
  const { tokenIds: [tokenID] } = plain();
  const { orderID } = await client.createAndPostOrder({ tokenID, price: 0.2, size: 30, side: Side.BUY }, { tickSize: '0.01' }, OrderType.GTC, true);
  expect(await client.isOrderScoring({ order_id: orderID })).toEqual({ scoring: false });
  expect(await client.areOrdersScoring({ orderIds: [orderID] })).toEqual({ [orderID]: false });
  expect(await client.getEarningsForUserForDay('2026-11-20')).toEqual([]);
  expect(await client.getRewardPercentages()).toEqual({});
  expect((await client.getCurrentRewards()).length).toBeGreaterThan(5);
  expect(await client.getClosedOnlyMode()).toEqual({ closed_only: false });
  await client.cancelAll();
  expect(await client.getNotifications()).toMatchObject([{ type: 1, payload: { order_id: orderID } }]);
});
