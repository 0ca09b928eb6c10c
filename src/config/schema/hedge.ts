// `hedge`: a market held against the positions of others, and what holds for these while it is not.

import { z } from 'zod';
import { duration, factor, size } from '../units.ts';
import { patterns } from './patterns.ts';
import { refresh } from './quote.ts';
import { choice, fault, setting, type SettingMeta } from './scalars.ts';
import { collar } from './twap.ts';

const unhedged = z.strictObject({
  most: setting(size, 'Most shares by which the hedge may be off.', { above: '0 shares', atMost: '10_000_000 shares', why: 'a hedge is never exact' }),
  for: setting(duration, 'More than that for this long, and the markets hedged may not add.', { atMost: '1h', why: 'what is not hedged by then is not going to be' }).prefault('30s'),
  then: choice(['reduce-only', 'cancel-only'], 'What the markets hedged may still do.'),
}).meta({ description: 'What the markets hedged may do while the hedge is off.' } satisfies SettingMeta);

export const hedge = z.strictObject({
  of: patterns('The markets hedged. Its own market, and markets that hedge themselves, never count.').min(1),
  ratio: setting(factor, 'Held here is −ratio × the sum of their positions, YES less NO: 1x where both are worth more together, -1x where one pays when the other does not. It is stated, not estimated.', { atLeast: '-100x', atMost: '100x', why: 'a hedge of a hundred times is a position of its own' }),
  band: setting(size, 'Off by no more than this, nothing is traded.', { atLeast: '0 shares', atMost: '10_000_000 shares', why: 'each trade costs a spread' }),
  collar,
  refresh: refresh.prefault({}),
  unhedged: unhedged.optional(),
}).superRefine((value, context) => {
  if (value.ratio === 0) fault(context, 'contradiction', 'a `ratio` of 0x hedges nothing', 'write what one share is held against, like `-1x`', ['ratio']);
  if (value.unhedged !== undefined && value.unhedged.most < value.band) {
    fault(context, 'contradiction', '`unhedged.most` is less than `band`', 'has to be at least `band`: within it nothing is traded', ['unhedged', 'most']);
  }
}).meta({ description: 'A market held against the positions of others.' } satisfies SettingMeta);
