// What the formulas of `quote.model` need: how much risk the operator bears (`quote.risk`) and how often takers come
// (`quote.arrivals`, which `evenkeel calibrate` fits). Settings of a model that is not chosen may stand beside it and wait.

import { z } from 'zod';
import type { ModelSettings } from '../compiled-config.ts';
import { cash, duration, price, rate } from '../units.ts';
import { fault, setting, type SettingMeta } from './scalars.ts';

export const risk = z.strictObject({
  tolerance: setting(cash, 'How much risk a formula bears (1/γ): an inventory whose value varies by v dollars until the horizon counts as a loss of v² / (2 × tolerance). Less is more cautious.', { above: '$0', atMost: '$1_000_000', why: 'at $0 no risk at all would be borne' }),
  horizon: setting(duration, 'avellaneda-stoikov: how far ahead inventory is a risk; less where the market ends sooner.', { atLeast: '1s', atMost: '24h', why: 'beyond a few expected fills the formula sells too eagerly' }).optional(),
  maxShift: setting(price, 'The most that inventory moves the centre of the quotes.', { above: '0c', atMost: '49c', why: 'a formula in a storm would give a position away at any price' }).prefault('10c'),
}).meta({ description: 'How much risk a formula as `quote.model` bears.' } satisfies SettingMeta);

export const arrivals = z.strictObject({
  rate: setting(rate, 'glft: how often a taker would reach a quote at the midpoint, a side (A).', { above: '0 per 1m', atMost: '1_000 per 1s', why: 'without takers no quote is filled' }).optional(),
  reach: setting(price, 'The distance over which takers become e times fewer (1/k): at this distance 37% as many reach a quote as at the midpoint.', { above: '0c', below: '50c', why: 'a price lies between 0 and 1 dollar' }),
}).meta({ description: 'How often takers come, by the distance they reach; `evenkeel calibrate <tape>` fits both.' } satisfies SettingMeta);

interface ModelWritten {
  readonly model: 'curve' | ModelSettings['kind'];
  readonly risk?: z.output<typeof risk> | undefined;
  readonly arrivals?: z.output<typeof arrivals> | undefined;
}

/** Names what the chosen model lacks. `path` leads to `quote`. */
export function checkModel({ model, risk: bears, arrivals: comes }: ModelWritten, hasVolatility: boolean, context: z.RefinementCtx): void {
  if (model === 'curve') return;
  const isFinite = model === 'avellaneda-stoikov';
  const lacks = (what: string, remedy: string): void => fault(context, 'missing', `\`${what}\` is needed by the model \`${model}\``, remedy, ['quote', 'model']);
  if (bears === undefined) lacks('quote.risk', `add it: \`risk: { tolerance: $50${isFinite ? ', horizon: 5m' : ''} }\``);
  else if (isFinite && bears.horizon === undefined) lacks('quote.risk.horizon', 'add it: `horizon: 5m`');
  if (comes === undefined) lacks('quote.arrivals', `add it, from \`evenkeel calibrate <tape>\`: \`arrivals: { ${isFinite ? '' : 'rate: 12 per 1m, '}reach: 1.5c }\``);
  else if (!isFinite && comes.rate === undefined) lacks('quote.arrivals.rate', 'add it, from `evenkeel calibrate <tape>`: `rate: 12 per 1m`');
  if (!hasVolatility) lacks('volatility.window', 'add it: `volatility: { window: 60s }`');
}

/** Null for `curve`. */
export function modelSettings({ model, risk: bears, arrivals: comes }: ModelWritten): ModelSettings | null {
  if (model === 'curve') return null;
  if (bears !== undefined && comes !== undefined) {
    const shared = { tolerance: bears.tolerance, maxShift: bears.maxShift, reach: comes.reach };
    if (model === 'avellaneda-stoikov' && bears.horizon !== undefined) return { kind: model, ...shared, horizonMs: bears.horizon };
    if (model === 'glft' && comes.rate !== undefined) return { kind: model, ...shared, perSecond: comes.rate };
  }
  throw new Error(`the model ${model} went through without what it needs`);
}
