// The shape of P&L by hour and by day.

import { z } from 'zod';
import { pnlView } from './view-schemas.ts';

const dollars = z.number().describe('Dollars');
const epochMs = z.number().describe('Milliseconds since 1970-01-01 UTC');
const MOST_HOURS = 31 * 24;

export const hourView = z.object({
  hour: epochMs.describe('Start of the hour'),
  openedAt: epochMs.describe('When its first values were taken: at the first decision in it'),
  closedAt: epochMs.describe('When its last values were taken: at the first decision after it, or now'),
  change: pnlView.describe('What the hour came to, by part'),
  total: dollars.describe('P&L since the account began, at its end'), unrealised: dollars, grossNotional: dollars, cash: dollars.nullable(),
  markets: z.array(z.object({ name: z.string(), change: dollars, total: dollars, unrealised: dollars, position: z.number().describe('Shares of YES less NO') })).readonly(),
}).meta({ id: 'Hour' });

export const dayView = z.object({
  day: epochMs.describe('00:00 UTC'), baseline: dollars.describe('P&L since the account began, at the first hour of the day'),
  change: dollars, total: dollars, hours: z.int().describe('Hours of it that are over'),
}).meta({ id: 'Day' });

export const pnlReport = z.object({
  current: hourView.nullable().describe('The hour under way; null before the first decision'),
  hours: z.array(hourView).readonly().describe('Those that are over, newest first'),
  days: z.array(dayView).readonly().describe('The UTC days that they reach into, newest first'),
}).meta({ id: 'PnlByHour' });

export const pnlQuery = z.object({
  hours: z.coerce.number().int().min(1).max(MOST_HOURS).default(24).describe(`How many hours that are over, at most; 1 … ${MOST_HOURS}`),
});
