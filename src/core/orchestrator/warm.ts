// Whether a chosen market can be quoted: it is its turn, its book prices it, and the signals its settings ask for are known.

import type { MarketState } from '../state/market-state.ts';

export function isWarm({ awaitsTurn, fairValue, settings, signals }: MarketState): boolean {
  if (awaitsTurn || settings === null || Number.isNaN(fairValue)) return false;
  const { volatility } = settings;
  if (volatility === null || (volatility.widen === null && volatility.pullAbove === null && (settings.kind !== 'market-maker' || settings.model === null))) return true;
  return !Number.isNaN(signals.fair(volatility.windowMs).deviation());
}
