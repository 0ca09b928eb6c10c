import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenValue, type ValueCourse } from './hidden-value.ts';
import { Random } from './random.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const still = { startPrice: 0.5, volatility: 0, jumpsPerHour: 0, jump: 0 };
const after = (ms: number, settings: Parameters<typeof hiddenValue>[0], seed = 1): number => {
  const value = hiddenValue(settings, new Random(seed, 'value'));
  for (let at = 0; at < ms; at += 10_000) value.move(Math.min(10_000, ms - at));
  return value.now();
};
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const resolving = (afterMs: number): ValueCourse => ({ kind: 'resolving', afterMs, leak: 0.6 });

describe('a value with a home', () => {
  it('stands still where nothing moves it', () => expect(after(5 * HOUR, still)).toBe(0.5));
  it('follows a home that swings up, then down past where it began', () => {
    const swinging = { ...still, course: { kind: 'homing', reversionMs: 5 * MINUTE, swing: 1.2, periodMs: 8 * HOUR } } as const;
    const path = [1, 2, 3, 4, 5, 6].map((hour) => after(hour * HOUR, swinging));
    expect(path[0]!).toBeGreaterThan(0.6);
    expect(path[1]!).toBeGreaterThan(path[0]!);
    expect(path.slice(1)).toEqual(path.slice(1).toSorted((a, b) => b - a));
    expect(path[5]!).toBeLessThan(0.3);
  });
  it('comes home from a jump within hours and pays nothing at an end it has not', () => {
    const value = hiddenValue({ ...still, jump: 1, jumpsPerHour: 1e9 }, new Random(3, 'value'));
    value.move(1);
    const away = Math.abs(value.now() - 0.5);
    expect(away).toBeGreaterThan(0.1);
    expect(value.pays).toBeNull();
  });
});

describe('a value that resolves', () => {
  it('ends at what it pays, 0 or 1', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (seed, startPrice) => {
      const value = hiddenValue({ ...still, startPrice, course: resolving(HOUR) }, new Random(seed, 'value'));
      for (let at = 0; at < HOUR; at += 30_000) {
        value.move(30_000);
        expect(value.now()).toBeGreaterThanOrEqual(0);
        expect(value.now()).toBeLessThanOrEqual(1);
      }
      expect(value.now()).toBe(value.pays);
    }), { numRuns: 50 });
  });
  it('is a fair bet all the way: on average it stays where it began, and pays that', () => {
    const seeds = Array.from({ length: 2_000 }, (_, i) => i);
    const settings = { ...still, startPrice: 0.3, course: resolving(HOUR) };
    expect(mean(seeds.map((seed) => after(50 * MINUTE, settings, seed)))).toBeCloseTo(0.3, 1);
    expect(mean(seeds.map((seed) => hiddenValue(settings, new Random(seed, 'value')).pays ?? Number.NaN))).toBeCloseTo(0.3, 1);
  });
  it('moves more the nearer the end is', () => {
    const seeds = Array.from({ length: 300 }, (_, i) => i);
    const settings = { ...still, course: resolving(HOUR) };
    const moved = (from: number): number => mean(seeds.map((seed) => Math.abs(after(from + 5 * MINUTE, settings, seed) - after(from, settings, seed))));
    expect(moved(45 * MINUTE)).toBeGreaterThan(2 * moved(5 * MINUTE));
  });
});
