import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { price, size } from '../domain/numbers.ts';
import type { OrderState } from '../domain/order.ts';
import { LadderSide } from '../quoting/ladder.ts';
import { noRoom } from '../risk/guard.ts';
import type { OwnOrder } from './own-order.ts';
import { ownOrder } from './order.fixture.ts';
import { planSide, SidePlan, TO_PLACE, type PlanInput } from './planner.ts';

const c = (cents: number) => price(cents * 10_000);
const n = (shares: number) => size(shares * 1_000_000);

/** Wanted layers as [cents, shares, shares before limits]. */
function wanted(...layers: readonly (readonly [cents: number, shares: number, before?: number])[]): LadderSide {
  const out = new LadderSide();
  out.count = layers.length;
  layers.forEach(([cents, shares, before], i) => { out.price[i] = c(cents); out.size[i] = n(shares); out.wanted[i] = n(before ?? shares); });
  return out;
}
const order = (cents: number, shares: number, over: Partial<OwnOrder> = {}): OwnOrder => ownOrder({ price: c(cents), size: n(shares), ...over });

/** Plans a bid side at 10 s with a tolerance of a tick and a minimum rest of a second; in words: per order, then per layer. */
function plan(quotes: LadderSide, orders: readonly OwnOrder[], over: Partial<PlanInput> & { readonly room?: number } = {}): { readonly orders: string[]; readonly layers: (number | 'place' | 'nothing')[]; readonly plan: SidePlan } {
  const room = { ...noRoom(), size: over.room ?? Infinity, notional: Infinity };
  const out = new SidePlan();
  planSide({ side: 'bid', now: 10_000, tolerance: 10_000, minRestMs: 1_000, canAmend: false, isFirm: false, tick: 10_000, ...over }, quotes, orders, room, out);
  return {
    orders: out.action.slice(0, out.count).map((action, i) => (action === 'amend' ? `amend to ${out.amendTo[i]! / 1_000_000}` : action)),
    layers: Array.from(out.served.slice(0, quotes.count), (s) => (s === TO_PLACE ? 'place' : s < 0 ? 'nothing' : s)), plan: out,
  };
}

describe('the planner', () => {
  it('places what nothing serves and leaves the other side alone', () => {
    expect(plan(wanted([48, 10], [47, 10]), [order(52, 10, { side: 'ask' })])).toMatchObject({ orders: [], layers: ['place', 'place'] });
  });
  it('cancels what no layer wants, and wants nothing where the limits left nothing', () => {
    expect(plan(wanted([48, 0, 10]), [order(48, 10)])).toMatchObject({ orders: ['cancel'], layers: ['nothing'] });
  });
  it('keeps each order with its layer while the ladder moves within the tolerance', () => {
    const orders = [order(48, 10, { layer: 0 }), order(47, 10, { layer: 1 })];
    expect(plan(wanted([47, 10], [46, 10]), orders)).toMatchObject({ orders: ['keep', 'keep'], layers: [0, 1] });
  });
  it('keeps one of the right size though one of the wrong size stands as near or has the layer', () => {
    // The rest of an order beside the one that was placed in its stead.
    expect(plan(wanted([48, 10]), [order(48, 2, { layer: 0 }), order(48, 10, { layer: 0 })])).toMatchObject({ orders: ['cancel', 'keep'], layers: [1] });
    expect(plan(wanted([48, 10]), [order(48, 2, { layer: 3 }), order(47, 10, { layer: 4 })])).toMatchObject({ orders: ['cancel', 'keep'], layers: [1] });
    expect(plan(wanted([48, 10], [47, 2]), [order(47, 2, { layer: 3 }), order(47, 10, { layer: 4 })])).toMatchObject({ orders: ['keep', 'keep'], layers: [1, 0] });
  });
  it('gives a layer the nearest order when its own has gone', () => {
    expect(plan(wanted([48, 10]), [order(46, 10, { layer: 3 }), order(47, 10, { layer: 4 })])).toMatchObject({ orders: ['cancel', 'keep'], layers: [1] });
  });
  it('moves an old order that stands too far out, and lets a young one rest', () => {
    expect(plan(wanted([48, 10]), [order(45, 10)])).toMatchObject({ orders: ['cancel'], layers: ['place'] });
    expect(plan(wanted([48, 10]), [order(45, 10, { placedAt: 9_500 })])).toMatchObject({ orders: ['keep'], layers: [0] });
  });
  it('moves an order that stands too near at once, on either side', () => {
    expect(plan(wanted([45, 10]), [order(48, 10, { placedAt: 9_999 })])).toMatchObject({ orders: ['cancel'], layers: ['place'] });
    expect(plan(wanted([55, 10]), [order(52, 10, { side: 'ask', placedAt: 9_999 })], { side: 'ask' })).toMatchObject({ orders: ['cancel'], layers: ['place'] });
    expect(plan(wanted([55, 10]), [order(58, 10, { side: 'ask', placedAt: 9_999 })], { side: 'ask' })).toMatchObject({ orders: ['keep'], layers: [0] });
  });
  it('keeps no order nearer to the market than a firm price, within the tolerance or not', () => {
    expect(plan(wanted([47, 10]), [order(48, 10)])).toMatchObject({ orders: ['keep'], layers: [0] });
    expect(plan(wanted([47, 10]), [order(48, 10, { placedAt: 9_999 })], { isFirm: true })).toMatchObject({ orders: ['cancel'], layers: ['place'] });
    expect(plan(wanted([47, 10]), [order(48, 10, { layer: 3, placedAt: 9_999 })], { isFirm: true })).toMatchObject({ orders: ['cancel'], layers: ['place'] });
    expect(plan(wanted([53, 10]), [order(52, 10, { side: 'ask' })], { isFirm: true, side: 'ask' })).toMatchObject({ orders: ['cancel'], layers: ['place'] });
  });
  it('keeps an order behind a firm price or at it, within the tolerance', () => {
    for (const at of [46, 47]) expect(plan(wanted([47, 10]), [order(at, 10)], { isFirm: true })).toMatchObject({ orders: ['keep'], layers: [0] });
    expect(plan(wanted([53, 10]), [order(54, 10, { side: 'ask' })], { isFirm: true, side: 'ask' })).toMatchObject({ orders: ['keep'], layers: [0] });
  });
  it('tops up an order with less than half of its size left, once it has rested', () => {
    expect(plan(wanted([48, 10]), [order(48, 10, { remaining: n(5) })])).toMatchObject({ orders: ['keep'] });
    expect(plan(wanted([48, 10]), [order(48, 10, { remaining: n(4) })])).toMatchObject({ orders: ['cancel'], layers: ['place'] });
    expect(plan(wanted([48, 10]), [order(48, 10, { remaining: n(4), placedAt: 9_500 })])).toMatchObject({ orders: ['keep'] });
  });
  it('replaces an order that is much too large, at once when a limit says so', () => {
    expect(plan(wanted([48, 10]), [order(48, 12)])).toMatchObject({ orders: ['keep'] });
    expect(plan(wanted([48, 10]), [order(48, 13)])).toMatchObject({ orders: ['cancel'], layers: ['place'] });
    expect(plan(wanted([48, 10]), [order(48, 13, { placedAt: 9_500 })])).toMatchObject({ orders: ['keep'] });
    expect(plan(wanted([48, 10, 20]), [order(48, 12, { placedAt: 9_500 })])).toMatchObject({ orders: ['cancel'], layers: ['place'] });
  });
  it('makes it smaller in place where the venue can, and asks once', () => {
    expect(plan(wanted([48, 10]), [order(48, 13)], { canAmend: true })).toMatchObject({ orders: ['amend to 10'], layers: [0] });
    expect(plan(wanted([48, 10]), [order(48, 13, { amendingTo: n(10) })], { canAmend: true })).toMatchObject({ orders: ['keep'], layers: [0] });
  });
  it('cancels an order that is too large once the venue has refused three times to make it smaller', () => {
    expect(plan(wanted([48, 10]), [order(48, 13, { refusals: 2 })], { canAmend: true })).toMatchObject({ orders: ['amend to 10'], layers: [0] });
    expect(plan(wanted([48, 10]), [order(48, 13, { refusals: 3 })], { canAmend: true })).toMatchObject({ orders: ['cancel'], layers: ['place'] });
  });
  it('takes the furthest out when the side holds more than its limit has room for', () => {
    const orders = [order(48, 10), order(47, 10, { layer: 1 })];
    expect(plan(wanted([48, 10], [47, 10]), orders, { room: n(15) })).toMatchObject({ orders: ['keep', 'cancel'], layers: [0, 'place'] });
    expect(plan(wanted([48, 10], [47, 10]), orders, { room: 0 })).toMatchObject({ orders: ['cancel', 'cancel'] });
  });
  it('does not cancel a place that is not acknowledged yet', () => {
    for (const state of ['intended', 'sent', 'unknown'] as const) expect(plan(wanted(), [order(48, 10, { state })]).orders).toEqual(['keep']);
  });
  it('serves no layer with an order that is on its way out', () => {
    for (const state of ['cancel-pending', 'cancel-unknown'] as const) expect(plan(wanted([48, 10]), [order(48, 10, { state })])).toMatchObject({ orders: ['leaving'], layers: ['place'] });
  });
});

it('gives every layer at most one order, uses none that leaves, cancels none that is not acknowledged, and says why', () => {
  const states: readonly OrderState[] = ['sent', 'working', 'working', 'working', 'unknown', 'cancel-pending', 'cancel-unknown'];
  const anyOrder = fc.record({
    side: fc.constantFrom('bid' as const, 'bid' as const, 'ask' as const), cents: fc.integer({ min: 40, max: 50 }), shares: fc.integer({ min: 1, max: 20 }),
    left: fc.double({ min: 0.1, max: 1, noNaN: true }), state: fc.constantFrom(...states), age: fc.nat(2_000), layer: fc.nat(4), amending: fc.boolean(),
  }).map((o) => order(o.cents, o.shares, { side: o.side, state: o.state, layer: o.layer, placedAt: 10_000 - o.age, remaining: n(Math.ceil(o.shares * o.left)), amendingTo: o.amending ? n(1) : -1 }));
  const layers = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5 })), { maxLength: 5 })
    .map((steps) => { let at = 50; return steps.map(([down, shares, more]) => [at -= down, shares, shares + more] as const); });
  fc.assert(fc.property(fc.array(anyOrder, { maxLength: 8 }), layers, fc.boolean(), fc.option(fc.nat(40)), (orders, wants, canAmend, roomShares) => {
    const quotes = wanted(...wants);
    const room = roomShares === null ? Infinity : n(roomShares);
    const { plan: out } = plan(quotes, orders, { canAmend, room });
    const bids = orders.filter((o) => o.side === 'bid');
    expect(out.orders.slice(0, out.count)).toEqual(bids);
    const served = Array.from(out.served.slice(0, quotes.count));
    const serving = served.filter((s) => s >= 0);
    expect(new Set(serving).size).toBe(serving.length);
    let staying = 0;
    served.forEach((index, layer) => {
      if (index < 0) { expect(index === TO_PLACE).toBe(quotes.size[layer]! > 0); return; }
      expect(['keep', 'amend']).toContain(out.action[index]);
      // A place without an answer can be neither cancelled nor made smaller: it waits for its turn.
      if (out.orders[index]!.state !== 'working') return;
      staying += out.action[index] === 'amend' ? out.amendTo[index]! : out.orders[index]!.remaining;
    });
    expect(staying).toBeLessThanOrEqual(room);
    bids.forEach((o, i) => {
      const leaves = o.state === 'cancel-pending' || o.state === 'cancel-unknown';
      expect(out.action[i] === 'leaving').toBe(leaves);
      if (o.state === 'sent' || o.state === 'unknown') expect(out.action[i]).toBe('keep');
      if (out.action[i] === 'amend') expect(out.amendTo[i]).toBeLessThan(o.remaining);
      if (out.action[i] === 'keep' && o.state === 'working') expect(served).toContain(i);
      expect(out.why[i]).not.toBe('');
    });
  }), { numRuns: 1_000 });
});
