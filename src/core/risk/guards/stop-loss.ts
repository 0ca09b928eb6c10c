// The latched stop-loss of a market, as what it allows.

import type { SharedSettings } from '../../../config/compiled-config.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const stopLoss: GuardSpec = {
  name: 'stop-loss', protects: 'From one market losing on and on.',
  keys: ['stopLoss.loss', 'stopLoss.drawdownFromPeak', 'stopLoss.then'], codes: [CONSTRAINTS.stopLossReduce.code, CONSTRAINTS.stopLossCancel.code],
  metric: 'P&L of the market below its baseline, or below its peak', unit: 'dollars',
  clears: 'never by itself: `evenkeel resume <market>`; the latch survives restarts',
  provenance: 'lessons of other makers, Liquidation: the stop of the original was not latched', constant: 'structural',
};

export function judgeStopLoss({ stopLoss: state }: MarketState, settings: SharedSettings): number {
  if (!state.latched) return 0;
  return settings.stopLoss?.then === 'cancel-only' ? CONSTRAINTS.stopLossCancel.bit : CONSTRAINTS.stopLossReduce.bit;
}
