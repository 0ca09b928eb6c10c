// Near 0 and 1 a share pays little and can lose almost all: only reducing is quoted there.

import type { SharedSettings } from '../../../config/compiled-config.ts';
import { PAR } from '../../domain/numbers.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const extremes: GuardSpec = {
  name: 'extremes', protects: 'From adding where a share has little left to win and almost all to lose.',
  keys: ['extremes.within', 'extremes.widen', 'extremes.shrink', 'extremes.stopWithin'], codes: [CONSTRAINTS.extreme.code],
  metric: 'distance of fair value from 0 or 1', unit: 'cents', clears: 'at once, outside of `stopWithin`',
  provenance: 'lessons of other makers, Quoting: extremes of turbine_agent', constant: 'structural',
};

/** A fair value in the last `stopWithin` before 0 or 1: only reducing is quoted. */
export function isExtreme(settings: SharedSettings, fairValue: number): boolean {
  const within = settings.extremes?.stopWithin ?? null;
  return within !== null && Math.min(fairValue, PAR - fairValue) < within;
}

/** What has no fair value is not quoted at all, whatever is said here. */
export const judgeExtremes = ({ fairValue }: MarketState, settings: SharedSettings): number =>
  (isExtreme(settings, fairValue) ? CONSTRAINTS.extreme.bit : 0);
