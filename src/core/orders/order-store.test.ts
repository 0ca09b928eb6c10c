import { describe, expect, it } from 'vitest';
import { marketId } from '../domain/instrument.ts';
import { OrderStore } from './order-store.ts';
import { ownOrder } from './order.fixture.ts';

describe('the order store', () => {
  it('lists what is live by market, and counts it', () => {
    const store = new OrderStore();
    const [first, second, third] = [ownOrder({ market: marketId(2) }), ownOrder(), ownOrder({ market: marketId(2) })];
    for (const order of [first, second, third]) store.add(order);
    expect(store.live(marketId(2))).toEqual([first, third]);
    expect([...store.allLive()]).toEqual([second, first, third]);
    expect(store.liveCount).toBe(3);
    expect(store.live(marketId(7))).toEqual([]);
  });

  it('takes a client id once', () => {
    const store = new OrderStore();
    const order = ownOrder();
    store.add(order);
    expect(() => store.add({ ...order })).toThrow(/was used before/);
    store.move(order, 'done');
    expect(() => store.add({ ...order })).toThrow(/was used before/);
  });

  it('takes only the edges of the table', () => {
    const store = new OrderStore();
    const order = ownOrder({ state: 'sent' });
    store.add(order);
    expect(store.move(order, 'absent')).toBe(false);
    expect(order.state).toBe('sent');
    expect(store.move(order, 'sent')).toBe(true);
    expect(store.move(order, 'working')).toBe(true);
    expect(store.liveCount).toBe(1);
  });

  it('takes an order that ended off the live list, with nothing remaining, and still knows it', () => {
    const store = new OrderStore();
    const [ended, other] = [ownOrder({ amendingTo: 5 }), ownOrder()];
    store.add(ended);
    store.add(other);
    expect(store.move(ended, 'done')).toBe(true);
    expect(store.move(ended, 'working')).toBe(false);
    expect(store.live(marketId(0))).toEqual([other]);
    expect(store.get(ended.clientId)).toMatchObject({ state: 'done', remaining: 0, amendingTo: -1 });
    expect(store.liveCount).toBe(1);
  });

  it('forgets the oldest of more than 5,000 finished orders, and no live one', () => {
    const store = new OrderStore();
    const waiting = ownOrder();
    store.add(waiting);
    const finished = Array.from({ length: 5_003 }, () => ownOrder());
    for (const order of finished) { store.add(order); store.move(order, 'done'); }
    expect(finished.map((o) => store.get(o.clientId) === undefined).indexOf(false)).toBe(3);
    expect(store.get(waiting.clientId)).toBe(waiting);
    const again = OrderStore.fromJSON(JSON.parse(JSON.stringify(store)));
    for (const each of [store, again]) {
      const late = { ...ownOrder(), clientId: 'late' };
      each.add(late);
      each.move(late, 'done');
    }
    expect(again.toJSON()).toEqual(store.toJSON());
    expect(again.get(finished[3]!.clientId)).toBeUndefined();
    expect(again.get(finished[4]!.clientId)).toBeDefined();
  });

  it('is the same after JSON, and shares no order with what it was made from', () => {
    const store = new OrderStore();
    const order = ownOrder({ fillIds: ['a'] });
    store.add(order);
    const again = OrderStore.fromJSON(store.toJSON());
    order.fillIds.push('b');
    expect(again.get(order.clientId)!.fillIds).toEqual(['a']);
    expect(again.liveCount).toBe(1);
    expect(() => again.add(ownOrder({ clientId: order.clientId }))).toThrow(/was used before/);
  });
});
