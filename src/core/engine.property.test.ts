// What must hold at every event, whatever the market and the venue do.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { config, settings, shares, usd } from './engine.fixture.ts';
import { anyAction, TrueVenue, type Action } from './true-venue.fixture.ts';

/** How many times as many runs as usual, for nights. */
const MORE = Number(process.env['EVENKEEL_PROPERTY_FACTOR'] ?? 1);
const LIMIT = 40;
const CASH = 60;
const BOUNDS = { position: LIMIT, openOrders: 8, cash: CASH };

const quoting = settings({
  quote: { halfSpread: { micros: 10_000, ticks: 0 }, size: shares(12), layers: { count: 3, sizeGrowth: 1.5 }, refresh: { minRestMs: 300 } },
  skew: { target: 0, curve: { x: [-1, 1], y: [30_000, -30_000] }, size: { x: [0, 1], y: [1, 0.3] } },
  limits: { position: shares(LIMIT), notional: usd(18), openOrders: 8 },
});
const using = config({ settings: quoting, limits: { grossNotional: usd(30) } });

const guarded: typeof using = {
  ...config({
    settings: {
      ...quoting,
      adverseSelection: { velocity: { value: 200_000, windowMs: 1_000 }, flowImbalance: null, markout: { value: -50_000, windowMs: 2_000 }, fillRate: { value: 6, windowMs: 5_000 }, oneSidedFills: { value: 4, windowMs: 5_000 }, then: 'pull', forMs: 1_000 },
      divergence: { from: 'm1', windowMs: 10_000, above: 900_000, whenUnknown: 'quote' }, data: { bookMaxAgeMs: 8_000 },
    },
    limits: { grossNotional: usd(30), rates: { places: 6_000, cancels: 6_000, queries: 6_000 } },
  }),
  health: { dataMaxAgeMs: 3_000, answerMaxAgeMs: 2_000, clockJumpMs: 1_200, rejects: { value: 4, windowMs: 10_000 }, errors: { value: 4, windowMs: 10_000 }, unknownOrders: 3, cleanReports: 2, forMs: 2_000 },
};

/** What chance does not bring in every run: quotes wait for their answers, and none comes. */
const BOOK: Action = { kind: 'book', market: 0, bid: 48, width: 4 };
const SILENCE: readonly Action[] = [
  ...Array.from({ length: 8 }).flatMap((): readonly Action[] => [BOOK, { kind: 'decide', ms: 400 }, { kind: 'answer', fate: 'accept' }]),
  ...Array.from({ length: 12 }).flatMap((): readonly Action[] => [BOOK, { kind: 'decide', ms: 400 }]),
];

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

  it('the same holds with every guard on', () => {
    let places = 0;
    const began = new Set<string>();
    fc.assert(fc.property(fc.array(anyAction, { minLength: 60, maxLength: 150 }), (actions) => {
      const venue = new TrueVenue(guarded, BOUNDS);
      const restored = new TrueVenue(guarded, BOUNDS);
      for (const a of actions) {
        venue.run(a);
        venue.check();
        if (a.kind !== 'snapshot') restored.run(a);
      }
      venue.compareBooks();
      expect(restored.engine.snapshot()).toEqual(venue.engine.snapshot());
      places += venue.places;
      for (const code of Object.keys(venue.engine.statistics().guardTrips)) began.add(code);
    }), { numRuns: 60 * MORE, examples: [[[...SILENCE]]] });
    expect(places).toBeGreaterThan(300);
    for (const code of ['VELOCITY', 'FILL_RATE', 'ERROR_RATE', 'USER_FEED_STALE', 'ADVERSE_UNKNOWN', 'UNKNOWN_ORDERS']) expect(began).toContain(code);
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

