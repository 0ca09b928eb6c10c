import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HouseAndOthers, left } from './recorded-house.fixture.ts';

test('shows the recorded book, level by level and whole', () => {
  const market = new HouseAndOthers().recorded('bid', 40, 100).recorded('bid', 39, 30).recorded('ask', 45, 50).settle();
  expect(market.shown()).toBe('40 100 39 30 / 45 50');
  expect(market.recorded('bid', 40, 0).recorded('ask', 45, 70).settle().shown()).toBe('39 30 / 45 70');
  expect(market.book([38, 5], [44, 9, 46, 1]).shown()).toBe('38 5 / 44 9 46 1');
});

test('fills an order by a print only after what was there before it', () => {
  const market = new HouseAndOthers().book([40, 100], [45, 50]);
  const order = market.other('bid', 40, 20);
  market.recorded('bid', 40, 40).print('ask', 40, 60);
  expect([left(order), market.shown()]).toEqual([20, '40 60 / 45 50']);
  market.recorded('bid', 40, 10).print('ask', 40, 45);
  // Five of its twenty: forty stood before it.
  expect([left(order), market.shown()]).toEqual([15, '40 25 / 45 50']);
  expect(market.told).toEqual(['ask 40 60', 'ask 40 45']);
});

test('lets what leaves a level without a print leave it from behind', () => {
  const market = new HouseAndOthers().book([40, 100], [45, 50]);
  const order = market.other('bid', 40, 20);
  market.recorded('bid', 40, 130).settle();
  market.recorded('bid', 40, 90).settle();
  expect(market.market.engine.sizeAhead(order)).toBe(90_000_000);
  market.recorded('bid', 40, 130).settle();
  expect(market.market.engine.sizeAhead(order)).toBe(90_000_000);
});

test('fills an order by a print through its price, however much stood before it there', () => {
  const market = new HouseAndOthers().book([40, 100, 39, 30], [45, 50]);
  const order = market.other('bid', 40, 20);
  market.recorded('bid', 40, 0).print('ask', 39, 30);
  expect([left(order), market.shown()]).toEqual([0, '39 30 / 45 50']);
  expect(market.told).toEqual(['ask 40 20', 'ask 39 10']);
});

test('passes over a better level that the recording shows standing, and leaves the house in front of others there', () => {
  const market = new HouseAndOthers().book([41, 100, 40, 8], [45, 50]);
  const [better, at] = [market.other('bid', 41, 10), market.other('bid', 40, 10)];
  market.print('ask', 40, 5);
  expect([left(better), left(at), market.told]).toEqual([10, 10, ['ask 40 5']]);
  expect(market.market.engine.sizeAhead(better)).toBe(100_000_000);
  // What it traded at its own price stood before the order there, and comes back behind it.
  expect(market.market.engine.sizeAhead(at)).toBe(113_000_000);
  expect(market.shown()).toBe('41 110 40 18 / 45 50');
  market.print('ask', 40, 5);
  expect([left(better), left(at)]).toEqual([10, 8]);
});

test('fills an order by a print through its price where the house has nothing, or nothing before it', () => {
  const market = new HouseAndOthers().book([40, 100], [45, 50]);
  const [first, best] = [market.other('bid', 41, 3), market.other('bid', 42, 2)];
  market.recorded('bid', 41, 50).settle();
  market.print('ask', 40, 9);
  expect([left(first), left(best), market.told, market.shown()]).toEqual([0, 0, ['ask 42 2', 'ask 41 3', 'ask 40 4'], '41 50 40 100 / 45 50']);
  const asks = new HouseAndOthers().book([40, 100], [44, 30, 45, 50]);
  const [alone, behind] = [asks.other('ask', 43, 6), asks.other('ask', 44, 6)];
  asks.print('bid', 45, 4);
  expect([left(alone), left(behind), asks.told]).toEqual([2, 6, ['bid 43 4']]);
});

test('clears a better level for a print where the recording shows it gone about then, and fills who stood behind it', () => {
  const market = new HouseAndOthers().book([41, 100, 40, 100], [45, 50]);
  const order = market.other('bid', 41, 10);
  market.print('ask', 40, 15, [41]);
  expect([left(order), market.told, market.shown()]).toEqual([0, ['ask 41 10', 'ask 40 5'], '41 100 40 100 / 45 50']);
});

test('takes a print between two prices for one at that which fills less of others', () => {
  const market = new HouseAndOthers().book([40, 100], [45, 50]);
  const [through, before] = [market.other('bid', 40.3, 4), market.other('bid', 40.2, 4)];
  market.print('ask', 40.25, 3);
  expect([left(through), left(before), market.told]).toEqual([1, 4, ['ask 40.3 3']]);
  market.print('ask', 40.05, 9).print('bid', 44.95, 5);
  expect([left(through), left(before), market.told.slice(1)]).toEqual([0, 0, ['ask 40.3 1', 'ask 40.2 4', 'ask 40.1 4', 'bid 44.9 5']]);
  expect(market.print('ask', 99.95, 5).print('bid', 0.05, 5).told).toHaveLength(5);
});

test('prints in full what no level showed', () => {
  const market = new HouseAndOthers().book([40, 100], [45, 50]).print('bid', 43, 7);
  expect([market.told, market.shown()]).toEqual([['bid 43 7'], '40 100 / 45 50']);
});

test('takes an order that a recorded quote reaches, with no more than the quote is for, and once', () => {
  const market = new HouseAndOthers().book([40, 100], [45, 50]);
  const order = market.other('bid', 44, 80);
  market.recorded('ask', 45, 0).recorded('ask', 43, 50).settle();
  expect([left(order), market.told]).toEqual([30, ['ask 44 50']]);
  market.recorded('ask', 43, 50).settle();
  expect(left(order)).toBe(30);
  // Ten more come there: those alone are new.
  market.recorded('ask', 43, 60).settle();
  expect(left(order)).toBe(20);
});

test('does not give again what others took, before the recording has less of it', () => {
  const market = new HouseAndOthers().book([40, 100], [45, 50]);
  market.other('bid', 45, 30, 'immediate');
  expect(market.recorded('ask', 45, 45).settle().shown()).toBe('40 100 / 45 15');
  expect(market.recorded('ask', 45, 20).settle().shown()).toBe('40 100 / ');
  expect(market.recorded('ask', 45, 60).settle().shown()).toBe('40 100 / 45 40');
});

test('leaves a book that is crossed in itself as it was, until it is not', () => {
  const market = new HouseAndOthers().book([40, 100], [45, 50]).recorded('bid', 46, 5).settle();
  expect(market.shown()).toBe('40 100 / 45 50');
  expect(market.recorded('ask', 45, 0).recorded('ask', 47, 8).settle().shown()).toBe('46 5 40 100 / 47 8');
  expect(market.told).toEqual([]);
});

test('passes over levels and prints at 0 and at 1', () => {
  const market = new HouseAndOthers().book([40, 100, 0, 5], [45, 50, 100, 3]).print('bid', 100, 2).print('ask', 0, 2);
  expect([market.shown(), market.told]).toEqual(['40 100 / 45 50', []]);
});

test('leaves the tick to the recording, however near to an end the price is', () => {
  const market = new HouseAndOthers().book([97, 5], [98, 5]);
  market.other('ask', 97, 1);
  expect(market.market.tick).toBe(10_000);
});

const cent = fc.integer({ min: 30, max: 60 });
const step = fc.oneof(
  fc.record({ what: fc.constant('level' as const), side: fc.constantFrom('bid' as const, 'ask' as const), at: cent, size: fc.integer({ min: 0, max: 50 }) }),
  fc.record({ what: fc.constant('print' as const), side: fc.constantFrom('bid' as const, 'ask' as const), at: cent, size: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ what: fc.constant('rest' as const), side: fc.constantFrom('bid' as const, 'ask' as const), at: cent, size: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ what: fc.constant('take' as const), side: fc.constantFrom('bid' as const, 'ask' as const), at: cent, size: fc.integer({ min: 1, max: 50 }) }),
);

test('is the recorded book after every moment where nobody else trades, whatever is printed', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
    const market = new HouseAndOthers();
    const recorded = { bid: new Map<number, number>(), ask: new Map<number, number>() };
    for (const { what, side, at, size } of steps) {
      if (what === 'print') market.print(side, at, size);
      if (what !== 'level') continue;
      recorded[side].set(at, size);
      market.recorded(side, at, size).settle();
      const standing = (of: 'bid' | 'ask'): (readonly [number, number])[] => [...recorded[of]].filter(([, total]) => total > 0).toSorted(([a], [b]) => (of === 'bid' ? b - a : a - b));
      const [bids, asks] = [standing('bid'), standing('ask')];
      if ((bids[0]?.[0] ?? -Infinity) < (asks[0]?.[0] ?? Infinity)) expect(market.shown()).toBe(`${bids.flat().join(' ')} / ${asks.flat().join(' ')}`);
    }
  }));
});

test('gives a print no more than its size, and never what the house has in front of others at a level that stands', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
    const market = new HouseAndOthers();
    const orders: ReturnType<HouseAndOthers['other']>[] = [];
    const standing = new Set<string>();
    for (const { what, side, at, size } of steps) {
      if (what === 'rest') orders.push(market.other(side, at, size));
      if (what === 'level') {
        market.recorded(side, at, size).settle();
        standing[size > 0 ? 'add' : 'delete'](`${side} ${at * 10_000}`);
      }
      if (what !== 'print') continue;
      const { engine } = market.market;
      const queueOf = (order: ReturnType<HouseAndOthers['other']>): number => engine.levels(order.side).reduce((ahead, price, i, levels) => (i % 2 === 0 && (order.side === 'bid' ? price > order.price : price < order.price) ? ahead - levels[i + 1]! : ahead), engine.sizeAhead(order));
      const before = orders.filter(({ isLive }) => isLive).map((order) => ({ order, had: left(order), others: orders.filter((other) => other !== order && other.isLive && other.side === order.side && other.price === order.price && orders.indexOf(other) < orders.indexOf(order)).reduce((sum, other) => sum + other.remaining, 0), queue: queueOf(order) }));
      market.told.length = 0;
      market.print(side, at, size);
      expect(market.told.reduce((sum, text) => sum + Number(text.split(' ')[2]), 0)).toBeLessThanOrEqual(size);
      for (const { order, had, others, queue } of before) {
        const isBetter = order.side !== side && (order.side === 'bid' ? order.price > at * 10_000 : order.price < at * 10_000);
        if (isBetter && queue > others && standing.has(`${order.side} ${order.price}`)) expect(left(order)).toBe(had);
      }
    }
  }));
});

test('never shows more than was recorded and others left there, and never a crossed book, whatever others do', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
    const market = new HouseAndOthers();
    const recorded = { bid: new Map<number, number>(), ask: new Map<number, number>() };
    const others: { readonly side: 'bid' | 'ask'; readonly at: number; readonly order: ReturnType<HouseAndOthers['other']> }[] = [];
    for (const { what, side, at, size } of steps) {
      if (what === 'print') market.print(side, at, size);
      else if (what === 'rest') others.push({ side, at, order: market.other(side, at, size) });
      else if (what === 'take') market.other(side, at, size, 'immediate');
      else {
        recorded[side].set(at, size);
        market.recorded(side, at, size).settle();
      }
      const { engine } = market.market;
      const [bid, ask] = [engine.best('bid'), engine.best('ask')];
      if (bid !== null && ask !== null) expect(bid).toBeLessThan(ask);
      if ([...recorded.bid].some(([high, some]) => some > 0 && [...recorded.ask].some(([low, more]) => more > 0 && low <= high))) continue;
      for (const of of ['bid', 'ask'] as const) {
        const levels = engine.levels(of);
        for (let i = 0; i < levels.length; i += 2) {
          const price = levels[i]! / 10_000;
          const own = others.filter((other) => other.side === of && other.at === price && other.order.isLive).reduce((sum, { order }) => sum + left(order), 0);
          if (what !== 'rest' && what !== 'take') expect(levels[i + 1]! / 1_000_000).toBeLessThanOrEqual((recorded[of].get(price) ?? 0) + own);
        }
      }
    }
  }));
});
