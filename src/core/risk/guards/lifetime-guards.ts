// What the life of a market allows: not chosen, near its end, or being left. Described here for the page of guards; what
// they do stands with the lifecycle, the windows before the end, and the stages of liquidation.

import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const LIFETIME_GUARDS: readonly GuardSpec[] = [
  {
    name: 'selection', protects: 'From quoting more markets than meant, and markets that are not worth it.',
    keys: ['active', 'markets.select.where', 'markets.select.rankBy', 'markets.select.dwell', 'markets.select.betterBy'], codes: [CONSTRAINTS.notChosen.code],
    metric: 'where the market stands among those of its strategy; in a series, whether its turn has come', unit: 'rank', clears: 'when its strategy chooses it, or its turn comes',
    provenance: 'lessons of other makers, Selection defaults: switch only for 20 % more; What loses money 1: the markets to keep away from', constant: 'structural',
  },
  {
    name: 'resolution window', protects: 'From the end of a market, where somebody knows the outcome before we do: first only reducing, then nothing.',
    keys: ['resolution.reduceOnlyBefore', 'resolution.stopBefore', 'resolution.expireOrders'], codes: [CONSTRAINTS.ending.code, CONSTRAINTS.over.code],
    metric: 'time until the market ends, as the venue says', unit: 'minutes', clears: 'only when the venue moves the end',
    provenance: 'lessons of other makers, Quoting: poly-maker reduces 24 h and halts 2 h before the end, the Turbine SDK maker pulls in the last 30 s', constant: 'structural',
  },
  {
    name: 'liquidation', protects: 'From holding on to a position that has to go: nothing adds to it while its stages work it off, and from the stages that take on, what keeps quotes out of a market (volatility, trend, adverse selection, divergence) does not keep us in it.',
    keys: ['liquidation.startAt', 'onRemoval'], codes: [CONSTRAINTS.liquidating.code],
    metric: 'position as a share of its limit; a stop-loss, the window before the end, a rule, an operator, or a better market in its slot start it too', unit: 'percent', clears: 'when the position is flat, or less than the venue takes; stage and baselines survive restarts',
    provenance: 'lessons of other makers, Liquidation: the design to build, and the faults of the original not to copy', constant: 'structural',
  },
];
