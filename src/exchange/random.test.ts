import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

const draws = (random: Random, count: number, draw: (r: Random) => number = (r) => r.uniform()) => Array.from({ length: count }, () => draw(random));
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('a seeded generator', () => {
  it('gives the same numbers for the same seed and stream, and others for another', () => {
    expect(draws(new Random(7, 'a'), 50)).toEqual(draws(new Random(7, 'a'), 50));
    for (const other of [new Random(8, 'a'), new Random(7, 'b'), new Random(7 + 2 ** 32, 'a'), new Random(-7, 'a')]) {
      expect(draws(other, 3)).not.toEqual(draws(new Random(7, 'a'), 3));
    }
  });

  it('stays the generator it is: the first numbers of a seed are fixed', () => {
    expect(draws(new Random(1, 'fixed'), 3).map((x) => Math.floor(x * 2 ** 32))).toEqual([1_037_590_652, 3_377_495_874, 3_892_295_374]);
  });

  it('draws uniforms over [0, 1) evenly', () => {
    const values = draws(new Random(1, 'u'), 100_000);
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values.slice(0, 50_000))).toBeLessThan(1);
    const buckets = Array.from({ length: 10 }, () => 0);
    for (const x of values) buckets[Math.floor(x * 10)]! += 1;
    for (const count of buckets) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('draws exponentials and normals with the moments they are named for', () => {
    expect(mean(draws(new Random(2, 'e'), 100_000, (r) => r.exponential(250)))).toBeCloseTo(250, -1);
    const normals = draws(new Random(3, 'n'), 100_000, (r) => r.normal());
    expect(Math.abs(mean(normals))).toBeLessThan(0.02);
    expect(mean(normals.map((x) => x * x))).toBeCloseTo(1, 1);
  });

  it('draws whole numbers with both ends', () => {
    expect(new Set(draws(new Random(4, 'b'), 1000, (r) => r.between(2, 4)))).toEqual(new Set([2, 3, 4]));
  });
});
