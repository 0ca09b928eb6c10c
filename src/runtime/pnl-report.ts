// P&L by hour and by day: what the journal holds, and from the engine the hour under way.

import { HOUR_MS, type HourPnl } from '../core/ledger/hour-pnl.ts';
import { totalOf } from '../core/ledger/pnl-parts.ts';
import { hourView } from '../core/report/hour-view.ts';
import { dollars } from '../core/report/units.ts';
import { readDays, readHours, type DayPnl } from '../journal/hours.ts';
import type { DayView, PnlReport } from './controller.ts';
import { continuesAccount, type Speed } from './market-source.ts';
import type { OpenedSession } from './open-session.ts';

const DAY_MS = 24 * HOUR_MS;

/** `count`: hours that are over, at most; days as many as they may reach into. */
export function pnlReport({ session, journal: { database }, run, source }: OpenedSession, speed: Speed, count: number): PnlReport {
  const series = { run, continues: continuesAccount(source, speed) };
  const soFar = session.engine.hourSoFar();
  const days = readDays(database, series, Math.ceil(count / 24) + 1);
  return {
    current: soFar === null ? null : hourView(soFar),
    hours: readHours(database, series, count).map(hourView),
    days: (soFar === null ? days : withHourSoFar(days, soFar)).map(dayView),
  };
}

/** The day under way begins with its first hour and reaches to now. */
export function withHourSoFar(days: readonly DayPnl[], { hour, opening, closing }: Pick<HourPnl, 'hour' | 'opening' | 'closing'>): readonly DayPnl[] {
  const day = hour - (hour % DAY_MS);
  const today = days.find((one) => one.day === day);
  return [
    { day, opening: today?.opening ?? totalOf(opening), closing: totalOf(closing), hours: today?.hours ?? 0 },
    ...days.filter((one) => one !== today),
  ];
}

const dayView = ({ day, opening, closing, hours }: DayPnl): DayView =>
  ({ day, baseline: dollars(opening), change: dollars(closing - opening), total: dollars(closing), hours });
