import { describe, expect, it } from 'vitest';
import { CorrelatedPairs } from './correlated-pairs.ts';

const ABOVE = 0.5;

/** Compares all of these at once. */
function compared(pairs: CorrelatedPairs, now: number, markets: readonly number[], correlation: (a: number, b: number) => number): boolean {
  pairs.begin(now, markets);
  return pairs.compare(10_000, ABOVE, correlation);
}
const same = (value: number) => () => value;

describe('pairs', () => {
  it('are found from the threshold on, whichever way they move', () => {
    const pairs = new CorrelatedPairs();
    expect(compared(pairs, 0, [1, 2, 3], (a, b) => (a === 1 && b === 2 ? 0.5 : a === 1 ? -0.7 : 0.49))).toBe(true);
    expect(pairs.all()).toEqual([[1, 2], [1, 3]]);
  });
  it('part below four fifths of the threshold, and not before', () => {
    const pairs = new CorrelatedPairs();
    compared(pairs, 0, [1, 2], same(0.9));
    expect(compared(pairs, 60_000, [1, 2], same(0.41))).toBe(false);
    expect(pairs.all()).toEqual([[1, 2]]);
    expect(compared(pairs, 120_000, [1, 2], same(0.39))).toBe(true);
    expect(pairs.all()).toEqual([]);
  });
  it('stay what they were when it cannot be told, or when one is not compared any more', () => {
    const pairs = new CorrelatedPairs();
    compared(pairs, 0, [1, 2, 3], (a, b) => (a === 1 && b === 2 ? 0.9 : 0.1));
    expect(compared(pairs, 60_000, [1, 2, 3], same(NaN))).toBe(false);
    expect(compared(pairs, 120_000, [2, 3], same(0))).toBe(false);
    expect(pairs.all()).toEqual([[1, 2]]);
  });
});

describe('a comparison', () => {
  it('begins at most once a minute, and not while one is under way', () => {
    const pairs = new CorrelatedPairs();
    expect(pairs.isDue(0)).toBe(true);
    pairs.begin(0, [1, 2, 3]);
    expect(pairs.isDue(90_000)).toBe(false);
    pairs.compare(3, ABOVE, same(0));
    expect([pairs.isDue(59_999), pairs.isDue(60_000)]).toEqual([false, true]);
  });
  it('takes each pair once, a few at a time, and goes on from a snapshot where it stood', () => {
    const seen: string[] = [];
    const look = (a: number, b: number): number => { seen.push(`${a}${b}`); return 0.9; };
    let pairs = new CorrelatedPairs();
    pairs.begin(0, [1, 2, 3, 4]);
    expect(pairs.compare(2, ABOVE, look)).toBe(false);
    pairs = CorrelatedPairs.fromJSON(JSON.parse(JSON.stringify(pairs)));
    expect(pairs.compare(2, ABOVE, look)).toBe(false);
    expect(pairs.compare(2, ABOVE, look)).toBe(true);
    expect(seen).toEqual(['12', '13', '14', '23', '24', '34']);
  });
  it('of one market or none is over at once', () => {
    const pairs = new CorrelatedPairs();
    expect([compared(pairs, 0, [], same(1)), compared(pairs, 60_000, [7], same(1)), pairs.isComparing]).toEqual([false, false, false]);
  });
});

it('of markets that are over are forgotten, and what hung together by them alone', () => {
  const pairs = new CorrelatedPairs();
  for (const [a, b] of [[1, 2], [2, 3], [4, 5]] as const) pairs.add(a, b);
  expect([pairs.forget((id) => id === 2), pairs.forget((id) => id === 2), pairs.clusters()]).toEqual([true, false, [[4, 5]]]);
});

it('clusters hang together over any number of pairs', () => {
  const pairs = new CorrelatedPairs();
  for (const [a, b] of [[5, 9], [1, 2], [7, 5], [2, 4]] as const) pairs.add(a, b);
  expect(pairs.clusters()).toEqual([[1, 2, 4], [5, 7, 9]]);
});
