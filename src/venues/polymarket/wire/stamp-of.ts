// Moments as the venue writes them: milliseconds, in older messages seconds, both as text or number, and ISO in REST answers.

import type { TimestampMs } from '../../../core/domain/numbers.ts';

/** Seconds have ten digits until the year 2286, milliseconds thirteen. */
const FIRST_IN_MS = 100_000_000_000;
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Null for what is no moment. A day alone, and a time without a zone, are of UTC. */
export function stampOf(value: unknown): TimestampMs | null {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return null;
  if (/^\d{1,16}$/.test(value)) return fromNumber(Number(value));
  if (!ISO.test(value)) return null;
  // "2023-03-22 19:17:35.835+00", as the venue's database prints it.
  const iso = value.length === 10 ? value : value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  const ms = Date.parse(iso.length === 10 || /(?:Z|[+-]\d\d:?\d\d)$/.test(iso.slice(10)) ? iso : `${iso}Z`);
  return Number.isFinite(ms) ? (ms as TimestampMs) : null;
}

function fromNumber(value: number): TimestampMs | null {
  if (!Number.isSafeInteger(value) || value <= 0) return null;
  const ms = value < FIRST_IN_MS ? value * 1_000 : value;
  return Number.isSafeInteger(ms) ? (ms as TimestampMs) : null;
}
