import { expect, test } from 'vitest';
import { MarkoutClock, type WatchedFill } from './markout-clock.ts';

const fillAt = (ts: number, market = 0): WatchedFill => ({ ts, market, worthAfter: new Float64Array(4).fill(Number.NaN) });

/** A market that is worth something else from each moment on. */
function clock(): { readonly at: (now: number, worth: number) => void; readonly add: (fill: WatchedFill) => void; readonly end: (settled: number) => void } {
  let worth = 500_000;
  const inner = new MarkoutClock(() => worth);
  return {
    add: (fill) => { inner.add(fill); }, end: (settled) => { inner.end(() => settled); },
    at: (now, next) => {
      inner.reach(now);
      worth = next;
    },
  };
}

test('gives a fill what its market was worth 1, 10, 60 and 300 seconds later', () => {
  const time = clock();
  const fill = fillAt(0);
  time.add(fill);
  for (const [now, worth] of [[500, 1], [1_000, 2], [9_999, 3], [10_000, 4], [60_000, 5], [299_000, 6], [300_000, 7], [300_001, 8]] as const) time.at(now, worth);
  expect([...fill.worthAfter]).toEqual([2, 4, 5, 7]);
});

test('measures a silent market at what it was worth before the silence, not after', () => {
  const time = clock();
  const fill = fillAt(0);
  time.add(fill);
  time.at(500, 480_000);
  time.at(120_000, 900_000);
  expect([...fill.worthAfter]).toEqual([480_000, 480_000, 480_000, Number.NaN]);
});

test('at the end knows what is not due yet only of a market that has settled', () => {
  const [open, settled] = [fillAt(0), fillAt(0)];
  for (const [fill, worth] of [[open, Number.NaN], [settled, 0]] as const) {
    const time = clock();
    time.add(fill);
    time.at(20_000, 510_000);
    time.end(worth);
  }
  expect([...open.worthAfter].slice(2)).toEqual([Number.NaN, Number.NaN]);
  expect([...settled.worthAfter].slice(2)).toEqual([0, 0]);
});

test('keeps the fills of many markets apart', () => {
  const worth = [0, 0];
  const inner = new MarkoutClock((market) => worth[market] as number);
  const fills = [fillAt(0, 0), fillAt(400, 1), fillAt(800, 0)];
  for (const fill of fills) inner.add(fill);
  for (let now = 0; now <= 310_000; now += 100) {
    inner.reach(now);
    worth[0] = now;
    worth[1] = -now;
  }
  expect(fills.map(({ worthAfter }) => [...worthAfter])).toEqual([[1_000, 10_000, 60_000, 300_000], [-1_400, -10_400, -60_400, -300_400], [1_800, 10_800, 60_800, 300_800]]);
});
