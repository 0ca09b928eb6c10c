import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complement, price, size } from '../domain/numbers.ts';
import { opposite, type Side } from '../domain/side.ts';
import { bookImbalance, bookProblem, fairValue } from '../signals/fair-value.ts';
import { OrderBook, SIGNAL_DEPTH } from './order-book.ts';

const TICK = price(50_000);
const TOP = 20;

type Change =
  | { readonly kind: 'delta'; readonly side: Side; readonly level: number; readonly lots: number }
  | { readonly kind: 'own'; readonly side: Side; readonly level: number; readonly lots: number }
  | { readonly kind: 'replace'; readonly bids: readonly number[]; readonly asks: readonly number[] }
  | { readonly kind: 'clear' };

const side = fc.constantFrom('bid' as const, 'ask' as const);
const level = fc.integer({ min: 0, max: TOP });
const levels = fc.array(level, { maxLength: 8 });
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('delta' as const), side, level, lots: fc.constantFrom(0, 0, 1, 2, 3) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('own' as const), side, level, lots: fc.integer({ min: -2, max: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('replace' as const), bids: levels, asks: levels }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'clear' as const }) },
);

/** The book as one would write it down: sizes by level in two maps, and what of them is ours. */
class Model {
  readonly all = { bid: new Map<number, number>(), ask: new Map<number, number>() };
  readonly own = { bid: new Map<number, number>(), ask: new Map<number, number>() };

  set(of: Side, at: number, lots: number): void {
    if (lots === 0) this.all[of].delete(at);
    else this.all[of].set(at, lots);
  }
  /** [level, lots], best first. */
  sorted(of: Side): (readonly [number, number])[] {
    return [...this.all[of]].toSorted(([a], [b]) => (of === 'bid' ? b - a : a - b));
  }
  others(of: Side): (readonly [number, number])[] {
    return this.sorted(of).map(([at, lots]) => [at, lots - (this.own[of].get(at) ?? 0)] as const).filter(([, lots]) => lots > 0);
  }
}

function compare(book: OrderBook, model: Model): void {
  const best = (of: Side): number => (model.sorted(of)[0]?.[0] ?? NaN) * TICK;
  expect(book.bestBid()).toBe(best('bid'));
  expect(book.bestAsk()).toBe(best('ask'));
  expect(book.othersBidIndex()).toBe(model.others('bid')[0]?.[0] ?? -1);
  expect(book.othersAskIndex()).toBe(model.others('ask')[0]?.[0] ?? TOP + 1);
  for (const of of ['bid', 'ask'] as const) {
    for (const limit of [1, 3, SIGNAL_DEPTH, Infinity]) {
      expect(book.levels(of, limit)).toEqual(model.sorted(of).slice(0, limit).flatMap(([at, lots]) => [at * TICK, lots]));
      expect(book.othersDepth(of, limit)).toBe(model.others(of).slice(0, limit).reduce((sum, [, lots]) => sum + lots, 0));
    }
    for (let at = 0; at <= TOP; at++) {
      const others = Math.max(0, (model.all[of].get(at) ?? 0) - (model.own[of].get(at) ?? 0));
      expect(of === 'bid' ? book.othersBidSize(at) : book.othersAskSize(at)).toBe(others);
      expect(book.sizeAt(of, price(at * TICK))).toBe(model.all[of].get(at) ?? 0);
    }
  }
}

it('agrees with a plain map of levels after any deltas, snapshots and changes of our own orders', () => {
  fc.assert(fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
    const book = new OrderBook(TICK);
    const model = new Model();
    for (const c of changes) {
      if (c.kind === 'delta') {
        book.apply(c.side, price(c.level * TICK), size(c.lots));
        model.set(c.side, c.level, c.lots);
      } else if (c.kind === 'own') {
        book.addOwn(c.side, price(c.level * TICK), c.lots);
        model.own[c.side].set(c.level, Math.max(0, (model.own[c.side].get(c.level) ?? 0) + c.lots));
      } else {
        const { bids, asks } = c.kind === 'clear' ? { bids: [], asks: [] } : c;
        const flat = (list: readonly number[]): number[] => list.flatMap((at) => [at * TICK, at + 1]);
        if (c.kind === 'clear') book.clear();
        else book.replace(flat(bids), flat(asks));
        model.all.bid.clear();
        model.all.ask.clear();
        for (const at of bids) model.set('bid', at, at + 1);
        for (const at of asks) model.set('ask', at, at + 1);
      }
      compare(book, model);
    }
  }), { numRuns: 150 });
});

it('says of a delta that it matters exactly when the five best levels of its side changed', () => {
  fc.assert(fc.property(fc.array(fc.record({ side, level, lots: fc.constantFrom(0, 1, 2) }), { maxLength: 60 }), (deltas) => {
    const book = new OrderBook(TICK);
    for (const d of deltas) {
      const before = book.levels(d.side, SIGNAL_DEPTH);
      const said = book.apply(d.side, price(d.level * TICK), size(d.lots));
      expect(said).toBe(JSON.stringify(before) !== JSON.stringify(book.levels(d.side, SIGNAL_DEPTH)));
    }
  }), { numRuns: 500 });
});

it('knows its levels and throws for a price between them or outside', () => {
  const book = new OrderBook(price(10_000));
  for (const p of [0, 10_000, 500_000, 1_000_000]) expect(book.has(p)).toBe(true);
  for (const p of [5_000, -10_000, 1_010_000, NaN, Infinity]) {
    expect(book.has(p)).toBe(false);
    expect(() => book.apply('bid', price(p), size(1))).toThrow(RangeError);
  }
});

it('gives the same book, and one less its fair value, when NO is told instead of YES', () => {
  const delta = fc.record({ side, level: fc.integer({ min: 1, max: TOP - 1 }), lots: fc.integer({ min: 0, max: 9 }) });
  fc.assert(fc.property(fc.array(delta, { maxLength: 30 }), (deltas) => {
    const yes = new OrderBook(TICK);
    const fromNo = new OrderBook(TICK);
    const mirrored = new OrderBook(TICK);
    for (const d of deltas) {
      // The same order as the NO token's own book shows it.
      const told = { side: opposite(d.side), price: complement(price(d.level * TICK)) };
      yes.apply(d.side, price(d.level * TICK), size(d.lots));
      fromNo.apply(opposite(told.side), complement(told.price), size(d.lots));
      mirrored.apply(told.side, told.price, size(d.lots));
    }
    for (const of of ['bid', 'ask'] as const) {
      expect(fromNo.levels(of)).toEqual(yes.levels(of));
      expect(mirrored.levels(opposite(of))).toEqual(yes.levels(of).map((x, i) => (i % 2 === 0 ? 1_000_000 - x : x)));
    }
    expect(bookProblem(mirrored)).toBe(bookProblem(yes));
    if (bookProblem(yes) !== null) return;
    for (const model of ['mid', 'micro-price', 'book-imbalance'] as const) {
      expect(Math.abs(fairValue(yes, model) + fairValue(mirrored, model) - 1_000_000)).toBeLessThanOrEqual(1);
    }
    expect(bookImbalance(mirrored)).toBeCloseTo(-bookImbalance(yes), 12);
  }), { numRuns: 500 });
});

describe('a change of the book', () => {
  it('is looked at when fewer than the watched levels of others are better, whatever came before', () => {
    const step = fc.record({ do: fc.constantFrom('level', 'level', 'level', 'own', 'watch', 'clear'), isBid: fc.boolean(), index: fc.integer({ min: 1, max: 99 }), size: fc.constantFrom(0, 0, 5, 9), depth: fc.integer({ min: 1, max: 4 }) });
    fc.assert(fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const book = new OrderBook(price(10_000));
      const sides = { bid: { total: new Map<number, number>(), own: new Map<number, number>() }, ask: { total: new Map<number, number>(), own: new Map<number, number>() } };
      for (const { do: what, isBid, index, size: shares, depth } of steps) {
        const which = isBid ? 'bid' : 'ask';
        const { total, own } = sides[which];
        if (what === 'watch') book.watchedDepth = depth;
        else if (what === 'own') {
          book.addOwn(which, price(index * 10_000), shares - (own.get(index) ?? 0));
          own.set(index, shares);
        } else if (what === 'clear') {
          book.clear();
          sides.bid.total.clear();
          sides.ask.total.clear();
        } else {
          const before = total.get(index) ?? 0;
          const wasBest = before > 0 && [...total].every(([other, held]) => held === 0 || (isBid ? other <= index : other >= index));
          total.set(index, shares);
          const better = [...total].filter(([other, held]) => (isBid ? other > index : other < index) && held > (own.get(other) ?? 0)).length;
          const isNewBest = shares > 0 && [...total].every(([other, held]) => held === 0 || (isBid ? other <= index : other >= index));
          const looked = before !== shares && (isNewBest && before === 0 || (wasBest && shares === 0) || better < book.watchedDepth);
          expect(book.apply(which, price(index * 10_000), size(shares))).toBe(looked);
        }
      }
    }), { numRuns: 500 });
  });
});
