import { describe, expect, it } from 'vitest';
import { Random } from '../../exchange/random.ts';
import { blockLength, bootstrapSum, FEWEST_VALUES } from './bootstrap.ts';

/** x(t) = φ x(t−1) + ε(t), around `mean`, begun in its stationary state. */
function autoregressive(random: Random, { length, phi, mean }: { readonly length: number; readonly phi: number; readonly mean: number }): readonly number[] {
  let x = random.normal() / Math.sqrt(1 - phi ** 2);
  return Array.from({ length }, () => {
    x = phi * x + random.normal();
    return mean + x;
  });
}

function coverage(phi: number, series: number): number {
  const random = new Random(7, `coverage ${phi}`);
  let covered = 0;
  for (let i = 0; i < series; i++) {
    const { low, high } = bootstrapSum(autoregressive(random, { length: 300, phi, mean: 0.4 }), { seed: i, rounds: 300 });
    if (low <= 300 * 0.4 && 300 * 0.4 <= high) covered++;
  }
  return covered / series;
}

describe('bootstrap', () => {
  it('covers the true mean of independent values about as often as it says', () => {
    expect(coverage(0, 300)).toBeGreaterThan(0.91);
    expect(coverage(0, 300)).toBeLessThan(0.985);
  });

  it('covers the true mean of dependent values, where drawing single values would not', () => {
    expect(coverage(0.6, 300)).toBeGreaterThan(0.86);
    expect(coverage(0.6, 300)).toBeLessThan(0.985);
  });

  it('draws longer blocks the longer the memory, and single values where there is none', () => {
    const random = new Random(3, 'blocks');
    const lengthOf = (phi: number): number => blockLength(autoregressive(random, { length: 2_000, phi, mean: 0 }));
    expect(lengthOf(0)).toBeLessThan(4);
    expect(lengthOf(0.5)).toBeGreaterThan(5);
    expect(lengthOf(0.9)).toBeGreaterThan(lengthOf(0.5));
  });

  it('gives the same interval for the same seed and another for another', () => {
    const values = autoregressive(new Random(1, 'seed'), { length: 100, phi: 0.3, mean: 0 });
    expect(bootstrapSum(values, { seed: 5 })).toEqual(bootstrapSum(values, { seed: 5 }));
    expect(bootstrapSum(values, { seed: 6 }).low).not.toBe(bootstrapSum(values, { seed: 5 }).low);
  });

  it('says the sum', () => {
    expect(bootstrapSum(Array.from({ length: 20 }, (_, i) => i), { seed: 1 }).sum).toBe(190);
  });

  it('is sure of what is always above zero and undecided about what is always zero', () => {
    expect(bootstrapSum(Array.from({ length: 50 }, (_, i) => 1 + i % 3), { seed: 1 }).pAboveZero).toBe(1);
    expect(bootstrapSum(Array.from({ length: 50 }, () => 0), { seed: 1 })).toEqual({ sum: 0, low: 0, high: 0, pAboveZero: 0.5 });
  });

  it('draws no conclusion from a handful of values', () => {
    const few = Array.from({ length: FEWEST_VALUES - 1 }, () => 1);
    expect(bootstrapSum(few, { seed: 1 })).toEqual({ sum: 9, low: -Infinity, high: Infinity, pAboveZero: 0.5 });
  });
});
