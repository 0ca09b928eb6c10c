// Amounts as a person reads them: prices in cents, sizes in shares, money with its sign. Takes dollars and shares as the
// views hold them (decimals); `fromMicros` brings the core's integers there. For display only, never read back.

import { MICROS } from '../core/domain/numbers.ts';

export const fromMicros = (micros: number): number => micros / MICROS;

/** At most `digits` decimals, without trailing zeros and without a negative zero. */
const trimmed = (value: number, digits: number): string => {
  const text = value.toFixed(digits).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
};

/** 0.485 → "48.5c" */
export const priceText = (dollars: number): string => `${trimmed(dollars * 100, 4)}c`;

/** A price that nobody can trade at, like fair value, to a hundredth of a cent: 0.618851 → "61.89c" */
export const estimateText = (dollars: number): string => `${trimmed(dollars * 100, 2)}c`;

/** 50 → "50 sh" */
export const sizeText = (shares: number): string => `${trimmed(shares, 2)} sh`;

/** 50 → "+50 sh", 0 → "0 sh" */
export const positionText = (shares: number): string => `${shares > 0 ? '+' : ''}${sizeText(shares)}`;

/** 1.234 → "+$1.23", -0.5 → "-$0.50", 0 → "$0.00". Below half a cent it shows four decimals, so that a fee is not lost. */
export const moneyText = (dollars: number): string => {
  const magnitude = Math.abs(dollars);
  const digits = magnitude > 0 && magnitude < 0.005 ? 4 : 2;
  const sign = dollars > 0 ? '+' : dollars < 0 ? '-' : '';
  return `${sign}$${magnitude.toFixed(digits)}`;
};

/** 0.823 → "82 %" */
export const percentText = (fraction: number): string => `${(fraction * 100).toFixed(0)} %`;
