// The session at a glance.

import { countUnknown, othersBestAsk, othersBestBid } from '../rules/fact-vector.ts';
import { accountPnl } from '../ledger/account-pnl.ts';
import { constraintsIn, permissionOf } from '../risk/constraints.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import type { EngineStatus, MarketSummary } from '../views.ts';
import { stageName } from '../liquidation/stages.ts';
import { choiceView } from './choice-view.ts';
import { rewardsOf } from './rewards-view.ts';
import { capitalOf, groupsOf } from './portfolio-view.ts';
import { pnlView } from './pnl-view.ts';
import { qualityView, strategySummary } from './quality-view.ts';
import { dollars, priceOrNull, shares } from './units.ts';

export function statusOf(core: CoreState): EngineStatus {
  const { account } = core;
  const { parts, unrealised } = accountPnl(core);
  return {
    session: { ...core.session },
    generation: core.generation,
    permission: permissionOf(account.constraints),
    reasons: constraintsIn(account.constraints).map((c) => c.code),
    halted: account.halted === null ? null : { ...account.halted },
    orders: { open: core.orders.liveCount, unknown: countUnknown(core) },
    pnl: { ...pnlView(parts, unrealised), daily: dollars(account.dailyPnl), dayStart: dollars(account.dayStartPnl), drawdown: dollars(account.drawdown) },
    exposure: { grossNotional: dollars(account.heldNotional), cash: account.cash === null ? null : dollars(account.cash), groups: groupsOf(core), strategies: capitalOf(core) },
    degraded: core.venues.flatMap(({ name, health: { degraded, limitFactor } }) => (degraded === null ? [] : [{ venue: name, ...degraded, limitFactor }])),
    rewards: rewardsOf(core),
    canary: core.canary === null ? null : { ...core.canary },
    now: core.now,
    quality: qualityView(core.markets), strategies: core.strategies.map(strategySummary),
    markets: core.markets.map((m) => marketSummary(core, m)),
  };
}

export function marketSummary(core: CoreState, market: MarketState): MarketSummary {
  const { instrument, position, counters } = market;
  const live = core.orders.live(instrument.id);
  const working = live.filter((o) => o.state === 'working');
  const prices = (side: 'bid' | 'ask'): number[] => working.filter((o) => o.side === side).map((o) => o.price);
  return {
    name: instrument.name, venue: instrument.venue, strategy: market.strategy?.name ?? null, status: market.status,
    permission: market.permission, lifecycle: market.lifecycle, stage: stageName(market.liquidation.rank),
    reasons: constraintsIn(core.account.constraints, market.constraints, market.guards).map((c) => c.code),
    choice: choiceView(market),
    position: shares(position.net),
    fairValue: priceOrNull(market.fairValue),
    bid: priceOrNull(Math.max(...prices('bid'))), ask: priceOrNull(Math.min(...prices('ask'))),
    bestBid: priceOrNull(othersBestBid(market)), bestAsk: priceOrNull(othersBestAsk(market)),
    openOrders: live.length, fills: counters.fills, pnl: pnlView(position, position.unrealised),
    quoteUptime: counters.watchedMs === 0 ? 0 : counters.quotedMs / counters.watchedMs,
    quality: qualityView([market]),
  };
}
