import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { price, size } from '../domain/numbers.ts';
import { OrderBook } from '../market/order-book.ts';
import { bookImbalance, bookProblem, fairValue } from './fair-value.ts';

/** [cents, shares] per level. */
type Levels = readonly (readonly [number, number])[];
function book(bids: Levels, asks: Levels): OrderBook {
  const out = new OrderBook(price(10_000));
  const flat = (levels: Levels): number[] => levels.flatMap(([c, n]) => [c * 10_000, n * 1_000_000]);
  out.replace(flat(bids), flat(asks));
  return out;
}

describe('fair value', () => {
  it('is the middle, whatever rests there', () => {
    expect(fairValue(book([[48, 1]], [[53, 999]]), 'mid')).toBe(505_000);
  });
  it('as micro-price leans towards the thinner side', () => {
    expect(fairValue(book([[48, 300]], [[52, 100]]), 'micro-price')).toBe(510_000);
    expect(fairValue(book([[48, 1]], [[52, 2]]), 'micro-price')).toBe(493_333);
  });
  it('as book imbalance leans towards the side with less depth over five levels', () => {
    const deep: Levels = [[48, 10], [47, 10], [46, 10], [45, 10], [44, 20], [43, 500]];
    expect(bookImbalance(book(deep, [[52, 20]]))).toBe(0.5);
    expect(fairValue(book(deep, [[52, 20]]), 'book-imbalance')).toBe(510_000);
  });
  it('lies between the touches for any book that prices, and is a whole number', () => {
    const levels = fc.array(fc.tuple(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 1, max: 1_000 })), { minLength: 1, maxLength: 7 });
    fc.assert(fc.property(levels, levels, (bids, asks) => {
      const priced = book(bids, asks.map(([c, n]) => [c + 50, n] as const));
      for (const model of ['mid', 'micro-price', 'book-imbalance'] as const) {
        const fair = fairValue(priced, model);
        expect(Number.isInteger(fair)).toBe(true);
        expect(fair).toBeGreaterThanOrEqual(priced.bestBid());
        expect(fair).toBeLessThanOrEqual(priced.bestAsk());
      }
    }));
  });
  it('does not see our own orders', () => {
    const shown = book([[49, 10], [48, 30]], [[52, 10]]);
    shown.addOwn('bid', price(490_000), 10_000_000);
    expect(fairValue(shown, 'mid')).toBe(500_000);
    expect(fairValue(shown, 'micro-price')).toBe(510_000);
    shown.addOwn('ask', price(520_000), size(4_000_000));
    expect(fairValue(shown, 'micro-price')).toBe(Math.round((52 * 30 + 48 * 6) / 36 * 10_000));
  });
});

describe('a book that prices nothing', () => {
  it.each([
    ['empty', [], [], 'empty'],
    ['without bids', [], [[52, 1]], 'one-sided'],
    ['without asks', [[48, 1]], [], 'one-sided'],
    ['crossed', [[53, 1]], [[52, 1]], 'crossed'],
    ['locked', [[52, 1]], [[52, 1]], 'crossed'],
  ] as const)('is one that is %s', (_, bids, asks, problem) => {
    expect(bookProblem(book(bids, asks))).toBe(problem);
  });
  it('is one in which only we quote a side', () => {
    const ours = book([[48, 10]], [[52, 10]]);
    expect(bookProblem(ours)).toBeNull();
    ours.addOwn('ask', price(520_000), 10_000_000);
    expect(bookProblem(ours)).toBe('one-sided');
  });
  it('has no imbalance when both sides are empty', () => {
    expect(bookImbalance(book([], []))).toBeNaN();
  });
});
