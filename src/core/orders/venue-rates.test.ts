import { describe, expect, it } from 'vitest';
import { VenueRates } from './venue-rates.ts';

function rates(places: number | null, cancels: number | null): VenueRates {
  const of = new VenueRates();
  of.follow({ places, cancels, queries: null });
  return of;
}

describe('the request rates of a venue', () => {
  it('let anything pass where none is named', () => {
    const of = rates(null, null);
    for (let i = 0; i < 1_000; i++) { of.places.charge(0); of.cancels.charge(0); }
    expect(of.placeWaitMs(0, true)).toBe(0);
  });
  it('let a place wait for its own token', () => {
    const of = rates(60, null);
    for (let i = 0; i < 10; i++) of.places.charge(0);
    expect(of.placeWaitMs(0, true)).toBeGreaterThan(0);
    expect(of.placeWaitMs(60_000, true)).toBe(0);
  });
  it('let a place wait while cancels have used up theirs, and a cancel never', () => {
    const of = rates(600, 60);
    for (let i = 0; i < 15; i++) of.cancels.charge(0);
    expect(of.placeWaitMs(0, true)).toBeGreaterThan(of.places.waitMs(0));
    expect(of.placeWaitMs(60_000, true)).toBe(0);
  });
  it('come back from a snapshot as they were', () => {
    const of = rates(60, 60);
    of.places.charge(1_000);
    of.cancels.charge(1_000);
    expect(VenueRates.fromJSON(JSON.parse(JSON.stringify(of.toJSON()))).toJSON()).toEqual(of.toJSON());
  });
});
