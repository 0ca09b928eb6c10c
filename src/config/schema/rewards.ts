// `rewards`: where the quotes stand in a market that pays for standing near its midpoint.

import { z } from 'zod';
import { percent } from '../units.ts';
import { flag, setting, type SettingMeta } from './scalars.ts';

export const rewards = z.strictObject({
  target: setting(percent, 'Where the first layer stands in a market that pays rewards, as a share of the farthest that counts; in place of the half-spread of `quote`. Volatility, extremes and rules widen it as they would that.', { above: '0%', below: '100%', why: 'at the farthest that counts the score is zero' }),
  minSize: flag('Raise the first layer to the smallest size that counts, where the position limit has room for it.').prefault('true'),
}).meta({ description: 'Quoting for liquidity rewards; where a market pays none it does nothing. `quote.minEdge` still drops a quote that is not worth its risk.' } satisfies SettingMeta);
