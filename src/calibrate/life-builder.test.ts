import { expect, test } from 'vitest';
import { LifeBuilder, type OrderEvent } from './life-builder.ts';

const MARKET = 'KXGAME-26JAN05AB-A';
const placed = (at: number, price = 400_000, size = 10): OrderEvent => ({ kind: 'placed', at, market: MARKET, order: 'o1', price, size });
const amended = (at: number, price: number, size = 10): OrderEvent => ({ kind: 'amended', at, market: MARKET, order: 'o1', price, size });
const polled = (at: number, ahead: number): OrderEvent => ({ kind: 'polled', at, market: MARKET, order: 'o1', ahead });
const gone = (at: number, how: 'executed' | 'canceled'): OrderEvent => ({ kind: 'gone', at, market: MARKET, order: 'o1', how });

function logOf(...events: readonly OrderEvent[]) {
  const builder = new LifeBuilder();
  for (const event of events) builder.add(event);
  return builder.finish();
}
const livesOf = (...events: readonly OrderEvent[]) => logOf(...events).lives.map(({ joinedAt, endedAt, end, polls }) => ({ joinedAt, endedAt, end, ahead: polls.map(({ ahead }) => ahead) }));

test('follows an order from its placing over its polls to its execution', () => {
  expect(livesOf(placed(0), polled(5, 30), polled(20, 10), gone(25, 'executed'))).toEqual([{ joinedAt: 0, endedAt: 25, end: 'executed', ahead: [30, 10] }]);
});

test('begins a new life where an amend changes the price or raises the size, and only there', () => {
  expect(livesOf(placed(0, 400_000, 10), polled(1, 9), amended(2, 400_000, 5), polled(3, 8), amended(4, 400_000, 6), amended(5, 410_000, 6), gone(6, 'canceled'))).toEqual([
    { joinedAt: 0, endedAt: 4, end: 'amended', ahead: [9, 8] },
    { joinedAt: 4, endedAt: 5, end: 'amended', ahead: [] },
    { joinedAt: 5, endedAt: 6, end: 'canceled', ahead: [] },
  ]);
});

test('ends a life unseen where it was last seen: at a restart, and at the end of the log', () => {
  expect(livesOf(placed(0), polled(5, 3), { kind: 'started', at: 90, market: MARKET }, placed(100), polled(110, 7))).toEqual([
    { joinedAt: 0, endedAt: 5, end: 'unseen', ahead: [3] },
    { joinedAt: 100, endedAt: 110, end: 'unseen', ahead: [7] },
  ]);
});

test('leaves the orders of other markets alone at a restart', () => {
  expect(livesOf(placed(0), { kind: 'started', at: 90, market: 'KXGAME-26JAN05AB-B' }, gone(95, 'canceled'))).toEqual([{ joinedAt: 0, endedAt: 95, end: 'canceled', ahead: [] }]);
});

test('takes more ahead than before for a place that was lost unseen', () => {
  expect(livesOf(placed(0), polled(5, 3), polled(20, 50), gone(30, 'executed'))).toEqual([
    { joinedAt: 0, endedAt: 5, end: 'unseen', ahead: [3] },
    { joinedAt: 20, endedAt: 30, end: 'executed', ahead: [50] },
  ]);
});

test('keeps of an order what was ahead when it was first seen, whatever its price became', () => {
  expect(logOf(placed(0), polled(5, 3), amended(6, 410_000), polled(20, 50), gone(30, 'executed')).orders).toEqual([{ firstAhead: 3, ended: 'executed' }]);
});

test('makes nothing of polls of an order that was never placed in sight', () => {
  const log = logOf(polled(5, 3), gone(9, 'canceled'));
  expect(log.lives).toEqual([]);
  expect(log.orders).toEqual([{ firstAhead: 3, ended: 'canceled' }]);
});
