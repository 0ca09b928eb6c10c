// What a venue takes of us at the moment, from its own refusals: less than everything is no fault of the quotes. While it lasts
// nothing is sent that would be refused; when it is worth asking again, the waits after those refusals are over too.

import type { VenueModeChanged, VenueTakes } from '../domain/events.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import type { CoreState } from '../state/core-state.ts';
import type { VenueState } from '../state/venue-state.ts';

const WORDS: Readonly<Record<Exclude<VenueTakes, 'everything'>, string>> = { makers: 'no orders that may take', closing: 'orders that close positions, and none that open any', cancels: 'cancels alone' };

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
  venue.tookLast = takes;
  core.alert('warning', 'VENUE_MODE', `${name} takes ${WORDS[takes]} (${reason}); it is asked again`);
}

/** It took an order. What it took all the while proves nothing. */
export function takesAgain(core: CoreState, venue: VenueState, { leg }: OwnOrder): void {
  if (venue.refusedWhy === '' || venue.takes !== 'everything' || (venue.tookLast === 'closing' && leg.action === 'sell')) return;
  venue.refusedWhy = '';
  core.alert('info', 'VENUE_MODE_OVER', `${venue.name} takes orders again`);
}

/** An operator may have put right what it refused for. */
export function askVenueAgain(core: CoreState, { name, takes }: VenueState): void {
  if (takes !== 'everything') core.commands.push({ type: 'AskVenueAgain', ts: core.now, generation: core.generation, venue: name });
}
