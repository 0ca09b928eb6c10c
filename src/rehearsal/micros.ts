// Decimal text of the wire and the integer millionths behind it.

import { MICROS } from '../core/domain/numbers.ts';

/** Without trailing zeros: 520000 is "0.52", 10000000 is "10". */
export function decimalText(micros: number): string {
  const sign = micros < 0 ? '-' : '';
  const whole = Math.trunc(Math.abs(micros) / MICROS);
  const rest = Math.abs(micros) - whole * MICROS;
  return rest === 0 ? `${sign}${whole}` : `${sign}${whole}.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
}

/** For JSON numbers of the read APIs. */
export const decimalNumber = (micros: number): number => micros / MICROS;

/** Base units of a token as the signed order carries them; null where it is no whole number that a double holds exactly. */
export function baseUnits(text: string): number | null {
  if (!/^\d{1,16}$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
