import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cents, config, instrument, PLAIN, Script, settings, shares, usd } from '../engine.fixture.ts';
import { marketId, type Instrument } from '../domain/instrument.ts';
import { cash } from '../domain/numbers.ts';
import { adjustedMidpoint, rewardSample, type ScoredOrder } from '../market/reward-score.ts';
import { toPrice } from '../quoting/rounding.ts';
import type { MarketState } from '../state/market-state.ts';
import { expectedEarnings, liquidity, midpoint, rewardPerDollar, rewardShare } from './estimates.ts';

const REWARDS = { maxSpread: cents(5), minSize: shares(5), daily: usd(100) };
type Levels = readonly (readonly [number, number])[];

function market(bids: Levels, asks: Levels, over: Partial<Instrument> = {}, using = PLAIN): { readonly state: MarketState; readonly script: Script } {
  const script = Script.open(config({ settings: using }), over).book(bids, asks).decide();
  return { state: script.engine.marketStates()[0]!, script };
}
const BIDS: Levels = [[48, 100], [45, 10], [42, 1_000]];
const ASKS: Levels = [[52, 50], [57, 10], [58, 1_000]];

test('liquidity is what others have put up within five cents of the best price of their side', () => {
  // 100 × 48c + 10 × 45c, and for asks what their NO costs: 50 × 48c + 10 × 43c.
  expect(liquidity(market(BIDS, ASKS).state)).toBeCloseTo(usd(48 + 4.5 + 24 + 4.3), 0);
});

test("the venue's word on liquidity and volume comes first, and goes when it takes it back", () => {
  const { state, script } = market(BIDS, ASKS);
  const report = (volume24h: number | null, deep: number | null): void => {
    script.step({ type: 'MarketFactsReported', market: marketId(0), volume24h: volume24h === null ? null : cash(usd(volume24h)), liquidity: deep === null ? null : cash(usd(deep)) });
  };
  report(50_000, 900);
  expect([liquidity(state), state.publicFacts.volume24h(script.now)]).toEqual([usd(900), usd(50_000)]);
  report(null, null);
  expect(liquidity(state)).toBeCloseTo(usd(80.8), 0);
  expect(state.publicFacts.volume24h(script.now)).toBeNaN();
});

test('without the venue volume is known once a whole day of trades was seen', () => {
  const { state, script } = market(BIDS, ASKS);
  for (let hour = 0; hour < 30; hour++) {
    script.step({ type: 'TradePrinted', market: marketId(0), price: cents(50), size: shares(10), taker: 'bid' });
    expect(Number.isNaN(state.publicFacts.volume24h(script.now))).toBe(hour < 24);
    script.decide(3_600_000);
  }
  expect(state.publicFacts.volume24h(script.now) / usd(5)).toBeGreaterThanOrEqual(23);
  script.step({ type: 'FeedStatusChanged', venue: 'test', up: false, reason: 'cut' });
  expect(state.publicFacts.volume24h(script.now)).toBeNaN();
});

test('what the book alone does not say is unknown', () => {
  expect(midpoint(market([], ASKS).state)).toBeNaN();
  expect(liquidity(market(BIDS, ASKS, { isUnsized: true }).state)).toBeNaN();
  expect(rewardShare(market(BIDS, ASKS).state)).toBeNaN();
  expect(rewardPerDollar(market(BIDS, ASKS).state)).toBeNaN();
  expect(expectedEarnings(market(BIDS, ASKS).state, 0)).toBeNaN();
});

test('our share of the rewards is what the venue would score for the configured quotes', () => {
  const level = fc.tuple(fc.integer({ min: 1, max: 49 }), fc.integer({ min: 1, max: 200 }));
  fc.assert(fc.property(fc.array(level, { minLength: 1, maxLength: 6 }), fc.array(level, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 30 }), (bids, asks, count, size) => {
    const using = settings({ quote: { size: shares(size), layers: { count, sizeGrowth: 1.5 } } });
    const above = asks.map(([price, n]) => [100 - price, n] as const);
    const { state } = market(bids, above, { rewards: REWARDS }, using);
    const flat = (side: 'bid' | 'ask'): readonly number[] => state.book.levels(side);
    const mid = adjustedMidpoint(flat('bid'), flat('ask'), REWARDS.minSize);
    const own = (['bid', 'ask'] as const).flatMap((side) => Array.from({ length: count }, (_, layer): ScoredOrder => {
      const distance = cents(2) + layer * cents(1);
      return { side, price: toPrice(side, side === 'bid' ? mid - distance : mid + distance, instrument().tick), size: shares(size) * 1.5 ** layer };
    }));
    const share = rewardShare(state);
    if (Number.isNaN(mid)) expect(share).toBeNaN();
    else expect(share).toBeCloseTo(rewardSample({ bids: flat('bid'), asks: flat('ask'), own, mid, settings: REWARDS }), 9);
  }), { numRuns: 60 });
});

test('reward per dollar is our share of the pool over what the quotes tie up', () => {
  const { state } = market([[48, 100]], [[52, 100]], { rewards: REWARDS });
  // Ten shares at 48c and ten of NO at 48c: $9.60.
  expect(rewardPerDollar(state)).toBeCloseTo((100 * rewardShare(state)) / 9.6, 9);
});

test('expected earnings are what trades left to makers by our part of the touch, and our part of the rewards', () => {
  const earning = (rewards: Partial<Instrument>): { readonly state: MarketState; readonly now: number } => {
    const { state, script } = market([[48, 90]], [[52, 90]], rewards);
    for (let minute = 0; minute < 35; minute++) {
      script.step({ type: 'TradePrinted', market: marketId(0), price: cents(52), size: shares(10), taker: 'bid' });
      script.decide(60_000).book([[48, 90]], [[52, 90]]);
    }
    return { state, now: script.now };
  };
  const plain = earning({});
  const perDay = plain.state.publicFacts.prints.earningsPerDay(plain.now);
  // Ten shares at 2c above what it was worth later, 34 of them known after 35 minutes.
  expect(perDay).toBeCloseTo((34 * usd(0.2) * 1_440) / 35, -4);
  expect(expectedEarnings(plain.state, plain.now)).toBeCloseTo(perDay * 0.1, 0);
  const rewarded = earning({ rewards: REWARDS });
  expect(expectedEarnings(rewarded.state, rewarded.now) - expectedEarnings(plain.state, plain.now)).toBeCloseTo(usd(100) * rewardShare(rewarded.state), 0);
});
