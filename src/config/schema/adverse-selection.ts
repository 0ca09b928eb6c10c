// `adverseSelection`: guards against those who know more than we do. Each is asked for by its key.

import { z } from 'zod';
import { count, duration, percent, price } from '../units.ts';
import { choice, fault, setting, type SettingMeta } from './scalars.ts';
import { windowed } from './windowed.ts';

const COUNT = { atLeast: '1 over 1s', atMost: '10_000 over 1s', why: 'with 0 no quote would ever stand' };

export const adverseSelection = z.strictObject({
  velocity: setting(windowed(price, '3c per 1s'), 'Fair value that moves further than this within the window, either way: nothing is added.', { above: '0c per 1s', below: '100c per 1s', why: 'at 0c no quote would ever stand, and a price cannot move by a dollar' }).optional(),
  flowImbalance: setting(windowed(percent, '80% over 30s'), 'Takers of one direction less the other, over their sum: beyond this, the side they run over adds nothing.', { atLeast: '10% over 1s', below: '100% over 1s', why: 'more than all of the flow is never reached, and a little is always there' }).optional(),
  markout: setting(windowed(price, '-1c over 30s'), 'What our fills earn a share, valued so long after them, over those of 5 minutes: below this, nothing is added.', { above: '-100c over 1s', below: '0c over 1s', why: 'what fills lose is written below zero' }).optional(),
  fillRate: setting(windowed(count, '10 over 30s'), 'So many fills in the window, and nothing is added.', COUNT).optional(),
  oneSidedFills: setting(windowed(count, '3 over 1m'), 'So many fills of one side in the window and none of the other, and that side adds nothing.', COUNT).optional(),
  then: choice(['pull', 'cancel-only'], 'pull: the quotes that would add go, those that reduce stay. cancel-only: all quotes of the market go.').prefault('pull'),
  for: setting(duration, 'How long a guard holds after it was last above its threshold.', { atMost: '24h', why: 'use a rule or a halt for longer' }).prefault('30s'),
}).superRefine(({ then: _then, for: _for, ...guards }, context) => {
  if (Object.values(guards).every((guard) => guard === undefined)) {
    fault(context, 'contradiction', '`adverseSelection` looks at nothing', 'add `velocity`, `flowImbalance`, `markout`, `fillRate` or `oneSidedFills`');
  }
}).meta({ description: 'Guards against informed flow.' } satisfies SettingMeta);
