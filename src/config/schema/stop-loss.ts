// `stopLoss`: the loss at which a market stops adding; latched until an operator resumes it.

import { z } from 'zod';
import { cash } from '../units.ts';
import { choice, fault, setting, type SettingMeta } from './scalars.ts';

const LOSS = { above: '$0', atMost: '$1_000_000', why: 'a loss is written as a positive amount' };

export const stopLoss = z.strictObject({
  loss: setting(cash, 'Loss since the baseline.', LOSS).optional(),
  drawdownFromPeak: setting(cash, 'Fall from the highest P&L.', LOSS).optional(),
  then: choice(['reduce-only', 'cancel-only', 'liquidate'], 'What the market may still do. `liquidate` takes it to the last stage of its `liquidation`.'),
}).superRefine((value, context) => {
  if (value.loss === undefined && value.drawdownFromPeak === undefined) {
    fault(context, 'contradiction', '`stopLoss` names no loss at which it stops', 'add `loss` or `drawdownFromPeak`');
  }
}).meta({ description: 'The loss at which a market stops adding.' } satisfies SettingMeta);
