// Volatility and trend of fair value: no quoting while it swings or runs.

import type { MarketState } from '../../state/market-state.ts';
import type { StrategySettings } from '../../strategies/resolve-strategy.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const volatility: GuardSpec = {
  name: 'volatility', protects: 'From quoting while fair value swings further than the spread can pay for.',
  keys: ['volatility.window', 'volatility.pullAbove', 'volatility.widen'], codes: [CONSTRAINTS.volatile.code, CONSTRAINTS.volatilityUnknown.code],
  metric: 'standard deviation of fair value over the window', unit: 'cents', clears: 'at or below 80 % of `pullAbove`; unknown until a twelfth of the window was watched',
  provenance: 'lessons of other makers, Quoting: c_vol of poly-maker', constant: 'placeholder: clearing at 80 % until trips are measured on recordings',
};

export const trend: GuardSpec = {
  name: 'trend', protects: 'From quoting into a trend that runs one side over.',
  keys: ['volatility.trend.window', 'volatility.trend.pullAbove'], codes: [CONSTRAINTS.trending.code],
  metric: 'move of fair value over the window, either way, or over what was seen of it', unit: 'cents', clears: 'at or below 80 % of `pullAbove`',
  provenance: 'lessons of other makers, What loses money 6: 31 % in 4 minutes cost $22.70 in 14 fills', constant: 'placeholder: clearing at 80 % until trips are measured on recordings',
};

export function judgeVolatility(market: MarketState, settings: StrategySettings, now: number): number {
  const { volatility: asked } = settings;
  if (asked === null) return 0;
  const { signals, judged, hysteresis } = market;
  const { volatile, trending, volatilityUnknown } = CONSTRAINTS;
  let bits = 0;
  const deviation = signals.fair(asked.windowMs).deviation();
  if (Number.isNaN(deviation) && (asked.widen !== null || asked.pullAbove !== null || (settings.kind === 'market-maker' && settings.model !== null))) bits |= volatilityUnknown.bit;
  if (asked.pullAbove !== null && hysteresis.holds(volatile.bit, (judged & volatile.bit) !== 0, deviation, asked.pullAbove, 0, now)) bits |= volatile.bit;
  if (asked.trend === null) return bits;
  const move = Math.abs(signals.fair(asked.trend.windowMs).moveSoFar());
  if (Number.isNaN(move)) bits |= volatilityUnknown.bit;
  if (hysteresis.holds(trending.bit, (judged & trending.bit) !== 0, move, asked.trend.pullAbove, 0, now)) bits |= trending.bit;
  return bits;
}
