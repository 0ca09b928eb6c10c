import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cash, notional, price, size } from '../domain/numbers.ts';
import { Position } from '../ledger/position.ts';
import { ownOrder } from '../orders/order.fixture.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import { addedNotionalWith, measureExposure, noExposure, unitCost } from './exposure.ts';

const c = (cents: number) => price(cents * 10_000);
const n = (shares: number) => size(shares * 1_000_000);

const order = fc.record({ side: fc.constantFrom('bid' as const, 'ask' as const), cents: fc.integer({ min: 1, max: 99 }), shares: fc.integer({ min: 1, max: 30 }), state: fc.constantFrom('working' as const, 'cancel-pending' as const, 'unknown' as const) })
  .map((o) => ownOrder({ side: o.side, price: c(o.cents), size: n(o.shares), state: o.state }));
/** How the position came about, so that its cost is one that can be. */
const history = fc.array(fc.record({ side: fc.constantFrom('bid' as const, 'ask' as const), cents: fc.integer({ min: 1, max: 99 }), shares: fc.integer({ min: 1, max: 40 }) }), { maxLength: 3 });

function fill(position: Position, side: 'bid' | 'ask', at: number, micros: number): void {
  position.applyFill(side, side === 'bid' ? { outcome: 'yes', action: 'buy', price: price(at) } : { outcome: 'no', action: 'buy', price: price(1_000_000 - at) }, price(at), size(micros), cash(0));
}
const after = (position: Position, orders: readonly OwnOrder[]): Position => {
  const copy = Position.fromJSON(position.toJSON());
  for (const o of orders) fill(copy, o.side, o.price, o.remaining);
  return copy;
};

function permutations<T>(of: readonly T[]): T[][] {
  return of.length === 0 ? [[]] : of.flatMap((first, i) => permutations(of.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

function measured(position: Position, orders: readonly OwnOrder[]) {
  const out = noExposure();
  measureExposure(out, position.net, position.notionalAtCost, orders);
  return out;
}

describe('the worst case', () => {
  it('is never less than the dearest of all subsets of fills in any order', () => {
    fc.assert(fc.property(history, fc.array(order, { maxLength: 4 }), (fills, orders) => {
      const position = new Position();
      for (const f of fills) fill(position, f.side, c(f.cents), n(f.shares));
      const { worstNotional } = measured(position, orders);
      // What is held after each step of each order of filling: every subset is the start of one of them.
      for (const sequence of permutations(orders)) {
        const now = Position.fromJSON(position.toJSON());
        for (const o of sequence) {
          fill(now, o.side, o.price, o.remaining);
          // A reduction rounds the cost of what stays, by half a micro-dollar a fill.
          expect(now.notionalAtCost).toBeLessThanOrEqual(worstNotional + sequence.length);
        }
      }
    }), { numRuns: 300 });
  });

  it('is exact where one side at one price only adds', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 99 }), fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }), fc.constantFrom('bid' as const, 'ask' as const), (cents, sizes, side) => {
      const orders = sizes.map((shares) => ownOrder({ side, price: c(cents), size: n(shares) }));
      const out = measured(new Position(), orders);
      expect(out.worstNotional).toBe(after(new Position(), orders).notionalAtCost);
      expect(out[side].live).toBe(sizes.reduce((sum, s) => sum + n(s), 0));
      expect(out.openOrders).toBe(orders.length);
    }));
  });

  it('does not grow by orders that only reduce', () => {
    const position = new Position();
    fill(position, 'bid', c(40), n(20));
    expect(measured(position, [ownOrder({ side: 'ask', price: c(60), size: n(20) })]).worstNotional).toBe(8_000_000);
    expect(measured(position, [ownOrder({ side: 'ask', price: c(60), size: n(25) })]).worstNotional).toBe(10_000_000);
  });

  it('counts orders whose cancel is under way or whose place is unknown in full', () => {
    for (const state of ['sent', 'unknown', 'cancel-pending', 'cancel-unknown'] as const) expect(measured(new Position(), [ownOrder({ state, size: n(10) })]).worstNotional).toBe(5_000_000);
  });

  it('with one more order is the same as measured with it live', () => {
    fc.assert(fc.property(history, fc.array(order, { maxLength: 4 }), order, (fills, orders, more) => {
      const position = new Position();
      for (const f of fills) fill(position, f.side, c(f.cents), n(f.shares));
      const before = measured(position, orders);
      const side = addedNotionalWith(before[more.side], unitCost(more.side, more.price), more.remaining);
      const other = addedNotionalWith(before[more.side === 'bid' ? 'ask' : 'bid'], 0, 0);
      expect(before.heldNotional + Math.max(side, other)).toBe(measured(position, [...orders, more]).worstNotional);
    }));
  });
});

it('costs the price a share to bid and the rest of the dollar to ask', () => {
  expect([unitCost('bid', c(30)), unitCost('ask', c(30))]).toEqual([300_000, 700_000]);
  expect(notional(unitCost('ask', c(30)), n(10))).toBe(7_000_000);
});
