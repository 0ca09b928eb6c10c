// Figures of a backtest as a person reads them, in the report as in the terminal. For display only, never read back. What is
// not known is a dash, never a number.

export const UNKNOWN = '–';

const grouped = (value: number, digits: number): string => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const signOf = (value: number): string => (value > 0 ? '+' : value < 0 ? '−' : '');
/** Below half a cent four decimals, so that a fee is not lost. */
const moneyDigits = (magnitude: number): number => (magnitude > 0 && magnitude < 0.005 ? 4 : 2);

/** 1.234 → "$1.23" */
export const dollars = (value: number): string => `${value < 0 ? '−' : ''}$${grouped(Math.abs(value), moneyDigits(Math.abs(value)))}`;

/** 1.234 → "+$1.23", −0.5 → "−$0.50", 0 → "$0.00" */
export const gain = (value: number): string => `${value > 0 ? '+' : ''}${dollars(value)}`;

/** Dollars a share: 0.0123 → "1.23c" */
export const cents = (value: number): string => `${value < 0 ? '−' : ''}${grouped(Math.abs(value) * 100, 2)}c`;

export const centsGain = (value: number | null): string => (value === null ? UNKNOWN : `${value > 0 ? '+' : ''}${cents(value)}`);

/** A price, without trailing zeros: 0.485 → "48.5c" */
export const price = (value: number | null): string => (value === null ? UNKNOWN : `${(value * 100).toFixed(4).replace(/\.?0+$/, '')}c`);

export const whole = (value: number): string => grouped(value, 0);

export const wholeGain = (value: number): string => `${signOf(value)}${grouped(Math.abs(value), 0)}`;

export const shares = (value: number): string => Math.abs(value).toLocaleString('en-US', { maximumFractionDigits: 2 });

export const sharesGain = (value: number): string => `${signOf(value)}${shares(value)}`;

/** 0.823 → "82 %", 0.0862 → "8.6 %". What is not all is never shown as all, and what is not nothing never as nothing. */
export function percent(share: number | null): string {
  if (share === null) return UNKNOWN;
  if (share === 0 || share === 1) return `${share * 100} %`;
  const value = share * 100;
  if (share > 0 && value < 0.05) return '<0.1 %';
  if (share < 1 && value >= 99.95) return '>99.9 %';
  return `${value.toFixed(value < 9.95 || value >= 99.5 ? 1 : 0)} %`;
}

/** Of a difference of shares: 0.03 → "+3.0 pp" */
export function points(difference: number): string {
  const tenths = Math.round(difference * 1_000);
  return `${signOf(tenths)}${(Math.abs(tenths) / 10).toFixed(1)} pp`;
}

/** 8400 → "8.4 s", 5400000 → "1 h 30 min" */
export function duration(ms: number | null): string {
  if (ms === null) return UNKNOWN;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1).replace(/\.0$/, '')} s`;
  const seconds = Math.round(ms / 1_000);
  const units: readonly (readonly [number, string])[] = [[Math.floor(seconds / 86_400), 'd'], [Math.floor(seconds / 3_600) % 24, 'h'], [Math.floor(seconds / 60) % 60, 'min'], [seconds % 60, 's']];
  const first = units.findIndex(([count]) => count > 0);
  return units.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** "2026-03-04 12:00:00" of UTC. */
export const moment = (ts: number): string => new Date(ts).toISOString().slice(0, 19).replace('T', ' ');

/** "a, b and c" */
export function listed(names: readonly string[]): string {
  const last = names.at(-1);
  return names.length < 2 || last === undefined ? names.join('') : `${names.slice(0, -1).join(', ')} and ${last}`;
}
