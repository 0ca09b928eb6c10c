// `extremes`: caution near 0 and 1, where a share pays little and can lose almost all.

import { z } from 'zod';
import { factor, percent, price } from '../units.ts';
import { fault, setting, type SettingMeta } from './scalars.ts';

export const extremes = z.strictObject({
  within: setting(price, 'Distance from 0 or 1 within which the factors apply.', { above: '0c', atMost: '50c', why: '50c from both ends is the whole range' }),
  widen: setting(factor, 'Factor on the half-spread there.', { atLeast: '1x', atMost: '20x', why: 'this guard may widen, never narrow' }).prefault('1x'),
  shrink: setting(percent, 'Part of the size quoted there.', { atLeast: '0%', atMost: '100%', why: 'this guard may shrink, never enlarge' }).prefault('100%'),
  stopWithin: setting(price, 'Distance from 0 or 1 within which only reducing is quoted.', { above: '0c', atMost: '50c', why: '50c from both ends is the whole range' }).optional(),
}).superRefine((value, context) => {
  if (value.stopWithin !== undefined && value.stopWithin > value.within) {
    fault(context, 'contradiction', '`stopWithin` reaches further than `within`', 'has to be at most `within`: caution comes before the stop', ['stopWithin']);
  }
}).meta({ description: 'Caution near 0 and 1.' } satisfies SettingMeta);
