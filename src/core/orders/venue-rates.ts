// What may be asked of one venue in a minute, by class of endpoint. Places wait for their own token and for one of the
// cancels that they will need; cancels never wait, and what they overdraw holds back places; questions wait their turn.

import type { RateSettings } from '../../config/compiled-guards.ts';
import { Throttle } from './throttle.ts';

export interface VenueRatesSnapshot { readonly places: ReturnType<Throttle['toJSON']>; readonly cancels: ReturnType<Throttle['toJSON']>; readonly queries: ReturnType<Throttle['toJSON']> }

export class VenueRates {
  places = new Throttle(null);
  cancels = new Throttle(null);
  queries = new Throttle(null);

  follow(rates: RateSettings | null): void {
    this.places.setRate(rates?.places ?? null);
    this.cancels.setRate(rates?.cancels ?? null);
    this.queries.setRate(rates?.queries ?? null);
  }

  /** Milliseconds until a place may go; 0 when it may now. */
  placeWaitMs(now: number, closes: boolean): number { return Math.max(this.places.waitMs(now, closes), this.cancels.waitMs(now, closes)); }

  toJSON(): VenueRatesSnapshot { return { places: this.places.toJSON(), cancels: this.cancels.toJSON(), queries: this.queries.toJSON() }; }

  static fromJSON(s: VenueRatesSnapshot): VenueRates {
    const rates = new VenueRates();
    rates.places = Throttle.fromJSON(s.places);
    rates.cancels = Throttle.fromJSON(s.cancels);
    rates.queries = Throttle.fromJSON(s.queries);
    return rates;
  }
}
