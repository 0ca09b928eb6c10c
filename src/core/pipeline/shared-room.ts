// What a market may add under the limits that it shares with others: the account's, its strategy's capital, and the caps of
// its groups. What the others hold and may still fill counts first.

import type { GuardInput } from '../risk/guard.ts';
import type { RiskGroup } from '../risk/risk-group.ts';
import { formatFact } from '../rules/format-fact.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import type { ExplanationStep } from '../views.ts';

/** `held`: micro-dollars at cost. With `trace` it also says how full each group is. */
export function measureSharedRoom({ account, config }: CoreState, market: MarketState, held: number, out: GuardInput, trace: ExplanationStep[] | null): void {
  const gross = config?.limits.grossNotional ?? null;
  const capital = market.strategy?.capital ?? null;
  const { strategyState, groups, worstNotional, position } = market;
  out.grossRoom = gross === null ? Infinity : gross - (account.worstNotional - worstNotional) - held;
  out.capitalRoom = capital === null || strategyState === null ? Infinity : capital - strategyState.unlistedNotional - (strategyState.worstNotional - worstNotional) - held;
  out.groupRoomBid = out.groupRoomAsk = Infinity;
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i]!;
    const bid = group.roomFor(market, 'bid', position.net, held);
    const ask = group.roomFor(market, 'ask', position.net, held);
    if (bid < out.groupRoomBid) out.groupRoomBid = bid;
    if (ask < out.groupRoomAsk) out.groupRoomAsk = ask;
    if (trace !== null) trace.push(stepOf(group, bid, ask));
  }
}

const dollars = (micros: number): string => formatFact('cash', Math.max(0, micros));

function stepOf(group: RiskGroup, bid: number, ask: number): ExplanationStep {
  const room = bid === ask ? `this market may add ${dollars(bid)}` : `bids here may add ${dollars(bid)}, asks ${dollars(ask)}`;
  return {
    step: 'group', effect: `${group.name}: ${dollars(group.worst)} of ${dollars(group.limit)} in the worst case of its ${group.members.length} market(s), so ${room}`,
    values: { group: group.name, worstDollars: group.worst / 1_000_000, limitDollars: group.limit / 1_000_000 },
  };
}

/** The group that leaves the side the least room. */
export function tightestGroup(market: MarketState, side: 'bid' | 'ask', held: number): RiskGroup | null {
  let tightest: RiskGroup | null = null;
  let least = Infinity;
  for (const group of market.groups) {
    const room = group.roomFor(market, side, market.position.net, held);
    if (room < least) { least = room; tightest = group; }
  }
  return tightest;
}
