// Quoting for liquidity rewards: how far from the centre the first layer stands, how large it has to be to count, and what
// it scores. Limits stay with the guard, the least edge with the maker.

import type { RewardPlacement } from '../../config/compiled-config.ts';
import type { RewardTerms } from '../domain/instrument.ts';
import { orderScore } from '../market/reward-score.ts';

/** Micro-dollars from the centre. */
export const rewardHalfSpread = (placement: RewardPlacement, terms: RewardTerms): number => placement.target * terms.maxSpread;

/**
 * Micro-shares of the first layer, `size` without rewards: the smallest that counts, in whole lots, where `room` (what the
 * position limit leaves on this side) takes all of it.
 */
export function rewardSize(placement: RewardPlacement, terms: RewardTerms, size: number, room: number, lot: number): number {
  const least = Math.ceil(terms.minSize / lot) * lot;
  return placement.minSize && least > size && least <= room ? least : size;
}

/** Share of what an order of its size at the midpoint would score, 0 … 1. Micro-dollars and micro-shares. */
export const rewardShare = (terms: RewardTerms, price: number, mid: number, size: number): number =>
  (size < terms.minSize ? 0 : orderScore(terms.maxSpread, Math.abs(price - mid), 1));
