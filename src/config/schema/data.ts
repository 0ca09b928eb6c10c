// `data`: what market data of one market has to be like.

import { z } from 'zod';
import { duration } from '../units.ts';
import { setting, type SettingMeta } from './scalars.ts';

export const data = z.strictObject({
  bookMaxAge: setting(duration, 'A book that nothing was said of for longer is not quoted around. The whole feed may be silent for 10 s at most.', { atLeast: '1s', atMost: '24h', why: 'a book may rest for a second, and one of yesterday prices nothing' }),
}).meta({ description: 'What market data has to be like.' } satisfies SettingMeta);
