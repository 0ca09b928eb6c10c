import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openRehearsal, type OpenedRehearsal } from '../opened-rehearsal.fixture.ts';
import { SocketProbe, type Frame } from '../socket-probe.fixture.ts';
import type { RehearsalOptions } from '../rehearsal.ts';

const FIXTURES = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'nautilus-fixtures');
const isAbsent = !existsSync(FIXTURES);
const ABSENT = isAbsent ? ' (skipped: no recordings; set EVENKEEL_DATA to their folder)' : '';
const captured = (name: string): Frame => JSON.parse(readFileSync(join(FIXTURES, name), 'utf8')) as Frame;
const keysOf = (frame: Frame | undefined): readonly string[] => Object.keys(frame ?? {}).toSorted();

let opened: OpenedRehearsal | null = null;
afterEach(async () => {
  await opened?.rehearsal.close();
  opened = null;
});
async function open(options: RehearsalOptions = {}, slug?: string): Promise<OpenedRehearsal> {
  opened = await openRehearsal(options, slug);
  return opened;
}

test('begins with one array of a snapshot for each token, and sends none for what is watched already', async () => {
  const { market, watch } = await open();
  const probe = await watch();
  expect(probe.heard).toHaveLength(2);
  expect((JSON.parse(probe.heard[0]!) as Frame[]).map(({ asset_id, event_type, bids, last_trade_price }) => [asset_id, event_type, bids, last_trade_price]))
    .toEqual(market.tokenIds.map((tokenId) => [tokenId, 'book', [], '']));
  probe.say(JSON.stringify({ operation: 'subscribe', assets_ids: market.tokenIds }));
  probe.say(JSON.stringify({ operation: 'subscribe', assets_ids: ['7'] }));
  await probe.caughtUp();
  expect(probe.heard.slice(2, -1)).toEqual(['[]']);
  probe.say(JSON.stringify({ operation: 'unsubscribe', assets_ids: market.tokenIds }));
  probe.say(JSON.stringify({ operation: 'subscribe', assets_ids: [market.tokenIds[1]] }));
  await probe.caughtUp();
  expect(JSON.parse(probe.heard.at(-2)!)).toMatchObject([{ asset_id: market.tokenIds[1] }]);
});

test('hangs up on a ping before a subscription, and on what is none', async () => {
  const { rehearsal: { urls } } = await open();
  const early = await SocketProbe.open(urls.wsMarket);
  early.say('PING');
  expect(await early.closed).toBe(1008);
  expect(await (await SocketProbe.open(urls.wsMarket, { type: 'market' })).closed).toBe(1008);
  expect(await (await SocketProbe.open(urls.wsUser, { auth: { apiKey: 'a', secret: 'b', passphrase: 'c' }, type: 'user' })).closed).toBe(1008);
});

test('cuts a socket that has not pinged for two minutes', async () => {
  const { clock, watch } = await open();
  const quiet = await watch();
  const live = await watch();
  clock.advance(100_000);
  await live.caughtUp();
  clock.advance(26_000);
  expect(await quiet.closed).toBe(1006);
  await live.caughtUp();
});

test('tells both outcomes of every change, with the hash of the book as it then stands', async () => {
  const { rehearsal, market, trader, watch } = await open();
  const probe = await watch();
  const maker = await trader();
  await maker.place('BUY', 0.42, 20, { postOnly: true });
  await probe.caughtUp();
  const [change] = probe.of('price_change');
  const [yes, no] = await Promise.all(market.tokenIds.map((tokenId) => maker.client.getOrderBook(tokenId)));
  expect(change).toMatchObject({
    market: market.conditionId, price_changes: [
      { asset_id: market.tokenIds[0], price: '0.42', size: '20', side: 'BUY', hash: yes?.hash, best_bid: '0.42', best_ask: '1' },
      { asset_id: market.tokenIds[1], price: '0.58', size: '20', side: 'SELL', hash: no?.hash, best_bid: '0', best_ask: '0.58' },
    ],
  });
  expect(rehearsal.audit().open[maker.account.funder]).toHaveLength(1);
  // The outcome of the order is named first, when it comes and when it goes.
  await maker.place('BUY', 0.3, 20, { tokenId: market.tokenIds[1], postOnly: true });
  await maker.client.cancelMarketOrders({ asset_id: market.tokenIds[1] });
  await probe.caughtUp();
  expect(probe.of('price_change').slice(1).map(({ price_changes: entries }) => (entries as Frame[]).map(({ asset_id, size }) => [asset_id, size])))
    .toEqual(['20', '0'].map((size) => market.tokenIds.toReversed().map((tokenId) => [tokenId, size])));
});

test('keeps a follower of changes at exactly the book that it would be given', async () => {
  const { market, clock, trader, watch } = await open({ isQuiet: false });
  const probe = await watch();
  clock.advance(120_000);
  await probe.caughtUp();
  const books = new Map<string, Map<string, string>>();
  for (const frame of probe.frames()) {
    if (frame.event_type === 'book' && !books.has(String(frame.asset_id))) {
      const levels = new Map<string, string>();
      for (const side of ['bids', 'asks'] as const) for (const { price, size } of frame[side] as { price: string; size: string }[]) levels.set(`${side}/${price}`, size);
      books.set(String(frame.asset_id), levels);
    }
    for (const change of (frame.price_changes ?? []) as Record<string, string>[]) {
      const key = `${change.side === 'BUY' ? 'bids' : 'asks'}/${change.price}`;
      if (change.size === '0') books.get(change.asset_id!)?.delete(key);
      else books.get(change.asset_id!)?.set(key, change.size!);
    }
  }
  const { client } = await trader();
  for (const tokenId of market.tokenIds) {
    const book = await client.getOrderBook(tokenId);
    expect(Object.fromEntries(books.get(tokenId)!)).toEqual(Object.fromEntries((['bids', 'asks'] as const).flatMap((side) => book[side].map(({ price, size }) => [`${side}/${price}`, size]))));
  }
  expect(probe.of('last_trade_price').length).toBeGreaterThan(3);
});

test('tells a match on both channels, and its settlement on the user channel', async () => {
  const { market, clock, trader, watch } = await open();
  const maker = await trader(3);
  const taker = await trader();
  const probe = await watch({ custom_feature_enabled: true });
  const [ofMaker, ofTaker] = [await maker.listen(), await taker.listen()];
  const resting = await maker.place('BUY', 0.4, 20, { postOnly: true });
  const taking = await taker.place('BUY', 0.7, 5, { tokenId: market.tokenIds[1] });
  await Promise.all([probe.caughtUp(), ofMaker.caughtUp(), ofTaker.caughtUp()]);
  expect(ofMaker.frames()).toMatchObject([
    { event_type: 'order', type: 'PLACEMENT', id: resting.orderID, status: 'LIVE', size_matched: '0', original_size: '20', price: '0.4', outcome: 'Yes', associate_trades: null, maker_address: maker.account.funder },
    { event_type: 'order', type: 'UPDATE', id: resting.orderID, status: 'LIVE', size_matched: '5', associate_trades: taking.tradeIDs },
    {
      event_type: 'trade', type: 'TRADE', status: 'MATCHED', trader_side: 'MAKER', taker_order_id: taking.orderID, side: 'BUY', size: '5', price: '0.6', outcome: 'No', transaction_hash: '', owner: taker.creds.key, trade_owner: taker.creds.key,
      maker_orders: [{ order_id: resting.orderID, matched_amount: '5', price: '0.4', asset_id: market.tokenIds[0], side: 'BUY', outcome: 'Yes', owner: maker.creds.key }],
    },
  ]);
  expect(ofTaker.frames()).toMatchObject([{ type: 'PLACEMENT', id: taking.orderID, status: 'MATCHED', size_matched: '5' }, { type: 'TRADE', status: 'MATCHED', trader_side: 'TAKER', owner: taker.creds.key }]);
  expect(probe.of('last_trade_price')).toMatchObject([{ asset_id: market.tokenIds[1], price: '0.6', side: 'BUY', size: '5', fee_rate_bps: '0' }]);
  expect(probe.of('book').slice(2).map(({ asset_id, asks }) => [asset_id, asks])).toEqual([[market.tokenIds[0], []], [market.tokenIds[1], [{ price: '0.6', size: '15' }]]]);
  expect(probe.of('best_bid_ask')[0]).toMatchObject({ best_bid: '0.4', best_ask: '', spread: '' });
  clock.advance(5_000);
  await ofTaker.caughtUp();
  expect(ofTaker.of('trade').map(({ status, transaction_hash: hash }) => [status, hash === ''])).toEqual([['MATCHED', true], ['MINED', false], ['CONFIRMED', false]]);
});

test('sends an order that was killed as the venue does', async () => {
  const { trader } = await open();
  const taker = await trader();
  const probe = await taker.listen();
  await taker.send('POST', '/order', (await taker.body('BUY', 0.5, 10)).replace('"GTC"', '"FOK"'));
  await probe.caughtUp();
  expect(probe.frames()).toMatchObject([{ type: 'CANCELLATION', order_type: 'FOK', size_matched: '', status: "CANCELED_order couldn't be fully filled. FOK orders are fully filled or killed." }]);
});

test('hears only of the markets and the wallets it asked about', async () => {
  const { market, rehearsal, trader } = await open();
  const one = await trader();
  const other = await trader();
  const elsewhere = await SocketProbe.open(rehearsal.urls.wsUser, { auth: { apiKey: one.creds.key, secret: one.creds.secret, passphrase: one.creds.passphrase }, markets: ['0xother'], type: 'user' });
  const mine = await one.listen();
  await other.place('BUY', 0.2, 10);
  await one.place('BUY', 0.2, 10);
  await Promise.all([elsewhere.caughtUp(), mine.caughtUp()]);
  expect(elsewhere.frames()).toEqual([]);
  expect(mine.frames()).toHaveLength(1);
  elsewhere.say(JSON.stringify({ operation: 'subscribe', markets: [market.conditionId] }));
  await elsewhere.caughtUp();
  await one.client.cancelAll();
  await elsewhere.caughtUp();
  expect(elsewhere.frames()).toMatchObject([{ type: 'CANCELLATION', status: 'CANCELED' }]);
});

test('makes the tick finer near the ends of the range', async () => {
  const { market, trader, watch } = await open();
  const probe = await watch();
  const maker = await trader();
  await maker.place('BUY', 0.97, 10, { postOnly: true });
  await probe.caughtUp();
  expect(probe.of('tick_size_change')).toMatchObject(market.tokenIds.map((tokenId) => ({ asset_id: tokenId, old_tick_size: '0.01', new_tick_size: '0.001' })));
  expect(await maker.place('BUY', 0.971, 10, { postOnly: true })).toMatchObject({ status: 'live' });
});

test('holds a taker of an up-or-down market back, and lets a maker pull the order it was after', async () => {
  const { clock, market, trader } = await open({}, 'btc-updown-5m');
  const maker = await trader();
  const taker = await trader();
  const { orderID } = await maker.place('BUY', 0.5, 20, { tokenId: market.tokenIds[1], postOnly: true });
  const probe = await maker.listen();
  const taking = taker.place('BUY', 0.5, 10);
  while (opened?.rehearsal.audit().orders.length !== 2) await probe.caughtUp();
  expect(await maker.client.cancelOrder({ orderID })).toMatchObject({ canceled: [orderID] });
  clock.advance(150);
  expect(await taking).toMatchObject({ status: 'live', makingAmount: '' });
});

test('answers a taker that it holds back at once, where it is told to', async () => {
  const { clock, market, trader } = await open({ takerDelay: { ms: 250, answers: 'delayed' } }, 'btc-updown-5m');
  const maker = await trader();
  const taker = await trader();
  await maker.place('BUY', 0.5, 20, { tokenId: market.tokenIds[1], postOnly: true });
  const probe = await taker.listen();
  const held = await taker.place('BUY', 0.5, 10);
  expect(held).toMatchObject({ status: 'delayed', success: true });
  expect(await taker.client.cancelOrder({ orderID: held.orderID })).toMatchObject({ canceled: [] });
  clock.advance(250);
  await probe.until((heard) => (heard.frames().some(({ type }) => type === 'TRADE') ? true : undefined));
  expect(probe.frames()).toMatchObject([{ type: 'PLACEMENT', status: 'MATCHED', id: held.orderID }, { type: 'TRADE', status: 'MATCHED' }]);
});

test.skipIf(isAbsent)(`sends frames of the keys that were captured${ABSENT}`, async () => {
  const { clock, rehearsal, trader, watch, market } = await open({}, 'btc-updown-5m');
  const probe = await watch({ custom_feature_enabled: true });
  const maker = await trader();
  const ofMaker = await maker.listen();
  await maker.place('BUY', 0.4, 20, { postOnly: true });
  const taking = maker.place('BUY', 0.6, 5, { tokenId: market.tokenIds[1] });
  while (rehearsal.audit().orders.length !== 2) await ofMaker.caughtUp();
  clock.advance(150);
  await taking;
  await maker.client.cancelAll();
  rehearsal.fault({ kind: 'tick-change', market: market.conditionId, tick: 0.001 });
  clock.advance(100_000);
  await probe.caughtUp();
  await ofMaker.caughtUp();
  clock.advance(100_000);
  await probe.caughtUp();
  clock.advance(100_000);
  await probe.caughtUp();
  // The transaction hash came later than the captures, and so did the side of a maker's row.
  expect(keysOf(probe.of('last_trade_price')[0]).filter((key) => key !== 'transaction_hash')).toEqual(keysOf(captured('polymarket-py/ws_messages/last_trade_price.json')));
  expect(keysOf(probe.of('tick_size_change')[0])).toEqual(keysOf(captured('polymarket/ws_market_tick_size_msg.json')));
  expect(keysOf(probe.of('best_bid_ask')[0])).toEqual(keysOf(captured('polymarket/ws_market_best_bid_ask_msg.json')));
  expect(keysOf(probe.of('market_resolved')[0])).toEqual(keysOf(captured('polymarket/ws_market_resolved_msg.json')));
  const known = new Set([...keysOf(captured('polymarket/ws_market_new_market_msg.json')), 'event_type']);
  expect([...known].filter((key) => !keysOf(probe.of('new_market')[0]).includes(key))).toEqual([]);
  expect(keysOf(ofMaker.of('order')[0])).toEqual(keysOf(captured('polymarket-py/ws_messages/order_placement.json')));
  expect(keysOf(ofMaker.of('order').at(-1))).toEqual(keysOf(captured('polymarket-py/ws_messages/order_cancel.json')));
  expect(keysOf(ofMaker.of('trade')[0])).toEqual(keysOf(captured('polymarket-py/ws_messages/user_trade2.json')));
});

test('tells the reference price in the shapes of the older data socket', async () => {
  const { clock, rehearsal } = await open();
  const probe = await SocketProbe.open(rehearsal.urls.rtds, {
    action: 'subscribe', subscriptions: [
      { topic: 'crypto_prices', type: 'update', filters: 'btcusdt,ethusdt' }, { topic: 'crypto_prices_chainlink', type: '*', filters: '{"symbol":"btc/usd"}' },
      { topic: 'crypto_prices_twap_sixty', type: '*', filters: '{"symbol": "btc/usd"}' },
    ],
  });
  await probe.caughtUp();
  clock.advance(3_000);
  await probe.caughtUp();
  const [spot] = probe.of('crypto_prices');
  expect(keysOf(spot)).toEqual(['payload', 'timestamp', 'topic', 'type']);
  const { value, full_accuracy_value: exact } = spot!.payload as { value: number; full_accuracy_value: string };
  expect(Number(exact)).toBe(value);
  const { value: oracle, full_accuracy_value: scaled } = probe.of('crypto_prices_chainlink')[0]!.payload as { value: number; full_accuracy_value: string };
  expect(Number(BigInt(scaled) / 10n ** 16n) / 100).toBe(oracle);
  // A space inside the filter is answered with silence.
  expect(probe.of('crypto_prices_twap_sixty')).toEqual([]);
  expect(probe.of('crypto_prices')).toHaveLength(3);
});

const answers = (probe: SocketProbe): readonly Frame[] => probe.frames().filter(({ op }) => op !== undefined && op !== 'pong');
const prices = (probe: SocketProbe, channel = 'price.crypto'): readonly Frame[] => probe.frames().filter((frame) => frame.op === undefined && frame.channel === channel);
/** Everything said before this was answered. */
async function polyboltCaughtUp(probe: SocketProbe): Promise<void> {
  const rid = String(probe.heard.length);
  probe.say(JSON.stringify({ op: 'ping', rid }));
  await probe.until((heard) => heard.frames().find((frame) => frame.op === 'pong' && frame.rid === rid));
}
const subscribing = (rid: string, ...subscriptions: readonly (readonly [string, object])[]): object => ({ op: 'subscribe', rid, subscriptions: subscriptions.map(([channel, filter]) => ({ channel, filter })) });

async function polybolt() {
  const { clock, rehearsal, trader } = await open();
  const { creds: { key: apiKey, secret, passphrase } } = await trader();
  const auth = { op: 'auth', rid: 'a', auth: { apiKey, secret, passphrase } };
  return { clock, rehearsal, auth };
}

test('tells the reference price in the shapes of the newer data socket, two minutes of it at once', async () => {
  const { clock, rehearsal, auth } = await polybolt();
  clock.advance(200_000);
  const probe = await SocketProbe.open(rehearsal.urls.polybolt, auth, subscribing('s', ['price.crypto', { symbol: 'btcusd' }], ['price.crypto.twap', { symbol: 'btcusd', window_seconds: 60 }]));
  await polyboltCaughtUp(probe);
  expect(answers(probe)).toEqual([{ op: 'authed', rid: 'a' }, { op: 'subscribed', channel: 'price.crypto', rid: 's', provider: 'chainlink' }, { op: 'subscribed', channel: 'price.crypto.twap', rid: 's' }]);
  const [snapshot] = prices(probe);
  expect(snapshot).toMatchObject({ v: 1, seq: 1, snapshot: true, payload: { symbol: 'btcusd', source: 'chainlink', data: { length: 120 } } });
  expect(prices(probe, 'price.crypto.twap')).toMatchObject([{ seq: 1, snapshot: true, payload: { window_seconds: 60 } }]);
  // Again: acknowledged, and no snapshot.
  probe.say(JSON.stringify(subscribing('t', ['price.crypto', { symbol: 'btcusd' }])));
  await polyboltCaughtUp(probe);
  clock.advance(2_000);
  await polyboltCaughtUp(probe);
  const live = prices(probe).slice(1);
  expect(live.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(keysOf(live[0])).toEqual(['channel', 'payload', 'seq', 'ts', 'v']);
  const { value, full_accuracy_value: exact, ...payload } = live[0]!.payload as { value: number; full_accuracy_value: string };
  expect([Number(exact), payload]).toEqual([value, { symbol: 'btcusd', source: 'chainlink', timestamp: Math.floor((clock.now() - 1_000) / 1_000) * 1_000 }]);
  expect(prices(probe, 'price.crypto.twap').at(-1)).toMatchObject({ seq: 3, payload: { symbol: 'btcusd', window_seconds: 60, source: 'chainlink' } });
  probe.say(JSON.stringify({ op: 'unsubscribe', channel: 'price.crypto', filter: { symbol: 'btcusd' } }));
  await polyboltCaughtUp(probe);
  clock.advance(1_000);
  await polyboltCaughtUp(probe);
  expect([answers(probe).at(-1), prices(probe).length]).toEqual([{ op: 'unsubscribed', channel: 'price.crypto' }, 3]);
});

test('tells the reference price to accounts alone, and of what it does not know that it does not', async () => {
  const { clock, rehearsal, auth } = await polybolt();
  const known = ['price.crypto', { symbol: 'btcusd' }] as const;
  const probe = await SocketProbe.open(rehearsal.urls.polybolt, subscribing('1', known), { ...auth, auth: { ...auth.auth, secret: 'x' } }, subscribing('2', known), auth, subscribing(
    '3', ['price.weather', {}], ['price.crypto', { symbol: 'btc/usd' }], ['price.crypto', { symbol: 'btcusd', provider: 'me' }], ['price.crypto.twap', { symbol: 'btcusd' }], ['price.crypto', { symbol: 'ethusd' }],
    ['price.crypto.twap', { symbol: 'btcusd', window_seconds: 30 }],
  ));
  probe.say('PING');
  await polyboltCaughtUp(probe);
  clock.advance(2_000);
  await polyboltCaughtUp(probe);
  expect(answers(probe).map(({ op, code, rid }) => [op, code, rid])).toEqual([
    ['error', 'auth_required', '1'], ['error', 'auth_invalid', 'a'], ['error', 'auth_required', '2'], ['authed', undefined, 'a'],
    ['error', 'unknown_channel', '3'], ['error', 'bad_filter', '3'], ['error', 'bad_filter', '3'], ['error', 'bad_filter', '3'], ['subscribed', undefined, '3'], ['subscribed', undefined, '3'],
    ['error', 'bad_request', undefined],
  ]);
  expect([...prices(probe), ...prices(probe, 'price.crypto.twap')].map(({ snapshot, payload }) => [snapshot, (payload as { readonly data: unknown }).data])).toEqual([[true, []], [true, []]]);
});

test.each([
  ['sub_limit', [subscribing('s', ...Array.from({ length: 65 }, (_, i) => ['price.crypto.twap', { symbol: 'btcusd', window_seconds: i + 1 }] as const))]],
  ['rate_limited', Array.from({ length: 21 }, () => subscribing('s', ['price.crypto', { symbol: 'btcusd' }]))],
  ['auth_attempts', Array.from({ length: 8 }, () => ({ op: 'auth', auth: { apiKey: '', secret: '', passphrase: '' } }))],
  [undefined, [subscribing('x'.repeat(65_536))]],
])('hangs up with 4008 on %s', async (code, frames) => {
  const { rehearsal, auth } = await polybolt();
  const probe = await SocketProbe.open(rehearsal.urls.polybolt, auth, ...frames);
  expect(await probe.closed).toBe(4_008);
  expect(answers(probe).at(-1)?.code).toBe(code);
});

test('pings by itself on the newer data socket, and hangs up on who does not answer twice', async () => {
  const { clock, rehearsal } = await polybolt();
  const probe = await SocketProbe.open(rehearsal.urls.polybolt, { op: 'ping' });
  await probe.until(({ heard }) => heard[0]);
  // Answered each time, and for longer than a silent client is kept elsewhere.
  for (let i = 0; i < 8; i++) {
    clock.advance(25_000);
    await polyboltCaughtUp(probe);
  }
  clock.advance(75_000);
  expect(await probe.closed).toBe(4_002);
});
