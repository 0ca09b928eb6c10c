// Reads `2023-04-10 13:31:02.651062+00:00` as milliseconds. Nothing but UTC is taken, and no date that does not exist.

import type { TimestampMs } from '../core/domain/numbers.ts';
import type { CsvRows } from './csv-rows.ts';

const SHAPE = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?\+00:00$/;

export function readUtcStamp(rows: CsvRows, field: number): TimestampMs {
  const match = SHAPE.exec(rows.text(field));
  if (match === null) rows.fail(field, 'is not a UTC time like 2023-04-10 13:31:02.651062+00:00');
  const [, date, time, fraction = ''] = match;
  const ms = Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  if (Number.isNaN(ms)) rows.fail(field, 'is not a time that exists');
  return ms as TimestampMs;
}
