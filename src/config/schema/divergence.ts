// `divergence`: our fair value held against a reference.

import { z } from 'zod';
import { duration, price } from '../units.ts';
import { choice, setting, words, type SettingMeta } from './scalars.ts';

export const divergence = z.strictObject({
  from: words('`trades`: the volume-weighted price of the trades in the window. `reference`: what the price of `quote.reference` makes of the market. Otherwise the name of the market whose fair value is the reference.', 200),
  window: setting(duration, 'The trades that count; of another market or a reference, how old its book or price may be.', { atLeast: '1s', atMost: '24h', why: 'a shorter window measures noise, an older price is no reference' }),
  above: setting(price, 'Further from the reference than this, nothing is added.', { above: '0c', below: '100c', why: 'at 0c no quote would ever stand, and a price cannot be off by a dollar' }),
  whenUnknown: choice(['quote', 'stop'], 'What a reference that is not known means. Without it: `quote` for trades, since a market where nobody trades contradicts nobody; `stop` for another market or a reference, since one that should speak and does not is a fault.').optional(),
}).meta({ description: 'Holds fair value against a reference.' } satisfies SettingMeta);
