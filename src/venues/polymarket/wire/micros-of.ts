// The venue's decimal text as micro-units, exact: it never passes through a float. The venue does not normalise what it
// writes (".48" and "0.140" both occur), so text is read by value.

const ZERO = 48;
const POINT = 46;
const PLACES = 6;
const LONGEST = 32;

/**
 * Micro-units of a decimal ≥ 0; −1 for anything else. Nothing is rounded: what is finer than a micro-unit is refused, unless
 * the digits beyond are zeros, and so is what passes 2^53.
 */
export const microsOf = (text: string): number => microsIn(text, 0, text.length);

/** The same of a part of a text. */
export function microsIn(text: string, from: number, end: number): number {
  if (end <= from || end - from > LONGEST) return -1;
  let value = 0;
  let i = from;
  for (; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  let left = PLACES;
  if (i < end) {
    if (text.charCodeAt(i) !== POINT || i + 1 === end) return -1;
    for (i++; i < end; i++) {
      const digit = text.charCodeAt(i) - ZERO;
      if (digit < 0 || digit > 9) return -1;
      if (left > 0) {
        value = value * 10 + digit;
        left--;
      } else if (digit !== 0) return -1;
    }
  }
  for (; left > 0; left--) value *= 10;
  return value <= Number.MAX_SAFE_INTEGER ? value : -1;
}

/** The shortest decimal of micro-units, as the venue writes prices and sizes in books: 480000 → "0.48". */
export function textOfMicros(micros: number): string {
  const whole = Math.floor(micros / 1_000_000);
  const rest = micros - whole * 1_000_000;
  if (rest === 0) return String(whole);
  let end = PLACES;
  const digits = String(rest).padStart(PLACES, '0');
  while (digits.charCodeAt(end - 1) === ZERO) end--;
  return `${whole}.${digits.slice(0, end)}`;
}
