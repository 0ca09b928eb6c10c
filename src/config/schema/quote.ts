// `quote`: where the quotes stand and how large they are.

import { z } from 'zod';
import { count, distance, duration, factor, size } from '../units.ts';
import { arrivals, risk } from './quoting-model.ts';
import { reference } from './reference.ts';
import { choice, flag, setting, type SettingMeta } from './scalars.ts';

const layers = z.strictObject({
  count: setting(count, 'Quotes on each side.', { atLeast: '1', atMost: '10', why: 'each layer is an order at the venue' }).prefault('1'),
  step: setting(distance, 'Distance between one layer and the next.', { above: '0c', below: '50c', why: 'layers at one price are one order' }).prefault('1 tick'),
  sizeGrowth: setting(factor, 'Size of each layer over the one before.', { atLeast: '0.1x', atMost: '5x', why: 'outer layers grow with its power' }).prefault('1x'),
}).meta({ description: 'The ladder of quotes on each side.' } satisfies SettingMeta);

export const refresh = z.strictObject({
  tolerance: setting(distance, 'An order within this of the wanted price keeps its queue place.', { atLeast: '0c', atMost: '10c', why: 'a wider one leaves quotes where the market has left' }).prefault('1 tick'),
  minRest: setting(duration, 'An order rests at least this long before it is replaced for its price.', { atMost: '5m', why: 'a longer rest leaves quotes where the market has left' }).prefault('1s'),
}).meta({ description: 'When an order is left alone.' } satisfies SettingMeta);

export const quote = z.strictObject({
  fairValue: choice(['mid', 'micro-price', 'book-imbalance', 'reference'], 'What the quotes stand around. reference: what the price outside that `quote.reference` names makes of a market that is decided by it.').prefault('micro-price'),
  model: choice(['curve', 'avellaneda-stoikov', 'glft'],
    'What lays the quotes around fair value. curve: `halfSpread` and `skew.curve`. avellaneda-stoikov: half-spread and inventory shift for a horizon. glft: the same for a market without end; both from the volatility of `volatility.window`, `risk` and `arrivals`, with `halfSpread` as the least, and without `skew.curve`.').prefault('curve'),
  halfSpread: setting(distance, 'Distance from fair value to the first quote of each side; with a formula as `model`, the least.', { above: '0c', below: '50c', why: 'a price lies between 0 and 1 dollar' }),
  size: setting(size, 'Shares of the first layer.', { above: '0 shares', atMost: '1_000_000 shares', why: 'this is the size of every first quote' }),
  risk: risk.optional(),
  arrivals: arrivals.optional(),
  reference,
  layers: layers.prefault({}),
  refresh: refresh.prefault({}),
  minEdge: setting(distance, 'Least distance from fair value, after fees, at which a quote is worth its risk.', { atLeast: '0c', below: '50c', why: 'a negative edge would quote to lose' }).prefault('0c'),
  postOnly: flag('Refuse to take: an order that would cross is not sent.').prefault('true'),
}).meta({ description: 'Where the quotes stand and how large they are.' } satisfies SettingMeta);
