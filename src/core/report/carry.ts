// What outlives the session.

import type { CarriedMarket, CarriedState } from '../domain/events.ts';
import { cash, price, size } from '../domain/numbers.ts';
import { carriedPnl } from '../ledger/pnl-parts.ts';
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
    markets[name] = carriedMarket(market);
  }
  const account = inForce(core.account.rules);
  const strategies = Object.fromEntries(core.strategies.flatMap(({ name, rules }) => { const kept = inForce(rules); return kept === null ? [] : [[name, kept]]; }));
  const carried = { ...core.account.carry(), markets };
  return account === null && Object.keys(strategies).length === 0 ? carried : { ...carried, rules: { account, strategies } };
}

/** Null when no rule of the subject is past its wait. */
function inForce(states: RuleStates | null): RuleStatesSnapshot | null {
  const snapshot = states?.toJSON() ?? null;
  return snapshot === null || snapshot.rules.length === 0 ? null : snapshot;
}

function carriedMarket({ position, instrument, stopLoss, rules, twap, unhedged }: MarketState): CarriedMarket {
  const kept = inForce(rules);
  return {
    ...(kept === null ? {} : { rules: kept }),
    ...(twap === null ? {} : { twap: { ...twap } }),
    ...(unhedged.since === null ? {} : { unhedged: { ...unhedged } }),
    venue: instrument.venue, yes: size(position.yes), no: size(position.no),
    mark: Number.isNaN(position.mark) ? null : price(position.mark), cost: cash(position.cost),
    pnl: { ...carriedPnl(position), peak: cash(stopLoss.peak) },
    stopLoss: { latched: stopLoss.latched, reason: stopLoss.reason, baseline: cash(stopLoss.baseline) },
  };
}
