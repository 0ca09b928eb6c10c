import { expect, test } from 'vitest';
import { shares } from './tape-market.fixture.ts';
import { EndedOrders } from './ended-orders.ts';

test('what became of an order stays known for as many orders as are promised, and for at most twice as many', () => {
  const ended = new EndedOrders(3);
  for (let i = 1; i <= 50; i++) {
    ended.add(`o${i}`, shares(i));
    for (let back = 0; back < Math.min(3, i); back++) expect(ended.filledOf(`o${i - back}`)).toBe(shares(i - back));
    expect([...Array(i + 1).keys()].filter((n) => ended.has(`o${n}`)).length).toBeLessThanOrEqual(6);
  }
  expect([ended.has('o1'), ended.filledOf('o1'), ended.has('o50')]).toEqual([false, undefined, true]);
});

test('an order that filled nothing is known too', () => {
  const ended = new EndedOrders();
  ended.add('a', shares(0));
  expect([ended.has('a'), ended.filledOf('a')]).toEqual([true, 0]);
});
