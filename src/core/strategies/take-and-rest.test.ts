import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeFor, type FeeCurve } from '../domain/fees.ts';
import { price, size } from '../domain/numbers.ts';
import { cents, instrument, shares } from '../engine.fixture.ts';
import { OrderBook } from '../market/order-book.ts';
import { DROP_REASONS, Ladder, REST_POST_ONLY, TAKE, type LadderSide } from '../quoting/ladder.ts';
import { takeAndRest, wholeSlice, type WorkInput } from './take-and-rest.ts';

const FEE: FeeCurve = { rate: 0.07, exponent: 1, roundUpTo: 10 };

function input(over: Partial<WorkInput> & { readonly bids?: readonly (readonly [number, number])[]; readonly asks?: readonly (readonly [number, number])[] } = {}): WorkInput {
  const { bids = [[48, 100]], asks = [[52, 10], [53, 20], [56, 100]], ...rest } = over;
  const book = new OrderBook(cents(1));
  const flat = (levels: readonly (readonly [number, number])[]): number[] => levels.flatMap(([c, n]) => [cents(c), shares(n)]);
  book.replace(flat(bids), flat(asks));
  return { instrument: instrument({ minSize: shares(5) }), book, fairValue: cents(50), collar: cents(3), reach: Infinity, ...rest };
}

const layers = (side: LadderSide): readonly string[] => Array.from({ length: side.count }, (_, i) =>
  `${side.style[i] === TAKE ? 'take' : side.style[i] === REST_POST_ONLY ? 'rest' : '?'} ${side.size[i] === 0 ? DROP_REASONS[side.reason[i]!] : `${side.size[i]! / 1e6} at ${side.price[i]! / 1e4}c`}`);

function laid(side: 'bid' | 'ask', whole: number, late: number, of: WorkInput): readonly string[] {
  const ladder = new Ladder();
  takeAndRest(side, shares(whole), shares(late), of, ladder);
  expect(ladder[side === 'bid' ? 'asks' : 'bids'].count).toBe(0);
  return layers(side === 'bid' ? ladder.bids : ladder.asks);
}

describe('taking and resting', () => {
  it('rests where others of its side stand', () => {
    expect(laid('bid', 20, 0, input())).toEqual(['rest 20 at 48c']);
    expect(laid('ask', 20, 0, input())).toEqual(['rest 20 at 52c']);
  });
  it('takes from the other side no deeper than it needs, and the rest rests', () => {
    expect(laid('bid', 20, 8, input())).toEqual(['take 8 at 52c', 'rest 12 at 48c']);
    expect(laid('bid', 30, 30, input())).toEqual(['take 30 at 53c']);
    expect(laid('ask', 30, 30, input())).toEqual(['take 30 at 48c']);
  });
  it('stops at the collar, and leaves what is beyond to rest', () => {
    expect(laid('bid', 50, 50, input())).toEqual(['take 30 at 53c', 'rest 20 at 48c']);
    expect(laid('bid', 50, 50, input({ collar: cents(1.9) }))).toEqual(['take beyond-collar', 'rest 50 at 48c']);
  });
  it('reaches no further than any order may, however cheap it would be', () => {
    expect(laid('bid', 50, 50, input({ collar: cents(9), reach: cents(1) }))).toEqual(['take 30 at 53c', 'rest 20 at 48c']);
    expect(laid('bid', 50, 50, input({ collar: cents(9), reach: cents(4) }))).toEqual(['take 50 at 56c']);
    expect(laid('ask', 30, 30, input({ bids: [[48, 10], [46, 100]], collar: cents(9), reach: cents(1) }))).toEqual(['take 10 at 48c', 'rest 20 at 52c']);
  });
  it('counts the fee of the taker', () => {
    // 7 % of 52c × 48c is 1.75c: 52c cost 3.75c beyond a fair value of 50c.
    const fees = { maker: FEE, taker: FEE };
    expect(laid('bid', 10, 10, input({ instrument: instrument({ fees, minSize: shares(5) }), collar: cents(3.7) }))).toEqual(['take beyond-collar', 'rest 10 at 48c']);
    expect(laid('bid', 10, 10, input({ instrument: instrument({ fees, minSize: shares(5) }), collar: cents(3.8) }))).toEqual(['take 10 at 52c']);
  });
  it('takes nothing where there is less than the venue takes as an order', () => {
    expect(laid('bid', 20, 20, input({ asks: [[52, 4], [60, 100]] }))).toEqual(['take beyond-collar', 'rest 20 at 48c']);
  });
  it('takes less where the whole of what is there would leave too little to order', () => {
    expect(laid('bid', 13, 13, input({ asks: [[52, 10], [60, 100]] }))).toEqual(['take 8 at 52c', 'rest 5 at 48c']);
    expect(laid('bid', 9, 9, input({ asks: [[52, 8], [60, 100]] }))).toEqual(['take beyond-collar', 'rest 9 at 48c']);
  });
  it('never costs more than the collar, never takes more than is late, and never wants more than the whole', () => {
    const level = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 60 }));
    fc.assert(fc.property(fc.constantFrom('bid' as const, 'ask' as const), fc.array(level, { minLength: 1, maxLength: 8 }), fc.integer({ min: 10, max: 90 }), fc.integer({ min: 5, max: 80 }), fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 60 }), (side, far, fair, whole, lateUpTo, collarTenths) => {
      const late = lateUpTo < 5 ? 0 : Math.min(whole, lateUpTo);
      const other = far.map(([c, n]) => [side === 'bid' ? Math.max(c, fair + 1) : Math.min(c, fair - 1), n] as const);
      const of = input({ bids: side === 'bid' ? [[fair - 1, 10]] : other, asks: side === 'bid' ? other : [[fair + 1, 10]], fairValue: cents(fair), collar: cents(collarTenths / 10), instrument: instrument({ fees: { maker: FEE, taker: FEE }, minSize: shares(5) }) });
      const ladder = new Ladder();
      takeAndRest(side, shares(whole), shares(late), of, ladder);
      const out = side === 'bid' ? ladder.bids : ladder.asks;
      let wanted = 0;
      for (let i = 0; i < out.count; i++) {
        wanted += out.size[i]!;
        if (out.size[i]! > 0) expect(out.size[i]!).toBeGreaterThanOrEqual(shares(5));
        if (out.style[i] !== TAKE || out.size[i] === 0) continue;
        expect(out.size[i]!).toBeLessThanOrEqual(shares(late));
        const away = (out.price[i]! - cents(fair)) * (side === 'bid' ? 1 : -1);
        expect(away + feeFor(FEE, price(out.price[i]!), size(1_000_000))).toBeLessThanOrEqual(cents(collarTenths / 10));
      }
      expect(wanted).toBeLessThanOrEqual(shares(whole));
    }), { numRuns: 300 });
  });
});

describe('a whole slice', () => {
  const of = instrument({ lot: shares(1), minSize: shares(5) });
  const slice = (wanted: number, left: number): number => wholeSlice(shares(wanted), shares(left), of) / 1e6;

  it('waits while it is under the minimum', () => { expect([slice(4.9, 100), slice(0, 100), slice(-3, 100), slice(3, 3)]).toEqual([0, 0, 0, 0]); });
  it('is cut to whole lots', () => { expect(slice(7.9, 100)).toBe(7); });
  it('leaves nothing, or enough for another order', () => { expect([slice(17, 20), slice(6, 8), slice(30, 20)]).toEqual([15, 8, 20]); });
  it('is never more than is left, and what is left after it can be ordered wherever there is enough for two orders', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (wantedTenths, leftTenths) => {
      const got = slice(wantedTenths / 10, leftTenths / 10);
      const left = Math.floor(leftTenths / 10);
      expect(got).toBeLessThanOrEqual(left);
      expect(got === 0 || got >= 5).toBe(true);
      if (got > 0) expect(left - got === 0 || left - got >= 5).toBe(true);
      if (got > wantedTenths / 10) expect(got - wantedTenths / 10).toBeLessThan(5);
    }));
  });
});
