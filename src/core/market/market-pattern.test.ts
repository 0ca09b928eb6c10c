import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitsPattern } from './market-pattern.ts';

it('takes a star for any run of characters and everything else for itself', () => {
  expect(fitsPattern('*', '')).toBe(true);
  expect(fitsPattern('rain-*', 'rain-london')).toBe(true);
  expect(fitsPattern('rain-*', 'rain')).toBe(false);
  expect(fitsPattern('a*b*a', 'aba')).toBe(true);
  expect(fitsPattern('a*a', 'a')).toBe(false);
  expect(fitsPattern('a.c', 'abc')).toBe(false);
});

it('agrees with a regular expression', () => {
  const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 });
  fc.assert(fc.property(text('ab*'), text('ab'), (pattern, market) => {
    expect(fitsPattern(pattern, market)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(market));
  }));
});
