// What a venue takes of us at the moment, from its own refusals: less than everything is no fault of the quotes. While it lasts
// nothing is sent that would be refused; when it is worth asking again, the waits after those refusals are over too.

import type { VenueModeChanged } from '../domain/events.ts';
import type { CoreState } from '../state/core-state.ts';
import type { VenueState } from '../state/venue-state.ts';

export function changeVenueMode(core: CoreState, { venue: name, takes, reason }: VenueModeChanged): void {
  const venue = core.venue(name);
  venue.takes = takes;
  for (const market of core.markets) {
    if (market.venue !== venue) continue;
    core.touch(market);
    if (takes !== 'everything') continue;
    for (const backOff of Object.values(market.backOff)) backOff.until = backOff.streak = 0;
  }
  if (takes === 'everything' || reason === venue.refusedWhy) return;
  venue.refusedWhy = reason;
  core.alert('warning', 'VENUE_MODE', `${name} takes ${takes === 'makers' ? 'no orders that may take' : 'cancels alone'} (${reason}); it is asked again`);
}

/** It took an order. */
export function takesAgain(core: CoreState, venue: VenueState): void {
  if (venue.refusedWhy === '' || venue.takes !== 'everything') return;
  venue.refusedWhy = '';
  core.alert('info', 'VENUE_MODE_OVER', `${venue.name} takes orders again`);
}
