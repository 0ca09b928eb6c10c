// Keeps the earning time of strategies: each decision counts the time since the last one as things stood then, and each
// market that was decided says what it counts for from now on.

import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

export function countEarning(core: CoreState): void {
  const { account, strategies } = core;
  const elapsed = core.now - core.earningCountedAt;
  core.earningCountedAt = core.now;
  if (!(elapsed > 0) || !account.mayEarn) return;
  for (let i = 0; i < strategies.length; i++) strategies[i]!.earning.elapse(elapsed);
}

export function noteCoverage(market: MarketState): void {
  const { coverage } = market;
  const earning = market.strategyState?.earning ?? null;
  const isOpen = market.isWatched;
  const isQuoted = isOpen && market.hasBothSides;
  if (coverage.in === earning && coverage.isOpen === isOpen && coverage.isQuoted === isQuoted) return;
  if (coverage.in !== null) {
    if (coverage.isOpen) coverage.in.open--;
    if (coverage.isQuoted) coverage.in.quoted--;
  }
  coverage.in = earning;
  coverage.isOpen = isOpen;
  coverage.isQuoted = isQuoted;
  if (earning === null) return;
  if (isOpen) earning.open++;
  if (isQuoted) earning.quoted++;
}
