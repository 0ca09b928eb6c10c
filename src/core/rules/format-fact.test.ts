import { expect, test } from 'vitest';
import type { FactUnit } from './facts.ts';
import { formatFact } from './format-fact.ts';

test.each<[FactUnit, number | string, string]>([
  ['price', 32_000, '3.2c'],
  ['price', -20_000, '-2c'],
  ['price', 0, '0c'],
  ['price', -0.2, '0c'],
  ['price', 1_000_000, '100c'],
  ['cash', 12_500_000, '$12.50'],
  ['cash', -40_000_000, '-$40'],
  ['cash', 50_000_000_000, '$50_000'],
  ['cash', 1_234, '$0.001234'],
  ['cash', -0, '$0'],
  ['fraction', 0.8, '80%'],
  ['fraction', 0.07, '7%'],
  ['fraction', -1, '-100%'],
  ['size', 500_000_000, '500 shares'],
  ['size', 1_234_500_000, '1_234.5 shares'],
  ['duration', 500, '500ms'],
  ['duration', 1_500, '1.5s'],
  ['duration', 90_000, '90s'],
  ['duration', 300_000, '5m'],
  ['duration', 43_200_000, '12h'],
  ['count', 12, '12'],
  ['hours', 72.5, '72.5'],
  ['text', 'polymarket', 'polymarket'],
  ['price', Number.NaN, 'unknown'],
])('writes a %s of %s as %s', (unit, value, text) => {
  expect(formatFact(unit, value)).toBe(text);
});

test('refuses a number for a text, which only the rule set can spell', () => {
  expect(() => formatFact('text', 3)).toThrow('no number');
});
