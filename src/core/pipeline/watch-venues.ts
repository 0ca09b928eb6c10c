// Venues that get worse, once per decision: their markets go on under lowered limits, which everything that looks at limits
// then obeys: sizes, skew, the position guard. Nothing that reduces or cancels is touched.

import { resolveFor } from './swap-config.ts';
import type { CoreState } from '../state/core-state.ts';

export function watchVenues(core: CoreState): void {
  for (const venue of core.venues) {
    if (!venue.health.judge(core.now)) continue;
    const { degraded, limitFactor } = venue.health;
    for (const market of core.markets) {
      if (market.venue !== venue) continue;
      market.settings = resolveFor(market);
      core.touch(market);
    }
    if (degraded === null) core.alert('info', 'VENUE_RECOVERED', `${venue.name} behaves again: full limits`);
    else core.alert('warning', 'VENUE_DEGRADED', `${venue.name} is degraded (${degraded.why}): position and notional limits × ${limitFactor}`);
  }
}
