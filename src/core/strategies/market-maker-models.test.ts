// The formulas as `quote.model`, and rewards: where they stand among the maker's other steps.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MakerSettings, ModelSettings } from '../../config/compiled-config.ts';
import { bookAt, stay } from '../../../test/config/market-scripts.fixture.ts';
import { cents, config, instrument, Script, settings, shares, usd } from '../engine.fixture.ts';
import { DROP_REASONS, Ladder, type LadderSide } from '../quoting/ladder.ts';
import { resolveSettings } from '../quoting/resolve-settings.ts';
import type { ExplanationStep } from '../views.ts';
import { makerQuotes, type MakerInput } from './market-maker.ts';

const STOIKOV: ModelSettings = { kind: 'avellaneda-stoikov', tolerance: usd(10), maxShift: cents(10), reach: cents(3), horizonMs: 300_000 };
const GLFT: ModelSettings = { kind: 'glft', tolerance: usd(10), maxShift: cents(10), reach: cents(3), perSecond: 0.1 };

type Over = Parameters<typeof settings>[0] & { readonly rewards?: MakerSettings['rewards'] };
const withModel = (model: ModelSettings, over: Over = {}): MakerSettings => {
  const base = settings({ volatility: { windowMs: 60_000, widen: null, pullAbove: null, trend: null }, ...over });
  return { ...base, quote: { ...base.quote, model } };
};
const of = (using: MakerSettings, over: Partial<MakerInput> = {}): MakerInput => ({
  instrument: instrument(), settings: resolveSettings(using, cents(1)), fairValue: cents(50), volatility: 0, wander: 2_000, secondsLeft: 300,
  position: 0, bestBid: cents(40), bestAsk: cents(60), ruleWiden: 1, ruleShrink: 1, canary: 1, ruleShift: 0, ...over,
});
function quoted(input: MakerInput): { readonly ladder: Ladder; readonly steps: readonly ExplanationStep[] } {
  const ladder = new Ladder();
  const steps: ExplanationStep[] = [];
  makerQuotes(input, ladder, steps);
  const plain = new Ladder();
  makerQuotes(input, plain, null);
  expect([layers(plain.bids), layers(plain.asks)], 'asked to explain or not').toEqual([layers(ladder.bids), layers(ladder.asks)]);
  return { ladder, steps };
}
const layers = ({ count, price, size, reason }: LadderSide): string[] => Array.from({ length: count }, (_, i) => `${price[i]! / 10_000}c ${size[i]! / 1e6} ${DROP_REASONS[reason[i]!]!}`);
const both = (input: MakerInput): readonly string[] => { const { ladder } = quoted(input); return [...layers(ladder.bids), ...layers(ladder.asks)]; };
const stepOf = (input: MakerInput, step: string): ExplanationStep | undefined => quoted(input).steps.find((one) => one.step === step);

describe.each([STOIKOV, GLFT])('$kind', (model) => {
  it('lays its own half-spread around fair value, and the operator\u2019s where that is wider', () => {
    // 10 shares over $10: γ = 1 a dollar. ln(1.03) = 2.96c, and a little for inventory: between 3c and 4c.
    expect(both(of(withModel(model)))).toEqual(['46c 10 quoted', '54c 10 quoted']);
    expect(both(of(withModel(model, { quote: { halfSpread: { micros: 45_000, ticks: 0 } } })))).toEqual(['45c 10 quoted', '55c 10 quoted']);
    expect(stepOf(of(withModel(model)), 'half-spread')?.effect).toMatch(new RegExp(`^${model.kind}: 3\\.\\d+c to each side of fair value 50c, for a volatility of 0\\.2c a √second`));
    expect(stepOf(of(withModel(model, { quote: { halfSpread: { micros: 45_000, ticks: 0 } } })), 'half-spread')?.effect).toContain('less than quote.halfSpread, so 4.5c');
  });
  it('moves the centre for inventory by its formula and not by the operator\u2019s curve, which its sizes still follow', () => {
    const curve = { target: 0, curve: { x: [-1, 1], y: [200_000, -200_000] }, size: { x: [0, 1], y: [1, 0.2] } };
    const long = of(withModel(model, { skew: curve }), { position: shares(50), wander: 10_000 });
    const { steps, ladder } = quoted(long);
    expect(steps.map(({ step }) => step)).toEqual(['half-spread', 'inventory', 'skew size', 'ladder']);
    const shift = Number(steps[1]!.values['shiftCents']);
    expect(shift).toBeLessThan(-1);
    expect(shift).toBeGreaterThan(-10.01);
    expect(ladder.bids.size[0]).toBe(shares(6));
    // Its target still counts.
    expect(stepOf(of(withModel(model, { skew: { ...curve, target: shares(50) } }), { position: shares(50) }), 'inventory')?.values['shiftCents']).toBeCloseTo(0, 12);
  });
  it('is widened by volatility, extremes and rules as any half-spread, before inventory moves it', () => {
    const wide = withModel(model, { volatility: { widen: { x: [0], y: [2] } }, extremes: { within: cents(60), widen: 1.5, shrink: 1, stopWithin: null } });
    const { steps } = quoted(of(wide, { position: shares(10), ruleWiden: 2 }));
    expect(steps.map(({ step }) => step)).toEqual(['half-spread', 'volatility', 'extremes', 'rules', 'inventory', 'ladder']);
    expect(steps[3]!.values['halfSpreadCents']).toBeCloseTo(6 * Number(steps[0]!.values['halfSpreadCents']), 3);
  });
  it('never moves the centre by more than maxShift, however wild the market', () => {
    expect(stepOf(of(withModel({ ...model, maxShift: cents(4) }), { position: shares(100), wander: 1e6 }), 'inventory')?.values['shiftCents']).toBe(-4);
  });
  it('quotes nothing while the volatility is not known, and says so', () => {
    const { ladder, steps } = quoted(of(withModel(model), { wander: NaN }));
    expect([ladder.bids.count, ladder.asks.count]).toEqual([0, 0]);
    expect(steps.map(({ effect }) => effect)).toEqual([`${model.kind} needs the volatility, which is not known yet: nothing is quoted`]);
  });
  it('bids below what it asks, on the tick, behind the others, whatever it is given', () => {
    const some = fc.record({ bid: fc.integer({ min: 1, max: 97 }), width: fc.integer({ min: 1, max: 20 }), position: fc.integer({ min: -120, max: 120 }), wander: fc.double({ min: 0, max: 50_000, noNaN: true }), left: fc.integer({ min: 0, max: 300 }), reach: fc.double({ min: 0.1, max: 20, noNaN: true }), tolerance: fc.double({ min: 0.1, max: 1_000, noNaN: true }), count: fc.integer({ min: 1, max: 4 }) });
    fc.assert(fc.property(some, (r) => {
      const bestAsk = Math.min(99, r.bid + r.width);
      const ladder = new Ladder();
      makerQuotes(of(withModel({ ...model, reach: r.reach * 10_000, tolerance: usd(r.tolerance) }, { quote: { layers: { count: r.count } } }), {
        bestBid: cents(r.bid), bestAsk: cents(bestAsk), fairValue: Math.round((cents(r.bid) + cents(bestAsk)) / 2), position: shares(r.position), wander: r.wander, secondsLeft: r.left,
      }), ladder, null);
      const [bid, ask] = [ladder.bids.best(), ladder.asks.best()];
      if (!Number.isNaN(bid)) expect(bid % 10_000 === 0 && bid < cents(bestAsk) && bid >= cents(1)).toBe(true);
      if (!Number.isNaN(ask)) expect(ask % 10_000 === 0 && ask > cents(r.bid) && ask <= cents(99)).toBe(true);
      if (!Number.isNaN(bid) && !Number.isNaN(ask)) expect(bid).toBeLessThan(ask);
    }), { numRuns: 500 });
  });
});

it('says with which constraint it waits for the volatility, and quotes once it is known', () => {
  const script = bookAt(Script.open(config({ settings: withModel(GLFT) })), 48).decide();
  expect(script.market().reasons).toEqual(['VOLATILITY_UNKNOWN']);
  expect(stay(script, 48, 6).asked()).toEqual(['bid 47c 10', 'ask 53c 10']);
  expect(script.market().reasons).toEqual([]);
});

describe('rewards', () => {
  const terms = { maxSpread: cents(4), minSize: shares(50), daily: usd(100) };
  const paying = instrument({ rewards: terms });
  const placed = (rewards: MakerSettings['rewards'], over: Parameters<typeof settings>[0] = {}): MakerSettings => ({ ...settings(over), ...(rewards === undefined ? {} : { rewards }) });

  it('put the first layer at the share of the farthest that counts, nearer or farther than the half-spread', () => {
    const at = (target: number): readonly string[] => both(of(placed({ target, minSize: false }), { instrument: paying }));
    expect(at(0.25)).toEqual(['49c 10 quoted', '51c 10 quoted']);
    expect(at(0.75)).toEqual(['47c 10 quoted', '53c 10 quoted']);
    expect(stepOf(of(placed({ target: 0.25, minSize: false }), { instrument: paying }), 'rewards')?.effect).toBe('first layer at 25% of the 4c that count: half-spread 1c in place of 2c');
  });
  it('take the place of a formula\u2019s half-spread too, and leave its shift', () => {
    const using = { ...withModel(GLFT), rewards: { target: 0.25, minSize: false } };
    expect(both(of(using, { instrument: paying }))).toEqual(['49c 10 quoted', '51c 10 quoted']);
    expect(quoted(of(using, { instrument: paying, position: shares(10) })).steps.map(({ step }) => step)).toEqual(['half-spread', 'rewards', 'inventory', 'ladder', 'reward score']);
  });
  it('are widened like any half-spread', () => {
    expect(both(of(placed({ target: 0.25, minSize: false }), { instrument: paying, ruleWiden: 3 }))).toEqual(['47c 10 quoted', '53c 10 quoted']);
  });
  it('do not save a quote that is not worth its risk', () => {
    expect(both(of(placed({ target: 0.25, minSize: false }, { quote: { minEdge: { micros: 15_000, ticks: 0 } } }), { instrument: paying }))).toEqual(['49c 0 below-minimum-edge', '51c 0 below-minimum-edge']);
  });
  it('raise the first layer alone to the size that counts, unless the position limit has no room for it', () => {
    const two = { quote: { layers: { count: 2 } } };
    expect(both(of(placed({ target: 0.5, minSize: true }, two), { instrument: paying }))).toEqual(['48c 50 quoted', '47c 10 quoted', '52c 50 quoted', '53c 10 quoted']);
    expect(both(of(placed({ target: 0.5, minSize: true }, two), { instrument: paying, position: shares(60) }))).toEqual(['48c 10 quoted', '47c 10 quoted', '52c 50 quoted', '53c 10 quoted']);
  });
  it('yield to what shrinks sizes, and say that it scores nothing then', () => {
    const input = of(placed({ target: 0.5, minSize: true }), { instrument: paying, ruleShrink: 0.5 });
    expect(both(input)).toEqual(['48c 25 quoted', '52c 25 quoted']);
    expect(stepOf(input, 'reward score')).toMatchObject({ values: { bidScore: 0, askScore: 0 } });
  });
  it('say what the nearest layers score, seen from the middle of the others', () => {
    const score = stepOf(of(placed({ target: 0.5, minSize: true }), { instrument: paying, bestBid: cents(47), bestAsk: cents(51) }), 'reward score');
    expect(score?.effect).toBe('the nearest bid scores 56.3% of an order at the midpoint 49c, the nearest ask 6.3%; from 50 shares');
  });
  it('move nothing where the market pays none, and the explanation says so', () => {
    const without = of(placed({ target: 0.25, minSize: true }));
    expect(both(without)).toEqual(['48c 10 quoted', '52c 10 quoted']);
    expect(stepOf(without, 'rewards')?.effect).toBe('this market pays none: they move nothing');
  });
});
