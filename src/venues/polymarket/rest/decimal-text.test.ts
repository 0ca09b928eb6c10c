import fc from 'fast-check';
import { expect, it } from 'vitest';
import { microsDown, microsNearest, microsOf } from './decimal-text.ts';

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

it('refuses what no integer holds exactly', () => {
  expect([microsOf('9007199254.740991'), microsOf('9007199254.740992'), microsOf('123456789012345678')]).toEqual([Number.MAX_SAFE_INTEGER, null, null]);
});

it('reads every number of micro-units back from its decimal, exactly', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (micros) => {
    const digits = String(micros).padStart(7, '0');
    expect(microsOf(`${digits.slice(0, -6)}.${digits.slice(-6)}`)).toBe(micros);
  }));
});
