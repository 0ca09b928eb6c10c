import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orderBody } from '../signing/order-body.ts';
import { requestSignature } from '../signing/request-signature.ts';
import { TEST_ADDRESS } from '../signing/signing.fixture.ts';
import { CREDENTIALS, restScene, signedOrder, type RestScene } from './clob-rest.fixture.ts';
import { json } from './loopback-venue.fixture.ts';

let scene: RestScene;
beforeEach(async () => { scene = await restScene(); });
afterEach(() => scene.close());

const order = signedOrder();
const { orderId } = order.prepared;
const taken = (id: string, changes: object = {}): object => ({ errorMsg: '', orderID: id, takingAmount: '', makingAmount: '', status: 'live', success: true, ...changes });
const refusedEntry = (said: string, success = false): object => ({ errorMsg: said, orderID: '', takingAmount: '', makingAmount: '', status: '', success });

describe('an order that is placed', () => {
  it('goes out as its body, signed with the credentials', async () => {
    scene.venue.answer(() => json(taken(orderId)));
    await scene.rest.postOrder(order);
    const body = orderBody(order, CREDENTIALS.key);
    expect(scene.venue.requests).toMatchObject([{
      method: 'POST', path: '/order', body,
      headers: {
        poly_address: TEST_ADDRESS, poly_api_key: CREDENTIALS.key, poly_passphrase: 'canary-passphrase-1', poly_timestamp: '1700000000',
        poly_signature: requestSignature(CREDENTIALS.secret, 1_700_000_000, 'POST', '/order', body),
      },
    }]);
  });

  it('rests where the venue says so in every respect', async () => {
    scene.venue.answer(() => json(taken(orderId)));
    expect(await scene.rest.postOrder(order)).toEqual({ outcome: 'ok', data: { orderId, status: 'live', given: null, taken: null, tradeIds: [] } });
  });

  it('tells what it matched, in micro-units', async () => {
    scene.venue.answer(() => json(taken(orderId, { takingAmount: '2.140844', makingAmount: '1.519999', status: 'matched', tradeIDs: ['t1'] })));
    expect(await scene.rest.postOrder(order)).toEqual({ outcome: 'ok', data: { orderId, status: 'matched', given: 1_519_999, taken: 2_140_844, tradeIds: ['t1'] } });
  });

  it.each([
    ['without success', { success: false }],
    ['of another status', { status: 'unmatched' }],
    ['without a status', { status: null }],
    ['about another order', { orderID: `0x${'1'.repeat(64)}` }],
    ['without an id', { orderID: '' }],
    ['with an amount that cannot be read', { makingAmount: '1e6' }],
    ['with an error of another form', { errorMsg: { text: 'no' } }],
  ])('is unknown after an answer %s', async (_, changes) => {
    scene.venue.answer(() => json(taken(orderId, changes)));
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'unknown' });
  });

  it('is refused by an error message although the answer says success', async () => {
    scene.venue.answer(() => json(refusedEntry('invalid post-only order: order crosses book', true)));
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', reason: 'would-cross', retry: 'safe', mode: null });
  });

  it('is there already where the venue calls it a duplicate', async () => {
    scene.venue.answer(() => json({ error: `order ${orderId} is invalid. Duplicated.` }, 400));
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'ok', data: { orderId, status: 'present' } });
  });

  it('is killed where it found nothing to match', async () => {
    const taker = signedOrder({ postOnly: false, timeInForce: 'fill-and-kill' });
    scene.venue.answer(() => json({ error: 'no orders found to match with FAK order. FAK orders are partially filled or killed if no match is found.' }, 400));
    expect(await scene.rest.postOrder(taker)).toMatchObject({ outcome: 'ok', data: { orderId: taker.prepared.orderId, status: 'killed' } });
  });

  it('is refused by "order timed out", the one 500 that proves it', async () => {
    scene.venue.answer(() => json({ error: 'order timed out' }, 500));
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', status: 500, retry: 'safe' });
  });

  it.each([
    ['a 500 of another kind', json({ error: 'Internal server error' }, 500)],
    ['a 502 of a proxy', { status: 502, body: '<html>Bad gateway</html>' }],
    ['a 403 of a proxy', { status: 403, body: '<html>Forbidden</html>' }],
    ['a redirect', json({}, 302)],
    ['an empty answer', { status: 200, body: '' }],
    ['half a document', { status: 200, body: '{"success":true' }],
    ['a list', json([])],
    ['a cut connection', 'cut' as const],
    ['a cut answer', 'cut off' as const],
  ])('is unknown after %s', async (_, behaviour) => {
    scene.venue.answer(() => behaviour);
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'unknown' });
    expect(scene.venue.requests.length).toBe(1);
  });

  it('is unknown when the time is up', async () => {
    scene.venue.answer(() => 'hang');
    const waiting = scene.rest.postOrder(order);
    await scene.venue.seen(1);
    scene.clock.advance(5_000);
    expect(await waiting).toEqual({ outcome: 'unknown', detail: 'no answer within 5000 ms', status: null });
  });

  it('is refused, and may be sent again, where nobody was there to send it to', async () => {
    await scene.venue.close();
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', status: null, retry: 'safe' });
  });

  it('is not sent without credentials', async () => {
    await scene.close();
    scene = await restScene({ access: null });
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', status: null, retry: 'give up' });
    expect(scene.venue.requests).toEqual([]);
  });

  it('stops trading where the account is the reason', async () => {
    scene.venue.answer(() => json({ error: 'maker address not allowed, please use the deposit wallet flow' }, 400));
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', mode: 'locked-out', retry: 'give up' });
  });
});

describe('a batch', () => {
  const orders = [1, 2, 3].map((n) => signedOrder({ clientId: `s1-${n}` }));
  const idOf = (n: number): string => orders[n]!.prepared.orderId;

  it('is answered order by order', async () => {
    scene.venue.answer(() => json([taken(idOf(0)), refusedEntry('not enough balance / allowance', true), taken(idOf(2), { status: 'odd' })]));
    expect(await scene.rest.postOrders(orders)).toMatchObject([
      { outcome: 'ok', data: { orderId: idOf(0) } }, { outcome: 'refused', reason: 'insufficient-balance' }, { outcome: 'unknown' },
    ]);
    expect(JSON.parse(scene.venue.requests[0]!.body)).toEqual(orders.map((one) => JSON.parse(orderBody(one, CREDENTIALS.key))));
  });

  it('is unknown as a whole where an answer is missing', async () => {
    scene.venue.answer(() => json([taken(idOf(0)), taken(idOf(1))]));
    expect((await scene.rest.postOrders(orders)).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('does not take the answer to one order for that to another', async () => {
    scene.venue.answer(() => json([taken(idOf(1)), taken(idOf(0)), taken(idOf(2))]));
    expect((await scene.rest.postOrders(orders)).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'ok']);
  });

  it('is refused as a whole where the venue refuses it', async () => {
    scene.venue.answer(() => json({ error: 'Too many orders in payload: 16, max allowed: 15' }, 400));
    expect((await scene.rest.postOrders(orders)).map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
  });

  it('is unknown as a whole where one order of it is a duplicate', async () => {
    scene.venue.answer(() => json({ error: `order ${idOf(1)} is invalid. Duplicated.` }, 400));
    expect((await scene.rest.postOrders(orders)).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('has 1 to 15 orders', async () => {
    await expect(scene.rest.postOrders([])).rejects.toThrow(RangeError);
    await expect(scene.rest.postOrders(Array.from({ length: 16 }, () => order))).rejects.toThrow(RangeError);
  });
});

describe('a refusal by what the venue takes at the moment', () => {
  const taker = signedOrder({ postOnly: false });

  it('says so of a restart, and of nothing but cancels or nothing at all', async () => {
    scene.venue.answer(() => ({ status: 425 }));
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', retry: 'safe', mode: 'restarting' });
    scene.venue.answer(() => json({ error: 'Trading is currently cancel-only. New orders are not accepted, but cancels are allowed.' }, 503));
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', mode: 'cancel-only' });
    scene.venue.answer(() => json({ error: 'Trading is currently disabled. Check polymarket.com for updates' }, 503));
    expect(await scene.rest.cancelAll()).toMatchObject({ outcome: 'refused', mode: 'disabled' });
  });

  it('says for how long makers alone are taken, from an error or from an entry of a batch', async () => {
    scene.venue.answer(() => json({ error: 'post-only mode: only post-only orders and cancels are allowed', code: 'post_only_mode', retry_after_seconds: 79 }, 503, { 'Retry-After': '79' }));
    expect(await scene.rest.postOrder(taker)).toMatchObject({ outcome: 'refused', status: 503, retryAfterMs: 79_000, mode: 'post-only' });
    scene.venue.answer(() => json([refusedEntry('post-only mode: only post-only orders and cancels are allowed', true)]));
    expect(await scene.rest.postOrders([taker])).toMatchObject([{ outcome: 'refused', mode: 'post-only' }]);
    scene.venue.answer(() => json({ error: 'not now', type: 'POST_ONLY' }, 503));
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', mode: 'post-only' });
  });
});

describe('the limits', () => {
  it('turn a place away at once when they are used up, and let every cancel pass', async () => {
    await scene.close();
    scene = await restScene({ tier: 'standard' });
    scene.venue.answer(({ path }) => (path === '/order' ? json(taken(orderId)) : json({ canceled: [], not_canceled: {} })));
    for (let i = 0; i < 60; i++) expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'ok' });
    expect(await scene.rest.postOrder(order)).toEqual({ outcome: 'refused', reason: 'rate-limited', detail: 'our own limit of requests is used up', status: null, retry: 'safe', retryAfterMs: 25, mode: null });
    for (let i = 0; i < 200; i++) expect(await scene.rest.cancelOrders([orderId])).toMatchObject({ outcome: 'ok' });
    expect(scene.venue.requests.filter(({ path }) => path === '/order').length).toBe(60);
    scene.clock.advance(25);
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'ok' });
  });

  it('hold places back as long as a 429 says', async () => {
    scene.venue.answer(() => ({ status: 429, headers: { 'Retry-After': '3', 'Poly-RateLimit-Tier': 'standard', 'Poly-RateLimit-Remaining': '0', 'Poly-RateLimit-Warning': 'over' }, body: 'Too Many Requests' }));
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', reason: 'rate-limited', retryAfterMs: 3_000 });
    expect(scene.rest.rateLimit).toEqual({ tier: 'standard', remaining: 0, warning: 'over' });
    scene.clock.advance(2_999);
    expect(await scene.rest.postOrder(order)).toMatchObject({ outcome: 'refused', status: null, retryAfterMs: 1 });
    expect(scene.venue.requests.length).toBe(1);
  });
});
