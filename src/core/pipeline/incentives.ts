// What venues pay for making, into ledger and cash: each payment once, also across sessions, and its money once, whichever of
// the statement and the money comes first. What is only estimated is kept to be shown and never booked.

import type { IncentivePaid, RewardsAssessed } from '../domain/events.ts';
import type { CoreState } from '../state/core-state.ts';

/** Ids of payments that are remembered and carried: some days of a series with a window every 15 minutes. */
const MOST_REMEMBERED = 4_000;
/** Days of a venue that are kept: the one under way, and the one that is being paid. */
const DAYS_KEPT = 2;
/** Money that is not there by then was there before the statement. */
const AWAITED_MS = 86_400_000;
/** Micro-dollars: venues round the sum, statements its parts. */
const ROUNDING = 1_000;

export function applyIncentive(core: CoreState, event: IncentivePaid): void {
  const { payments, account } = core;
  if (payments.has(event.paymentId)) return;
  payments.add(event.paymentId);
  if (payments.size > MOST_REMEMBERED) payments.delete(payments.values().next().value!);
  const market = core.market(event.market);
  if (event.kind === 'rebate') market.position.rebates += event.amount;
  else market.position.rewards += event.amount;
  if (event.cashFollows === true) account.awaitedCash = { amount: awaited(core) + event.amount, until: core.now + AWAITED_MS };
  else if (account.cash !== null) account.cash += event.amount;
  account.pnl += event.amount;
  if (market.strategyState !== null) market.strategyState.pnl += event.amount;
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
