// The clock jump: an engine that wakes far later than it asked to has slept while the world went on. Nothing that it
// believes of books, orders and holdings counts until it was said again.

import type { CoreState } from '../../state/core-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const clockJump: GuardSpec = {
  name: 'clock jump', protects: 'From acting on what was true before the process, or the machine, stood still.',
  keys: ['profile: health.clockJump'], codes: [CONSTRAINTS.clockJump.code],
  metric: 'how much later a decision comes than a market asked for one', unit: 'seconds', clears: 'when every venue has confirmed open orders and holdings; each market with the next word of its book',
  provenance: 'reliability.md P11 and its faults: SIGSTOP, blocked loop, clock steps', constant: 'structural',
};

export function watchClock(core: CoreState): void {
  const most = core.config?.health?.clockJumpMs ?? null;
  const late = core.now - core.nextWake;
  if (most === null || !(late > most)) return;
  core.account.hasJumped = true;
  for (const venue of core.venues) {
    venue.ordersReconciled = venue.holdingsReconciled = false;
    // Answers to what was asked before prove nothing of now.
    venue.questions = [];
    venue.askAgainAt = 0;
    venue.askedHoldingsAt = NaN;
  }
  for (const market of core.markets) market.awaitsBook = true;
  core.touchAll();
  core.alert('critical', CONSTRAINTS.clockJump.code, `woken ${(late / 1_000).toFixed(1)} s later than asked for: books, orders and holdings have to be confirmed again`);
}

/** Of the word `account`; ends itself once all venues are confirmed. */
export function judgeClock(core: CoreState, isReconciled: boolean): number {
  if (isReconciled) core.account.hasJumped = false;
  return core.account.hasJumped ? CONSTRAINTS.clockJump.bit : 0;
}
