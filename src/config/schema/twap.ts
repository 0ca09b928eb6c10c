// `twap`: a position to reach over a time, slice by slice.

import { z } from 'zod';
import { duration, percent, price, size } from '../units.ts';
import { refresh } from './quote.ts';
import { fault, setting, type SettingMeta } from './scalars.ts';

/** Of whoever takes: what a share may cost at most. */
export const collar = setting(price, 'Most that taking may cost a share beyond fair value (the micro-price), the fee of the taker included.', { above: '0c', below: '50c', why: 'at 0c nothing could ever be taken, and a price lies between 0 and 1 dollar' });

export const twap = z.strictObject({
  target: setting(size, 'The position to end at, YES less NO.', { atLeast: '-10_000_000 shares', atMost: '10_000_000 shares', why: 'it has to lie within the position limit' }),
  over: setting(duration, 'How long that takes, in equal steps from the position at the start.', { atLeast: '1s', atMost: '8_760h', why: 'at once is an order, and a year is longer than any market here' }),
  every: setting(duration, 'The time of one slice. It rests, and what is left of it at the end is behind schedule.', { atLeast: '1s', atMost: '24h', why: 'a shorter slice would be a taker by another name' }).prefault('1m'),
  cross: setting(percent, 'Part of what is behind schedule that each slot takes from the other side; the rest goes on resting.', { atLeast: '0%', atMost: '100%', why: 'more than what is behind would be ahead of schedule' }).prefault('100%'),
  collar,
  refresh: refresh.prefault({}),
}).superRefine((value, context) => {
  if (value.every > value.over) fault(context, 'contradiction', '`every` is longer than `over`', 'one slice has to fit into the time', ['every']);
}).meta({ description: 'A position to reach over a time.' } satisfies SettingMeta);
