// `volatility`: how a moving fair value widens the quotes or takes them out.

import { z } from 'zod';
import { duration, factor, price } from '../units.ts';
import { curve } from './curve.ts';
import { fault, setting, type SettingMeta } from './scalars.ts';

const WINDOW = { atLeast: '1s', atMost: '24h', why: 'a shorter window measures noise, a longer one is never full' };
const MOVE = { above: '0c', below: '100c', why: 'at 0c no quote would ever stand, and a price cannot move by a dollar' };

const trend = z.strictObject({
  window: setting(duration, 'How far back the move is measured.', WINDOW),
  pullAbove: setting(price, 'A move of fair value beyond this, either way, pulls both sides.', MOVE),
}).meta({ description: 'No quoting into a trend.' } satisfies SettingMeta);

export const volatility = z.strictObject({
  window: setting(duration, 'How far back the volatility of fair value is measured; known after a twelfth of it.', WINDOW),
  widen: curve({
    x: price, y: factor, xWithin: { from: '0c', to: '99c' }, yWithin: { from: '1x', to: '20x' }, direction: 'never-falls',
    why: 'a spread that narrows as volatility rises quotes closest when it is most dangerous',
  }, 'Standard deviation of fair value over the window → factor on the half-spread.').optional(),
  pullAbove: setting(price, 'Above this standard deviation both sides are pulled.', MOVE).optional(),
  trend: trend.optional(),
}).meta({ description: 'How a moving fair value widens the quotes or takes them out.' } satisfies SettingMeta);

/** Refuses a measure that nothing acts on; a formula as `quote.model` does. */
export function checkMeasured(value: z.output<typeof volatility> | undefined, isCurve: boolean, context: z.RefinementCtx): void {
  if (value === undefined || !isCurve || value.widen !== undefined || value.pullAbove !== undefined || value.trend !== undefined) return;
  fault(context, 'contradiction', '`volatility` measures and does nothing with it', 'add `widen`, `pullAbove` or `trend`, or leave `volatility` out', ['volatility']);
}
