import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lowest, PERMISSIONS, type Permission } from '../domain/permission.ts';
import { CONSTRAINTS, constraintsIn, permissionOf, ruleBit } from './constraints.ts';

const ALL = Object.values(CONSTRAINTS);

it('gives the lowest permission over all constraints that are set', () => {
  fc.assert(fc.property(fc.subarray(ALL), (set) => {
    const bits = set.reduce((sum, c) => sum | c.bit, 0);
    expect(permissionOf(bits)).toBe(set.reduce<Permission>((low, c) => lowest(low, c.permission), 'full'));
    expect(new Set(constraintsIn(bits))).toEqual(new Set(set));
  }), { numRuns: 500 });
});

it('has a bit and a code of its own for each constraint, and every one lowers something', () => {
  expect(new Set(ALL.map((c) => c.bit)).size).toBe(ALL.length);
  expect(new Set(ALL.map((c) => c.code)).size).toBe(ALL.length);
  for (const constraint of ALL) {
    // Bits of a 32-bit integer: one more than there are would be the first again.
    expect(constraint.bit).not.toBe(0);
    expect(permissionOf(constraint.bit)).toBe(constraint.permission);
    expect(constraint.permission).not.toBe('full');
  }
});

it('shows the permission of a rule under a bit that has it', () => {
  for (const permission of PERMISSIONS) expect(permissionOf(ruleBit(permission))).toBe(permission);
});
