import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Price, Size } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { ProvedBook } from './price-change-2025-book.ts';

const CENT = 10_000 as Price;
const cents = (n: number): Price => (n * 10_000) as Price;
const shares = (n: number): Size => (n * 1e6) as Size;
const book = (...levels: readonly (readonly [Side, number, number])[]): ProvedBook => {
  const proved = new ProvedBook(CENT);
  for (const [side, at, size] of levels) proved.set(side, cents(at), shares(size));
  return proved;
};

test('prices next to each other on both sides prove each other', () => {
  expect(book(['bid', 19, 5], ['ask', 20, 5]).isProved).toBe(true);
});

test('a level between them of which nothing is known leaves both in doubt', () => {
  expect(book(['bid', 19, 5], ['ask', 21, 5]).isProved).toBe(false);
});

test('a level between them is settled by having been seen empty on one side and bid on before', () => {
  // An order to buy that rested at 20 proves that no offer stood there; then it went.
  expect(book(['bid', 20, 5], ['bid', 19, 5], ['ask', 21, 5], ['bid', 20, 0]).isProved).toBe(true);
});

test('one side alone is never proved', () => {
  expect(book(['ask', 1, 5]).isProved).toBe(false);
});

test('an order that rests where another side still stands proves that side gone', () => {
  const proved = book(['bid', 19, 5], ['ask', 20, 5], ['ask', 21, 7]);
  expect(proved.set('bid', cents(20), shares(1))).toEqual([cents(20)]);
  expect([proved.staleLevels, proved.sizeAt('ask', cents(20)), proved.isProved]).toEqual([1, 0, true]);
});

test('known levels end at the first unknown one, and what is known beyond it is told apart', () => {
  const proved = book(['bid', 19, 5], ['bid', 18, 4], ['bid', 16, 2], ['ask', 20, 5]);
  expect([proved.knownLevels('bid'), proved.knownBeyond('bid')]).toEqual([[cents(19), shares(5), cents(18), shares(4)], [cents(16), shares(2)]]);
});

test('after forgetting nothing is proved by what was seen before', () => {
  const proved = book(['bid', 19, 5], ['ask', 20, 5]);
  proved.forget();
  expect(proved.isProved).toBe(false);
  proved.set('bid', cents(19), shares(5));
  expect(proved.isProved).toBe(false);
});

test('whatever stood before the first message, a proved best price is the best price, and known levels are what they say', () => {
  const anyOrder = fc.tuple(fc.constantFrom<Side>('bid', 'ask'), fc.integer({ min: 40, max: 60 }), fc.integer({ min: 0, max: 3 }));
  fc.assert(fc.property(fc.array(anyOrder, { maxLength: 30 }), fc.array(anyOrder, { maxLength: 60 }), (unseen, seen) => {
    const truth = new OrderBook(CENT);
    // An order that would trade does not rest: it changes no level here.
    const rests = ([side, at, size]: readonly [Side, number, number]): boolean => size === 0 || (side === 'bid' ? !(cents(at) >= truth.bestAsk()) : !(cents(at) <= truth.bestBid()));
    for (const order of unseen) if (rests(order)) truth.apply(order[0], cents(order[1]), shares(order[2]));
    const proved = new ProvedBook(CENT);
    for (const order of seen) {
      if (!rests(order)) continue;
      truth.apply(order[0], cents(order[1]), shares(order[2]));
      expect(proved.set(order[0], cents(order[1]), shares(order[2]))).toEqual([]);
      if (!proved.isProved) continue;
      for (const side of ['bid', 'ask'] as const) {
        const known = proved.knownLevels(side);
        expect(known).toEqual(truth.levels(side).slice(0, known.length));
        expect(known.length).toBeGreaterThan(0);
      }
    }
  }), { numRuns: 500 });
});
