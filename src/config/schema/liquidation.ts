// `liquidation`: how a position is worked off, by stages, once the market has left the active set.

import { z } from 'zod';
import { cash, duration, percent, price } from '../units.ts';
import { curve } from './curve.ts';
import { fault, setting, type SettingMeta } from './scalars.ts';

const TIME = { atMost: '24h', why: 'a position that nobody works off for a day is held, not liquidated' };

/** What takes the ladder to a stage, besides rules, operators and the stop-loss. */
const triggers = {
  after: setting(duration, 'The stage begins this long after the liquidation did.', TIME).optional(),
  onLoss: setting(cash, 'The stage begins at this loss of the position against its cost, parts already sold included.', { above: '$0', atMost: '$1_000_000', why: 'a loss is written as a positive amount' }).optional(),
  beforeEnd: setting(duration, 'The stage begins this long before the market ends.', { above: '0s', atMost: '168h', why: 'a market that has ended cannot be traded' }).optional(),
};

const skewed = z.strictObject({
  ...triggers,
  floor: curve({
    x: duration, y: price, xWithin: { from: '0s', to: '24h' }, yWithin: { from: '-50c', to: '50c' }, direction: 'never-rises',
    why: 'a floor that rises with time would hold the position the longer it is held',
  }, 'Time in the stage → least profit a share after fees at which it is offered; negative is a loss that is accepted.'),
}).meta({ description: 'As near to the other side as resting allows, never below a floor that falls with time.' } satisfies SettingMeta);

const aggressive = z.strictObject({
  ...triggers,
  cross: setting(percent, 'How far beyond the best price of the other side a slice may go, as a share of the spread; fees count.', { atLeast: '0%', atMost: '200%', why: 'it is what getting out may cost' }).prefault('50%'),
  slice: setting(percent, 'Part of the position, as it was when the liquidation began, that one slice takes.', { above: '0%', atMost: '100%', why: 'it is a part of the position' }).prefault('20%'),
  every: setting(duration, 'Time between two slices.', { atLeast: '1s', atMost: '1h', why: 'the book needs time to fill up again' }).prefault('20s'),
}).meta({ description: 'Slices that take, the rest offered as near as resting allows.' } satisfies SettingMeta);

const market = z.strictObject({
  ...triggers,
  collar: setting(price, 'The farthest from the best price of the other side at which it is sold.', { atLeast: '0c', below: '100c', why: 'beyond it nothing is given away' }),
}).meta({ description: 'All of it at once, within the collar, again as the book fills up.' } satisfies SettingMeta);

const hold = z.strictObject({
  within: setting(duration, 'Only this near to the end of the market.', { above: '0s', atMost: '168h', why: 'the nearer the end, the less can still happen' }),
  above: setting(price, 'What a share has to be worth at least, YES or NO, whichever is held.', { atLeast: '50c', below: '100c', why: 'what is worth less can still lose all of it' }),
}).meta({ description: 'What is as good as won is not sold but held until it is paid at par.' } satisfies SettingMeta);

const stages = z.strictObject({
  passive: z.strictObject({}).meta({ description: 'At or behind the midpoint, with at least `minProfit`.' } satisfies SettingMeta).optional(),
  skewed: skewed.optional(),
  aggressive: aggressive.optional(),
  market: market.optional(),
}).meta({ description: 'Each asks for more than the one before; a stage that is left out is passed over.' } satisfies SettingMeta);

export const liquidation = z.strictObject({
  startAt: setting(percent, 'Share of the position limit at which the market leaves the active set and its position is worked off.', { above: '0%', atMost: '100%', why: 'it is a share of limits.position' }).prefault('100%'),
  minProfit: setting(price, 'Least profit a share after fees in the first stage.', { atLeast: '-50c', below: '50c', why: 'a price lies between 0 and 1 dollar' }).prefault('0c'),
  stages: stages.prefault({}),
  hold: hold.optional(),
}).superRefine(({ stages: { skewed: second, aggressive: third, market: last } }, context) => {
  const written = [['skewed', second?.after], ['aggressive', third?.after], ['market', last?.after]] as const;
  for (const [index, [key, after]] of written.entries()) {
    for (const [earlierKey, earlier] of written.slice(0, index)) {
      if (after === undefined || earlier === undefined || after > earlier) continue;
      fault(context, 'contradiction', `\`${key}\` begins before \`${earlierKey}\` has had its time`, `has to be more than \`stages.${earlierKey}.after\``, ['stages', key, 'after']);
      return;
    }
  }
}).meta({ description: 'How a position is worked off once the market has left the active set.' } satisfies SettingMeta);
