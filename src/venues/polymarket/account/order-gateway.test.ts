import { describe, expect, it } from 'vitest';
import type { CancelOrder, PlaceOrder } from '../../../core/domain/commands.ts';
import type { OrderEvent } from '../../../core/domain/events.ts';
import { marketId } from '../../../core/domain/instrument.ts';
import type { Size } from '../../../core/domain/numbers.ts';
import type { UserOrder } from '../wire/user-message.ts';
import { cents, INSTRUMENT, MARKET, NONE_JOURNALED, orderId, shares, START } from './account.fixture.ts';
import { OrderGateway, type CancelOutcome, type Outcome, type OrderRequests, type PlaceOutcome } from './order-gateway.ts';
import { OurOrders } from './our-orders.ts';
import type { AskedOn, Echo } from './owed-echoes.ts';
import type { ModeWord } from './trading-mode.ts';

const REFUSED = { kind: 'refused', reason: 'venue-error', detail: 'cancel-only', mode: { sign: 'cancel-only', retryAfterMs: null } } as const;
const LOST = { kind: 'unknown', detail: 'timeout' } as const;
const canceled = (...names: readonly string[]): Outcome<CancelOutcome> => ({ kind: 'ok', value: { canceled: names.map(orderId), notCanceled: {} } });

/** What the venue holds, and what it answers next. */
class Venue implements OrderRequests<string> {
  readonly sent: string[] = [];
  readonly known = new Map<string, UserOrder>();
  places: PlaceOutcome[] | null = null;
  cancels: Outcome<CancelOutcome> = canceled();
  lookup: 'answers' | 'is lost' = 'answers';
  /** Set: places are answered when it is called. */
  release: (() => void) | null = null;

  async place(orders: readonly string[]): Promise<readonly PlaceOutcome[]> {
    this.sent.push(`place ${orders.join(' ')}`);
    if (this.release !== null) await new Promise<void>((resolve) => { this.release = resolve; });
    return this.places ?? orders.map(() => ({ kind: 'accepted', matched: 0 as Size }));
  }
  async cancel(ids: readonly string[]): Promise<Outcome<CancelOutcome>> { this.sent.push(`cancel ${ids.length}`); return this.cancels; }
  async cancelAll(): Promise<Outcome<CancelOutcome>> { this.sent.push('cancel all'); return this.cancels; }
  async order(id: string): Promise<Outcome<UserOrder | null>> {
    this.sent.push('look up');
    return this.lookup === 'answers' ? { kind: 'ok', value: this.known.get(id) ?? null } : LOST;
  }
}

const heard = (name: string, over: Partial<UserOrder> = {}): UserOrder => ({
  kind: 'order', id: orderId(name), market: MARKET.conditionId, token: MARKET.yesId, action: 'buy', price: cents(48), originalSize: shares(10), matched: shares(0), what: 'update', status: 'live',
  detail: '', orderType: 'GTC', expiresAt: null, trades: [], ts: START, ...over,
});
const command = (clientId: string, over: Partial<PlaceOrder> = {}): PlaceOrder => ({
  type: 'PlaceOrder', ts: START, generation: 1, venue: 'polymarket', clientId, market: INSTRUMENT.id, side: 'bid', price: cents(48), size: shares(10), postOnly: true,
  leg: { outcome: 'yes', action: 'buy', price: cents(48) }, ...over,
});
const cancelOf = (clientId: string): CancelOrder => ({ type: 'CancelOrder', ts: START, generation: 1, venue: 'polymarket', clientId, market: INSTRUMENT.id });

function open() {
  const venue = new Venue();
  const orders = new OurOrders(NONE_JOURNALED);
  const told: OrderEvent[] = [];
  const counted: unknown[] = [];
  const said: string[] = [];
  const mode = {
    heard: (words: readonly ModeWord[]) => {
      const shown = words.map((word) => `${word.kind} ${word.order === null ? 'cancels' : `${word.order.postOnly ? 'a maker' : 'a taker'} of ${word.order.market}`}${word.kind === 'refused' ? `: ${word.by.sign}` : ''}`);
      if (words.length > 0) said.push(`${shown.join(', ')}, after ${told.length}`);
    },
  };
  const acknowledged: string[] = [];
  const echoes = { asked: () => 1, acknowledged: (on: AskedOn, id: string, echo: Echo) => { acknowledged.push(`${echo} ${id} on ${on}`); } };
  const gateway = new OrderGateway({ requests: venue, orders, now: () => START, tell: (event) => told.push(event), echoes, mode, counted: (id, matched) => { counted.push([id, matched]); }, pause: () => Promise.resolve() });
  const place = async (name: string, over: Partial<PlaceOrder> = {}): Promise<void> => {
    const order = { orderId: orderId(name), clientId: name, market: INSTRUMENT.id, size: shares(10) };
    orders.add(order);
    gateway.place([{ order, command: command(name, over), signed: name }]);
    await settled();
  };
  return { venue, orders, told, counted, acknowledged, said, gateway, place };
}
/** Everything that can go on without the venue has. */
const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

it('what the venue took and what it cancelled is owed a word on the channel, and nothing else is', async () => {
  const { venue, gateway, place, acknowledged } = open();
  for (const outcome of [REFUSED, LOST, { kind: 'accepted', matched: null }, { kind: 'killed', detail: '' }] as const) { venue.places = [outcome]; await place(`${outcome.kind} not`); }
  venue.places = null;
  for (const name of ['a', 'b', 'c']) await place(name);
  for (const outcome of [REFUSED, LOST, { kind: 'ok', value: { canceled: [orderId('a')], notCanceled: { [orderId('b')]: 'already matched' } } }] as const) {
    venue.cancels = outcome;
    gateway.cancel([cancelOf('a'), cancelOf('b')]);
    await settled();
  }
  venue.cancels = canceled('c', 'of others');
  await gateway.cancelAll();
  expect(acknowledged).toEqual([...['a', 'b', 'c'].map((name) => `placed ${orderId(name)} on 1`), `canceled ${orderId('a')} on 1`, `canceled ${orderId('c')} on 1`]);
});

it('what answers say of the mode of the venue is passed on, before the refusal itself', async () => {
  const { venue, gateway, place, said } = open();
  for (const outcome of [REFUSED, LOST, { kind: 'killed', detail: '' }, { kind: 'accepted', matched: shares(0) }, { ...REFUSED, mode: null }] as const) { venue.places = [outcome]; await place(outcome.kind, { postOnly: outcome.kind !== 'killed' }); }
  expect(said.splice(0)).toEqual(['refused a maker of 0: cancel-only, after 0', 'taken a taker of 0, after 2', 'taken a maker of 0, after 4']);
  venue.cancels = REFUSED;
  gateway.cancel([cancelOf('accepted'), cancelOf('unknown')]);
  await settled();
  await gateway.cancelAll();
  expect(said.splice(0)).toEqual(['refused cancels: cancel-only, after 6', 'refused cancels: cancel-only, after 8']);
  const [a, b, c] = ['a', 'b', 'c'].map((name, market) => ({ order: { orderId: orderId(name), clientId: name, market: marketId(market), size: shares(10) }, command: command(name, { market: marketId(market) }), signed: name }));
  venue.places = [{ kind: 'accepted', matched: shares(0) }, REFUSED, { kind: 'accepted', matched: shares(0) }];
  gateway.place([a!, b!, c!]);
  await settled();
  expect(said).toEqual(['taken a maker of 0, refused a maker of 1: cancel-only, taken a maker of 2, after 8']);
});

describe('placing', () => {
  it('tells what became of each, in the words of the core', async () => {
    const { venue, told, place } = open();
    for (const outcome of [{ kind: 'accepted', matched: shares(0) }, REFUSED, LOST] as const) { venue.places = [outcome]; await place(outcome.kind); }
    expect(told).toMatchObject([
      { type: 'OrderAccepted', clientId: 'accepted' }, { type: 'OrderRejected', clientId: 'refused', reason: 'venue-error' }, { type: 'OutcomeUnknown', clientId: 'unknown', of: 'place' },
    ]);
  });
  it('goes in batches of fifteen, and what an answer leaves out is unknown', async () => {
    const { venue, told, gateway, orders } = open();
    venue.places = Array.from({ length: 14 }, () => ({ kind: 'accepted', matched: shares(0) }));
    gateway.place(Array.from({ length: 20 }, (_, i) => {
      const order = { orderId: orderId(`o${i}`), clientId: `o${i}`, market: INSTRUMENT.id, size: shares(10) };
      orders.add(order);
      return { order, command: command(`o${i}`), signed: `o${i}` };
    }));
    await settled();
    expect(venue.sent.map((text) => text.split(' ').length - 1)).toEqual([15, 5]);
    expect(told.filter(({ type }) => type === 'OutcomeUnknown')).toMatchObject([{ clientId: 'o14' }]);
  });
  it('of what only takes ends at once with what it did not take; held back by the venue it does not', async () => {
    const { venue, told, place } = open();
    const taking = { timeInForce: 'fill-and-kill', postOnly: false } as const;
    venue.places = [{ kind: 'accepted', matched: shares(4) }];
    await place('part', taking);
    venue.places = [{ kind: 'killed', detail: 'no orders found to match' }];
    await place('none', taking);
    expect(told.filter(({ type }) => type === 'OrderCanceled')).toMatchObject([{ clientId: 'part', remaining: shares(6) }, { clientId: 'none', remaining: shares(10) }]);
    venue.places = [{ kind: 'accepted', matched: null }];
    await place('held', taking);
    expect(told.at(-1)).toMatchObject({ type: 'OrderAccepted', clientId: 'held' });
  });
});

describe('cancelling', () => {
  it('ends an order with what the channel says had filled of it, and asks nothing more', async () => {
    const { venue, told, gateway, place } = open();
    await place('a');
    venue.cancels = canceled('a');
    gateway.cancel([cancelOf('a')]);
    gateway.hear(heard('a', { what: 'cancellation', status: 'canceled', matched: shares(3) }));
    await settled();
    expect(told.slice(1)).toMatchObject([{ type: 'OrderCanceled', clientId: 'a', remaining: shares(7) }]);
    expect(venue.sent).not.toContain('look up');
  });
  it('asks how much of an order had filled when the channel is silent, and tells its end once', async () => {
    const { venue, told, gateway, place } = open();
    await place('a');
    venue.cancels = canceled('a');
    venue.known.set(orderId('a'), heard('a', { status: 'canceled', matched: shares(2) }));
    gateway.cancel([cancelOf('a')]);
    await settled();
    gateway.hear(heard('a', { what: 'cancellation', status: 'canceled', matched: shares(2) }));
    expect(told.slice(1)).toMatchObject([{ type: 'OrderCanceled', clientId: 'a', remaining: shares(8) }]);
  });
  it('that the venue did not do proves nothing: what it says of the order does', async () => {
    const after = async (found: UserOrder | null | 'lost'): Promise<unknown> => {
      const { venue, told, gateway, place } = open();
      await place('a');
      venue.cancels = { kind: 'ok', value: { canceled: [], notCanceled: { [orderId('a')]: "order can't be found - already canceled or matched" } } };
      if (found === 'lost') venue.lookup = 'is lost';
      else if (found !== null) venue.known.set(orderId('a'), found);
      gateway.cancel([cancelOf('a')]);
      await settled();
      return told[1];
    };
    expect(await after(heard('a'))).toMatchObject({ type: 'CancelRejected', gone: false });
    expect(await after(heard('a', { status: 'unknown' }))).toMatchObject({ type: 'CancelRejected', gone: false });
    expect(await after(heard('a', { status: 'matched', matched: shares(10) }))).toMatchObject({ type: 'OrderReported', found: { live: false, filled: shares(10) } });
    expect(await after(heard('a', { status: 'canceled', matched: shares(1) }))).toMatchObject({ type: 'OrderCanceled', remaining: shares(9) });
    expect(await after(null)).toMatchObject({ type: 'CancelRejected', gone: true });
    expect(await after('lost')).toMatchObject({ type: 'OutcomeUnknown', of: 'cancel' });
  });
  it('of what had ended before is answered with that', async () => {
    const { venue, told, gateway, place } = open();
    await place('a');
    gateway.hear(heard('a', { what: 'cancellation', status: 'canceled', matched: shares(3) }));
    venue.cancels = { kind: 'ok', value: { canceled: [], notCanceled: { [orderId('a')]: "order can't be found - already canceled or matched" } } };
    gateway.cancel([cancelOf('a')]);
    await settled();
    expect(told.slice(1)).toMatchObject([{ type: 'OrderCanceled', remaining: shares(7) }, { type: 'CancelRejected', clientId: 'a', gone: true }]);
  });
  const hanging = async () => {
    const opened = open();
    const { venue, gateway, orders, place } = opened;
    await place('quote');
    venue.release = () => {};
    const order = { orderId: orderId('a'), clientId: 'a', market: INSTRUMENT.id, size: shares(10) };
    orders.add(order);
    gateway.place([{ order, command: command('a'), signed: 'a' }]);
    venue.sent.length = 0;
    return opened;
  };
  it('of an order waits for its own place, and no other cancel waits with it', async () => {
    const { venue, gateway } = await hanging();
    gateway.cancel([cancelOf('a'), cancelOf('quote')]);
    await settled();
    expect(venue.sent.filter((text) => text.startsWith('cancel'))).toEqual(['cancel 1']);
    venue.release!();
    await settled();
    expect(venue.sent.filter((text) => text.startsWith('cancel'))).toEqual(['cancel 1', 'cancel 1']);
  });
  it('of all goes out at once, whatever hangs, and again for what was on its way', async () => {
    const { venue, gateway } = await hanging();
    void gateway.cancelAll();
    await settled();
    expect(venue.sent).toEqual(['cancel all']);
    venue.release!();
    await settled();
    expect(venue.sent).toEqual(['cancel all', 'cancel all']);
  });
  it('that has ended an order is not undone by an answer from before', async () => {
    const { venue, told, gateway, place } = open();
    await place('a');
    gateway.hear(heard('a', { what: 'cancellation', status: 'canceled', matched: shares(0) }));
    venue.known.set(orderId('a'), heard('a'));
    const before = told.length;
    await gateway.query({ type: 'QueryOrder', ts: START, generation: 1, venue: 'polymarket', clientId: 'a', market: INSTRUMENT.id });
    expect(told.slice(before)).toEqual([]);
  });
  it('and asking know every order that has not ended, however many have since', async () => {
    const { venue, gateway, orders, place, told } = open();
    await place('old');
    for (let i = 0; i < 50_001; i++) {
      orders.add({ orderId: `0x${i}`, clientId: `c${i}`, market: INSTRUMENT.id, size: shares(1) });
      orders.end(`0x${i}`);
    }
    venue.sent.length = 0;
    gateway.cancel([cancelOf('old')]);
    await settled();
    expect(venue.sent[0]).toBe('cancel 1');
    expect(told.some((event) => event.type === 'CancelRejected' && event.detail === 'it was never sent')).toBe(false);
    expect([orders.byClient('c0'), orders.byClient('c1')?.clientId]).toEqual([null, 'c1']);
  });
  it('says what is refused and what is not known, and that what was never sent is gone', async () => {
    const { venue, told, gateway, place } = open();
    await place('a');
    for (const outcome of [REFUSED, LOST]) { venue.cancels = outcome; gateway.cancel([cancelOf('a')]); await settled(); }
    gateway.cancel([cancelOf('b')]);
    expect(told.slice(1)).toMatchObject([{ type: 'CancelRejected', gone: false }, { type: 'OutcomeUnknown', of: 'cancel' }, { type: 'CancelRejected', clientId: 'b', gone: true }]);
  });
});

describe('asking', () => {
  it('proves what an order is, that the venue never had it, or nothing', async () => {
    const { venue, told, gateway, place } = open();
    await place('a');
    const ask = async (clientId: string): Promise<unknown> => {
      const before = told.length;
      await gateway.query({ type: 'QueryOrder', ts: START, generation: 1, venue: 'polymarket', clientId, market: INSTRUMENT.id });
      return told[before];
    };
    expect(await ask('never')).toMatchObject({ found: null });
    expect(await ask('a')).toMatchObject({ found: null });
    venue.known.set(orderId('a'), heard('a', { matched: shares(4) }));
    expect(await ask('a')).toMatchObject({ found: { live: true, remaining: shares(6), filled: shares(4) } });
    venue.known.set(orderId('a'), heard('a', { status: 'matched', matched: shares(10) }));
    expect(await ask('a')).toMatchObject({ found: { live: false, remaining: 0, filled: shares(10) } });
    venue.known.set(orderId('a'), heard('a', { matched: null }));
    expect(await ask('a')).toBeUndefined();
    venue.lookup = 'is lost';
    expect(await ask('a')).toBeUndefined();
  });
});

describe('the channel', () => {
  it('and answers alike say how much the venue counts as matched of an order that is over or was asked about', async () => {
    const { venue, counted, gateway, place } = open();
    await place('a');
    gateway.hear(heard('a', { matched: shares(2) }));
    gateway.hear(heard('a', { what: 'cancellation', status: 'canceled', matched: shares(3) }));
    gateway.hear(heard('a', { status: 'matched', matched: shares(10) }));
    await place('b');
    venue.known.set(orderId('b'), heard('b', { matched: shares(4) }));
    await gateway.query({ type: 'QueryOrder', ts: START, generation: 1, venue: 'polymarket', clientId: 'b', market: INSTRUMENT.id });
    expect(counted).toEqual([[orderId('a'), shares(3)], [orderId('a'), shares(10)], [orderId('b'), shares(4)]]);
  });
  it('ends what only takes when the venue calls it matched, whatever is left', async () => {
    const { told, gateway, place } = open();
    await place('a');
    gateway.hear(heard('a', { status: 'matched', matched: shares(4), orderType: 'FAK' }));
    expect(told.at(-1)).toMatchObject({ type: 'OrderCanceled', remaining: shares(6) });
  });
  it('ends an order that the venue calls matched though dust of it is left', async () => {
    const { told, gateway, place } = open();
    await place('a');
    gateway.hear(heard('a', { status: 'matched', matched: (shares(10) - 4_000) as Size }));
    expect(told.at(-1)).toMatchObject({ type: 'OrderCanceled', remaining: 4_000 });
  });
  it('acknowledges a place, and says nothing of orders that are not ours', () => {
    const { told, gateway, orders } = open();
    orders.add({ orderId: orderId('a'), clientId: 'a', market: INSTRUMENT.id, size: shares(10) });
    gateway.hear(heard('a', { what: 'placement' }));
    gateway.hear(heard('b', { what: 'placement' }));
    expect(told).toMatchObject([{ type: 'OrderAccepted', clientId: 'a' }]);
  });
});
