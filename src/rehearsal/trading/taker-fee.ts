// What a taker pays: shares × rate × (p (1 − p))^exponent, to five decimals, and nothing below the smallest of them.

import { MICROS, type Cash, type Price, type Size } from '../../core/domain/numbers.ts';

const SMALLEST = 10;

export function takerFee(fee: { readonly rate: number; readonly exponent: number }, price: Price, size: Size): Cash {
  const p = price / MICROS;
  return (Math.round((size * fee.rate * (p * (1 - p)) ** fee.exponent) / SMALLEST) * SMALLEST) as Cash;
}
