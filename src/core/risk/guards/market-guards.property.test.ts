// Each guard of a market alone: beyond its threshold it holds, within it does not begin, and what it cannot know is never
// taken for good. How it clears is the same for all (hysteresis.test.ts); one script each shows that it does.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdverseSelectionSettings } from '../../../config/compiled-guards.ts';
import { cents, shares } from '../../engine.fixture.ts';
import { Position } from '../../ledger/position.ts';
import { GuardedMarket } from './guarded-market.fixture.ts';

const RUNS = { numRuns: 60 };
const adverse = (over: Partial<AdverseSelectionSettings>): { readonly adverseSelection: AdverseSelectionSettings } =>
  ({ adverseSelection: { velocity: null, flowImbalance: null, markout: null, fillRate: null, oneSidedFills: null, then: 'pull', forMs: 5_000, ...over } });
const over = (value: number, windowMs: number): { readonly value: number; readonly windowMs: number } => ({ value, windowMs });

describe('price velocity', () => {
  const calm = (then: 'pull' | 'cancel-only' = 'pull'): GuardedMarket => {
    const of = new GuardedMarket(adverse({ velocity: over(30_000, 1_000), then })).fair(50);
    for (let i = 0; i < 12; i++) of.pass(100).fair(50);
    return of;
  };
  it('holds for a move beyond its threshold, either way, and for no smaller one', () => {
    fc.assert(fc.property(fc.integer({ min: -40, max: 40 }), (tenths) => {
      expect(calm().pass(50).fair(50 + tenths / 10).codes()).toEqual(Math.abs(tenths) > 30 ? ['VELOCITY'] : []);
    }), RUNS);
  });
  it('is unknown until its whole window was watched, and unknown quotes nothing', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2_000 }), (ms) => {
      const of = new GuardedMarket(adverse({ velocity: over(30_000, 1_000) })).fair(50).pass(ms).fair(50);
      // Known by 60 buckets of a 60th of a second, of which the first is begun and not whole.
      if (ms < 980) expect(of.codes()).toEqual(['ADVERSE_UNKNOWN']);
      if (ms > 1_020) expect(of.codes()).toEqual([]);
    }), RUNS);
  });
  it('clears once the move has left the window and its time is over', () => {
    const of = calm().pass(50).fair(54);
    expect(of.codes()).toEqual(['VELOCITY']);
    expect(of.pass(2_000).fair(54).codes()).toEqual(['VELOCITY']);
    expect(of.pass(4_000).fair(54).codes()).toEqual([]);
  });
  it('takes all quotes out where the operator wants that', () => {
    expect(calm('cancel-only').pass(50).fair(54).codes()).toEqual(['VELOCITY', 'ADVERSE_CANCEL']);
  });
});

describe('trade-flow imbalance', () => {
  const traded = (bought: number, sold: number, trades: number): GuardedMarket => {
    const of = new GuardedMarket(adverse({ flowImbalance: over(0.8, 30_000) })).pass(0);
    of.pass(31_000);
    for (let i = 0; i < trades; i++) of.market.signals.observeTrade(of.core.now, cents(50), shares(bought) / trades, shares(sold) / trades);
    return of;
  };
  it('holds the side that takers run over, beyond its threshold alone', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 1_000 }), (bought, sold) => {
      const lean = bought + sold === 0 ? 0 : (bought - sold) / (bought + sold);
      expect(traded(bought, sold, 4).codes()).toEqual(lean > 0.8 ? ['FLOW_BUYING'] : lean < -0.8 ? ['FLOW_SELLING'] : []);
    }), RUNS);
  });
  it('needs three trades, and a window watched from end to end', () => {
    expect(new GuardedMarket(adverse({ flowImbalance: over(0.8, 30_000) })).pass(29_000).codes()).toEqual(['ADVERSE_UNKNOWN']);
    const of = new GuardedMarket(adverse({ flowImbalance: over(0.8, 30_000) })).pass(0).pass(31_000);
    const sell = (): void => of.market.signals.observeTrade(of.core.now, cents(50), 0, shares(10));
    sell();
    sell();
    expect(of.codes()).toEqual([]);
    sell();
    expect(of.codes()).toEqual(['FLOW_SELLING']);
  });
});

describe('markout toxicity', () => {
  const filled = (fills: number, fairAfter: number): GuardedMarket => {
    const of = new GuardedMarket(adverse({ markout: over(-10_000, 30_000) })).fair(50);
    for (let i = 0; i < fills; i++) of.market.signals.observeFill(of.core.now, 1, cents(49), shares(5));
    return of.pass(1_000).fair(fairAfter).pass(30_000).fair(50);
  };
  it('holds when fills lost more a share than allowed, judged from three fills on', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 440, max: 520 }), (fills, after) => {
      expect(filled(fills, after / 10).codes()).toEqual(fills >= 3 && 490 - after > 10 ? ['TOXIC_FILLS'] : []);
    }), RUNS);
  });
  it('does not know where nothing priced the fills', () => {
    expect(filled(2, NaN).codes()).toEqual([]);
    expect(filled(3, NaN).codes()).toEqual(['ADVERSE_UNKNOWN']);
  });
  it('stays while later fills are not priced', () => {
    const of = filled(3, 46);
    expect(of.codes()).toEqual(['TOXIC_FILLS']);
    expect(of.pass(100_000).fair(50).codes()).toEqual(['TOXIC_FILLS']);
    expect(of.pass(250_000).fair(50).codes()).toEqual([]);
  });
});

describe('fill velocity and one-sided fills', () => {
  const filled = (bids: number, asks: number): GuardedMarket => {
    const of = new GuardedMarket(adverse({ fillRate: over(5, 30_000), oneSidedFills: over(3, 60_000) })).pass(0);
    for (let i = 0; i < bids; i++) of.market.signals.observeFill(of.core.now, 1, cents(50), shares(1));
    for (let i = 0; i < asks; i++) of.market.signals.observeFill(of.core.now, -1, cents(50), shares(1));
    return of;
  };
  it('hold when their count is reached, never before', () => {
    fc.assert(fc.property(fc.nat(8), fc.nat(8), (bids, asks) => {
      const expected = [...(bids + asks >= 5 ? ['FILL_RATE'] : []), ...(bids >= 3 && asks === 0 ? ['ONE_SIDED_BUYS'] : []), ...(asks >= 3 && bids === 0 ? ['ONE_SIDED_SELLS'] : [])];
      expect(filled(bids, asks).codes()).toEqual(expected);
    }), RUNS);
  });
  it('clear as fills age out, not before their time', () => {
    const of = filled(6, 0);
    expect(of.codes()).toEqual(['FILL_RATE', 'ONE_SIDED_BUYS']);
    of.market.signals.observeFill(of.core.now, -1, cents(50), shares(1));
    expect(of.pass(4_000).codes()).toEqual(['FILL_RATE', 'ONE_SIDED_BUYS']);
    expect(of.pass(2_000).codes()).toEqual(['FILL_RATE']);
    expect(of.pass(31_000).codes()).toEqual([]);
  });
});

describe('model divergence', () => {
  const asked = (whenUnknown: 'quote' | 'stop', from = 'trades') => ({ divergence: { from, windowMs: 60_000, above: 50_000, whenUnknown } });
  it('holds when what was paid is further from fair value than allowed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }), (paid, fair) => {
      const of = new GuardedMarket(asked('stop')).pass(0);
      of.market.signals.observeTrade(of.core.now, cents(paid), shares(3), 0);
      expect(of.fair(fair).codes()).toEqual(Math.abs(paid - fair) > 5 ? ['DIVERGENCE'] : []);
    }), RUNS);
  });
  it('weighs what was paid by its size', () => {
    const of = new GuardedMarket(asked('stop')).pass(0);
    of.market.signals.observeTrade(of.core.now, cents(60), shares(9), 0);
    of.market.signals.observeTrade(of.core.now, cents(40), 0, shares(1));
    expect(of.fair(53).codes()).toEqual([]);
    expect(of.fair(52).codes()).toEqual(['DIVERGENCE']);
  });
  it('does with an unknown reference what the operator says, and a market is none for itself', () => {
    expect(new GuardedMarket(asked('quote')).fair(50).codes()).toEqual([]);
    expect(new GuardedMarket(asked('stop')).fair(50).codes()).toEqual(['DIVERGENCE_UNKNOWN']);
    const itself = new GuardedMarket(asked('stop', 'rain')).fair(50);
    itself.market.bookAt = itself.core.now;
    expect(itself.codes()).toEqual(['DIVERGENCE_UNKNOWN']);
    expect(new GuardedMarket(asked('stop', 'no such market')).fair(50).codes()).toEqual(['DIVERGENCE_UNKNOWN']);
  });
});

describe('divergence from another market', () => {
  const beside = (fairThere: number): GuardedMarket => {
    const of = new GuardedMarket({ divergence: { from: 'sun', windowMs: 10_000, above: 50_000, whenUnknown: 'stop' } }).fair(50);
    const other = of.list('sun');
    other.bookAt = of.core.now;
    other.fairValue = cents(fairThere);
    return of;
  };
  it('holds when its fair value is further away than allowed', () => {
    expect([44, 45, 55, 56].map((there) => beside(there).codes())).toEqual([['DIVERGENCE'], [], [], ['DIVERGENCE']]);
  });
  it('does not go by a book that is old or not to be trusted', () => {
    const old = beside(50).pass(10_001).fair(50);
    expect(old.codes()).toEqual(['DIVERGENCE_UNKNOWN']);
    const awaited = beside(50);
    awaited.core.byName.get('sun')!.awaitsBook = true;
    expect(awaited.codes()).toEqual(['DIVERGENCE_UNKNOWN']);
    expect(beside(NaN).codes()).toEqual(['DIVERGENCE_UNKNOWN']);
  });
});

describe('position, extremes, volatility and trend', () => {
  it('position holds at the limit and beyond', () => {
    fc.assert(fc.property(fc.integer({ min: -150, max: 150 }), (held) => {
      const of = new GuardedMarket({}).fair(50);
      of.market.position = new Position();
      of.market.position.correct(shares(Math.max(0, held)), shares(Math.max(0, -held)));
      expect(of.codes()).toEqual(Math.abs(held) >= 100 ? ['OVER_POSITION_LIMIT'] : []);
    }), RUNS);
  });
  it('extremes hold within `stopWithin` of either end', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 999 }), (tenths) => {
      const of = new GuardedMarket({ extremes: { within: 100_000, widen: 1, shrink: 1, stopWithin: 30_000 } }).fair(tenths / 10);
      expect(of.codes()).toEqual(tenths < 30 || tenths > 970 ? ['EXTREME'] : []);
    }), RUNS);
  });
  it('volatility and trend are unknown before anything was seen, hold above their thresholds, and clear well below', () => {
    const volatility = { windowMs: 60_000, widen: null, pullAbove: 30_000, trend: { windowMs: 60_000, pullAbove: 40_000 } };
    fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), (tenths) => {
      const of = new GuardedMarket({ volatility }).fair(50);
      expect(of.codes()).toEqual(['VOLATILITY_UNKNOWN']);
      for (let i = 0; i < 30; i++) of.pass(1_000).fair(50);
      of.pass(500).fair(50 + tenths / 10);
      for (let i = 0; i < 29; i++) of.pass(1_000).fair(50 + tenths / 10);
      // 30 closed buckets at the one level, 29 and the open one at the other.
      const deviation = (tenths / 10) * Math.sqrt(0.25);
      const codes = of.codes();
      if (Math.abs(deviation - 3) > 0.01) expect(codes.includes('VOLATILITY_PULL')).toBe(deviation > 3);
      expect(codes.includes('TREND_PULL')).toBe(tenths > 40);
    }), RUNS);
    const of = new GuardedMarket({ volatility: { ...volatility, pullAbove: null } }).fair(50);
    for (let i = 0; i < 5; i++) of.pass(1_000).fair(50);
    expect(of.fair(54.5).codes()).toEqual(['TREND_PULL']);
    expect(of.fair(53.5).codes()).toEqual(['TREND_PULL']);
    expect(of.fair(53.2).codes()).toEqual([]);
    expect(of.fair(53.9).codes()).toEqual([]);
  });
});
