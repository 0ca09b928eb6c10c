import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allows, lowest, PERMISSIONS } from './permission.ts';

it('combines to the lowest in whatever order', () => {
  const any = fc.constantFrom(...PERMISSIONS);
  fc.assert(fc.property(any, any, any, (a, b, c) => {
    expect(PERMISSIONS.indexOf(lowest(a, b))).toBe(Math.min(PERMISSIONS.indexOf(a), PERMISSIONS.indexOf(b)));
    expect(lowest(lowest(a, b), c)).toBe(lowest(a, lowest(c, b)));
    expect(allows(a, b)).toBe(PERMISSIONS.indexOf(a) >= PERMISSIONS.indexOf(b));
  }));
});
