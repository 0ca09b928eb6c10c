// One `Decide`: the account first, then every market that was touched or whose time has come.

import { watchCanary } from './canary.ts';
import { countEarning } from './count-earning.ts';
import { choose } from '../orchestrator/choose.ts';
import { MAX_FEED_AGE_MS, watchAccount } from './watch-account.ts';
import { watchClock } from '../risk/guards/clock-jump.ts';
import { decideMarket, observe } from './decide-market.ts';
import { questionDueAt, reconcile } from './reconcile.ts';
import { watchHedges } from './watch-hedges.ts';
import type { Scratch } from './scratch.ts';
import { HOUR_MS } from '../ledger/hour-pnl.ts';
import { watchCorrelation } from './watch-correlation.ts';
import { catchUp } from './sum-up.ts';
import type { CoreState } from '../state/core-state.ts';

export function decide(core: CoreState, scratch: Scratch): void {
  const { dirty, markets } = core;
  watchClock(core);
  watchCanary(core);
  countEarning(core);
  reconcile(core);
  watchHedges(core);
  // Every mark is brought up to date first, so that a loss limit holds for the quotes of this very decision.
  for (let i = 0; i < core.dirtyCount; i++) observe(core, dirty[i]!);
  watchAccount(core);
  choose(core);
  watchCorrelation(core);
  // And every sum: the caps of one market count what another has come to hold.
  for (let i = 0; i < core.dirtyCount; i++) catchUp(core, dirty[i]!, scratch.exposure);
  for (let i = 0; i < core.dirtyCount; i++) {
    const market = dirty[i]!;
    decideMarket(core, market, scratch);
    if (market.wakeAt < core.nextWake) core.nextWake = market.wakeAt;
  }
  core.dirtyCount = 0;
  if (core.now < core.nextWake) return;
  let next = Infinity;
  for (let i = 0; i < markets.length; i++) {
    const market = markets[i]!;
    if (market.wakeAt <= core.now) decideMarket(core, market, scratch);
    if (market.wakeAt < next) next = market.wakeAt;
  }
  core.nextWake = next;
}

/** When the next decision is due without anything happening, maybe already; Infinity when never. */
export function dueAt(core: CoreState): number {
  const { hour } = core.account;
  let at = Math.min(core.nextWake, core.account.wakeAt, core.chooseAt, core.canary?.until ?? Infinity, hour < 0 ? Infinity : (hour + 1) * HOUR_MS);
  for (const strategy of core.strategies) at = Math.min(at, strategy.wakeAt);
  for (const venue of core.venues) {
    at = Math.min(at, questionDueAt(core, venue), venue.health.degraded?.until ?? Infinity);
    if (!venue.isStale && !Number.isNaN(venue.heardAt)) at = Math.min(at, venue.heardAt + MAX_FEED_AGE_MS + 1);
  }
  return at;
}
