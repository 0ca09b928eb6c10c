import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeeCurve } from '../domain/fees.ts';
import { NO_FEE } from '../domain/fees.ts';
import { price } from '../domain/numbers.ts';
import { cents, instrument, settings, shares } from '../engine.fixture.ts';
import { DROP_REASONS, Ladder, type LadderSide } from '../quoting/ladder.ts';
import { resolveSettings } from '../quoting/resolve-settings.ts';
import type { ExplanationStep } from '../views.ts';
import { isExtreme } from '../risk/guards/extremes.ts';
import { makerQuotes, type MakerInput } from './market-maker.ts';

const distance = fc.record({ micros: fc.integer({ min: 0, max: 80_000 }), ticks: fc.integer({ min: 0, max: 3 }) });
const something = distance.map(({ micros, ticks }) => (micros + ticks === 0 ? { micros: 1, ticks: 0 } : { micros, ticks }));
const falling = fc.array(fc.integer({ min: -400_000, max: 400_000 }), { minLength: 1, maxLength: 5 })
  .map((ys) => ({ x: ys.map((_, i) => -1 + (2 * i) / Math.max(1, ys.length - 1)), y: ys.toSorted((a, b) => b - a) }));
const rising = fc.array(fc.double({ min: 1, max: 5, noNaN: true }), { minLength: 1, maxLength: 4 })
  .map((ys) => ({ x: ys.map((_, i) => i * 20_000), y: ys.toSorted((a, b) => a - b) }));

const input: fc.Arbitrary<MakerInput> = fc.record({
  tick: fc.constantFrom(1_000, 10_000).map(price),
  touch: fc.tuple(fc.integer({ min: 1, max: 98 }), fc.integer({ min: 1, max: 20 })),
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  halfSpread: something, step: something, minEdge: fc.oneof(fc.constant({ micros: 0, ticks: 0 }), distance),
  count: fc.integer({ min: 1, max: 4 }), sizeGrowth: fc.double({ min: 0.1, max: 3, noNaN: true }), postOnly: fc.boolean(),
  skew: fc.option(fc.record({ target: fc.integer({ min: -50, max: 50 }).map(shares), curve: falling, size: fc.option(fc.constant({ x: [0, 1], y: [1, 0.2] })) })),
  widen: fc.option(rising), within: fc.option(fc.integer({ min: 1, max: 30 })), makerRate: fc.constantFrom(0, 0.02),
  volatility: fc.integer({ min: 0, max: 80_000 }), position: fc.integer({ min: -120, max: 120 }).map(shares),
  ruleWiden: fc.constantFrom(1, 1, 1.5, 3), ruleShrink: fc.constantFrom(1, 1, 0.5, 0), canary: fc.constantFrom(1, 1, 0.25), ruleShift: fc.constantFrom(0, 0, 30_000, -30_000),
}).map((r) => {
  const bestBid = r.touch[0] * 10_000;
  const bestAsk = Math.min(990_000, bestBid + r.touch[1] * r.tick);
  const fees: FeeCurve = r.makerRate === 0 ? NO_FEE : { rate: r.makerRate, exponent: 1, roundUpTo: 1 };
  const using = settings({
    quote: { halfSpread: r.halfSpread, minEdge: r.minEdge, postOnly: r.postOnly, layers: { count: r.count, step: r.step, sizeGrowth: r.sizeGrowth } },
    volatility: r.widen === null ? null : { windowMs: 60_000, widen: r.widen, pullAbove: null, trend: null },
    extremes: r.within === null ? null : { within: cents(r.within), widen: 2, shrink: 0.5, stopWithin: null },
  });
  return {
    instrument: instrument({ tick: r.tick, fees: { maker: fees, taker: fees } }), settings: resolveSettings({ ...using, skew: r.skew }, r.tick),
    fairValue: Math.round(bestBid + r.where * (bestAsk - bestBid)), volatility: r.volatility, wander: NaN, secondsLeft: NaN, position: r.position, bestBid, bestAsk,
    ruleWiden: r.ruleWiden, ruleShrink: r.ruleShrink, canary: r.canary, ruleShift: r.ruleShift,
  };
});

function quotes(of: MakerInput, trace: ExplanationStep[] | null = null): Ladder {
  const ladder = new Ladder();
  makerQuotes(of, ladder, trace);
  return ladder;
}
const view = ({ count, price: p, wanted, size, reason }: LadderSide) => Array.from({ length: count }, (_, i) => ({ price: p[i]!, wanted: wanted[i]!, size: size[i]!, why: DROP_REASONS[reason[i]!]! }));
const standing = (side: LadderSide): number[] => view(side).filter((l) => l.size > 0).map((l) => l.price);
const centreOf = (of: MakerInput): number => {
  const trace: ExplanationStep[] = [];
  quotes(of, trace);
  return Number(trace.findLast((s) => s.values['centreCents'] !== undefined)?.values['centreCents'] ?? of.fairValue / 10_000);
};

describe('the maker, whatever the market and its settings', () => {
  it('bids below what it asks', () => {
    fc.assert(fc.property(input, (of) => {
      const ladder = quotes(of);
      expect(Math.max(0, ...standing(ladder.bids))).toBeLessThan(Math.min(1_000_000, ...standing(ladder.asks)));
    }), { numRuns: 3_000 });
  });

  it('stays behind the opposite touch when it is post-only', () => {
    fc.assert(fc.property(input, (of) => {
      if (!of.settings.quote.postOnly) return;
      const ladder = quotes(of);
      for (const bid of standing(ladder.bids)) expect(bid).toBeLessThan(of.bestAsk);
      for (const ask of standing(ladder.asks)) expect(ask).toBeGreaterThan(of.bestBid);
    }), { numRuns: 1_000 });
  });

  it('quotes on the tick within the range, in lots, each layer further out than the one before', () => {
    fc.assert(fc.property(input, (of) => {
      const ladder = quotes(of);
      const { tick } = of.instrument;
      for (const layer of [...view(ladder.bids), ...view(ladder.asks)]) {
        expect(layer.price % tick).toBe(0);
        expect(layer.price).toBeGreaterThanOrEqual(tick);
        expect(layer.price).toBeLessThanOrEqual(1_000_000 - tick);
        expect(layer.wanted % 1_000_000).toBe(0);
        expect(layer.size === 0 || layer.size === layer.wanted).toBe(true);
        expect(layer.size > 0).toBe(layer.why === 'quoted');
      }
      standing(ladder.bids).forEach((p, i, all) => { if (i > 0) expect(p).toBeLessThan(all[i - 1]!); });
      standing(ladder.asks).forEach((p, i, all) => { if (i > 0) expect(p).toBeGreaterThan(all[i - 1]!); });
    }), { numRuns: 1_000 });
  });

  it('never raises its centre or a price for more inventory', () => {
    fc.assert(fc.property(input, fc.integer({ min: 0, max: 100 }), (of, more) => {
      const longer = { ...of, position: of.position + shares(more) };
      expect(centreOf(longer)).toBeLessThanOrEqual(centreOf(of) + 1e-3);
      for (const side of ['bids', 'asks'] as const) {
        const before = view(quotes(of)[side]);
        view(quotes(longer)[side]).forEach((layer, i) => { expect(layer.price).toBeLessThanOrEqual(before[i]!.price); });
      }
    }), { numRuns: 1_000 });
  });

  it('never stands nearer because a rule or volatility widens', () => {
    fc.assert(fc.property(input, fc.double({ min: 1, max: 5, noNaN: true }), fc.nat(50_000), (of, factor, more) => {
      const before = quotes(of);
      for (const wider of [{ ...of, ruleWiden: of.ruleWiden * factor }, { ...of, volatility: of.volatility + more }]) {
        const after = quotes(wider);
        view(after.bids).forEach((layer, i) => { expect(layer.price).toBeLessThanOrEqual(before.bids.price[i]!); });
        view(after.asks).forEach((layer, i) => { expect(layer.price).toBeGreaterThanOrEqual(before.asks.price[i]!); });
      }
    }), { numRuns: 1_000 });
  });

  it('quotes the same whether it is asked to explain or not', () => {
    fc.assert(fc.property(input, (of) => {
      const plain = quotes(of);
      const explained = quotes(of, []);
      expect([view(explained.bids), view(explained.asks)]).toEqual([view(plain.bids), view(plain.asks)]);
    }));
  });

  it('asks at least the minimum edge after fees, of fair value where it adds', () => {
    fc.assert(fc.property(input, (of) => {
      const ladder = quotes({ ...of, position: 0 });
      const { maker } = of.instrument.fees;
      const fee = (p: number): number => maker.rate * (p / 1_000_000) * (1 - p / 1_000_000) * 1_000_000;
      const fair = of.fairValue + of.ruleShift;
      for (const bid of standing(ladder.bids)) expect(fair - bid - fee(bid)).toBeGreaterThanOrEqual(of.settings.minEdge - 1);
      for (const ask of standing(ladder.asks)) expect(ask - fair - fee(ask)).toBeGreaterThanOrEqual(of.settings.minEdge - 1);
    }), { numRuns: 1_000 });
  });
});

describe('a quote that would cross the others', () => {
  const lean = settings({ skew: { target: 0, curve: { x: [0], y: [50_000] }, size: null } });
  const of = { instrument: instrument(), settings: resolveSettings(lean, cents(1)), position: -shares(10), bestBid: cents(49), bestAsk: cents(51), fairValue: cents(50), volatility: NaN, wander: NaN, secondsLeft: NaN, ruleWiden: 1, ruleShrink: 1, canary: 1, ruleShift: 0 };
  it('stands one tick behind them when it is post-only, and otherwise takes', () => {
    expect(standing(quotes(of).bids)).toEqual([cents(50)]);
    const taking = { ...of, settings: resolveSettings({ ...lean, quote: { ...lean.quote, postOnly: false } }, cents(1)) };
    expect(standing(quotes(taking).bids)).toEqual([cents(53)]);
  });
  it('pays the fee of a taker out of its edge', () => {
    const fees = { maker: NO_FEE, taker: { rate: 0.2, exponent: 1, roundUpTo: 1 } as const };
    const taking = { ...of, instrument: instrument({ fees }), settings: resolveSettings({ ...lean, quote: { ...lean.quote, postOnly: false } }, cents(1)) };
    expect(view(quotes(taking).bids).map((l) => l.why)).toEqual(['below-minimum-edge']);
  });
});

describe('the order of the steps', () => {
  const near = { bestBid: cents(6), bestAsk: cents(10), fairValue: cents(8), volatility: NaN, wander: NaN, secondsLeft: NaN, ruleWiden: 1, ruleShrink: 1, canary: 1, ruleShift: 0 };
  const leaning = settings({ extremes: { within: cents(10), widen: 3, shrink: 0.5, stopWithin: cents(3) }, skew: { target: 0, curve: { x: [-1, 1], y: [20_000, -20_000] }, size: null } });

  it('widens near an end before it skews, so that the inventory bias does not grow', () => {
    const of = { ...near, instrument: instrument(), settings: resolveSettings(leaning, cents(1)), position: shares(50) };
    const trace: ExplanationStep[] = [];
    const ladder = quotes(of, trace);
    expect(trace.map((s) => s.step)).toEqual(['half-spread', 'extremes', 'skew', 'ladder']);
    // Centre 8c − 1c, half-spread 2c × 3.
    expect([ladder.bids.price[0], ladder.asks.price[0]]).toEqual([cents(1), cents(13)]);
    expect(view(ladder.asks)[0]!.wanted).toBe(shares(5));
  });

  it('lets the side that reduces go below fair value as far as the curve says, and the other not', () => {
    const curve = { x: [-1, 1], y: [60_000, -60_000] };
    const of = { ...near, bestBid: cents(40), bestAsk: cents(60), fairValue: cents(50), instrument: instrument(), settings: resolveSettings(settings({ skew: { target: 0, curve, size: null } }), cents(1)), position: shares(100) };
    expect([standing(quotes(of).bids), standing(quotes(of).asks)]).toEqual([[cents(42)], [cents(46)]]);
    const short = { ...of, position: -shares(100) };
    expect([standing(quotes(short).bids), standing(quotes(short).asks)]).toEqual([[cents(54)], [cents(58)]]);
    // Flat, with the same lean from a target: nothing is held, so nothing is sold below fair value.
    const flat = { ...of, position: 0, settings: resolveSettings(settings({ skew: { target: -shares(100), curve, size: null } }), cents(1)) };
    expect(view(quotes(flat).asks).map((l) => l.why)).toEqual(['below-minimum-edge']);
  });

  it('shrinks only the side that adds to inventory', () => {
    const sized = settings({ skew: { target: 0, curve: { x: [0], y: [0] }, size: { x: [0, 1], y: [1, 0.2] } } });
    const of = { ...near, instrument: instrument(), settings: resolveSettings(sized, cents(1)), position: shares(50) };
    expect([view(quotes(of).bids)[0]!.wanted, view(quotes(of).asks)[0]!.wanted]).toEqual([shares(6), shares(10)]);
    const short = { ...of, position: -shares(100) };
    expect([view(quotes(short).bids)[0]!.wanted, view(quotes(short).asks)[0]!.wanted]).toEqual([shares(10), shares(2)]);
  });

  it('calls a fair value extreme on both ends', () => {
    const using = resolveSettings(leaning, cents(1));
    expect([2.9, 3, 50, 97, 97.1].map((c) => isExtreme(using, cents(c)))).toEqual([true, false, false, false, true]);
    expect(isExtreme(resolveSettings(settings(), cents(1)), cents(1))).toBe(false);
  });
});
