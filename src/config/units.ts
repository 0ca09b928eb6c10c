// Scalars with their unit, as an operator writes them, to the core's own numbers: micro-units, fractions, factors,
// milliseconds. Each reader refuses a bare number where a unit is needed and says what was probably meant.

import { nearestFloat, scaledInteger, type DecimalProblem } from './exact-decimal.ts';
import type { Distance } from './compiled-config.ts';

export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string; readonly remedy: string };

export interface Reader<T> {
  /** As the reference names it. */
  readonly unit: string;
  readonly read: (text: string) => Reading<T>;
  /** A number to hold against bounds. */
  readonly order: (value: T) => number;
  /** What an editor checks; looser than `read`, never stricter. */
  readonly pattern: string;
  readonly examples: readonly string[];
}

const ok = <T>(value: T): Reading<T> => ({ ok: true, value });
const no = (message: string, remedy: string): Reading<never> => ({ ok: false, message, remedy });
const isBare = (text: string): boolean => /^[+-]?[\d_]+(\.\d+)?$/.test(text);

const DECIMAL_REMEDY: Readonly<Record<DecimalProblem, (text: string) => string>> = {
  'not-a-number': () => 'write a decimal number with its unit',
  comma: (text) => `group thousands with \`_\`: \`${text.replaceAll(',', '_')}\``,
  grouping: () => 'put `_` between groups of three digits: `50_000`',
  'too-fine': () => 'at most six decimals of a dollar or a share can be held exactly',
  'too-large': () => 'the number is larger than can be held exactly',
};

function amount(text: string, digits: string, what: string, places: number): Reading<number> {
  const value = scaledInteger(digits, places);
  if (typeof value === 'number') return ok(value);
  return no(`\`${text}\` is not ${what}`, value === 'not-a-number' ? `write it like ${EXAMPLE[what] ?? 'the reference shows'}` : DECIMAL_REMEDY[value](text));
}

const EXAMPLE: Readonly<Record<string, string>> = {
  'a price': '`2c`, `0.5c` or `0.02`', 'an amount of money': '`$250`', 'a number of shares': '`500 shares`',
  'a share of something': '`80%`', 'a factor': '`1.5x`', 'a duration': '`30s`', 'a count': '`12`', 'a number of ticks': '`3 ticks`',
};

/** `2c`, `-0.5c`, `0.02` → micro-dollars. A bare number counts only where it cannot be cents: 0.02, not 2. */
function readPrice(text: string): Reading<number> {
  if (text.endsWith('c')) return amount(text, text.slice(0, -1), 'a price', 4);
  if (text.includes('$')) return no(`\`${text}\` is money, and a price per share is needed`, `write cents, like \`${text.replace('$', '')}c\`, or a decimal like \`0.02\``);
  if (/^[+-]?0\.\d+$/.test(text)) return amount(text, text, 'a price', 6);
  if (isBare(text)) return no(`\`${text}\` needs a unit`, `did you mean \`${text}c\`?`);
  return amount(text, text, 'a price', 6);
}

/** A price, or `3 ticks`. */
function readDistance(text: string): Reading<Distance> {
  const ticks = /^(.*?)\s*ticks?$/.exec(text);
  if (ticks !== null) {
    const count = amount(text, ticks[1] ?? '', 'a number of ticks', 0);
    return count.ok ? ok({ micros: 0, ticks: count.value }) : count;
  }
  if (isBare(text) && !/^[+-]?0\.\d+$/.test(text)) return no(`\`${text}\` needs a unit`, `did you mean \`${text}c\` or \`${text} ticks\`?`);
  const price = readPrice(text);
  return price.ok ? ok({ micros: price.value, ticks: 0 }) : price;
}

/** `$250`, `-$10`, `$50_000` → micro-dollars. */
function readCash(text: string): Reading<number> {
  const match = /^([+-]?)\$(.*)$/.exec(text);
  if (match !== null) return amount(text, `${match[1]}${match[2]}`, 'an amount of money', 6);
  if (isBare(text)) return no(`\`${text}\` needs a unit`, `did you mean \`${text.startsWith('-') ? `-$${text.slice(1)}` : `$${text}`}\`?`);
  return no(`\`${text}\` is not an amount of money`, 'write dollars: `$250`, `-$10`, `$50_000`');
}

/** `500 shares` → micro-shares. */
function readSize(text: string): Reading<number> {
  const match = /^(.*?)\s*shares?$/.exec(text);
  if (match !== null) return amount(text, match[1] ?? '', 'a number of shares', 6);
  if (isBare(text)) return no(`\`${text}\` needs a unit`, `did you mean \`${text} shares\`?`);
  return no(`\`${text}\` is not a number of shares`, /\d,\d/.test(text) ? DECIMAL_REMEDY.comma(text) : 'write `500 shares`');
}

const suffixed = (suffix: string, shift: number, what: string) => (text: string): Reading<number> => {
  if (!text.endsWith(suffix)) {
    if (isBare(text)) return no(`\`${text}\` needs a unit`, `did you mean \`${text}${suffix}\`?`);
    return no(`\`${text}\` is not ${what}`, `write it like ${EXAMPLE[what]}`);
  }
  const value = nearestFloat(text.slice(0, -suffix.length), shift);
  if (typeof value === 'number') return ok(value);
  return no(`\`${text}\` is not ${what}`, value === 'not-a-number' ? `write it like ${EXAMPLE[what]}` : DECIMAL_REMEDY[value](text));
};

const MS_PER: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `30s`, `5m`, `12h` → whole milliseconds. */
function readDuration(text: string): Reading<number> {
  const match = /^(.*?)(ms|s|m|h)$/.exec(text);
  if (match === null) {
    if (isBare(text)) return no(`\`${text}\` needs a unit`, `did you mean \`${text}s\`, \`${text}m\` or \`${text}ms\`?`);
    return no(`\`${text}\` is not a duration`, 'write it like `500ms`, `30s`, `5m` or `12h`');
  }
  const micros = amount(text, match[1] ?? '', 'a duration', 6);
  if (!micros.ok) return micros;
  if (micros.value < 0) return no(`\`${text}\` is not a duration`, 'a duration cannot be negative');
  const ms = (micros.value * (MS_PER[match[2] ?? ''] ?? Number.NaN)) / 1_000_000;
  if (!Number.isSafeInteger(ms)) return no(`\`${text}\` is not a whole number of milliseconds`, 'the finest step of time is `1ms`');
  return ok(ms);
}

/** `12 per 1m` → in a second. */
function readRate(text: string): Reading<number> {
  const match = /^(\S+)\s+per\s+(\S+)$/.exec(text);
  if (match === null) return no(`\`${text}\` is not a rate`, isBare(text) ? `did you mean \`${text} per 1m\`?` : 'write it like `12 per 1m`');
  const value = nearestFloat(match[1] ?? '', 0);
  if (typeof value !== 'number') return no(`\`${text}\` is not a rate`, DECIMAL_REMEDY[value](text));
  const window = readDuration(match[2] ?? '');
  if (!window.ok) return window;
  return window.value > 0 ? ok((value / window.value) * (MS_PER['s'] ?? Number.NaN)) : no(`\`${text}\` is not a rate`, 'nothing comes in no time: write it like `12 per 1m`');
}

function readCount(text: string): Reading<number> {
  return isBare(text) ? amount(text, text, 'a count', 0) : no(`\`${text}\` is not a count`, 'write a whole number without a unit');
}

function readHours(text: string): Reading<number> {
  if (!isBare(text)) return no(`\`${text}\` is not a number of hours`, 'hours are written plain: `12`');
  const value = nearestFloat(text, 0);
  return typeof value === 'number' ? ok(value) : no(`\`${text}\` is not a number of hours`, DECIMAL_REMEDY[value](text));
}

const itself = (value: number): number => value;
const NUMBER = '[+-]?[0-9][0-9_]*(\\.[0-9]+)?';

// For bounds only, a tick counts as a cent: no venue here has a coarser one.
const PLACEHOLDER_TICK = 10_000;

export const price: Reader<number> = { unit: 'price', read: readPrice, order: itself, pattern: `^(${NUMBER}c|[+-]?0\\.[0-9]+)$`, examples: ['2c', '0.5c', '0.02'] };
export const distance: Reader<Distance> = {
  unit: 'price or ticks', read: readDistance, order: (d) => d.micros + d.ticks * PLACEHOLDER_TICK,
  pattern: `^(${NUMBER}( *ticks?|c)|[+-]?0\\.[0-9]+)$`, examples: ['1.5c', '3 ticks'],
};
export const cash: Reader<number> = { unit: 'dollars', read: readCash, order: itself, pattern: '^[+-]?\\$[0-9][0-9_]*(\\.[0-9]+)?$', examples: ['$250', '$50_000'] };
export const size: Reader<number> = { unit: 'shares', read: readSize, order: itself, pattern: `^${NUMBER} *shares?$`, examples: ['50 shares'] };
export const percent: Reader<number> = { unit: 'percent', read: suffixed('%', 2, 'a share of something'), order: itself, pattern: `^${NUMBER}%$`, examples: ['80%'] };
export const factor: Reader<number> = { unit: 'factor', read: suffixed('x', 0, 'a factor'), order: itself, pattern: `^${NUMBER}x$`, examples: ['1.5x'] };
export const duration: Reader<number> = { unit: 'duration', read: readDuration, order: itself, pattern: '^[0-9][0-9_]*(\\.[0-9]+)?(ms|s|m|h)$', examples: ['500ms', '30s', '5m', '12h'] };
export const rate: Reader<number> = { unit: 'rate', read: readRate, order: itself, pattern: `^${NUMBER} +per +[0-9][0-9_]*(\\.[0-9]+)?(ms|s|m|h)$`, examples: ['12 per 1m', '0.4 per 1s'] };
export const count: Reader<number> = { unit: 'count', read: readCount, order: itself, pattern: `^${NUMBER}$`, examples: ['3'] };
export const hours: Reader<number> = { unit: 'hours', read: readHours, order: itself, pattern: `^${NUMBER}$`, examples: ['12'] };

export interface Windowed<T> { readonly value: T; readonly windowMs: number | null }

/** `3c per 1s`, `80% over 30s`: a value and the window it is measured over; without one, `windowMs` is null. */
export function readWindowed<T>(reader: Reader<T>, text: string): Reading<Windowed<T>> {
  const match = /^(.*?)\s+(?:per|over)\s+(.*)$/.exec(text);
  const value = reader.read(match?.[1] ?? text);
  if (!value.ok) return value;
  if (match === null) return ok({ value: value.value, windowMs: null });
  const window = readDuration(match[2] ?? '');
  return window.ok ? ok({ value: value.value, windowMs: window.value }) : window;
}
