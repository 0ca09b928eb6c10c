// What outlives the session.

import type { CarriedMarket, CarriedState } from '../domain/events.ts';
import { cash, price, size } from '../domain/numbers.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

export function carry(core: CoreState): CarriedState {
  const markets: Record<string, CarriedMarket> = { ...core.unlisted };
  for (const market of core.markets) markets[market.instrument.name] = carriedMarket(market);
  return { ...core.account.carry(), markets };
}

function carriedMarket({ position, instrument, stopLoss }: MarketState): CarriedMarket {
  return {
    venue: instrument.venue, yes: size(position.yes), no: size(position.no),
    mark: Number.isNaN(position.mark) ? null : price(position.mark), cost: cash(position.cost),
    pnl: { spread: cash(position.spread), inventory: cash(position.inventory), fees: cash(position.fees), peak: cash(stopLoss.peak) },
    stopLoss: { latched: stopLoss.latched, reason: stopLoss.reason, baseline: cash(stopLoss.baseline) },
  };
}
