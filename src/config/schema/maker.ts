// All settings of a market maker for one market, complete.

import { z } from 'zod';
import { extremes } from './extremes.ts';
import { limits } from './limits.ts';
import { quote } from './quote.ts';
import { fault, type SettingMeta } from './scalars.ts';
import { skew } from './skew.ts';
import { stopLoss } from './stop-loss.ts';
import { volatility } from './volatility.ts';

export const MAKER_NOT_YET = {
  adverseSelection: 'guarding against informed flow',
  resolution: 'stopping before a market resolves',
  liquidation: 'leaving a position by stages',
  active: 'limiting the markets quoted at a time',
  capital: 'allocating capital to a strategy',
};

export const maker = z.strictObject({
  quote,
  skew: skew.optional(),
  volatility: volatility.optional(),
  extremes: extremes.optional(),
  limits,
  stopLoss: stopLoss.optional(),
}).superRefine((value, context) => {
  if (value.quote.size > value.limits.position) {
    fault(context, 'contradiction', '`quote.size` is more than `limits.position`', 'the first quote alone has to fit into the position limit', ['quote', 'size']);
  }
  if (Math.abs(value.skew?.target ?? 0) > value.limits.position) {
    fault(context, 'contradiction', '`skew.target` lies beyond `limits.position`', 'the inventory aimed at has to fit into the position limit', ['skew', 'target']);
  }
  const { openOrders } = value.limits;
  if (openOrders !== undefined && openOrders < 2 * value.quote.layers.count) {
    fault(context, 'contradiction', `\`limits.openOrders\` leaves no room for ${value.quote.layers.count} layers on both sides`, `has to be at least ${2 * value.quote.layers.count}, or fewer layers`, ['limits', 'openOrders']);
  }
}).meta({ description: 'The settings of a market maker.', notYet: MAKER_NOT_YET } satisfies SettingMeta);

export type MakerWritten = z.output<typeof maker>;
