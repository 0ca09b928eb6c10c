// The hours of P&L in a journal: a series of the account over all runs that continue it, and one of each recording. A
// projection of the frames: `replay` tells the same hours again and compares them.

import { isDeepStrictEqual } from 'node:util';
import type { DatabaseSync } from 'node:sqlite';
import type { HourPnl } from '../core/ledger/hour-pnl.ts';
import { totalOf } from '../core/ledger/pnl-parts.ts';
import { EvenkeelError } from '../errors/define.ts';
import { JOURNAL_ERRORS } from '../errors/journal.ts';
import { hasHours } from './schema.ts';

/** Which series: the account's, or that of a run that does not continue it. */
export interface HourSeries { readonly run: number; readonly continues: boolean }

/** A UTC day of the hours stored: total P&L at the opening of its first one and at the closing of its last. Micro-dollars. */
export interface DayPnl { readonly day: number; readonly opening: number; readonly closing: number; readonly hours: number }

const DAY_MS = 86_400_000;

export function insertHour(database: DatabaseSync, run: number, continues: boolean, record: HourPnl): void {
  database.prepare('INSERT OR REPLACE INTO hours (run, continues, hour, opening, closing, payload) VALUES (?, ?, ?, ?, ?, ?)')
    .run(run, continues ? 1 : 0, record.hour, totalOf(record.opening), totalOf(record.closing), JSON.stringify(record));
}

const OF_SERIES = 'continues = ? AND (continues = 1 OR run = ?)';

/** Newest first, at most `count`. */
export const readHours = (database: DatabaseSync, { run, continues }: HourSeries, count: number): readonly HourPnl[] =>
  database.prepare(`SELECT hour, payload FROM hours WHERE ${OF_SERIES} ORDER BY hour DESC, run DESC LIMIT ?`)
    .all(continues ? 1 : 0, run, count).map(({ hour, payload }) => parsed(hour, payload));

/** Newest first, at most `count`. */
export const readDays = (database: DatabaseSync, { run, continues }: HourSeries, count: number): readonly DayPnl[] =>
  database.prepare(`
    SELECT first.day AS day, first.opening AS opening, last.closing AS closing, first.hours AS hours
    FROM (SELECT hour / ${DAY_MS} AS day, min(hour), opening, count(*) AS hours FROM hours WHERE ${OF_SERIES} GROUP BY 1) AS first
    JOIN (SELECT hour / ${DAY_MS} AS day, max(hour), closing FROM hours WHERE ${OF_SERIES} GROUP BY 1) AS last USING (day)
    ORDER BY day DESC LIMIT ?`).all(continues ? 1 : 0, run, continues ? 1 : 0, run, count)
    .map((row) => ({ day: Number(row['day']) * DAY_MS, opening: Number(row['opening']), closing: Number(row['closing']), hours: Number(row['hours']) }));

/** Oldest first: total P&L since the account began, micro-dollars. None in a file of a version before hours. */
export const hoursOfRun = (database: DatabaseSync, run: number): readonly { readonly hour: number; readonly opening: number; readonly closing: number }[] =>
  (!hasHours(database) ? [] : database.prepare('SELECT hour, opening, closing FROM hours WHERE run = ? ORDER BY hour').all(run)
    .map((row) => ({ hour: Number(row['hour']), opening: Number(row['opening']), closing: Number(row['closing']) })));

/** Whether the hour stands in the journal as told; null where it is not stored: it is of a version before hours, or could not be written. */
export function isAsStored(database: DatabaseSync, run: number, told: HourPnl): boolean | null {
  if (!hasHours(database)) return null;
  const row = database.prepare('SELECT hour, payload FROM hours WHERE run = ? AND hour = ?').get(run, told.hour);
  return row === undefined ? null : isDeepStrictEqual(parsed(row['hour'], row['payload']), JSON.parse(JSON.stringify(told)));
}

function parsed(hour: unknown, payload: unknown): HourPnl {
  try {
    return JSON.parse(String(payload)) as HourPnl;
  } catch (error) {
    throw new EvenkeelError(JOURNAL_ERRORS.unreadable, `the P&L of the hour ${new Date(Number(hour)).toISOString()} is damaged: ${(error as Error).message}`);
  }
}
