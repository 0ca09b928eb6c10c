// What venues pay for making, into ledger and cash: each payment as what it comes to by now, also across sessions, and its money once, whichever of
// the statement and the money comes first. What is only estimated is kept to be shown and never booked.

import type { IncentivePaid, RewardsAssessed } from '../domain/events.ts';
import { dayOf } from '../state/account-state.ts';
import type { CoreState } from '../state/core-state.ts';

/** Days of a venue that are kept: the one under way, and the one that is being paid. */
const DAYS_KEPT = 2;
/** Money that is not there by then was there before the statement. */
const AWAITED_MS = 86_400_000;
/** Micro-dollars: venues round the sum, statements its parts. */
const ROUNDING = 1_000;

export function applyIncentive(core: CoreState, event: IncentivePaid): void {
  const { payments, account } = core;
  const change = payments.book(event.paymentId, event.amount, dayOf(core.now));
  if (change === 0) return;
  const market = core.market(event.market);
  if (event.kind === 'rebate') market.position.rebates += change;
  else market.position.rewards += change;
  if (event.cashFollows === true) account.awaitedCash = { amount: awaited(core) + change, until: core.now + AWAITED_MS };
  else if (account.cash !== null) account.cash += change;
  account.pnl += change;
  if (market.strategyState !== null) market.strategyState.pnl += change;
  core.touch(market);
}

/** True where so much more cash than in our books is what was stated as paid; it is then no longer awaited. */
export function takeAwaited(core: CoreState, surplus: number): boolean {
  const left = awaited(core);
  if (left === 0 || surplus <= 0 || surplus > left + ROUNDING) return false;
  core.account.awaitedCash = { ...core.account.awaitedCash, amount: left - surplus <= ROUNDING ? 0 : left - surplus };
  return true;
}

const awaited = ({ now, account: { awaitedCash: { amount, until } } }: CoreState): number => (now > until ? 0 : amount);

export function applyRewardsAssessed(core: CoreState, { type: _type, ts: _ts, venue, ...told }: RewardsAssessed): void {
  const others = (core.rewards[venue] ?? []).filter(({ day }) => day !== told.day);
  core.rewards = { ...core.rewards, [venue]: [told, ...others].toSorted((a, b) => b.day - a.day).slice(0, DAYS_KEPT) };
}
