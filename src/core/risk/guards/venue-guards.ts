// The guards of a venue, asked once a decision. What they answer holds for all its markets.

import type { CoreState } from '../../state/core-state.ts';
import { constraintsIn } from '../constraints.ts';
import { judgeErrors } from './error-rate.ts';
import { judgeReconciliation } from './reconcile-difference.ts';
import { judgeRejects } from './reject-rate.ts';
import { judgeSilentData } from './silent-data.ts';
import { judgeUserFeed } from './stale-user-feed.ts';
import { judgeUnknownOrders } from './unknown-orders.ts';

export function judgeVenues(core: CoreState): void {
  const asked = core.config?.health ?? null;
  const { now } = core;
  for (const venue of core.venues) {
    const { vitals } = venue;
    const guards = asked === null ? 0 : judgeSilentData(vitals, asked, now) | judgeUserFeed(vitals, asked, now) | judgeRejects(vitals, asked, now)
      | judgeErrors(vitals, asked, now) | judgeUnknownOrders(vitals, asked, now) | judgeReconciliation(vitals);
    if (guards === vitals.guards) continue;
    for (const { code, why } of constraintsIn(0, guards & ~vitals.guards)) core.alert('warning', code, `${venue.name}: ${why}`);
    vitals.guards = guards;
    for (const market of core.markets) if (market.venue === venue) core.touch(market);
  }
}
