// What outlives the session.

import type { CarriedMarket, CarriedState, Degradation } from '../domain/events.ts';
import { isIdle } from '../liquidation/liquidation-state.ts';
import { cash, price, size, timestamp } from '../domain/numbers.ts';
import { carriedPnl } from '../ledger/pnl-parts.ts';
import { carriedOrder } from '../orders/carried-orders.ts';
import { heldGuards } from '../risk/guards/held-guards.ts';
import type { RuleStates, RuleStatesSnapshot } from '../rules/rule-states.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

export function carry(core: CoreState): CarriedState {
  const markets: Record<string, CarriedMarket> = { ...core.unlisted };
  for (const market of core.markets) {
    const { name } = market.instrument;
    // The same name at another venue is another market: it keeps what it holds under both names.
    const other = core.unlisted[name];
    if (other !== undefined) markets[`${name}@${other.venue}`] = other;
    markets[name] = carriedMarket(core, market);
  }
  const account = inForce(core.account.rules);
  const strategies = Object.fromEntries(core.strategies.flatMap(({ name, rules }) => { const kept = inForce(rules); return kept === null ? [] : [[name, kept]]; }));
  const degraded = degradedVenues(core);
  const correlated = [...core.carriedPairs, ...core.correlated.all().map(([a, b]) => [core.markets[a]!.instrument.name, core.markets[b]!.instrument.name] as const)];
  const carried = {
    ...core.account.carry(), markets,
    ...(Number.isNaN(core.account.begunAt) ? {} : { begunAt: timestamp(core.account.begunAt) }),
    ...(core.payments.size === 0 ? {} : { payments: core.payments.toJSON() }), ...(Object.keys(core.rewards).length === 0 ? {} : { rewards: core.rewards }),
    ...(Object.keys(degraded).length === 0 ? {} : { degraded }), ...(correlated.length === 0 ? {} : { correlated }),
  };
  return account === null && Object.keys(strategies).length === 0 ? carried : { ...carried, rules: { account, strategies } };
}

/** As this session has seen them; of venues that it has not met, as the one before left them. */
function degradedVenues(core: CoreState): Readonly<Record<string, Degradation>> {
  const unmet = Object.entries(core.carriedDegraded).filter(([name]) => !core.venues.some((venue) => venue.name === name));
  const met = core.venues.flatMap(({ name, health: { degraded } }) => (degraded === null ? [] : [[name, degraded] as const]));
  return Object.fromEntries([...unmet, ...met]);
}

/** Null when no rule of the subject is past its wait. */
function inForce(states: RuleStates | null): RuleStatesSnapshot | null {
  const snapshot = states?.toJSON() ?? null;
  return snapshot === null || snapshot.rules.length === 0 ? null : snapshot;
}

/** What rests may fill before the next session. */
const mayHold = (core: CoreState, { position, instrument }: MarketState): boolean => position.net !== 0 || core.orders.live(instrument.id).length > 0;

function carriedMarket(core: CoreState, market: MarketState): CarriedMarket {
  const { position, instrument, stopLoss, rules, liquidation, settings, hourOpening, chosenSince, strategyState, twap, unhedged } = market;
  const kept = inForce(rules);
  const guards = heldGuards(market.hysteresis, market.judged, core.now);
  const orders = core.orders.live(instrument.id).map(carriedOrder);
  return {
    ...(kept === null ? {} : { rules: kept }), ...(guards === null ? {} : { guards }),
    ...(orders.length === 0 ? {} : { orders }),
    ...(isIdle(liquidation) ? {} : { liquidation: { ...liquidation } }),
    // By them what is held would be worked off, should the next config not take the market.
    ...(settings !== null && settings.onRemoval === 'liquidate' && mayHold(core, market) ? { retiring: settings } : {}),
    ...(position.entryFees === 0 ? {} : { entryFees: cash(position.entryFees) }),
    ...(position.heldYes === position.yes && position.heldNo === position.no ? {} : { unclaimed: { yes: size(position.unclaimedYes), no: size(position.unclaimedNo) } }),
    ...(market.keptPairs === 0 ? {} : { keptPairs: size(market.keptPairs) }),
    ...(strategyState?.choosing.isSelective !== true || Number.isNaN(chosenSince) ? {} : { chosenSince: timestamp(chosenSince) }),
    ...(instrument.event === undefined ? {} : { event: instrument.event }),
    ...(twap === null ? {} : { twap: { ...twap } }),
    ...(unhedged.since === null ? {} : { unhedged: { ...unhedged } }),
    venue: instrument.venue, yes: size(position.yes), no: size(position.no),
    mark: Number.isNaN(position.mark) ? null : price(position.mark), cost: cash(position.cost),
    pnl: { ...carriedPnl(position), peak: cash(stopLoss.peak) },
    hourOpening: cash(hourOpening),
    stopLoss: { latched: stopLoss.latched, reason: stopLoss.reason, baseline: cash(stopLoss.baseline) },
  };
}
