import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOLDS_MS, PricePath } from './price-path.ts';

const START = 1_780_000_000_000;
const pathOf = (prices: readonly (readonly [seconds: number, price: number])[]): PricePath => {
  const path = new PricePath();
  for (const [seconds, price] of prices) path.observe(START + seconds * 1_000, price);
  return path;
};
const average = (path: PricePath, from: number, to: number): number => path.average(START + from * 1_000, START + to * 1_000);

describe('the path of a price', () => {
  it('is averaged by how long each price held', () => {
    const path = pathOf([[0, 100], [2, 110], [3, 130], [4, 0.5]]);
    expect([average(path, 0, 4), average(path, 0, 3), average(path, 1, 3), average(path, 2, 4)]).toEqual([(200 + 110 + 130) / 4, (200 + 110) / 3, 105, 120]);
  });
  it('equals the sum taken one millisecond at a time', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 60_000, max: 70_000 })), { minLength: 2, maxLength: 30 });
    fc.assert(fc.property(steps, (list) => {
      const path = new PricePath();
      const all: number[] = [];
      let at = START;
      for (const [ms, price] of list) {
        path.observe(at, price);
        for (let i = 0; i < ms; i++) all.push(price);
        at += ms;
      }
      path.observe(at, 1);
      const seconds = Math.floor((at - START) / 1_000);
      for (const [from, to] of [[0, at - START], [0, seconds * 1_000], [1_000, at - START]] as const) {
        if (from >= to) continue;
        expect(path.average(START + from, START + to)).toBeCloseTo(all.slice(from, to).reduce((sum, price) => sum + price, 0) / (to - from), 6);
      }
    }), { numRuns: 30 });
  });
  it('is not known before it began, after the last price, and once it is forgotten', () => {
    const path = pathOf(Array.from({ length: 400 }, (_, i) => [i, 100] as const));
    expect([average(path, -1, 10), average(path, 390, 400), average(path, 100, 399), average(path, 300, 300)]).toEqual([NaN, NaN, NaN, NaN]);
    expect([average(path, 144, 204), average(path, 339, 399)]).toEqual([100, 100]);
  });
  it('is not known across a gap, and known again beyond it', () => {
    const held = HOLDS_MS / 1_000;
    const path = pathOf([[0, 100], [held, 110], [held + 1, 120], [2 * held + 3, 130], [2 * held + 5, 140]]);
    expect(average(path, 0, held + 1)).toBeCloseTo((100 * held + 110) / (held + 1), 9);
    expect(average(path, 0, 2 * held + 5)).toBeNaN();
    expect(average(path, 2 * held + 3, 2 * held + 5)).toBe(130);
  });
  it('begins anew after a silence that is longer than it remembers', () => {
    const path = pathOf([[0, 100], [1, 100], [300, 110], [302, 120]]);
    expect([average(path, 0, 302), average(path, 300, 302)]).toEqual([NaN, 110]);
  });
  it('goes on the same after it was written down', () => {
    const prices = Array.from({ length: 40 }, (_, i) => [i * 0.7, 100 + i] as const);
    const path = pathOf(prices.slice(0, 20));
    const read = PricePath.fromJSON(JSON.parse(JSON.stringify(path.toJSON())));
    for (const [seconds, price] of prices.slice(20)) for (const one of [path, read]) one.observe(START + seconds * 1_000, price);
    expect(read.toJSON()).toEqual(path.toJSON());
    expect(average(read, 3, 20)).toBe(average(path, 3, 20));
  });
});
