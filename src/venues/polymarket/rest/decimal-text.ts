// The venue's decimals as micro-units, digit by digit and never through a float. It does not normalise them: ".48", "0.140" and
// "5" all occur.

const DECIMAL = /^(\d*)(?:\.(\d*))?$/;
const SCIENTIFIC = /^(-?)(\d*)(?:\.(\d*))?e([+-]?\d{1,3})$/i;
const PLACES = 6;

/** Null for what is no decimal ≥ 0, is finer than a micro-unit, or is too large to be exact. */
export function microsOf(text: string): number | null {
  const parts = split(text);
  if (parts === null || /[^0]/.test(parts.fraction.slice(PLACES))) return null;
  return scaled(parts);
}

/** As `microsOf`, but what is finer than a micro-unit is cut off. For amounts that are only told, never asked for. */
export function microsDown(text: string): number | null {
  const parts = split(text);
  return parts === null ? null : scaled(parts);
}

/** As `microsOf`, to the nearest micro-unit. For averages, which have as many digits as a division leaves. */
export function microsNearest(text: string): number | null {
  const down = microsDown(text);
  if (down === null) return null;
  return (split(text)?.fraction.charAt(PLACES) ?? '') >= '5' ? down + 1 : down;
}

/** As `microsDown`, also below zero and in exponents: of what was paid, what is finer than a micro-unit counts for nothing. */
export function microsPaid(text: string): number | null {
  const plain = plainDecimal(text);
  const isNegative = plain?.startsWith('-') === true;
  const micros = plain === null ? null : microsDown(isNegative ? plain.slice(1) : plain);
  return isNegative && micros !== null && micros !== 0 ? -micros : micros;
}

/** The same number without an exponent, as JavaScript writes one for what is tiny or huge. Null for what is no number. */
export function plainDecimal(text: string): string | null {
  const [, sign = '', whole = '', fraction = '', exponent = ''] = SCIENTIFIC.exec(text) ?? [];
  if (exponent === '') return split(text.replace(/^-/, '')) === null ? null : text;
  const digits = whole + fraction;
  if (digits === '') return null;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits.padEnd(point, '0')}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

interface Parts { readonly whole: string; readonly fraction: string }

function split(text: string): Parts | null {
  const match = DECIMAL.exec(text);
  const [, whole = '', fraction = ''] = match ?? [];
  return match === null || whole + fraction === '' ? null : { whole, fraction };
}

function scaled({ whole, fraction }: Parts): number | null {
  const value = Number(whole + fraction.slice(0, PLACES).padEnd(PLACES, '0'));
  return Number.isSafeInteger(value) ? value : null;
}
