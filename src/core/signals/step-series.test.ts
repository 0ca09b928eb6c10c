import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StepSeries } from './step-series.ts';

const WINDOW = 60_000;
const STEP = 1_000;

/** A series that has stood at each of these values (micro-dollars; null: nothing priced it) for one step. */
function series(values: readonly (number | null)[], from = 0): StepSeries {
  const one = new StepSeries(WINDOW);
  values.forEach((value, i) => { one.observe((from + i) * STEP, value ?? NaN); });
  one.advance((from + values.length) * STEP);
  return one;
}
const wave = (length: number, by: number, phase = 0): number[] => Array.from({ length }, (_, i) => 500_000 + by * (((i + phase) * 7) % 5));

describe('correlation', () => {
  it('is 1 for the same moves of any size, and −1 for mirrored ones', () => {
    expect(series(wave(50, 1_000)).correlation(series(wave(50, 3_000)))).toBeCloseTo(1, 12);
    expect(series(wave(50, 1_000)).correlation(series(wave(50, -2_000)))).toBeCloseTo(-1, 12);
  });
  it('is unknown until both have known half a window, and where one did not move', () => {
    expect(series(wave(30, 1_000)).correlation(series(wave(30, 1_000)))).toBeNaN();
    expect(series(wave(31, 1_000)).correlation(series(wave(31, 1_000)))).toBeCloseTo(1, 12);
    expect(series(wave(50, 1_000)).correlation(series(wave(50, 0)))).toBeNaN();
  });
  it('compares the same steps of time, however late one began', () => {
    const later = series(wave(50, 1_000).slice(10), 10);
    expect(series(wave(50, 1_000)).correlation(later)).toBeCloseTo(1, 12);
  });
  it('knows nothing of steps in which nothing priced one of the two', () => {
    const gaps = wave(50, 1_000).map((value, i) => (i % 2 === 0 ? value : null));
    expect(series(gaps).correlation(series(wave(50, 1_000)))).toBeNaN();
  });
  it('takes a book that does not change for one that stands still', () => {
    const one = series(wave(40, 1_000));
    one.advance(70 * STEP);
    const other = series([...wave(40, 1_000), ...Array<number>(30).fill(wave(40, 1_000).at(-1)!)]);
    expect(one.correlation(other)).toBeCloseTo(1, 12);
    one.advance(1_000 * STEP);
    expect(one.correlation(one)).toBeNaN();
  });
  it('lies between −1 and 1, is symmetric, and is the same from a snapshot', () => {
    const values = fc.array(fc.option(fc.integer({ min: 10_000, max: 990_000 }), { freq: 9 }), { minLength: 20, maxLength: 130 });
    fc.assert(fc.property(values, values, (a, b) => {
      const [one, other] = [series(a), series(b)];
      const end = Math.max(a.length, b.length) * STEP;
      one.advance(end);
      other.advance(end);
      const correlation = one.correlation(other);
      if (!Number.isNaN(correlation)) expect(Math.abs(correlation)).toBeLessThanOrEqual(1 + 1e-12);
      expect(other.correlation(one)).toBe(correlation);
      const again = StepSeries.fromJSON(JSON.parse(JSON.stringify(one)));
      expect(again.toJSON()).toEqual(one.toJSON());
      expect(again.correlation(other)).toBe(correlation);
    }), { numRuns: 100 });
  });
});
