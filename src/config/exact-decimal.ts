// Decimal text to integers without passing through a float. Refuses what cannot be held exactly; knows no unit.

const DECIMAL = /^([+-]?)(\d[\d_]*)(?:\.(\d+))?$/;
const GROUPED = /^\d{1,3}(?:_\d{3})+$/;

export type DecimalProblem = 'not-a-number' | 'comma' | 'grouping' | 'too-fine' | 'too-large';

/** `text` × 10^`places` as a safe integer: scaledInteger('1.5', 4) is 15000. */
export function scaledInteger(text: string, places: number): number | DecimalProblem {
  if (/\d,\d/.test(text)) return 'comma';
  const match = DECIMAL.exec(text);
  if (match === null) return 'not-a-number';
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole.includes('_') && !GROUPED.test(whole)) return 'grouping';
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > places) return 'too-fine';
  const digits = whole.replaceAll('_', '') + kept.padEnd(places, '0');
  if (digits.replace(/^0+/, '').length > 16) return 'too-large';
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) return 'too-large';
  return sign === '-' && value !== 0 ? -value : value;
}

/** The float nearest to `text` × 10^−`shift`: one rounding, not two, so that 80 % is exactly the number 0.8. */
export function nearestFloat(text: string, shift: number): number | DecimalProblem {
  if (/\d,\d/.test(text)) return 'comma';
  const match = DECIMAL.exec(text);
  if (match === null) return 'not-a-number';
  const [, , whole = '', fraction = ''] = match;
  if (whole.includes('_') && !GROUPED.test(whole)) return 'grouping';
  if (fraction.length > 6) return 'too-fine';
  if (whole.length > 12) return 'too-large';
  const value = Number(`${text.replaceAll('_', '')}e-${shift}`);
  return value === 0 ? 0 : value;
}
