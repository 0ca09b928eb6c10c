// `limits` of a market: what may be held and asked for there. Hard: no rule can raise them.

import { z } from 'zod';
import { cash, count, price, size } from '../units.ts';
import { setting, type SettingMeta } from './scalars.ts';

export const limits = z.strictObject({
  position: setting(size, 'Most shares held or possibly filled, YES or NO.', { above: '0 shares', atMost: '10_000_000 shares', why: 'without room nothing can be quoted' }),
  notional: setting(cash, 'Most dollars at cost held or possibly filled.', { above: '$0', atMost: '$10_000_000', why: 'without room nothing can be quoted' }).optional(),
  openOrders: setting(count, 'Most orders that are or may be live.', { atLeast: '1', atMost: '500', why: 'each is counted at its worst case' }).optional(),
  collar: setting(price, 'How far an order may reach through the market: a bid above the best ask, an ask below the best bid.', { atLeast: '0c', atMost: '50c', why: 'beyond, it would pay any price' }).prefault('10c'),
}).meta({ description: 'What may be held and asked for in one market.' } satisfies SettingMeta);
