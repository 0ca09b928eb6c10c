// A resolved market pays what is held, once; a fill that still comes late is paid in the same moment. Where the venue pays
// only for tokens that are turned in, their worth is booked now, and the cash when they are (`claim-winnings.ts`).

import type { Price } from '../domain/numbers.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

/** `yesPays`: micro-dollars a share of YES. */
export function pay(core: CoreState, market: MarketState, yesPays: Price): void {
  const { account } = core;
  const { cash, change } = market.instrument.canRedeem === true ? { cash: 0, change: market.position.award(yesPays) } : market.position.settle(yesPays);
  account.pnl += change;
  if (market.strategyState !== null) market.strategyState.pnl += change;
  if (account.cash !== null) account.cash += cash;
  market.notePosition();
}
