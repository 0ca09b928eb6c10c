// A paper venue with plain settings: $1,000, orders 100 ms on their way, everything else at once.

import type { ExchangeSettings } from '../../config/compiled-config.ts';
import { PLAIN_EXCHANGE } from '../../config/plain-exchange.fixture.ts';
import type { Tape } from '../../tape/tape.ts';
import { constantLatency } from './latency.ts';
import { PaperVenue, type PaperVenueOptions } from './paper-venue.ts';

export const SETTINGS: ExchangeSettings = { ...PLAIN_EXCHANGE, cash: 1_000_000_000 };

export interface Ways { readonly feed?: number; readonly order?: number; readonly response?: number }

export const paperVenue = (tape: Tape, { feed = 0, order = 100, response = 0 }: Ways = {}, over: Partial<PaperVenueOptions> = {}): PaperVenue => new PaperVenue({
  tape, settings: SETTINGS, latencies: { feed: constantLatency(feed), order: constantLatency(order), response: constantLatency(response) }, ...over,
});
