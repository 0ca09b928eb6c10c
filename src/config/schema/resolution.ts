// `resolution`: what is stopped as a market nears its end. A market that does not say when it ends has no such window.

import { z } from 'zod';
import { duration } from '../units.ts';
import { fault, flag, setting, type SettingMeta } from './scalars.ts';

const BEFORE = { above: '0s', atMost: '720h', why: 'at the end itself it is too late' };

export const resolution = z.strictObject({
  reduceOnlyBefore: setting(duration, 'From this long before the end only reducing is allowed, and what is held is worked off where `liquidation` says how.', BEFORE).optional(),
  stopBefore: setting(duration, 'From this long before the end nothing is traded; what is held waits to be paid.', BEFORE).optional(),
  expireOrders: flag('Orders are sent with an end of their own at `stopBefore`, so that they are gone even if we are.').prefault('true'),
}).superRefine(({ reduceOnlyBefore, stopBefore }, context) => {
  if (reduceOnlyBefore === undefined && stopBefore === undefined) fault(context, 'contradiction', '`resolution` names no time', 'add `reduceOnlyBefore` or `stopBefore`');
  else if (reduceOnlyBefore !== undefined && stopBefore !== undefined && stopBefore > reduceOnlyBefore) {
    fault(context, 'contradiction', '`stopBefore` comes before `reduceOnlyBefore`', 'has to be at most `reduceOnlyBefore`: reducing comes before the stop', ['stopBefore']);
  }
}).meta({ description: 'What is stopped as a market nears its end.' } satisfies SettingMeta);
