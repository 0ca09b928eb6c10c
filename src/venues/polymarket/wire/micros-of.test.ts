import fc from 'fast-check';
import { expect, it } from 'vitest';
import { microsOf, textOfMicros } from './micros-of.ts';

it('reads decimals by value, however they are written', () => {
  expect(['.48', '0.140', '0.5000', '12', '10500100', '0.000001', '0.10000000'].map(microsOf)).toEqual([480_000, 140_000, 500_000, 12_000_000, 10_500_100_000_000, 1, 100_000]);
});

it('refuses what is no decimal, what is finer than a micro-unit and what passes 2^53', () => {
  for (const text of ['', '.', '1.', '-1', '+1', '1e3', ' 1', '1 ', '0x1', 'NaN', 'Infinity', '1,5', '1.2.3', '0.0000001', '0.1234567', '9007199254.740993', '9'.repeat(40)]) expect(microsOf(text), text).toBe(-1);
});

it('reads back every micro-unit it writes', () => {
  fc.assert(fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (micros) => { expect(microsOf(textOfMicros(micros))).toBe(micros); }));
});

it('is exact or refuses, whatever the text', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{0,12}\.?\d{0,9}$/)), (text) => {
    const micros = microsOf(text);
    if (micros === -1) return;
    const [, whole = '', fraction = ''] = /^(\d*)\.?(\d*)$/.exec(text) ?? [];
    expect(BigInt(micros)).toBe(BigInt(whole || '0') * 1_000_000n + BigInt(fraction.replace(/0+$/, '').padEnd(6, '0')));
  }));
});
