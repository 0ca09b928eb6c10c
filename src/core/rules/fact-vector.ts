// Reads facts out of the state: one small closure a slot, bound to its window when the config is swapped, so that filling
// a vector is a row of direct calls. NaN says unknown.


import { expectedEarnings, liquidity, midpoint, rewardPerDollar, rewardsDaily } from '../orchestrator/estimates.ts';
import { MICROS } from '../domain/numbers.ts';
import { bookImbalance } from '../signals/fair-value.ts';
import type { WindowKind, WindowNeed } from '../signals/signal-bank.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import type { ReferenceState } from '../state/reference-state.ts';
import type { StrategyState } from '../state/strategy-state.ts';
import type { FactReader } from './fact-reader.ts';
import { FACTS_BY_NAME } from './facts.ts';
import type { FactSlot } from './rule-set.ts';

const unknown: FactReader = () => NaN;

const WINDOWS: Readonly<Record<string, WindowKind>> = {
  velocity: 'fair', trend: 'fair', volatility: 'fair',
  flowImbalance: 'flow', flowLean: 'flow', tradedVolume: 'flow', fills: 'fills', rejects: 'rejects',
};

/** The windows the facts in use need of each market. */
export function windowsOf(slots: readonly FactSlot[]): WindowNeed[] {
  return slots.flatMap((slot) => {
    const kind = WINDOWS[slot.fact];
    return kind === undefined || slot.windowMs === null ? [] : [{ kind, windowMs: slot.windowMs }];
  });
}

/** `market` and `strategy` are null where the subject of the rules has none. */
export function readersFor(core: CoreState, slots: readonly FactSlot[], market: MarketState | null, strategy: StrategyState | null): FactReader[] {
  return slots.map((slot) => {
    const scope = FACTS_BY_NAME.get(slot.fact)?.scope;
    if (scope === 'account') return accountReader(core, slot.fact);
    if (scope === 'strategy') return strategy === null ? unknown : strategyReader(core, strategy, slot.fact);
    return market === null ? unknown : marketReader(core, market, slot.fact, slot.windowMs ?? 0);
  });
}

export function fillVector(vector: Float64Array, readers: readonly FactReader[]): void {
  for (let i = 0; i < readers.length; i++) vector[i] = readers[i]!();
}

function accountReader(core: CoreState, fact: string): FactReader {
  const { account } = core;
  switch (fact) {
    case 'dailyPnl': return () => account.dailyPnl;
    case 'totalPnl': return () => account.pnl;
    case 'drawdown': return () => account.drawdown;
    case 'grossNotional': return () => account.heldNotional;
    case 'openOrders': return () => core.orders.liveCount;
    case 'unknownOrders': return () => countUnknown(core);
    case 'hourUtc': return () => Math.floor(core.now / 3_600_000) % 24;
    // 1970-01-01 was a Thursday.
    case 'weekdayUtc': return () => (Math.floor(core.now / 86_400_000) + 4) % 7;
    default: throw new Error(`fact ${fact} has no reader`);
  }
}

export function countUnknown(core: CoreState): number {
  let count = 0;
  for (const order of core.orders.allLive()) if (order.state === 'unknown' || order.state === 'cancel-unknown') count++;
  return count;
}

function strategyReader(core: CoreState, strategy: StrategyState, fact: string): FactReader {
  switch (fact) {
    case 'strategy': { const id = core.rules.textId(strategy.name); return () => id; }
    case 'strategyPnl': return () => strategy.pnl;
    case 'strategyCapitalUsed': return () => strategy.worstNotional + strategy.unlistedNotional;
    case 'strategyNotional': return () => strategy.heldNotional;
    default: throw new Error(`fact ${fact} has no reader`);
  }
}

function marketReader(core: CoreState, market: MarketState, fact: string, windowMs: number): FactReader {
  const { book, instrument, position, signals } = market;
  switch (fact) {
    case 'market': { const id = core.rules.textId(instrument.name); return () => id; }
    case 'venue': { const id = core.rules.textId(instrument.venue); return () => id; }
    case 'fairValue': return () => market.fairValue;
    case 'bestBid': return () => bestBid(market);
    case 'bestAsk': return () => bestAsk(market);
    case 'spread': return () => bestAsk(market) - bestBid(market);
    case 'price': return () => midpoint(market);
    case 'volume24h': return () => market.publicFacts.volume24h(core.now);
    case 'liquidity': return () => liquidity(market);
    case 'rewardsDaily': return () => rewardsDaily(market);
    case 'rewardPerDollar': return () => rewardPerDollar(market);
    case 'expectedEarnings': return () => expectedEarnings(market, core.now);
    case 'bidDepth': return () => book.othersDepth('bid', 5);
    case 'askDepth': return () => book.othersDepth('ask', 5);
    case 'bookImbalance': return () => bookImbalance(book);
    case 'bookAge': return () => core.now - market.venue.heardAt;
    case 'velocity': { const series = signals.fair(windowMs); return () => Math.abs(series.move()); }
    case 'trend': { const series = signals.fair(windowMs); return () => series.move(); }
    case 'volatility': { const series = signals.fair(windowMs); return () => series.deviation(); }
    case 'flowImbalance': { const flow = signals.flow(windowMs); return () => (flow.isKnown(core.now) ? Math.abs(flow.lean()) : NaN); }
    case 'flowLean': { const flow = signals.flow(windowMs); return () => (flow.isKnown(core.now) ? flow.lean() : NaN); }
    case 'tradedVolume': { const flow = signals.flow(windowMs); return () => (flow.isKnown(core.now) ? flow.total() : NaN); }
    case 'fills': { const window = signals.fills(windowMs); return () => window.total(); }
    case 'rejects': { const window = signals.rejects(windowMs); return () => window.up(); }
    case 'referencePrice': return () => Math.round((freshReference(market, core.now)?.price ?? NaN) * MICROS);
    case 'referenceMove': return () => Math.abs(freshReference(market, core.now)?.move(windowMs) ?? NaN);
    case 'position': return () => position.net;
    case 'positionShare': return () => (market.settings === null ? NaN : position.net / market.settings.limits.position);
    case 'marketPnl': return () => position.pnl - market.stopLoss.baseline;
    case 'groupNotional': return () => fullest(market);
    case 'venueDegraded': return () => (market.venue.health.degraded === null ? 0 : 1);
    case 'hoursToResolution': return () => (instrument.endsAt === null ? NaN : (instrument.endsAt - core.now) / 3_600_000);
    case 'realisedPnl': return () => position.realised;
    case 'unrealisedPnl': return () => position.unrealised;
    default: throw new Error(`fact ${fact} has no reader`);
  }
}

/** Null while it is not known. */
function freshReference({ reference, settings }: MarketState, now: number): ReferenceState | null {
  const maxAge = settings?.kind === 'market-maker' ? settings.quote.reference?.maxAgeMs ?? NaN : NaN;
  return reference !== null && now - reference.at <= maxAge ? reference : null;
}

/** NaN without a group. */
function fullest(market: MarketState): number {
  let worst = NaN;
  let share = -1;
  for (let i = 0; i < market.groups.length; i++) {
    const group = market.groups[i]!;
    if (group.worst / group.limit > share) { worst = group.worst; share = worst / group.limit; }
  }
  return worst;
}

const bestBid = (market: MarketState): number => {
  const index = market.book.othersBidIndex();
  return index < 0 ? NaN : index * market.book.tick;
};
const bestAsk = (market: MarketState): number => {
  const index = market.book.othersAskIndex();
  return index > market.book.top ? NaN : index * market.book.tick;
};
export { bestBid as othersBestBid, bestAsk as othersBestAsk };
