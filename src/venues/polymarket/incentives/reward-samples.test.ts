import { expect, it } from 'vitest';
import { size, timestamp } from '../../../core/domain/numbers.ts';
import { cents, MARKET, shares } from '../account/account.fixture.ts';
import type { ListedOrder } from '../rest/decode-orders.ts';
import { minuteOf, type RewardProgrammeTerms } from './reward-samples.ts';

const NOW = 1_790_000_100_000;
const TERMS: RewardProgrammeTerms = { daily: 1_440_000_000, maxSpread: 30_000, minSize: shares(50), minAgeMs: 30_000 };
const order = (action: 'buy' | 'sell', tokenId: string, at: number, n: number, ageMs = 60_000, matched = 0): ListedOrder => ({
  orderId: `0x${at}`, status: 'LIVE', conditionId: MARKET.conditionId, tokenId, action, price: cents(at), size: shares(n), matched: size(matched), type: 'GTC', createdAt: timestamp(NOW - ageMs), expiration: null, tradeIds: [],
});
const yes = MARKET.yesId;
const no = MARKET.noId;
/** In dollars, of a pool of a dollar a minute. `others`: [cents, shares]. */
function minute(orders: readonly ListedOrder[], bids: readonly (readonly [number, number])[], asks: readonly (readonly [number, number])[]): number {
  const flat = (levels: readonly (readonly [number, number])[]): number[] => levels.flatMap(([c, n]) => [cents(c), shares(n)]);
  return minuteOf({ market: MARKET, displayed: { bids: flat(bids), asks: flat(asks) }, orders, terms: TERMS }, NOW) / 1e6;
}

it('takes our orders out of the displayed book before it counts the others, on either outcome', () => {
  // Ours: 100 bid at 49, 100 NO bid at 49 (an ask at 51). Theirs: as much at the same prices.
  const ours = [order('buy', yes, 49, 100), order('buy', no, 49, 100)];
  expect(minute(ours, [[49, 200]], [[51, 200]])).toBeCloseTo(0.5, 9);
  expect(minute(ours, [[49, 100]], [[51, 100]])).toBe(1);
  // The book has not shown them yet.
  expect(minute(ours, [[48, 100]], [[52, 100]])).toBeGreaterThan(0.5);
});
it('counts no order that has not stood long enough, and none for others either', () => {
  const young = [order('buy', yes, 49, 100, 29_000), order('buy', no, 49, 100, 29_000)];
  expect(minute(young, [[49, 200]], [[51, 200]])).toBe(0);
  expect(minute([...young, order('sell', yes, 51, 100), order('buy', yes, 49, 100)], [[49, 200]], [[51, 200]])).toBe(1);
});
it('counts what is left of an order, and nothing of what is too small by then', () => {
  expect(minute([order('buy', yes, 49, 100, 60_000, shares(60)), order('buy', no, 49, 100)], [[49, 140], [48, 100]], [[51, 200]])).toBeCloseTo(0.2353, 4);
});
it('finds nothing where the book has no midpoint', () => {
  expect(minute([order('buy', yes, 49, 100)], [[49, 100]], [])).toBe(0);
});
