import fc from 'fast-check';
import { expect, it } from 'vitest';
import { microsDown, microsNearest, microsOf, microsPaid, plainDecimal } from './decimal-text.ts';

it('reads the forms that the venue writes', () => {
  expect(['5', '0.57', '.48', '0.140', '5.', '0', '219.217767', '000.5'].map(microsOf)).toEqual([5_000_000, 570_000, 480_000, 140_000, 5_000_000, 0, 219_217_767, 500_000]);
});

it('refuses what is no plain decimal', () => {
  for (const text of ['', '.', '-1', '+1', '1e6', '1,5', ' 1', '0x1', 'NaN', '1.2.3', '１']) expect(microsOf(text)).toBeNull();
});

it('refuses what is finer than a micro-unit, unless told which way to round', () => {
  expect([microsOf('0.7099999590'), microsDown('0.7099999590'), microsNearest('0.7099999590')]).toEqual([null, 709_999, 710_000]);
  expect([microsOf('0.1234560'), microsNearest('0.1234564'), microsNearest('0.1234565'), microsNearest('1')]).toEqual([123_456, 123_456, 123_457, 1_000_000]);
});

it('writes a number out as it is, whatever form JavaScript gives it', () => {
  expect(['4e-7', '1.25e-7', '1e21', '1.5e+21', '-5e-1', '.5', '12.5e1', '0'].map(plainDecimal)).toEqual(['0.0000004', '0.000000125', '1000000000000000000000', '1500000000000000000000', '-0.5', '.5', '125', '0']);
  for (const text of ['', '.', '-', 'e5', '1e', '1e1.5', 'NaN', '-Infinity', '--1', '1e9999']) expect(plainDecimal(text)).toBeNull();
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const plain = plainDecimal(String(value));
    expect(plain).toMatch(/^-?\d+(\.\d+)?$/);
    expect(Number(plain)).toBe(value + 0);
  }));
});

it('reads what was paid with its sign and exponent, towards nothing', () => {
  expect(['4e-7', '-4e-7', '-0.5', '1.5998419', '-1.5998419', '2e1', '0.30000000000000004'].map(microsPaid)).toEqual([0, 0, -500_000, 1_599_841, -1_599_841, 20_000_000, 300_000]);
  expect(['1e21', '-1e21', '', 'NaN', '0x1'].map(microsPaid)).toEqual([null, null, null, null, null]);
});

it('refuses what no integer holds exactly', () => {
  expect([microsOf('9007199254.740991'), microsOf('9007199254.740992'), microsOf('123456789012345678')]).toEqual([Number.MAX_SAFE_INTEGER, null, null]);
});

it('reads every number of micro-units back from its decimal, exactly', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (micros) => {
    const digits = String(micros).padStart(7, '0');
    expect(microsOf(`${digits.slice(0, -6)}.${digits.slice(-6)}`)).toBe(micros);
  }));
});
