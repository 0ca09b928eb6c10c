// `skew`: how inventory leans the quotes. An inverted curve would buy more the more is held, so it is refused.

import { z } from 'zod';
import { factor, percent, price, size } from '../units.ts';
import { curve } from './curve.ts';
import { setting, type SettingMeta } from './scalars.ts';

export const skew = z.strictObject({
  target: setting(size, 'The inventory to return to, YES less NO.', { atLeast: '-10_000_000 shares', atMost: '10_000_000 shares', why: 'it has to lie within the position limit' }).prefault('0 shares'),
  curve: curve({
    x: percent, y: price, xWithin: { from: '-100%', to: '100%' }, yWithin: { from: '-49c', to: '49c' }, direction: 'never-rises',
    why: 'a shift that rises with inventory would buy more the more is held',
  }, 'Inventory beyond target, as a share of the position limit → shift of fair value.'),
  size: curve({
    x: percent, y: factor, xWithin: { from: '0%', to: '100%' }, yWithin: { from: '0x', to: '1x' }, direction: 'never-rises',
    why: 'a size that rises with inventory would add faster the more is held',
  }, 'Inventory, as a share of the position limit → factor on the side that adds to it.').optional(),
}).meta({ description: 'How inventory leans the quotes.' } satisfies SettingMeta);
