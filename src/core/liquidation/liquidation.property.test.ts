// The ladder under whatever happens: fills, lost answers, cancels, halts, config swaps, restarts from snapshots.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledConfig, LiquidationSettings } from '../../config/compiled-config.ts';
import { cents, config, settings, shares, usd } from '../engine.fixture.ts';
import { anyAction, TrueVenue, type Action } from '../true-venue.fixture.ts';
import { STAGES } from './stages.ts';

const MORE = Number(process.env['EVENKEEL_PROPERTY_FACTOR'] ?? 1);
const none = { afterMs: null, onLoss: null, beforeEndMs: null };
/** Quick enough that a few dozen actions climb all of it. */
const LADDER: LiquidationSettings = {
  startAt: 0.6, minProfit: cents(0.5), hold: null,
  skewed: { ...none, afterMs: 2_000, floor: { x: [0, 4_000], y: [cents(0.5), cents(-2)] } },
  aggressive: { ...none, afterMs: 5_000, cross: 0.5, slice: 0.3, everyMs: 1_000 },
  market: { ...none, afterMs: 20_000, onLoss: usd(4), collar: cents(10) },
};
const LIMITS = [40, 25] as const;
const under = (limit: number, startAt: number): CompiledConfig => config({
  settings: settings({
    quote: { halfSpread: { micros: 10_000, ticks: 0 }, size: shares(12), layers: { count: 2, sizeGrowth: 1.5 }, refresh: { minRestMs: 300 } },
    limits: { position: shares(limit), notional: usd(18), openOrders: 8 },
    liquidation: { ...LADDER, startAt } as never,
  }),
  limits: { grossNotional: usd(30) },
});

/** What is held may lie above a limit that was lowered; nothing may add to it. */
class LadderVenue extends TrueVenue {
  generation = 1;
  limit: number = LIMITS[0];
  readonly ranks = [0, 0];
  highest = 0;

  constructor() { super(under(LIMITS[0], 0.6), { position: LIMITS[0], openOrders: 8, cash: 60 }, { minSize: shares(2) }); }

  reload(limit: number, startAt: number): void {
    this.limit = limit;
    this.step({ type: 'ConfigSwapped', generation: ++this.generation, config: under(limit, startAt) });
  }

  watch(): void {
    for (const [index, market] of this.engine.marketStates().entries()) {
      const { rank } = market.liquidation;
      // A liquidation that goes on never steps back; one that ended begins at the bottom again.
      if (rank !== 0) expect(rank, 'stages never step back').toBeGreaterThanOrEqual(this.ranks[index]!);
      this.ranks[index] = rank;
      this.highest = Math.max(this.highest, rank);
      if (rank === 0) continue;
      expect(['reduce-only', 'cancel-only', 'halted'], 'nothing is added while it is worked off').toContain(market.permission);
    }
  }
}

const swap = fc.record({ kind: fc.constant('swap' as const), limit: fc.constantFrom(...LIMITS), startAt: fc.constantFrom(0.4, 0.6, 1) });
const ask = fc.record({ kind: fc.constant('liquidate' as const), market: fc.constantFrom('m0', 'm1'), stage: fc.constantFrom(...STAGES) });
const anything = fc.oneof({ weight: 27, arbitrary: anyAction }, { weight: 1, arbitrary: swap }, { weight: 1, arbitrary: ask });
type Anything = Action | { readonly kind: 'swap'; readonly limit: number; readonly startAt: number } | { readonly kind: 'liquidate'; readonly market: string; readonly stage: (typeof STAGES)[number] };

function run(venue: LadderVenue, action: Anything): void {
  if (action.kind === 'swap') venue.reload(action.limit, action.startAt);
  else if (action.kind === 'liquidate') venue.step({ type: 'OperatorCommanded', by: 't', action: { kind: 'liquidate', market: action.market, stage: action.stage } });
  else venue.run(action);
  venue.watch();
  venue.check();
}

describe('the ladder', () => {
  it('never steps back, never adds, and every limit holds meanwhile', () => {
    let highest = 0;
    let fills = 0;
    fc.assert(fc.property(fc.array(anything, { minLength: 30, maxLength: 160 }), (actions) => {
      const venue = new LadderVenue();
      for (const action of actions) run(venue, action);
      venue.compareBooks();
      highest += venue.highest === 4 ? 1 : 0;
      fills += venue.fills;
    }), { numRuns: 250 * MORE });
    // The property would hold of a ladder that is never climbed.
    expect(highest).toBeGreaterThan(25);
    expect(fills).toBeGreaterThan(300);
  });

  it('ends flat when the market lets it: somebody is there, and answers come', () => {
    let worked = 0;
    fc.assert(fc.property(fc.array(anything, { minLength: 20, maxLength: 100 }), fc.integer({ min: 5, max: 90 }), (actions, bid) => {
      const venue = new LadderVenue();
      for (const action of actions) run(venue, action);
      run(venue, { kind: 'resume' });
      for (const name of ['m0', 'm1']) run(venue, { kind: 'liquidate', market: name, stage: 'passive' });
      const held = venue.position.map(Math.abs);
      // The collar is measured anew once a minute.
      for (let second = 0; second < 90; second++) {
        for (const market of [0, 1] as const) venue.run({ kind: 'book', market, bid, width: 4 });
        venue.now += 1_000;
        venue.step({ type: 'Decide' });
        // Takers get what they ask for, resting orders nothing.
        for (const taker of venue.live().filter(({ command }) => command.timeInForce !== undefined)) venue.fillOrder(taker, taker.remaining);
        while (venue.waiting.length > 0) venue.answer('accept');
        if (venue.engine.marketStates().every(({ liquidation }) => liquidation.rank === 0)) break;
      }
      for (const [market, was] of held.entries()) {
        if (was < shares(2)) continue;
        worked++;
        // What was there when it began is gone, but for what the venue does not take.
        const ended = venue.engine.marketStates()[market]!;
        expect(ended.liquidation.rank, `${ended.instrument.name} still works off ${ended.position.net}`).toBe(0);
      }
    }), { numRuns: 150 * MORE });
    expect(worked).toBeGreaterThan(50);
  });
});
