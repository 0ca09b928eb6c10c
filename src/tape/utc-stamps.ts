// Reads `2023-04-10 13:31:02.651062+00:00` as milliseconds. Nothing but UTC is taken, and no time that does not exist.

import type { TimestampMs } from '../core/domain/numbers.ts';
import type { CsvRows } from './csv-rows.ts';

const SHAPE = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;
const FRACTION = /^(?:\.(\d{1,6}))?\+00:00$/;
const SECOND_LENGTH = 19;

export class UtcStamps {
  /** The second read last: rows come many to a second, and its parts are what takes time. */
  #second = '';
  #secondMs = 0;

  read(rows: CsvRows, field: number): TimestampMs {
    const text = rows.text(field);
    const second = text.slice(0, SECOND_LENGTH);
    if (second !== this.#second) {
      const match = SHAPE.exec(second);
      const ms = match === null ? NaN : Date.parse(`${match[1]}T${match[2]}Z`);
      // Some dates that do not exist, April 31, are taken for the next one that does.
      if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== match?.[1]) rows.fail(field, 'does not begin with a time that exists, like 2023-04-10 13:31:02');
      this.#second = second;
      this.#secondMs = ms;
    }
    const fraction = FRACTION.exec(text.slice(SECOND_LENGTH));
    if (fraction === null) rows.fail(field, 'does not end like 02.651062+00:00');
    return (this.#secondMs + Number((fraction[1] ?? '').slice(0, 3).padEnd(3, '0'))) as TimestampMs;
  }
}
