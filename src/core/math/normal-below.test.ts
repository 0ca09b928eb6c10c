import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalBelow } from './normal-below.ts';

const REFERENCE = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'option-reference/normal_cdf.json');
const isAbsent = !existsSync(REFERENCE);

describe('the normal distribution', () => {
  it('is a half in the middle, mirrored, and never falls', () => {
    expect(normalBelow(0)).toBeCloseTo(0.5, 15);
    fc.assert(fc.property(fc.double({ min: -40, max: 40, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }), (x, more) => {
      expect(normalBelow(x) + normalBelow(-x)).toBeCloseTo(1, 14);
      expect(normalBelow(x + more)).toBeGreaterThanOrEqual(normalBelow(x) - 1e-15);
    }));
  });
  it('has its ends', () => { expect([normalBelow(-Infinity), normalBelow(Infinity)]).toEqual([0, 1]); });
  it.skipIf(isAbsent)(`agrees with values of sixty digits${isAbsent ? ' (skipped: no reference values)' : ''}`, () => {
    const { rows } = JSON.parse(readFileSync(REFERENCE, 'utf8')) as { readonly rows: readonly { readonly x: string; readonly cdf: string }[] };
    expect(rows.length).toBeGreaterThan(80);
    for (const { x, cdf } of rows) expect(Math.abs(normalBelow(Number(x)) / Number(cdf) - 1), `Φ(${x})`).toBeLessThan(1e-12);
  });
});
