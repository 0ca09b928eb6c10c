import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MarketDataEvent } from '../core/domain/events.ts';
import { marketId } from '../core/domain/instrument.ts';
import { timestamp, type Price } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { pessimisticQueue } from './pessimistic-queue.ts';
import { cents, shares, tapeInstrument } from './tape-market.fixture.ts';
import { TapeMarket, type TapeOrder } from './tape-market.ts';

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
  const market = new TapeMarket(tapeInstrument, pessimisticQueue, (order, price, size, liquidity) => {
    fills.push({ order: order.clientId, side: order.side, limit: order.price, price, size, liquidity, action: current });
  });
  const show = (on: Side, price: number, size: number): void => {
    added[on] += Math.max(0, size - (shown[on].get(price) ?? 0));
    shown[on].set(price, size);
  };
  let now = 0;
  for (const [waitMs, step] of steps) {
    current = step;
    const ts = timestamp(now += waitMs);
    const id = marketId(0);
    const before = new Map(orders.map((order) => [order.clientId, market.queueAhead(order)]));
    const known = fills.length;
    let event: MarketDataEvent | null = null;
    if (step.do === 'level') { show(step.side, step.at, shares(step.n)); event = { type: 'BookDelta', ts, market: id, side: step.side, price: cents(step.at), size: shares(step.n) }; }
    if (step.do === 'trade') event = { type: 'TradePrinted', ts, market: id, price: cents(step.at), size: shares(step.n), taker: step.side };
    if (step.do === 'doubt') event = { type: 'BookInvalidated', ts, market: id, reason: 'test' };
    if (step.do === 'confirm') event = { type: 'BookValidated', ts, market: id };
    if (step.do === 'book') {
      for (const on of ['bid', 'ask'] as const) {
        const listed = new Map(on === 'bid' ? step.bids : step.asks);
        for (const price of shown[on].keys()) if (!listed.has(price)) shown[on].set(price, 0);
        for (const [price, n] of listed) show(on, price, shares(n));
      }
      const flat = (listed: readonly (readonly [number, number])[]): number[] => listed.flatMap(([price, n]) => [cents(price), shares(n)]);
      event = { type: 'BookSnapshot', ts, market: id, bids: flat(step.bids), asks: flat(step.asks) };
    }
    if (event !== null) market.hear(event);
    if (step.do === 'order') {
      const order: TapeOrder = { clientId: `o${orders.length}`, side: step.side, price: cents(step.at), remaining: shares(step.n) };
      const other = market.best(step.side === 'bid' ? 'ask' : 'bid');
      const own = market.bestOwn(step.side === 'bid' ? 'ask' : 'bid');
      const reaches = (price: Price | null): boolean => price !== null && (step.side === 'bid' ? order.price >= price : order.price <= price);
      // What an exchange refuses before it gets here.
      if (reaches(own) || (step.isPostOnly && reaches(other))) continue;
      orders.push(order);
      sizes.set(order.clientId, order.remaining);
      market.place(order, step.isPostOnly, ts);
    }
    const cancelled = step.do === 'cancel' ? orders[step.n] : undefined;
    if (cancelled !== undefined) market.remove(cancelled);
    const news = fills.slice(known);
    for (const order of orders) {
      const [was, is] = [before.get(order.clientId) ?? Infinity, market.queueAhead(order)];
      if (is !== null) expect(is).toBeLessThanOrEqual(was);
    }
    if (step.do === 'trade') {
      expect(news.reduce((sum, fill) => sum + fill.size, 0)).toBeLessThanOrEqual(shares(step.n));
      for (const fill of news) {
        // Only those behind nobody are filled at the print's own price.
        const order = orders.find(({ clientId }) => clientId === fill.order) as TapeOrder;
        if (fill.price === cents(step.at)) expect(market.queueAhead(order) ?? 0).toBe(0);
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
  fc.assert(fc.property(script, (steps) => {
    const { fills, orders, sizes } = play(steps);
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
  fc.assert(fc.property(script, (steps) => {
    play(steps, (orders, filled) => {
      const last = orders.indexOf(filled);
      orders.forEach((other, index) => {
        const isBefore = other.price === filled.price ? index < last : filled.side === 'bid' ? other.price > filled.price : other.price < filled.price;
        if (other.side === filled.side && isBefore) expect(other.remaining).toBe(0);
      });
    });
  }), { numRuns: 500 });
});

test('the same script gives the same fills', () => {
  fc.assert(fc.property(script, (steps) => { expect(play(steps).fills).toEqual(play(steps).fills); }), { numRuns: 100 });
});
