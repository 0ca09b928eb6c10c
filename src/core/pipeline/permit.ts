// What a market may do now: everything that stands against quoting it, as bits, and the lowest permission over them. What
// it changed since the decision before is counted and told.

import { AGGRESSIVE } from '../liquidation/stages.ts';
import { followLife, isKeptOut, isLeaving, isRemoved } from '../orchestrator/follow-life.ts';
import { isWithin } from '../orchestrator/resolution.ts';
import { CONSTRAINTS, constraintsIn, LIFTED_TO_LEAVE, permissionOf, ruleBit } from '../risk/constraints.ts';
import { goesByReference } from '../risk/guards/reference.ts';
import { marketGuards } from '../risk/guards/market-guards.ts';
import { judgeBookAge } from '../risk/guards/stale-book.ts';
import { countMarketTrips } from '../risk/guards/trips.ts';
import type { Posture } from '../rules/posture.ts';
import { bookProblem } from '../signals/fair-value.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

/** A stage that takes leaves in spite of what pulls quotes. */
export const leavesAnyhow = ({ liquidation }: MarketState): boolean => liquidation.rank >= AGGRESSIVE;

export function permit(core: CoreState, market: MarketState, posture: Posture): void {
  let own = marketConstraints(core, market) | ruleBit(posture.permission);
  // Each guard goes on from what it answered last, whatever of it is in force.
  market.judged = marketGuards(core, market);
  const guards = leavesAnyhow(market) ? market.judged & ~LIFTED_TO_LEAVE : market.judged;
  followLife(core, market, permissionOf(core.account.constraints, own, guards));
  if (isKeptOut(market)) own |= CONSTRAINTS.notChosen.bit;
  const permission = permissionOf(core.account.constraints, own, guards);
  const hasChanged = own !== market.constraints || guards !== market.guards || permission !== market.permission;
  if (!hasChanged) return;
  const begun = own & ~market.constraints;
  const begunGuards = guards & ~market.guards;
  countMarketTrips(market.trips, begun, begunGuards);
  market.constraints = own;
  market.guards = guards;
  market.permission = permission;
  core.notices.push({
    type: 'PermissionChanged', ts: core.now, market: market.instrument.id, permission,
    reasons: constraintsIn(core.account.constraints, own, guards).map((c) => c.code),
    begun: constraintsIn(0, begun, begunGuards).map((c) => c.code),
  });
}

function marketConstraints(core: CoreState, market: MarketState): number {
  const { settings, venue } = market;
  let bits = venue.vitals.guards;
  if (!venue.isUp) bits |= CONSTRAINTS.feedDown.bit;
  if (venue.takes === 'cancels') bits |= CONSTRAINTS.venueRefuses.bit;
  else if (venue.takes === 'closing') bits |= CONSTRAINTS.venueCloses.bit;
  if (venue.isStale || market.awaitsBook) bits |= CONSTRAINTS.feedStale.bit;
  if (market.status !== 'open') bits |= CONSTRAINTS.closed.bit;
  if (market.invalid !== null) bits |= CONSTRAINTS.bookInvalid.bit;
  else if (Number.isNaN(market.fairValue)) {
    const problem = market.bookAt === null ? 'empty' : bookProblem(market.book);
    if (problem === 'crossed') bits |= CONSTRAINTS.bookCrossed.bit;
    else if (problem === 'one-sided') bits |= CONSTRAINTS.bookOneSided.bit;
    // A sound book prices nothing where a reference is asked for: its guard says why.
    else if (problem !== null || market.settledAt !== null || settings === null || !goesByReference(market, settings)) bits |= CONSTRAINTS.bookEmpty.bit;
  }
  const isLeft = isLeaving(market, core.now);
  if (settings === null || (isRemoved(market) && !isLeft)) return bits | CONSTRAINTS.noStrategy.bit;
  bits |= judgeBookAge(market, settings, core.now);
  if (isWithin(market, settings.resolution?.stopBeforeMs ?? 0, core.now)) bits |= CONSTRAINTS.over.bit;
  else if (isWithin(market, settings.resolution?.reduceOnlyBeforeMs ?? null, core.now)) bits |= CONSTRAINTS.ending.bit;
  if (isLeft) bits |= CONSTRAINTS.liquidating.bit;
  return bits;
}
