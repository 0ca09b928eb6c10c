import { expect, it } from 'vitest';
import { ACCOUNT_GUARDS, classOf, SETTING_GUARDS } from './plan-classes.ts';

const over = (value: number, windowMs = 1_000): { readonly value: number; readonly windowMs: number } => ({ value, windowMs });

it.each([
  ['adverseSelection.velocity', over(30_000), over(20_000), 'tighten'],
  ['adverseSelection.velocity', over(30_000), over(40_000), 'loosen'],
  ['adverseSelection.velocity', over(30_000), over(30_000, 2_000), 'tighten'],
  ['adverseSelection.velocity', over(30_000, 2_000), over(20_000, 1_000), 'loosen'],
  ['adverseSelection.velocity', over(30_000), undefined, 'loosen'],
  ['adverseSelection.velocity', undefined, over(30_000), 'tighten'],
  ['adverseSelection.markout', over(-10_000), over(-20_000), 'loosen'],
  ['adverseSelection.markout', over(-10_000), over(-5_000), 'tighten'],
  ['adverseSelection.then', 'cancel-only', 'pull', 'loosen'],
  ['adverseSelection.for', 30_000, 5_000, 'loosen'],
  ['divergence.whenUnknown', 'stop', 'quote', 'loosen'],
  ['limits.collar', 100_000, 200_000, 'loosen'],
  ['health.errors', over(10), over(20), 'loosen'],
  ['health.cleanReports', 1, 2, 'tighten'],
] as const)('a change of %s from %j to %j would %s', (path, from, to, expected) => {
  expect(classOf({ ...SETTING_GUARDS, ...ACCOUNT_GUARDS }[path], from, to)).toBe(expected);
});
