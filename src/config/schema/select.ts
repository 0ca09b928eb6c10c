// `markets.select`: which of the included markets a strategy trades, by what is known of them.

import { z } from 'zod';
import { duration, percent } from '../units.ts';
import { condition } from './rules.ts';
import { choice, fault, setting, type SettingMeta } from './scalars.ts';

const RANKS = ['liquidity', 'volume24h', 'spread', 'hoursToResolution', 'rewardPerDollar', 'expectedEarnings'] as const;

export const select = z.strictObject({
  where: condition.optional(),
  rankBy: choice(RANKS, 'The fact that decides who gets the slots of `active`, highest first: the deepest, most traded, widest, longest running, best rewarded for its capital, or expected to earn most.').optional(),
  dwell: setting(duration, 'Least time in the active set before a better market may take the slot, or `where` may end it.', { atMost: '720h', why: 'a slot that is never free again wants no selection' }).prefault('10m'),
  betterBy: setting(percent, 'How much better than a market in the active set another has to be to take its slot.', { atLeast: '0%', atMost: '1_000%', why: 'a smaller share changes places back and forth, a larger one never does' }).prefault('20%'),
}).superRefine((value, context) => {
  if (value.where === undefined && value.rankBy === undefined) fault(context, 'contradiction', '`select` selects nothing', 'give it a `where`, a `rankBy`, or both');
}).meta({ description: 'Which of the included markets are traded.' } satisfies SettingMeta);
