import { describe, expect, it } from 'vitest';
import type { PlaceOrder } from '../../../core/domain/commands.ts';
import type { OrderEvent } from '../../../core/domain/events.ts';
import { cash, timestamp, type Size, type TimestampMs } from '../../../core/domain/numbers.ts';
import { FakeClock } from '../feed/fake-time.fixture.ts';
import { OrderSigner } from '../signing/order-signer.ts';
import type { UserTrade } from '../wire/user-message.ts';
import { cents, INSTRUMENT, KEY, LISTED, makerFill, MARKET, NONE_JOURNALED, shares, trade } from './account.fixture.ts';
import { AccountPlane } from './account-plane.ts';
import type { AccountRequests } from './clob-requests.ts';
import type { Refusal } from './order-gateway.ts';
import { OurOrders } from './our-orders.ts';

/** The public key of a well-known test account. */
const signer = new OrderSigner({ privateKey: Buffer.from('ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80', 'hex'), walletType: 0, funder: null }, 137);

function open(journaledId: string | null = null) {
  const clock = new FakeClock();
  const told: OrderEvent[] = [];
  const venue = { trades: [] as UserTrade[], isAway: false, placed: [] as string[], readings: 0, hold: null as Promise<void> | null, denies: null as Refusal | null };
  const requests: AccountRequests = {
    trades: async (after) => venue.denies ?? (venue.isAway ? { kind: 'unknown', detail: 'away' } : { kind: 'ok', value: venue.trades.filter(({ matchedAt }) => matchedAt >= after) }),
    place: async (orders) => { venue.placed.push(...orders.map(({ prepared }) => `${prepared.type} ${prepared.expiration}`)); return orders.map(() => venue.denies ?? { kind: 'accepted', matched: 0 as Size }); },
    cancel: async () => ({ kind: 'ok', value: { canceled: [], notCanceled: {} } }), cancelAll: async () => ({ kind: 'ok', value: { canceled: [], notCanceled: {} } }),
    order: async () => ({ kind: 'ok', value: null }), openOrders: async () => ({ kind: 'ok', value: [] }), heartbeat: async () => ({ kind: 'ok', value: null }),
    cash: async () => ({ kind: 'ok', value: cash(1e9) }), tokens: async () => ({ kind: 'ok', value: 0 as Size }),
    heldConditions: async () => { venue.readings++; await venue.hold; return { kind: 'ok', value: [] }; },
  };
  const plane = new AccountPlane({
    venue: 'polymarket', requests, signer, apiKey: KEY, cash: null, clock, echoes: { asked: () => null, acknowledged: () => {} }, desk: null, tell: (event) => told.push(event),
    journaled: journaledId === null ? NONE_JOURNALED : { clientIdOf: (id) => (id === journaledId ? 'old' : null), venueOrderIdOf: (id) => (id === 'old' ? journaledId : null) },
    roster: { byCondition: (id) => (id === MARKET.conditionId ? LISTED : null), byId: () => LISTED, list: async (id) => (id === MARKET.conditionId ? LISTED : null) },
  });
  const fills = (): readonly string[] => told.flatMap((event) => (event.type === 'OrderFilled' ? [event.fillId.split('/')[0] ?? ''] : []));
  return { clock, told, venue, plane, fills };
}
const place = (clientId: string, ts: number, over: Partial<PlaceOrder> = {}): PlaceOrder => ({
  type: 'PlaceOrder', ts: timestamp(ts), generation: 1, venue: 'polymarket', clientId, market: INSTRUMENT.id, side: 'bid', price: cents(48), size: shares(100), postOnly: true,
  leg: { outcome: 'yes', action: 'buy', price: cents(48) }, ...over,
});
const filled = (id: string, orderId: string, at: TimestampMs): UserTrade =>
  trade({ id, status: 'confirmed', matchedAt: at, action: 'sell', price: cents(48), makers: [{ ...makerFill('x', { action: 'buy', price: cents(48), owner: KEY }), orderId }] });
const question = (clock: FakeClock) => ({ type: 'QueryHoldings', ts: clock.now(), generation: 1, venue: 'polymarket' }) as const;
const settled = async (): Promise<void> => { for (let i = 0; i < 10; i++) await new Promise((resolve) => { setImmediate(resolve); }); };

describe('fills that nobody told', () => {
  it('are looked for from the last look that was whole, not from the newest that was heard', async () => {
    const { clock, venue, plane, fills } = open();
    const id = plane.identify(place('a', clock.now()))!;
    plane.submit([place('a', clock.now())]);
    expect(await plane.catchUp()).toBe(true);
    clock.pass(60_000);
    venue.trades.push(filled('missed', id, clock.now()));
    clock.pass(600_000);
    venue.isAway = true;
    expect(await plane.catchUp()).toBe(false);
    plane.hear(filled('newer', id, clock.now()));
    venue.isAway = false;
    expect(await plane.catchUp()).toBe(true);
    expect(fills()).toEqual(['newer', 'missed']);
  });

  it('of an order that an earlier session left are looked for since it was placed, whenever its market is listed', async () => {
    const { clock, venue, plane, fills } = open('0xold');
    const placedAt = clock.now() - 5 * 3_600_000;
    venue.trades.push(filled('missed', '0xold', timestamp(placedAt + 1_000)));
    expect(await plane.catchUp()).toBe(true);
    plane.adopt(LISTED, { yes: shares(0), no: shares(0), orders: [{ clientId: 'old', size: shares(100), placedAt }] } as never);
    plane.hear(filled('newer', '0xold', clock.now()));
    expect(await plane.catchUp()).toBe(true);
    expect(fills()).toEqual(['newer', 'missed']);
  });

  it('of a market that cannot be listed leave the look unfinished', async () => {
    const { clock, venue, plane, fills } = open();
    const unlisted = { ...filled('t', '0x1', clock.now()), market: '0xelse' };
    venue.trades.push(unlisted);
    clock.pass(300_000);
    expect(await plane.catchUp()).toBe(false);
    clock.pass(3_600_000);
    venue.trades[0] = { ...unlisted, market: MARKET.conditionId };
    expect(await plane.catchUp()).toBe(true);
    expect(fills()).toEqual(['t']);
  });
});

describe('holdings', () => {
  it('are read one at a time, however often they are asked for, and once more for what was asked meanwhile', async () => {
    const { clock, venue, plane, told } = open();
    let release = (): void => {};
    venue.hold = new Promise((resolve) => { release = resolve; });
    for (let i = 0; i < 20; i++) { plane.submit([question(clock)]); await settled(); }
    expect(venue.readings).toBe(1);
    release();
    await settled();
    expect([venue.readings, told.filter(({ type }) => type === 'HoldingsReported').length]).toEqual([2, 2]);
  });

  it('are not told while the venue counts a fill that no trade has told of', async () => {
    const { clock, venue, plane, told } = open();
    const id = plane.identify(place('a', clock.now()))!;
    plane.submit([place('a', clock.now())]);
    plane.hear({
      kind: 'order', id, market: MARKET.conditionId, token: MARKET.yesId, action: 'buy', price: cents(48), originalSize: shares(100), matched: shares(10), what: 'cancellation', status: 'canceled',
      detail: '', orderType: 'GTC', expiresAt: null, trades: [], ts: clock.now(),
    });
    plane.submit([question(clock)]);
    await settled();
    expect(told.some(({ type }) => type === 'HoldingsReported')).toBe(false);
    venue.trades.push(filled('late', id, clock.now()));
    plane.submit([question(clock)]);
    await settled();
    expect(told.slice(-2).map(({ type }) => type)).toEqual(['OrderFilled', 'HoldingsReported']);
  });
});

describe('an account that is locked out', () => {
  const denied = { kind: 'refused', reason: 'venue-error', detail: 'Unauthorized', mode: { sign: 'unauthorized', retryAfterMs: null } } as const;
  const modes = (told: readonly OrderEvent[]): readonly string[] => told.flatMap((event) => (event.type === 'VenueModeChanged' ? [event.takes] : []));

  it('is asked about again as soon as its private requests are answered that were not', async () => {
    const { clock, venue, plane, told } = open();
    venue.denies = denied;
    plane.submit([place('a', clock.now())]);
    await settled();
    expect(await plane.catchUp()).toBe(false);
    clock.pass(1_000);
    venue.denies = null;
    expect(modes(told)).toEqual(['cancels']);
    expect(await plane.catchUp()).toBe(true);
    expect([modes(told), clock.pending]).toEqual([['cancels', 'everything'], 0]);
  });

  it('is asked about again when the core wants it', async () => {
    const { clock, venue, plane, told } = open();
    venue.denies = denied;
    plane.submit([place('a', clock.now())]);
    await settled();
    plane.submit([{ type: 'AskVenueAgain', ts: clock.now(), generation: 1, venue: 'polymarket' }]);
    expect([modes(told), clock.pending]).toEqual([['cancels', 'everything'], 0]);
  });
});

describe('an order with an end', () => {
  it('that is too near for the venue rests until it is cancelled', async () => {
    const { clock, venue, plane } = open();
    const now = clock.now();
    plane.submit([place('near', now, { expiresAt: timestamp(now + 120_000) }), place('far', now, { expiresAt: timestamp(now + 121_000) })]);
    await settled();
    expect(venue.placed).toEqual(['GTC 0', `GTD ${Math.floor((now + 121_000) / 1_000) + 60}`]);
  });
});

it('an order is known by its id until it has ended', () => {
  const orders = new OurOrders(NONE_JOURNALED);
  orders.add({ orderId: '0x1', clientId: 'a', market: INSTRUMENT.id, size: shares(1) });
  orders.end('0x1');
  expect([orders.byId('0x1')?.clientId, orders.originOf('0x1'), orders.originOf('0x2')]).toEqual(['a', 'session', 'stranger']);
});
