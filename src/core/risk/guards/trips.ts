// How often each constraint began: bits that were not there at the decision before, counted by slot.

import { ALL_CONSTRAINTS, CONSTRAINT_SLOTS, slotOf, type ConstraintWord } from '../constraints.ts';

/** Counts each bit of `begun` at `offset` and its slot. */
export function countBits(counts: Float64Array, offset: number, begun: number): void {
  for (let bits = begun; bits !== 0; bits &= bits - 1) counts[offset + slotOf(bits & -bits)]!++;
}

/** Where the slots of a word begin: a market counts two words, the account has its own. */
const OFFSET: Readonly<Record<ConstraintWord, number>> = { account: 0, guard: 0, market: CONSTRAINT_SLOTS };

export function countMarketTrips(counts: Float64Array, market: number, guards: number): void {
  countBits(counts, OFFSET.guard, guards);
  countBits(counts, OFFSET.market, market);
}

/** By code, those that began at least once. */
export function tripsByCode(ofAccount: Float64Array | null, ofMarkets: readonly Float64Array[]): Record<string, number> {
  const trips: Record<string, number> = {};
  for (const { word, bit, code } of ALL_CONSTRAINTS) {
    const slot = OFFSET[word] + slotOf(bit);
    const count = word === 'account' ? (ofAccount?.[slot] ?? 0) : ofMarkets.reduce((sum, counts) => sum + counts[slot]!, 0);
    if (count > 0) trips[code] = count;
  }
  return trips;
}
