import fc from 'fast-check';
import { expect, it } from 'vitest';
import { valueOn } from './curve.ts';

const points = fc.uniqueArray(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -50_000, max: 50_000 })), { minLength: 1, maxLength: 6, selector: ([x]) => x })
  .map((list) => list.toSorted(([a], [b]) => a - b))
  .map((list) => ({ x: list.map(([x]) => x / 100), y: list.map(([, y]) => y) }));
const where = fc.double({ min: -2, max: 2, noNaN: true });

it('goes through its points, is flat beyond them and stays between neighbours', () => {
  fc.assert(fc.property(points, where, (curve, x) => {
    curve.x.forEach((at, i) => { expect(valueOn(curve, at)).toBeCloseTo(curve.y[i]!, 6); });
    expect(valueOn(curve, curve.x[0]! - 1)).toBe(curve.y[0]);
    expect(valueOn(curve, curve.x.at(-1)! + 1)).toBe(curve.y.at(-1));
    const right = curve.x.findIndex((at) => at >= x);
    if (right <= 0) return;
    const [low, high] = [curve.y[right - 1]!, curve.y[right]!].toSorted((a, b) => a - b);
    expect(valueOn(curve, x)).toBeGreaterThanOrEqual(low! - 1e-6);
    expect(valueOn(curve, x)).toBeLessThanOrEqual(high! + 1e-6);
  }));
});

it('never rises when its points never rise', () => {
  fc.assert(fc.property(points, where, where, (curve, a, b) => {
    const falling = { x: curve.x, y: curve.y.toSorted((p, q) => q - p) };
    expect(valueOn(falling, Math.max(a, b))).toBeLessThanOrEqual(valueOn(falling, Math.min(a, b)) + 1e-6);
  }));
});

it('is linear between two points', () => {
  expect(valueOn({ x: [-1, 0, 1], y: [20_000, 0, -8_000] }, 0.25)).toBe(-2_000);
  expect(valueOn({ x: [-1, 0, 1], y: [20_000, 0, -8_000] }, -0.75)).toBe(15_000);
});
