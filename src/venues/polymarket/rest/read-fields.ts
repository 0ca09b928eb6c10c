// Strict reading of decoded JSON: a field has the form it must have, or the whole answer cannot be read. New fields beside the
// known ones do no harm.

import type { Price, Size, TimestampMs } from '../../../core/domain/numbers.ts';
import { microsNearest, microsOf, microsPaid, plainDecimal } from './decimal-text.ts';

/** Names the field and never its value, which may be a secret. */
export class UnreadableAnswer extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UnreadableAnswer(`${what} is no object`);
  return value as Fields;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new UnreadableAnswer(`${what} is no list`);
  return value;
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new UnreadableAnswer(`${name} is no text`);
  return value;
}

/** Empty where the field is absent, null or empty. */
export function optionalText(fields: Fields, name: string): string {
  const value = fields[name] ?? '';
  if (typeof value !== 'string') throw new UnreadableAnswer(`${name} is no text`);
  return value;
}

/** False where it is absent: the venue leaves false booleans out. */
export function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false;
  if (typeof value !== 'boolean') throw new UnreadableAnswer(`${name} is no boolean`);
  return value;
}

/** A rate or a count: a JSON number, or the text of one. */
export function numberOf(fields: Fields, name: string): number {
  const value = fields[name];
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof read !== 'number' || !Number.isFinite(read)) throw new UnreadableAnswer(`${name} is no number`);
  return read;
}

export const priceOf = (fields: Fields, name: string): Price => decimalOf(fields, name, microsOf) as Price;
export const sizeOf = (fields: Fields, name: string): Size => decimalOf(fields, name, microsOf) as Size;
/** Micro-dollars. */
export const amountOf = (fields: Fields, name: string): number => decimalOf(fields, name, microsOf);
/** What was paid, or taken back; digits beyond the micro-unit are cut off. */
export const paidOf = (fields: Fields, name: string): number => decimalOf(fields, name, microsPaid);
/** The price of a match, which may be an average. */
export const averageOf = (fields: Fields, name: string): Price => decimalOf(fields, name, microsNearest) as Price;

/** Null where there is none: the field is absent, null or empty. */
export function optionalAmount(fields: Fields, name: string): number | null {
  return (fields[name] ?? '') === '' ? null : decimalOf(fields, name, microsOf);
}

/** A JSON number is read by the shortest digits that stand for it, which are those that were sent, up to fifteen of them. */
function decimalOf(fields: Fields, name: string, read: (text: string) => number | null): number {
  const value = fields[name];
  const text = typeof value === 'number' ? plainDecimal(String(value)) : value;
  const micros = typeof text === 'string' ? read(text) : null;
  if (micros === null) throw new UnreadableAnswer(`${name} is no decimal that micro-units hold`);
  return micros;
}

/** YYYY-MM-DD in UTC, of a date or of a moment with one; a moment without a zone is taken to be in UTC. */
export function utcDateOf(fields: Fields, name: string): string {
  const [, date = '', time = '', zone = '', hours = '', minutes = ''] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|([+-]\d\d):?(\d\d))?)?$/i.exec(textOf(fields, name)) ?? [];
  const at = Date.parse(time === '' ? date : `${date}T${time}${zone === '' || hours === '' ? 'Z' : `${hours}:${minutes}`}`);
  if (Number.isNaN(at)) throw new UnreadableAnswer(`${name} is no date`);
  return new Date(at).toISOString().slice(0, 10);
}

/** Unix seconds, as a number or as text; a date in text is read too. */
export function secondsOf(fields: Fields, name: string): TimestampMs {
  const value = fields[name];
  const date = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  return (Number.isNaN(date) ? wholeOf(fields, name) * 1000 : date) as TimestampMs;
}
export const millisecondsOf = (fields: Fields, name: string): TimestampMs => wholeOf(fields, name) as TimestampMs;

function wholeOf(fields: Fields, name: string): number {
  const value = numberOf(fields, name);
  if (!Number.isSafeInteger(value) || value < 0) throw new UnreadableAnswer(`${name} is no time`);
  return value;
}

export function actionOf(fields: Fields, name: string): 'buy' | 'sell' {
  const side = textOf(fields, name).toUpperCase();
  if (side !== 'BUY' && side !== 'SELL') throw new UnreadableAnswer(`${name} is no side`);
  return side === 'BUY' ? 'buy' : 'sell';
}
