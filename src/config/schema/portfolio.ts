// The part of a profile's `limits` that looks over several markets at once: groups that share a cap, correlation, and
// venues that get worse.

import { z } from 'zod';
import { cash, count, duration, percent } from '../units.ts';
import { fault, named, setting, type SettingMeta } from './scalars.ts';
import { patterns } from './patterns.ts';

const CAP = { above: '$0', atMost: '$100_000_000', why: 'without room nothing can be quoted' };
const TIMES = { atLeast: '1', atMost: '100_000', why: 'at 0 the limits would always be lowered' };

export const groupNotional = setting(cash, 'Most dollars at cost, in the worst case, over the markets of one event, and over markets that move together.', CAP);

export const group = z.strictObject({
  markets: patterns('Markets of the group, at any venue. A market may be of several groups.').min(1),
  notional: setting(cash, 'Most dollars at cost over the group; without it, `limits.groupNotional`.', CAP).optional(),
}).meta({ description: 'Markets that share a cap.' } satisfies SettingMeta);

export const groups = named(group, 'Markets that hang together in ways that no venue states, by a name of your own.');

export const correlation = z.strictObject({
  window: setting(duration, 'How far back changes of fair value are compared, in 60 steps; known from half of it on.', { atLeast: '10m', atMost: '24h', why: 'in a shorter window a few steps decide, and a longer one is never full' }),
  above: setting(percent, 'Correlation, either way, from which markets share `limits.groupNotional`; they part again below four fifths of it.', { atLeast: '10%', atMost: '99%', why: 'chance alone correlates a little, and nothing does perfectly' }),
}).meta({ description: 'Markets that are held or quoted and whose fair values move together count together.' } satisfies SettingMeta);

export const degradation = z.strictObject({
  window: setting(duration, 'How far back is counted.', { atLeast: '10s', atMost: '24h', why: 'in a shorter window single events decide' }).prefault('5m'),
  feedDrops: setting(count, 'Times the feed was cut or fell silent.', TIMES).optional(),
  refusals: setting(count, 'Orders refused for reasons that lie with the venue: an error, or too many requests.', TIMES).optional(),
  lateAnswers: setting(count, 'Requests answered late or not at all.', TIMES).optional(),
  lateAfter: setting(duration, 'From here on an answer is late.', { atLeast: '50ms', atMost: '5s', why: 'after 5s an answer counts as missing' }).prefault('2s'),
  shrinkTo: setting(percent, 'Part of their position and notional limits that the markets of the venue keep.', { atLeast: '1%', atMost: '99%', why: 'at 100% nothing would be lowered, and at 0% nothing could be quoted' }).prefault('50%'),
  hold: setting(duration, 'How long after the last such moment it lasts.', { atLeast: '1s', atMost: '24h', why: 'limits that come and go move positions back and forth' }).prefault('10m'),
}).superRefine((value, context) => {
  if (value.feedDrops === undefined && value.refusals === undefined && value.lateAnswers === undefined) {
    fault(context, 'contradiction', '`degradation` counts nothing', 'add `feedDrops`, `refusals` or `lateAnswers`');
  }
}).meta({ description: 'A venue that flaps, refuses or answers late keeps a part of its limits for as long as that lasts; markets over them reduce. One count that reaches its number is enough.' } satisfies SettingMeta);
