// A moment written as 2026-05-16T03:45:12.380909Z, with or without a fraction, a space for the T, +00 for the Z.

import type { TimestampMs } from '../core/domain/numbers.ts';

const SHAPE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|\+00(?::?00)?)$/;

/** Whole milliseconds, cut off; null where it is not written so or there is no such day. */
export function utcMoment(text: string): TimestampMs | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [, day, clock, fraction = ''] = match;
  const ms = Date.parse(`${day}T${clock}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  // Some days that do not exist, April 31, are taken for the next one that does.
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day ? null : (ms as TimestampMs);
}
