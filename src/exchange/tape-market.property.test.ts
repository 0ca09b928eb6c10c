import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timestamp, type Price } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { decayQueue } from './decay-queue.ts';
import { pessimisticQueue } from './pessimistic-queue.ts';
import { powerQueue } from './power-queue.ts';
import { proportionalQueue } from './proportional-queue.ts';
import type { QueueModel } from './queue-model.ts';
import { cents, shares, snapshotRows, tapeInstrument } from './tape-market.fixture.ts';
import { TapeMarket, type TapeOrder } from './tape-market.ts';
import { tradeThroughQueue } from './trade-through-queue.ts';

const MODELS: readonly QueueModel[] = [pessimisticQueue, proportionalQueue, powerQueue(2), tradeThroughQueue, decayQueue(2_000)];
const models = fc.constantFrom(...MODELS);

const sides = fc.constantFrom<Side>('bid', 'ask');
const at = fc.integer({ min: 45, max: 55 });
const count = fc.nat(40);
const levels = fc.uniqueArray(fc.tuple(at, fc.integer({ min: 1, max: 40 })), { maxLength: 5, selector: ([price]) => price });
type Action =
  | { readonly do: 'level'; readonly side: Side; readonly at: number; readonly n: number }
  | { readonly do: 'trade'; readonly side: Side; readonly at: number; readonly n: number }
  | { readonly do: 'order'; readonly side: Side; readonly at: number; readonly n: number; readonly isPostOnly: boolean }
  | { readonly do: 'cancel'; readonly n: number }
  | { readonly do: 'doubt' | 'confirm' }
  | { readonly do: 'book'; readonly bids: readonly (readonly [number, number])[]; readonly asks: readonly (readonly [number, number])[] };
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('level' as const), side: sides, at, n: count }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('trade' as const), side: sides, at, n: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('order' as const), side: sides, at, n: fc.integer({ min: 1, max: 40 }), isPostOnly: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), n: count }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('doubt' as const, 'confirm' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('book' as const), bids: levels, asks: levels }) },
);
const script = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_500 }), action), { maxLength: 80 });

interface Fill { readonly order: string; readonly side: Side; readonly limit: number; readonly price: number; readonly size: number; readonly liquidity: string; readonly action: Action | null }

/** Plays a script, checking after each action that places only fall, and keeps the volume the recording offered. */
function play(
  queue: QueueModel,
  steps: readonly (readonly [number, Action])[],
  /** Called with the orders that rested before a print for each that it filled. */
  printFilled: (rested: readonly TapeOrder[], filled: TapeOrder) => void = () => {},
): { readonly fills: readonly Fill[]; readonly orders: readonly TapeOrder[]; readonly sizes: ReadonlyMap<string, number> } {
  const fills: Fill[] = [];
  const orders: TapeOrder[] = [];
  const sizes = new Map<string, number>();
  const shown = { bid: new Map<number, number>(), ask: new Map<number, number>() };
  /** What the recording has added to displayed levels, by the side that shows it: nothing more can be met or taken. */
  const added = { bid: 0, ask: 0 };
  let current: Action | null = null;
  const market = new TapeMarket(tapeInstrument, queue, (order, price, size, liquidity) => {
    fills.push({ order: order.clientId, side: order.side, limit: order.price, price, size, liquidity, action: current });
  });
  const queueAhead = (order: TapeOrder): number | null => (market.orders(order.side).includes(order) ? order.place!.ahead : null);
  const show = (on: Side, price: number, size: number): void => {
    added[on] += Math.max(0, size - (shown[on].get(price) ?? 0));
    shown[on].set(price, size);
  };
  let now = 0;
  for (const [waitMs, step] of steps) {
    current = step;
    const ts = timestamp(now += waitMs);
    const before = new Map(orders.map((order) => [order.clientId, queueAhead(order)]));
    const known = fills.length;
    if (step.do === 'level') { show(step.side, step.at, shares(step.n)); market.level(step.side, cents(step.at), shares(step.n), ts); }
    if (step.do === 'trade') market.print(cents(step.at), shares(step.n), step.side, ts);
    if (step.do === 'doubt') market.trust(false, ts);
    if (step.do === 'confirm') market.trust(true, ts);
    if (step.do === 'book') {
      for (const on of ['bid', 'ask'] as const) {
        const listed = new Map(on === 'bid' ? step.bids : step.asks);
        for (const price of shown[on].keys()) if (!listed.has(price)) shown[on].set(price, 0);
        for (const [price, n] of listed) show(on, price, shares(n));
      }
      const flat = (listed: readonly (readonly [number, number])[]): number[] => listed.flatMap(([price, n]) => [cents(price), shares(n)]);
      market.snapshot(snapshotRows(flat(step.bids), flat(step.asks)), 0, ts);
    }
    if (step.do === 'order') {
      const order: TapeOrder = { clientId: `o${orders.length}`, side: step.side, price: cents(step.at), remaining: shares(step.n), place: null };
      const other = market.best(step.side === 'bid' ? 'ask' : 'bid');
      const own = market.bestOwn(step.side === 'bid' ? 'ask' : 'bid');
      const reaches = (price: Price | null): boolean => price !== null && (step.side === 'bid' ? order.price >= price : order.price <= price);
      // What an exchange refuses before it gets here.
      if (reaches(own) || (step.isPostOnly && reaches(other))) continue;
      orders.push(order);
      sizes.set(order.clientId, order.remaining);
      market.place(order, step.isPostOnly ? 'post-only' : 'limit', ts);
    }
    const cancelled = step.do === 'cancel' ? orders[step.n] : undefined;
    if (cancelled !== undefined) market.remove(cancelled);
    const news = fills.slice(known);
    for (const order of orders) {
      const [was, is] = [before.get(order.clientId) ?? Infinity, queueAhead(order)];
      if (is !== null) expect(is).toBeLessThanOrEqual(was);
    }
    if (step.do === 'trade') {
      expect(news.reduce((sum, fill) => sum + fill.size, 0)).toBeLessThanOrEqual(shares(step.n));
      for (const fill of news) {
        // Only those behind nobody are filled at the print's own price.
        const order = orders.find(({ clientId }) => clientId === fill.order) as TapeOrder;
        if (fill.price === cents(step.at)) expect(queueAhead(order) ?? 0).toBe(0);
        printFilled(orders.filter(({ clientId }) => (before.get(clientId) ?? null) !== null), order);
      }
    }
    for (const on of ['bid', 'ask'] as const) {
      const met = fills.filter((fill) => fill.side !== on && fill.action?.do !== 'trade').reduce((sum, fill) => sum + fill.size, 0);
      expect(met).toBeLessThanOrEqual(added[on]);
    }
  }
  return { fills, orders, sizes };
}

test('whatever happens, no order fills beyond its size, past its limit, or from more than was traded or displayed', () => {
  fc.assert(fc.property(models, script, (queue, steps) => {
    const { fills, orders, sizes } = play(queue, steps);
    for (const order of orders) {
      const filled = fills.filter((fill) => fill.order === order.clientId).reduce((sum, fill) => sum + fill.size, 0);
      expect(filled + order.remaining).toBe(sizes.get(order.clientId));
      expect(order.remaining).toBeGreaterThanOrEqual(0);
    }
    for (const fill of fills) {
      expect(fill.size).toBeGreaterThan(0);
      expect(fill.side === 'bid' ? fill.price <= fill.limit : fill.price >= fill.limit).toBe(true);
      if (fill.liquidity === 'maker') expect(fill.price).toBe(fill.limit);
    }
  }), { numRuns: 500 });
});

test('a print reaches an order of ours only when every earlier one at its price, and every one at a better price, is full', () => {
  fc.assert(fc.property(models, script, (queue, steps) => {
    play(queue, steps, (orders, filled) => {
      const last = orders.indexOf(filled);
      orders.forEach((other, index) => {
        const isBefore = other.price === filled.price ? index < last : filled.side === 'bid' ? other.price > filled.price : other.price < filled.price;
        if (other.side === filled.side && isBefore) expect(other.remaining).toBe(0);
      });
    });
  }), { numRuns: 500 });
});

test('the same script gives the same fills', () => {
  fc.assert(fc.property(models, script, (queue, steps) => { expect(play(queue, steps).fills).toEqual(play(queue, steps).fills); }), { numRuns: 100 });
});

/** What one order has filled after each step of a script of others' doings, joined in the middle of it. */
function filledUnder(queue: QueueModel, order: { readonly side: Side; readonly at: number; readonly n: number }, before: readonly (readonly [number, Action])[], after: readonly (readonly [number, Action])[]): readonly number[] {
  const ofOthers = (steps: readonly (readonly [number, Action])[]): readonly (readonly [number, Action])[] => steps.filter(([, { do: doing }]) => doing !== 'order' && doing !== 'cancel');
  const steps = [...ofOthers(before), [5, { do: 'order', isPostOnly: false, ...order }] as const, ...ofOthers(after)];
  const start = steps.length - ofOthers(after).length;
  return steps.slice(start).map((_, i) => play(queue, steps.slice(0, start + i + 1)).fills.reduce((sum, { size }) => sum + size, 0));
}
const one = fc.record({ side: sides, at, n: fc.integer({ min: 1, max: 60 }) });
const halfScript = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_500 }), action), { maxLength: 25 });

test('at every moment an order has filled no more under trade-through than under pessimistic, and no more under that than under any other model', () => {
  fc.assert(fc.property(one, halfScript, halfScript, (order, before, after) => {
    const [hardest, pessimistic, ...others] = [tradeThroughQueue, pessimisticQueue, proportionalQueue, powerQueue(2), decayQueue(2_000)].map((queue) => filledUnder(queue, order, before, after));
    pessimistic!.forEach((filled, i) => {
      expect(hardest![i]).toBeLessThanOrEqual(filled);
      for (const other of others) expect(filled).toBeLessThanOrEqual(other[i]!);
    });
  }), { numRuns: 300 });
});
