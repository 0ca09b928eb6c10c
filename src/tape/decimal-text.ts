// Decimal text as a whole number of small units, exact: what a recording writes as "61837.63" never passes through a float.

const ZERO = 48;
const POINT = 46;
const LONGEST = 24;

/** `text` in units of 10^−`places`; −1 where it is no decimal ≥ 0, would lose a digit or passes 2^53. */
export function scaledDecimal(text: string, places: number): number {
  const end = text.length;
  if (end === 0 || end > LONGEST) return -1;
  let value = 0;
  let i = 0;
  for (; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (i === 0) return -1;
  let scale = places;
  if (i < end) {
    if (text.charCodeAt(i) !== POINT || i + 1 === end) return -1;
    for (i++; i < end; i++) {
      const digit = text.charCodeAt(i) - ZERO;
      if (digit < 0 || digit > 9) return -1;
      if (scale > 0) { value = value * 10 + digit; scale--; } else if (digit !== 0) return -1;
    }
  }
  for (; scale > 0; scale--) value *= 10;
  return value <= Number.MAX_SAFE_INTEGER ? value : -1;
}
