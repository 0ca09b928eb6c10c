import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RewardTerms } from '../domain/instrument.ts';
import { adjustedMidpoint, crowdScore, makerScore, orderScore, rewardSample, sideScores, type ScoredOrder } from './reward-score.ts';

const REFERENCE = join(process.env.EVENKEEL_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'option-reference/polymarket_reward_examples.json');
const ABSENT = existsSync(REFERENCE) ? '' : ' (skipped: no reference data; set EVENKEEL_DATA to its folder)';

interface WorkedOrders { readonly mid: number; readonly max_spread_c: number; readonly orders: readonly (readonly ['YES' | 'NO', 'BUY' | 'SELL', number, number])[]; readonly value: number }
interface WorkedExamples {
  readonly score: readonly (readonly [number, number, number, number])[];
  readonly q_one: WorkedOrders; readonly q_two: WorkedOrders;
  readonly q_min: { readonly cases: readonly { readonly mid: number; readonly q1: number; readonly q2: number; readonly q_min: number }[] };
}
const examples = (): WorkedExamples => JSON.parse(readFileSync(REFERENCE, 'utf8')) as WorkedExamples;

const micros = (value: number): number => Math.round(value * 1e6);
const canonical = ([token, side, price, size]: WorkedOrders['orders'][number]): ScoredOrder =>
  ({ side: (side === 'BUY') === (token === 'YES') ? 'bid' : 'ask', price: token === 'YES' ? micros(price) : 1_000_000 - micros(price), size: micros(size) });

const SETTINGS: RewardTerms = { maxSpread: 30_000, minSize: micros(50), daily: micros(100) };
const order = (side: 'bid' | 'ask', price: number, size: number): ScoredOrder => ({ side, price: micros(price), size: micros(size) });

test.skipIf(ABSENT !== '')(`orders score as in the venue's worked examples${ABSENT}`, () => {
  const { score, q_one, q_two, q_min } = examples();
  for (const [distance, maxSpread, size, value] of score) expect(orderScore(maxSpread, distance, size)).toBeCloseTo(value, 5);
  const worked = ({ mid, max_spread_c, orders }: WorkedOrders): { readonly one: number; readonly two: number } =>
    sideScores(orders.map(canonical), micros(mid), { ...SETTINGS, maxSpread: max_spread_c * 10_000 });
  expect(worked(q_one).one / 1e6).toBeCloseTo(q_one.value, 5);
  expect(worked(q_two).two / 1e6).toBeCloseTo(q_two.value, 5);
  for (const { mid, q1, q2, q_min: value } of q_min.cases) expect(makerScore({ one: q1, two: q2 }, micros(mid))).toBeCloseTo(value, 5);
});

test('an order of less than the minimum scores nothing, and a level of less neither', () => {
  const own = [order('bid', 0.49, 49.99), order('ask', 0.51, 49.99)];
  expect(rewardSample({ bids: [], asks: [], own, mid: 500_000, settings: SETTINGS })).toBe(0);
  const least = [order('bid', 0.49, 50), order('ask', 0.51, 50)];
  expect(rewardSample({ bids: [490_000, micros(49.99)], asks: [], own: least, mid: 500_000, settings: SETTINGS })).toBe(1);
});

test('shares the pool with a book that stands as near as we do', () => {
  const own = [order('bid', 0.49, 100), order('ask', 0.51, 100)];
  const sample = (size: number): number => rewardSample({ bids: [490_000, micros(size)], asks: [510_000, micros(size)], own, mid: 500_000, settings: SETTINGS });
  expect([sample(100), sample(300)]).toEqual([0.5, 0.25]);
});

test('one side alone earns a third of it, and nothing near 0 and 1', () => {
  const other = { bids: [490_000, micros(100)], asks: [510_000, micros(100)] };
  expect(rewardSample({ ...other, own: [order('bid', 0.49, 100)], mid: 500_000, settings: SETTINGS })).toBeCloseTo(0.25, 12);
  expect(rewardSample({ bids: [], asks: [], own: [order('bid', 0.94, 100)], mid: 950_000, settings: SETTINGS })).toBe(0);
});

test('without a midpoint nothing scores', () => {
  expect(rewardSample({ bids: [], asks: [], own: [order('bid', 0.49, 100), order('ask', 0.51, 100)], mid: NaN, settings: SETTINGS })).toBe(0);
});

test('the midpoint passes over levels smaller than the minimum', () => {
  expect(adjustedMidpoint([400_000, micros(60), 490_000, micros(10)], [510_000, micros(10), 520_000, micros(50)], micros(50))).toBe(460_000);
  expect(adjustedMidpoint([490_000, micros(10)], [510_000, micros(50)], micros(50))).toBeNaN();
});

// ── what always holds ──

const anyPrice = fc.integer({ min: 1, max: 99 }).map((cents) => cents * 10_000);
const anySize = fc.integer({ min: 1, max: 100_000 }).map((shares) => shares * 10_000);
const anyOrder = fc.record({ side: fc.constantFrom('bid' as const, 'ask' as const), price: anyPrice, size: anySize });
const anyLevels = fc.array(fc.tuple(anyPrice, anySize), { maxLength: 6 }).map((levels) => levels.flat());
const anySample = fc.record({
  bids: anyLevels, asks: anyLevels, own: fc.array(anyOrder, { maxLength: 6 }), mid: fc.integer({ min: 10_000, max: 990_000 }),
  settings: fc.record({ maxSpread: fc.integer({ min: 1, max: 10 }).map((cents) => cents * 10_000), minSize: anySize, daily: fc.constant(0) }),
});

test('a share is between nothing and all, and an order at the maximum spread or beyond adds nothing', () => {
  fc.assert(fc.property(anySample, fc.boolean(), fc.integer({ min: 0, max: 500_000 }), anySize, (sample, isBid, beyond, size) => {
    const share = rewardSample(sample);
    expect(share >= 0 && share <= 1).toBe(true);
    const price = isBid ? sample.mid - sample.settings.maxSpread - beyond : sample.mid + sample.settings.maxSpread + beyond;
    expect(rewardSample({ ...sample, own: [...sample.own, { side: isBid ? 'bid' : 'ask', price, size }] })).toBe(share);
  }));
});

test('a larger or a further order of ours never lowers our share, and one of another never raises it', () => {
  fc.assert(fc.property(anySample, anyOrder, (sample, more) => {
    const share = rewardSample(sample);
    expect(rewardSample({ ...sample, own: [...sample.own, more] })).toBeGreaterThanOrEqual(share);
    const grown = sample.own.map((own, i) => (i === 0 ? { ...own, size: own.size * 2 } : own));
    expect(rewardSample({ ...sample, own: grown })).toBeGreaterThanOrEqual(share);
    const crowded = more.side === 'bid' ? { ...sample, bids: [...sample.bids, more.price, more.size] } : { ...sample, asks: [...sample.asks, more.price, more.size] };
    expect(rewardSample(crowded)).toBeLessThanOrEqual(share);
  }));
});

test('the same under the other token: bids are asks at 1 − p', () => {
  const mirrored = (levels: readonly number[]): number[] => levels.map((value, i) => (i % 2 === 0 ? 1_000_000 - value : value));
  fc.assert(fc.property(anySample, (sample) => {
    const other = {
      ...sample, bids: mirrored(sample.asks), asks: mirrored(sample.bids), mid: 1_000_000 - sample.mid,
      own: sample.own.map(({ side, price, size }): ScoredOrder => ({ side: side === 'bid' ? 'ask' : 'bid', price: 1_000_000 - price, size })),
    };
    expect(rewardSample(other)).toBeCloseTo(rewardSample(sample), 12);
  }));
});

test('however a book is divided among makers, they never score more together than the book is taken for', () => {
  const anyMaker = fc.record({ one: fc.integer({ min: 0, max: 1_000 }), two: fc.integer({ min: 0, max: 1_000 }) });
  fc.assert(fc.property(fc.array(anyMaker, { maxLength: 8 }), fc.integer({ min: 10_000, max: 990_000 }), (makers, mid) => {
    const together = makers.reduce((sum, maker) => ({ one: sum.one + maker.one, two: sum.two + maker.two }), { one: 0, two: 0 });
    const scored = makers.reduce((sum, maker) => sum + makerScore(maker, mid), 0);
    expect(scored).toBeLessThanOrEqual(crowdScore(together, mid) + 1e-6);
  }));
});
