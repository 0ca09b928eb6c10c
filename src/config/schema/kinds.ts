// Which sections each kind of strategy has, complete; and the layers they are written in, where each may be left out.

import { z } from 'zod';
import { hedge } from './hedge.ts';
import { layerOf } from './layer.ts';
import { MAKER_NOT_YET, maker } from './maker.ts';
import { fault, type SettingMeta } from './scalars.ts';
import { twap } from './twap.ts';

export const ANY_KIND = ['market-maker', 'twap', 'hedge'] as const;

/** What remains is what every kind has: limits and guards. */
const { quote: _quote, skew: _skew, ...shared } = maker.shape;

export const twapStrategy = z.strictObject({ twap, ...shared }).superRefine((value, context) => {
  if (Math.abs(value.twap.target) > value.limits.position) {
    fault(context, 'contradiction', '`twap.target` lies beyond `limits.position`', 'the position aimed at has to fit into the position limit', ['twap', 'target']);
  }
}).meta({ description: 'The settings of a TWAP.', notYet: MAKER_NOT_YET } satisfies SettingMeta);
export type TwapWritten = z.output<typeof twapStrategy>;

export const hedgeStrategy = z.strictObject({ hedge, ...shared }).superRefine((value, context) => {
  if (value.hedge.band > value.limits.position) {
    fault(context, 'contradiction', '`hedge.band` is more than `limits.position`', 'a band as wide as the limit never trades', ['hedge', 'band']);
  }
}).meta({ description: 'The settings of a hedge.', notYet: MAKER_NOT_YET } satisfies SettingMeta);
export type HedgeWritten = z.output<typeof hedgeStrategy>;

/** Every section that some kind has. */
export const anySettings = z.strictObject({ ...maker.shape, twap, hedge }).meta({ description: 'The settings of a strategy.', notYet: MAKER_NOT_YET } satisfies SettingMeta);

export const settingsLayer = layerOf(anySettings, 'Any settings of a strategy; what is left out comes from the layers below.');
