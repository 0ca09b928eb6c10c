import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRehearsal, type OpenedRehearsal, type Trader } from '../opened-rehearsal.fixture.ts';
import { send } from '../raw-request.fixture.ts';

let opened: OpenedRehearsal;
let trader: Trader;
beforeEach(async () => {
  opened = await openRehearsal();
  trader = await opened.trader();
});
afterEach(async () => { await opened.rehearsal.close(); });

const POST_ONLY = 'post-only mode: only post-only orders and cancels are allowed';
const post = async (): Promise<ReturnType<Trader['send']>> => trader.send('POST', '/order', await trader.body('BUY', 0.1, 10));
const openCount = (): number => opened.rehearsal.audit().open[trader.account.funder]?.length ?? 0;

/** The client signs with server time, so a fault on every endpoint would hit that request first. */
const onOrders = { endpoint: 'POST /order' } as const;

test('restarts: 425 for everything about orders, then post-only, then as before', async () => {
  const { clock, rehearsal } = opened;
  rehearsal.fault({ kind: 'restart', durationMs: 5_000, postOnlyMs: 60_000 });
  expect(await post()).toMatchObject({ status: 425 });
  expect(await trader.send('DELETE', '/cancel-all')).toMatchObject({ status: 425 });
  expect((await trader.send('GET', '/data/orders')).status).toBe(200);
  clock.advance(5_000);
  const refused = await post();
  expect([refused.status, refused.text, refused.headers.get('retry-after')]).toEqual([503, `{"error":"${POST_ONLY}","code":"post_only_mode","retry_after_seconds":60}`, '60']);
  const taking = await trader.body('BUY', 0.1, 10);
  const resting = (await trader.body('BUY', 0.12, 10)).replace('"postOnly":false', '"postOnly":true');
  const batch = await trader.send('POST', '/orders', `[${taking},${resting}]`);
  expect(JSON.parse(batch.text)).toMatchObject([{ errorMsg: POST_ONLY, orderID: '', status: '', success: true }, { errorMsg: '', status: 'live' }]);
  expect((await trader.send('DELETE', '/cancel-all')).status).toBe(200);
  clock.advance(60_000);
  expect((await post()).status).toBe(200);
});

test.each([
  ['cancel-only', 503, '{"error":"Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.","type":"CANCEL_ONLY"}', 200],
  ['disabled', 503, '{"error":"Trading is currently disabled. Check polymarket.com for updates"}', 503],
] as const)('trades in %s mode until it is healed', async (mode, status, text, cancelling) => {
  opened.rehearsal.fault({ kind: 'mode', mode });
  expect(await post()).toMatchObject({ status, text });
  expect((await trader.send('DELETE', '/cancel-all')).status).toBe(cancelling);
  opened.rehearsal.heal();
  expect((await post()).status).toBe(200);
});

test('answers with a status in place of doing it, as often as it was asked to', async () => {
  opened.rehearsal.fault({ kind: 'status', status: 429, retryAfterS: 7, count: 2, ...onOrders });
  const limited = await post();
  expect([limited.status, limited.text, limited.headers.get('retry-after')]).toEqual([429, '{"error":"Too Many Requests"}', '7']);
  expect((await post()).status).toBe(429);
  expect(openCount()).toBe(0);
  expect((await post()).status).toBe(200);
  opened.rehearsal.fault({ kind: 'status', status: 500, message: 'order timed out', ...onOrders });
  expect(await post()).toMatchObject({ status: 500, text: '{"error":"order timed out"}' });
});

test('loses the reply of an order that is live', async () => {
  opened.rehearsal.fault({ kind: 'lost-reply', ...onOrders });
  const body = await trader.body('BUY', 0.1, 10);
  await expect(trader.send('POST', '/order', body)).rejects.toThrow('fetch failed');
  expect(openCount()).toBe(1);
  expect((await trader.send('POST', '/order', body)).text).toContain('is invalid. Duplicated.');
});

test('lets an order go live after its connection was cut', async () => {
  opened.rehearsal.fault({ kind: 'late-effect', delayMs: 4_000, ...onOrders });
  await expect(post()).rejects.toThrow('fetch failed');
  expect(openCount()).toBe(0);
  opened.clock.advance(4_000);
  await trader.send('GET', '/data/orders');
  expect(openCount()).toBe(1);
});

test('cuts an answer in the middle of its body', async () => {
  opened.rehearsal.fault({ kind: 'reset-mid-body', ...onOrders });
  await expect(post()).rejects.toThrow();
  expect(openCount()).toBe(1);
});

test('answers late, and only late', async () => {
  const { clock, rehearsal } = opened;
  rehearsal.fault({ kind: 'delay', delayMs: 2_000, endpoint: 'GET /ok' });
  let isAnswered = false;
  const late = send(rehearsal.urls.clob, 'GET', '/ok').then((answer) => {
    isAnswered = true;
    return answer;
  });
  while (rehearsal.audit().struck.length === 0) await send(rehearsal.urls.clob, 'GET', '/time');
  expect(isAnswered).toBe(false);
  clock.advance(2_000);
  expect((await late).text).toBe('"OK"');
});

test('strikes only where and as likely as it was told to, the same way for the same seed', async () => {
  const { rehearsal } = opened;
  const statuses = async (): Promise<readonly number[]> => {
    rehearsal.heal();
    rehearsal.fault({ kind: 'status', status: 503, endpoint: 'gamma', durationMs: 1_000, probability: 0.5, seed: 7 });
    const answers: number[] = [];
    for (let i = 0; i < 20; i++) answers.push((await send(rehearsal.urls.gamma, 'GET', '/markets?limit=1')).status);
    return answers;
  };
  const first = await statuses();
  expect(new Set(first)).toEqual(new Set([200, 503]));
  expect(await statuses()).toEqual(first);
  expect((await send(rehearsal.urls.clob, 'GET', '/ok')).status).toBe(200);
  opened.clock.advance(1_000);
  expect((await send(rehearsal.urls.gamma, 'GET', '/markets?limit=1')).status).toBe(200);
});

test('drops the sockets of a channel', async () => {
  const market = await opened.watch();
  const user = await trader.listen();
  opened.rehearsal.fault({ kind: 'ws-drop', channel: 'market' });
  expect(await market.closed).toBe(1006);
  await user.caughtUp();
  opened.rehearsal.fault({ kind: 'ws-drop' });
  expect(await user.closed).toBe(1006);
});

test('freezes a channel that still answers pings', async () => {
  const probe = await opened.watch();
  opened.rehearsal.fault({ kind: 'ws-freeze', channel: 'market', durationMs: 10_000 });
  await trader.place('BUY', 0.1, 10);
  await probe.caughtUp();
  expect(probe.of('price_change')).toEqual([]);
  opened.clock.advance(10_000);
  await trader.place('BUY', 0.12, 10);
  await probe.caughtUp();
  expect(probe.of('price_change')).toHaveLength(1);
});

test('loses a frame, and sends one twice', async () => {
  const probe = await opened.watch();
  opened.rehearsal.fault({ kind: 'ws-gap', channel: 'market' });
  await trader.place('BUY', 0.1, 10);
  opened.rehearsal.fault({ kind: 'ws-duplicate', channel: 'market' });
  await trader.place('BUY', 0.12, 10);
  await probe.caughtUp();
  expect(probe.of('price_change').map((frame) => (frame.price_changes as { price: string }[])[0]?.price)).toEqual(['0.12', '0.12']);
});

test.each([['failed', ['MATCHED', 'FAILED']], ['mined', ['MATCHED', 'RETRYING', 'MINED', 'CONFIRMED']]] as const)('settles a match that %s in the end', async (ends, wanted) => {
  const { clock, market, rehearsal } = opened;
  const maker = await opened.trader();
  await maker.place('BUY', 0.6, 10_000, { tokenId: market.tokenIds[1], postOnly: true });
  const probe = await trader.listen();
  rehearsal.fault({ kind: 'failed-settlement', ends });
  await trader.place('BUY', 0.4, 9_705);
  clock.advance(20_000);
  await probe.caughtUp();
  expect(probe.of('trade').map(({ status }) => status)).toEqual(wanted);
  const wallet = rehearsal.audit().wallets.find((each) => each.wallet === trader.account.funder);
  // 9705 at 0.40 is 3882, and the fee 0.05 × 0.24 × 9705.
  expect(wallet?.cash).toBeCloseTo(ends === 'failed' ? 10_000 : 10_000 - 3_882 - 116.46, 2);
  expect(wallet?.tokens).toEqual(ends === 'failed' ? {} : { [market.tokenIds[0]]: 9_705 });
});

test('cancels all but one, and does not say so', async () => {
  const { orderID } = await trader.place('BUY', 0.1, 10);
  await trader.place('BUY', 0.12, 10);
  opened.rehearsal.fault({ kind: 'cancel-all-misses' });
  const { canceled } = await trader.client.cancelAll() as { canceled: readonly string[] };
  expect(canceled).toHaveLength(1);
  expect(opened.rehearsal.audit().open[trader.account.funder]).toEqual([orderID]);
});

test('changes the tick of a market, and resolves one', async () => {
  const { clock, market, rehearsal, watch } = opened;
  const probe = await watch({ custom_feature_enabled: true });
  await trader.place('BUY', 0.1, 10);
  rehearsal.fault({ kind: 'tick-change', market: market.slug, tick: 0.001 });
  expect((await trader.place('BUY', 0.101, 10))).toMatchObject({ status: 'live' });
  rehearsal.fault({ kind: 'resolve', market: market.conditionId, outcome: 1 });
  await probe.caughtUp();
  expect(probe.of('tick_size_change')).toHaveLength(2);
  expect(probe.of('market_resolved')).toMatchObject([{ winning_asset_id: market.tokenIds[1], winning_outcome: 'No' }]);
  expect(openCount()).toBe(0);
  expect(await trader.place('BUY', 0.1, 10)).toMatchObject({ status: 404 });
  expect(() => { rehearsal.fault({ kind: 'resolve', market: 'nowhere', outcome: 0 }); }).toThrow('there is no market "nowhere"');
  clock.advance(1);
});

test('is asked for faults over HTTP, and says what is wrong with a wish', async () => {
  const { urls: { control, clob } } = opened.rehearsal;
  expect(await send(control, 'POST', '/_rehearsal/faults', '{"kind":"status","status":500,"endpoint":"clob"}')).toMatchObject({ status: 200 });
  expect((await send(clob, 'GET', '/ok')).status).toBe(500);
  const refused = await send(control, 'POST', '/_rehearsal/faults', '{"kind":"status","status":200}');
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('status');
  await send(control, 'POST', '/_rehearsal/faults', '[{"kind":"mode","mode":"disabled"},{"kind":"ws-gap"}]');
  expect((await send(control, 'DELETE', '/_rehearsal/faults')).text).toBe('{"healed":true}');
  expect((await post()).status).toBe(200);
  expect(JSON.parse((await send(control, 'GET', '/_rehearsal/audit')).text)).toMatchObject({ orders: [{ status: 'LIVE', life: [{ what: 'live' }] }], struck: [{ kind: 'status', where: 'GET /ok' }] });
});
