import { expect, it } from 'vitest';
import { stampOf } from './stamp-of.ts';

it('reads seconds, milliseconds, ISO and what the database of the venue prints', () => {
  expect(['1672290687', '1672290687000', 1672290687, '2022-12-29T05:11:27Z', '2022-12-29 05:11:27+00', '2022-12-29T05:11:27'].map(stampOf)).toEqual(Array(6).fill(1672290687000));
  expect(stampOf('2026-03-01')).toBe(Date.UTC(2026, 2, 1));
});

it('takes nothing else for a moment', () => {
  for (const value of ['', 'now', '0', 0, -5, 1.5, NaN, null, {}, '2026-13-45', '99999999999999999999']) expect(stampOf(value), String(value)).toBeNull();
});
