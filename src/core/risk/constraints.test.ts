import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lowest, PERMISSIONS, type Permission } from '../domain/permission.ts';
import { CONSTRAINTS, constraintsIn, permissionOf, ruleBit, type ConstraintSpec } from './constraints.ts';

const ALL: readonly ConstraintSpec[] = Object.values(CONSTRAINTS);
const wordsOf = (set: readonly ConstraintSpec[]): [number, number, number] => {
  const bits = (word: string): number => set.filter((c) => c.word === word).reduce((sum, c) => sum | c.bit, 0);
  return [bits('account'), bits('market'), bits('guard')];
};

it('gives the lowest permission over all constraints that are set', () => {
  fc.assert(fc.property(fc.subarray([...ALL]), (set) => {
    const words = wordsOf(set);
    expect(permissionOf(...words)).toBe(set.reduce<Permission>((low, c) => lowest(low, c.permission), 'full'));
    expect(new Set(constraintsIn(...words))).toEqual(new Set(set));
  }), { numRuns: 500 });
});

it('has a bit and a code of its own for each constraint, and every one lowers something', () => {
  expect(new Set(ALL.map((c) => `${c.word} ${c.bit}`)).size).toBe(ALL.length);
  expect(new Set(ALL.map((c) => c.code)).size).toBe(ALL.length);
  for (const constraint of ALL) {
    // Bits of a 32-bit integer: one more than there are would be the first again.
    expect(constraint.bit).not.toBe(0);
    expect(permissionOf(...wordsOf([constraint]))).toBe(constraint.permission);
    expect(constraint.permission).not.toBe('full');
  }
});

it('shows the permission of a rule under a bit that has it', () => {
  for (const permission of PERMISSIONS) expect(permissionOf(0, ruleBit(permission))).toBe(permission);
});
