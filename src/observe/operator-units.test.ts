import fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateText, moneyText, percentText, positionText, priceText, sizeText } from './operator-units.ts';

test.each([[0.485, '48.5c'], [0.5, '50c'], [0.4855, '48.55c'], [1, '100c'], [0, '0c'], [0.0001, '0.01c']])('shows the price %d as %s', (price, text) => {
  expect(priceText(price)).toBe(text);
});

test.each([[50, '50 sh'], [12.5, '12.5 sh'], [100, '100 sh'], [-0.001, '0 sh']])('shows the size %d as %s', (size, text) => {
  expect(sizeText(size)).toBe(text);
});

test.each([[20, '+20 sh'], [-20, '-20 sh'], [0, '0 sh']])('shows the position %d as %s', (position, text) => {
  expect(positionText(position)).toBe(text);
});

test.each([[1.234, '+$1.23'], [-0.5, '-$0.50'], [0, '$0.00'], [0.0012, '+$0.0012'], [-1234.5, '-$1234.50']])('shows %d dollars as %s', (dollars, text) => {
  expect(moneyText(dollars)).toBe(text);
});

test('shows an estimate no finer than it is worth', () => { expect([estimateText(0.618851), estimateText(0.5)]).toEqual(['61.89c', '50c']); });

test('shows a share as a whole percentage', () => { expect(percentText(0.823)).toBe('82 %'); });

test('never shows a price of the core as another one', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000 }), (micros) => {
    expect(Math.round(Number(priceText(micros / 1e6).slice(0, -1)) * 1e4)).toBe(micros);
  }));
});
