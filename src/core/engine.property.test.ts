// What must hold at every event, whatever the market and the venue do.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { config, settings, shares, usd } from './engine.fixture.ts';
import { anyAction, TrueVenue } from './true-venue.fixture.ts';

/** How many times as many runs as usual, for nights. */
const MORE = Number(process.env['EVENKEEL_PROPERTY_FACTOR'] ?? 1);
const LIMIT = 40;
const CASH = 60;
const BOUNDS = { position: LIMIT, openOrders: 8, cash: CASH };

const using = config({
  settings: settings({
    quote: { halfSpread: { micros: 10_000, ticks: 0 }, size: shares(12), layers: { count: 3, sizeGrowth: 1.5 }, refresh: { minRestMs: 300 } },
    skew: { target: 0, curve: { x: [-1, 1], y: [30_000, -30_000] }, size: { x: [0, 1], y: [1, 0.3] } },
    limits: { position: shares(LIMIT), notional: usd(18), openOrders: 8 },
  }),
  limits: { grossNotional: usd(30) },
});

describe('at every event', () => {
  it('worst-case exposure, open orders, ticks, cash, self-cross and the halt hold, and the books equal the venue\'s', () => {
    let places = 0;
    let fills = 0;
    fc.assert(fc.property(fc.array(anyAction, { minLength: 20, maxLength: 150 }), (actions) => {
      const venue = new TrueVenue(using, BOUNDS);
      for (const a of actions) { venue.run(a); venue.check(); }
      venue.compareBooks();
      places += venue.places;
      fills += venue.fills;
    }), { numRuns: 300 * MORE });
    // The property would hold of a bot that does nothing.
    expect(places).toBeGreaterThan(1_500);
    expect(fills).toBeGreaterThan(200);
  });

  it('restored from a snapshot, the same events give the same commands and the same snapshot', () => {
    fc.assert(fc.property(fc.array(anyAction, { minLength: 20, maxLength: 80 }), fc.array(anyAction, { minLength: 10, maxLength: 40 }), (before, after) => {
      const one = new TrueVenue(using, BOUNDS);
      const two = new TrueVenue(using, BOUNDS);
      for (const a of before) if (a.kind !== 'snapshot') { one.run(a); two.run(a); }
      two.run({ kind: 'snapshot' });
      expect(two.engine.snapshot()).toEqual(one.engine.snapshot());
      for (const a of after) if (a.kind !== 'snapshot') { one.run(a); two.run(a); }
      expect(two.engine.snapshot()).toEqual(one.engine.snapshot());
    }), { numRuns: 100 * MORE });
  });

  it('heals: once the venue answers again, no order stays unknown and quotes come back', () => {
    fc.assert(fc.property(fc.array(anyAction, { minLength: 20, maxLength: 100 }), (actions) => {
      const venue = new TrueVenue(using, BOUNDS);
      for (const a of actions) venue.run(a);
      venue.run({ kind: 'resume' });
      for (let i = 0; i < 120; i++) {
        venue.run({ kind: 'book', market: 0, bid: 48, width: 4 });
        venue.run({ kind: 'decide', ms: 1_000 });
        while (venue.waiting.length > 0) venue.answer('accept');
      }
      const status = venue.engine.status();
      expect(status.orders.unknown).toBe(0);
      expect(status.orders.open).toBe(venue.live().length);
      expect(status.markets[0]!.openOrders).toBeGreaterThan(0);
    }), { numRuns: 100 * MORE });
  });
});

