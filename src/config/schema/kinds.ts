// Which sections each kind of strategy has, complete; and the layers they are written in, where each may be left out.

import { z } from 'zod';
import { hedge } from './hedge.ts';
import { layerOf } from './layer.ts';
import { checkLeaving, maker } from './maker.ts';
import { checkReference } from './reference.ts';
import { fault, type SettingMeta } from './scalars.ts';
import { twap } from './twap.ts';
import { checkMeasured } from './volatility.ts';

export const ANY_KIND = ['market-maker', 'twap', 'hedge'] as const;

/** What remains is what every kind has: limits, guards, and how a market is left. */
const { quote: _quote, skew: _skew, rewards: _rewards, ...shared } = maker.shape;

type SharedWritten = z.output<z.ZodObject<typeof shared>>;

function checkShared(value: SharedWritten, context: z.RefinementCtx): void {
  checkMeasured(value.volatility, true, context);
  checkReference(value, context);
  checkLeaving(value, context);
}

/** Micro-shares at which a position is worked off again; Infinity where it never is. */
const leftFrom = ({ liquidation, limits }: SharedWritten): number => (liquidation === undefined ? Infinity : liquidation.startAt * limits.position);

export const twapStrategy = z.strictObject({ twap, ...shared }).superRefine((value, context) => {
  checkShared(value, context);
  const aim = Math.abs(value.twap.target);
  if (aim > value.limits.position) {
    fault(context, 'contradiction', '`twap.target` lies beyond `limits.position`', 'the position aimed at has to fit into the position limit', ['twap', 'target']);
  } else if (aim >= leftFrom(value)) {
    fault(context, 'contradiction', '`twap.target` is not below `liquidation.startAt` of `limits.position`', 'what it builds up would be worked off again: aim for less, or raise `limits.position`', ['twap', 'target']);
  }
}).meta({ description: 'The settings of a TWAP.' } satisfies SettingMeta);
export type TwapWritten = z.output<typeof twapStrategy>;

export const hedgeStrategy = z.strictObject({ hedge, ...shared }).superRefine((value, context) => {
  checkShared(value, context);
  if (value.hedge.band > value.limits.position) {
    fault(context, 'contradiction', '`hedge.band` is more than `limits.position`', 'a band as wide as the limit never trades', ['hedge', 'band']);
  } else if (value.hedge.band >= leftFrom(value)) {
    fault(context, 'contradiction', '`hedge.band` is not below `liquidation.startAt` of `limits.position`', 'a hedge holds less than that: it would never trade', ['hedge', 'band']);
  }
}).meta({ description: 'The settings of a hedge.' } satisfies SettingMeta);
export type HedgeWritten = z.output<typeof hedgeStrategy>;

/** Every section that some kind has. */
export const anySettings = z.strictObject({ ...maker.shape, twap, hedge }).meta({ description: 'The settings of a strategy.' } satisfies SettingMeta);

export const settingsLayer = layerOf(anySettings, 'Any settings of a strategy; what is left out comes from the layers below.');
