import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOnATick, SeenTicks } from './seen-ticks.ts';

const seenIn = (...rows: readonly (readonly [ts: number, price: number | null])[]): SeenTicks => {
  const ticks = new SeenTicks();
  for (const [ts, price] of rows) if (price === null) ticks.begin(ts); else ticks.see(ts, price);
  return ticks;
};

test('a market begins at the tick of its first prices, and is as fine as the finest from the moment that shows it', () => {
  expect(seenIn([1, 400_000], [5, 401_000], [7, 990_000], [9, 401_100]).inTime()).toEqual([{ ts: 1, tick: 10_000 }, { ts: 5, tick: 1_000 }, { ts: 9, tick: 100 }]);
  expect(seenIn([1, 400_000], [1, 401_000], [5, 400_000]).inTime()).toEqual([{ ts: 1, tick: 1_000 }]);
});

test('an empty book fits the coarsest tick', () => {
  const ticks = seenIn([1, null], [5, 305_000]);
  expect([ticks.inTime(), ticks.firstAt, ticks.finest]).toEqual([[{ ts: 1, tick: 10_000 }, { ts: 5, tick: 1_000 }], 1, 1_000]);
});

test('what was seen of the other token counts from its own time on', () => {
  const ticks = seenIn([1, 400_000]);
  ticks.join(seenIn([1, 600_000], [5, 599_000]));
  expect(ticks.inTime()).toEqual([{ ts: 1, tick: 10_000 }, { ts: 5, tick: 1_000 }]);
});

test('a price finer than any tick is none', () => {
  expect([new SeenTicks().see(1, 400_050), isOnATick(400_050), isOnATick(400_100)]).toEqual([false, false, true]);
});

test('in whatever order rows come, the tick at a moment is the coarsest that all prices until then fit', () => {
  const row = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 9_999 }).map((at) => at * 100));
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
    const changes = seenIn(...rows).inTime();
    const first = Math.min(...rows.map(([ts]) => ts));
    expect(changes[0]!.ts).toBe(first);
    for (let now = first; now <= 20; now++) {
      const prices = rows.filter(([ts]) => ts <= now).map(([, price]) => price);
      expect(changes.findLast(({ ts }) => ts <= now)!.tick).toBe([10_000, 1_000, 100].find((tick) => prices.every((price) => price % tick === 0)));
    }
  }));
});
