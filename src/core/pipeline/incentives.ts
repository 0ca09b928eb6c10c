// What venues pay for making, into ledger and cash: each payment as what it comes to by now, also across sessions, and its money
// once, whichever of the statement and the money comes first. What is only estimated is kept to be shown and never booked.

import type { IncentivePaid, RewardsAssessed } from '../domain/events.ts';
import { dayOf } from '../state/account-state.ts';
import type { CoreState } from '../state/core-state.ts';

/** Days of a venue that are kept: the one under way, and the one that is being paid. */
const DAYS_KEPT = 2;

export function applyIncentive(core: CoreState, event: IncentivePaid): void {
  const { payments, account } = core;
  const change = payments.book(event.paymentId, event.amount, dayOf(core.now));
  if (change === 0) return;
  const market = core.market(event.market);
  if (event.kind === 'rebate') market.position.rebates += change;
  else market.position.rewards += change;
  if (event.cashFollows === true) account.awaited.state(change, core.now);
  else if (account.cash !== null) account.cash += change;
  account.pnl += change;
  if (market.strategyState !== null) market.strategyState.pnl += change;
  core.touch(market);
}

export function applyRewardsAssessed(core: CoreState, { type: _type, ts: _ts, venue, ...told }: RewardsAssessed): void {
  const others = (core.rewards[venue] ?? []).filter(({ day }) => day !== told.day);
  core.rewards = { ...core.rewards, [venue]: [told, ...others].toSorted((a, b) => b.day - a.day).slice(0, DAYS_KEPT) };
}
