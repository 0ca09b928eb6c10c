// `health`: what a venue, its feeds and the clock have to be like for new risk to be taken.

import { z } from 'zod';
import type { HealthSettings } from '../compiled-guards.ts';
import { count, duration } from '../units.ts';
import { setting, type SettingMeta } from './scalars.ts';
import { windowed } from './windowed.ts';

const PATIENCE = { atLeast: '1s', atMost: '24h', why: 'a venue may take a second, and after a day nothing is protected' };
const COUNT = { atLeast: '1 over 1s', atMost: '100_000 over 1s', why: 'with 0 no quote would ever stand' };

export const health = z.strictObject({
  dataMaxAge: setting(duration, 'How long a venue may send no market data at all, though its feed is open, before its markets are cancel-only.', PATIENCE).optional(),
  answerMaxAge: setting(duration, 'How long something may wait for an answer with nothing heard of our orders, before the markets of the venue are cancel-only.', PATIENCE).prefault('15s'),
  clockJump: setting(duration, 'How much later than asked a decision may come before books, orders and holdings have to be confirmed anew.', PATIENCE).prefault('10s'),
  rejects: setting(windowed(count, '20 over 1m'), 'So many orders refused by a venue in the window, and nothing is added there.', COUNT).optional(),
  errors: setting(windowed(count, '10 over 1m'), 'So many requests without a usable answer in the window, and the markets of the venue are cancel-only.', COUNT).prefault('10 over 1m'),
  for: setting(duration, 'How long these two hold after the count was last reached.', { atMost: '24h', why: 'use a halt for longer' }).prefault('60s'),
  unknownOrders: setting(count, 'Most orders of a venue whose outcome may be unknown; above, its markets are cancel-only.', { atLeast: '0', atMost: '10_000', why: 'each is counted at its worst case' }).prefault('10'),
  cleanReports: setting(count, 'How many reports in a row have to agree after holdings differed, or after the venue had orders of others, before anything is added.', { atLeast: '0', atMost: '100', why: 'one comes every few seconds' }).prefault('2'),
}).meta({ description: 'What venues, feeds and the clock have to be like for new risk.' } satisfies SettingMeta);

export const healthSettings = ({ dataMaxAge, answerMaxAge, clockJump, rejects, errors, for: forMs, unknownOrders, cleanReports }: z.output<typeof health>): HealthSettings => ({
  dataMaxAgeMs: dataMaxAge ?? null, answerMaxAgeMs: answerMaxAge, clockJumpMs: clockJump, rejects: rejects ?? null, errors, forMs, unknownOrders, cleanReports,
});
