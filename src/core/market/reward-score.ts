// Polymarket's liquidity rewards (documentation, "Liquidity Rewards"): how orders score in one sample, and which share of the
// minute's pool our own get. Others are known as a displayed book alone, so where their orders could score differently, the
// most they could score is taken: the share is never flattered.

import type { LevelList } from '../domain/events.ts';
import type { RewardTerms } from '../domain/instrument.ts';
import { MICROS } from '../domain/numbers.ts';
import type { Side } from '../domain/side.ts';

/** In canonical YES terms: an order on NO is its mirror. */
export interface ScoredOrder { readonly side: Side; readonly price: number; /** What is left of it, micro-shares. */ readonly size: number }

export interface RewardSampled {
  /** The displayed book without our orders. */
  readonly bids: LevelList;
  readonly asks: LevelList;
  readonly own: readonly ScoredOrder[];
  /** The size-cutoff-adjusted midpoint, micro-dollars; without one (NaN) nothing scores. */
  readonly mid: number;
  readonly settings: RewardTerms;
}

/** Q1 of bids on YES and asks on NO, Q2 of the rest. */
export interface SideScores { readonly one: number; readonly two: number }

/** What one side alone is worth, against both: 1/c. */
const ONE_SIDED = 1 / 3;
/** Midpoints outside this range score only what stands on both sides, micro-dollars. */
const LOW_MID = 100_000;
const HIGH_MID = 900_000;

/** S(v, s) = ((v − s) / v)² × size, 0 at v and beyond. `distance` and `maxSpread` in one unit. */
export function orderScore(maxSpread: number, distance: number, size: number): number {
  if (!(distance < maxSpread)) return 0;
  const nearness = (maxSpread - distance) / maxSpread;
  return nearness * nearness * size;
}

/** Qmin = max(min(Q1, Q2), max(Q1, Q2) / c); outside of 0.10 … 0.90 min(Q1, Q2). */
export function makerScore({ one, two }: SideScores, mid: number): number {
  const both = Math.min(one, two);
  return scoresOneSided(mid) ? Math.max(both, Math.max(one, two) * ONE_SIDED) : both;
}

/**
 * The most that the makers behind a book can score together: what is paired by makers who stand on both sides, the rest by
 * makers who stand on one. (A sum of Qmin has no larger value for the same Q1 and Q2.)
 */
export function crowdScore({ one, two }: SideScores, mid: number): number {
  const both = Math.min(one, two);
  return scoresOneSided(mid) ? both + (Math.max(one, two) - both) * ONE_SIDED : both;
}

/** The same as `rewardSample`, with the midpoint of the whole book, all of our orders in it. `scoring`: those that count, where not all do. */
export function poolShare({ bids, asks, own, scoring = own, settings }: Omit<RewardSampled, 'mid'> & { readonly scoring?: readonly ScoredOrder[] }): number {
  const whole = { bid: [...bids], ask: [...asks] };
  for (const { side, price } of own) {
    const ours = own.reduce((sum, order) => (order.side === side && order.price === price ? sum + order.size : sum), 0);
    whole[side].push(price, sizeAt(side === 'bid' ? bids : asks, price) + ours);
  }
  return rewardSample({ bids, asks, own: scoring, mid: adjustedMidpoint(whole.bid, whole.ask, settings.minSize), settings });
}

/** Our share of the minute's pool, 0 … 1. */
export function rewardSample({ bids, asks, own, mid, settings }: RewardSampled): number {
  const ours = makerScore(sideScores(own, mid, settings), mid);
  if (ours === 0) return 0;
  const others = crowdScore({ one: levelScore(bids, mid, settings), two: levelScore(asks, mid, settings) }, mid);
  return ours / (ours + others);
}

/**
 * The midpoint between the best prices at which at least `minSize` stands; NaN where a side has none. `bids` and `asks` are
 * the whole book, our orders among them, in any order.
 */
export function adjustedMidpoint(bids: LevelList, asks: LevelList, minSize: number): number {
  let bid = -Infinity;
  let ask = Infinity;
  for (let i = 0; i < bids.length; i += 2) if (at(bids, i + 1) >= minSize && at(bids, i) > bid) bid = at(bids, i);
  for (let i = 0; i < asks.length; i += 2) if (at(asks, i + 1) >= minSize && at(asks, i) < ask) ask = at(asks, i);
  return bid === -Infinity || ask === Infinity ? NaN : (bid + ask) / 2;
}

export function sideScores(orders: readonly ScoredOrder[], mid: number, settings: RewardTerms): SideScores {
  let one = 0;
  let two = 0;
  for (const { side, price, size } of orders) {
    const score = qualifyingScore(price, size, mid, settings);
    if (side === 'bid') one += score; else two += score;
  }
  return { one, two };
}

/** A level counts as one order: of smaller ones it would score less. */
function levelScore(levels: LevelList, mid: number, settings: RewardTerms): number {
  let sum = 0;
  for (let i = 0; i < levels.length; i += 2) sum += qualifyingScore(at(levels, i), at(levels, i + 1), mid, settings);
  return sum;
}

function qualifyingScore(price: number, size: number, mid: number, { maxSpread, minSize }: RewardTerms): number {
  return size < minSize || price <= 0 || price >= MICROS ? 0 : orderScore(maxSpread, Math.abs(price - mid), size);
}

function sizeAt(levels: LevelList, price: number): number {
  for (let i = 0; i < levels.length; i += 2) if (at(levels, i) === price) return at(levels, i + 1);
  return 0;
}

const scoresOneSided = (mid: number): boolean => mid >= LOW_MID && mid <= HIGH_MID;
/** Flat pairs end with a whole pair, so that the index always holds a number. */
const at = (levels: LevelList, index: number): number => levels[index] as number;
