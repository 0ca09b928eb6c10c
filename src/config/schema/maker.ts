// All settings of a market maker for one market, complete.

import { z } from 'zod';
import { adverseSelection } from './adverse-selection.ts';
import { data } from './data.ts';
import { divergence } from './divergence.ts';
import { extremes } from './extremes.ts';
import { limits } from './limits.ts';
import { liquidation } from './liquidation.ts';
import { quote } from './quote.ts';
import { checkReference } from './reference.ts';
import { checkModel } from './quoting-model.ts';
import { resolution } from './resolution.ts';
import { rewards } from './rewards.ts';
import { choice, fault, type SettingMeta } from './scalars.ts';
import { skew } from './skew.ts';
import { stopLoss } from './stop-loss.ts';
import { checkMeasured, volatility } from './volatility.ts';

export const maker = z.strictObject({
  quote,
  skew: skew.optional(),
  volatility: volatility.optional(),
  extremes: extremes.optional(),
  limits,
  stopLoss: stopLoss.optional(),
  resolution: resolution.optional(),
  liquidation: liquidation.optional(),
  onRemoval: choice(['hold', 'liquidate'], 'What becomes of the position of a market that the config no longer takes.').prefault('hold'),
  rewards: rewards.optional(),
  adverseSelection: adverseSelection.optional(),
  divergence: divergence.optional(),
  data: data.optional(),
}).superRefine((value, context) => {
  checkModel(value.quote, value.volatility !== undefined, context);
  checkReference(value, context);
  checkMeasured(value.volatility, value.quote.model === 'curve', context);
  if (value.quote.size > value.limits.position) {
    fault(context, 'contradiction', '`quote.size` is more than `limits.position`', 'the first quote alone has to fit into the position limit', ['quote', 'size']);
  }
  if (Math.abs(value.skew?.target ?? 0) > value.limits.position) {
    fault(context, 'contradiction', '`skew.target` lies beyond `limits.position`', 'the inventory aimed at has to fit into the position limit', ['skew', 'target']);
  }
  checkLeaving(value, context);
  const { openOrders } = value.limits;
  if (openOrders !== undefined && openOrders < 2 * value.quote.layers.count) {
    fault(context, 'contradiction', `\`limits.openOrders\` leaves no room for ${value.quote.layers.count} layers on both sides`, `has to be at least ${2 * value.quote.layers.count}, or fewer layers`, ['limits', 'openOrders']);
  }
}).meta({ description: 'The settings of a market maker.' } satisfies SettingMeta);

export type MakerWritten = z.output<typeof maker>;

interface Leaving {
  readonly limits: { readonly collar: number };
  readonly liquidation?: { readonly stages: { readonly market?: { readonly collar: number } | undefined } } | undefined;
  readonly stopLoss?: { readonly then: string } | undefined;
  readonly onRemoval: string;
}

/** Refuses to work a position off without a word of how, or further than any order goes; of any kind of strategy. */
export function checkLeaving({ limits: { collar }, liquidation: how, stopLoss: stop, onRemoval }: Leaving, context: z.RefinementCtx): void {
  if ((how?.stages.market?.collar ?? 0) > collar) {
    fault(context, 'contradiction', '`liquidation.stages.market.collar` reaches beyond `limits.collar`', 'no order goes further than `limits.collar`: raise it, or lower that of the stage', ['liquidation', 'stages', 'market', 'collar']);
  }
  if (how !== undefined) return;
  if (stop?.then === 'liquidate') fault(context, 'contradiction', '`stopLoss.then: liquidate` says nothing of how', 'add `liquidation`, or choose `reduce-only`', ['stopLoss', 'then']);
  if (onRemoval === 'liquidate') fault(context, 'contradiction', '`onRemoval: liquidate` says nothing of how', 'add `liquidation`, or choose `hold`', ['onRemoval']);
}
