// The position limit of a market: at or over it, only reducing.

import type { SharedSettings } from '../../../config/compiled-config.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const positionLimit: GuardSpec = {
  name: 'position', protects: 'From holding more than the operator wants: what is held and everything that may still fill stays within the limit.',
  keys: ['limits.position'], codes: [CONSTRAINTS.overLimit.code, 'position-limit', 'reduce-only'],
  metric: 'held plus live orders of the side, unknown outcomes and cancels under way in full', unit: 'shares',
  clears: 'at once, as orders end or the position falls',
  provenance: 'lessons of other makers, What loses money 6: one 20-share fill overshot a limit of 10', constant: 'structural',
};

export const judgePosition = ({ position }: MarketState, { limits }: SharedSettings): number =>
  (Math.abs(position.net) >= limits.position ? CONSTRAINTS.overLimit.bit : 0);
