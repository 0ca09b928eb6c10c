// Takes a market to the part of its life that its state says it is in: one edge after the other until none is left to take.
// Which candidates are chosen is decided elsewhere; this is about each market by itself.

import type { Permission } from '../domain/permission.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { enter } from './enter.ts';
import type { Lifecycle } from './lifecycle.ts';
import { canBeSold, isOver, isWithin } from './resolution.ts';
import { isWarm } from './warm.ts';

/** From candidate over warming and active to reducing is the longest way that one decision can go. */
const MOST_STEPS = 6;

/** `permission`: what the market would be allowed if it were active. */
export function followLife(core: CoreState, market: MarketState, permission: Permission): void {
  for (let taken = 0; taken < MOST_STEPS; taken++) {
    const to = nextOf(core, market, permission);
    if (to === null) return;
    if (to[0] === 'warming') market.choice = to[1];
    enter(core, market, to[0], to[1]);
  }
  throw new Error(`${market.instrument.name} does not come to rest: ${market.lifecycle}`);
}

/** Not chosen, or chosen for later. */
export const isKeptOut = ({ lifecycle, awaitsTurn }: MarketState): boolean => lifecycle === 'candidate' || awaitsTurn;

/** Within `resolution.reduceOnlyBefore`: it is not quoted any more, however long its end still takes. */
const isEnding = (market: MarketState, now: number): boolean => isWithin(market, market.settings?.resolution?.reduceOnlyBeforeMs ?? null, now);

/** Worked off by stages, or, where the settings have none, by the maker's own quotes on the side that closes. */
export const isLeaving = (market: MarketState, now: number): boolean =>
  market.liquidation.rank > 0 || ((market.liquidation.isDropped || isRemoved(market) || isEnding(market, now)) && canBeSold(market));

/** No strategy takes it any more; what is held is worked off by the settings that it had, also what comes back later. */
export const isRemoved = ({ strategy, settings }: MarketState): boolean => strategy === null && settings !== null;

/** Its strategy leaves no choice. */
const takesAll = ({ strategyState }: MarketState): boolean => strategyState !== null && !strategyState.choosing.isSelective && strategyState.choosing.warmUpMs === null;

type Step = readonly [to: Lifecycle, why: string] | null;
const step = (to: Lifecycle, why: string): Step => [to, why];

function nextOf(core: CoreState, market: MarketState, permission: Permission): Step {
  const { lifecycle, settings, position, liquidation } = market;
  const isLost = settings === null || (isRemoved(market) && !isLeaving(market, core.now));
  const isHolding = position.net !== 0 || core.orders.live(market.instrument.id).length > 0;
  if (isLost || market.settledAt !== null || (isOver(market, core.now) && !isHolding)) {
    if (lifecycle === 'retired' || (settings === null && lifecycle === 'candidate')) return null;
    return step('retired', market.settledAt !== null ? 'it has paid out' : isLost ? 'no strategy takes it' : 'it is over and nothing is held');
  }
  if (isOver(market, core.now)) {
    if (lifecycle === 'settling') return null;
    return lifecycle === 'retired' ? step('candidate', 'something is held again') : step('settling', 'it is over; what is held waits to be paid');
  }
  // A rest that cannot be sold keeps no slot from others.
  if (isEnding(market, core.now) && !isLeaving(market, core.now) && permission !== 'halted') {
    const to = isHolding ? 'settling' : 'retired';
    return lifecycle === to || lifecycle === 'retired' ? null : step(to, 'its end is near and nothing is left to work off');
  }
  if (lifecycle === 'retired' || lifecycle === 'settling') return step('candidate', 'it is traded again');
  if (permission === 'halted') return lifecycle === 'halted' ? null : step('halted', 'trading is halted');
  if (isLeaving(market, core.now)) return lifecycle === 'liquidating' ? null : step('liquidating', liquidation.rank > 0 ? liquidation.why : 'what is held is worked off');
  switch (lifecycle) {
    // What had been chosen still is.
    case 'halted': return step(Number.isNaN(market.chosenSince) ? 'candidate' : 'warming', 'the halt is over');
    case 'liquidating': return step('candidate', 'its position is worked off');
    case 'candidate': return takesAll(market) ? step('warming', 'its strategy takes all that it includes') : null;
    case 'warming': return isWarm(market) ? step('active', 'its signals are known') : null;
    case 'active': return permission === 'reduce-only' ? step('reducing', 'only reducing is allowed') : null;
    case 'reducing': return permission === 'reduce-only' ? null : step('active', 'more than reducing is allowed again');
  }
}
