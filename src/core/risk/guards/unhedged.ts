// Unhedged exposure: while a hedge has been off by more than the operator allows for longer than allowed, the markets it hedges
// may not add. Structural: a position that counts on a hedge which is not there is naked. The limit and the time are the
// operator's; that it clears only below four fifths of the limit is a placeholder, to be fitted on how often it would flap.

import type { HedgeTerms } from '../../../config/compiled-config.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const unhedgedExposure: GuardSpec = {
  name: 'unhedged exposure', protects: 'From adding to a position that counts on a hedge which is not there.',
  keys: ['hedge.unhedged.most', 'hedge.unhedged.for', 'hedge.unhedged.then'], codes: [CONSTRAINTS.unhedged.code, CONSTRAINTS.unhedgedCancel.code],
  metric: 'how far the market that hedges is from what the positions it hedges ask for, and for how long', unit: 'shares', clears: 'at or below 80 % of `most`',
  provenance: 'a position that is hedged on paper and not at the venue is an open one', constant: 'placeholder: clearing at 80 %, to be fitted on how often it would flap',
};

/** Of a market that hedges: since when it has been off by more than the limit (null while it is not), and whether that was too long. */
export interface UnhedgedState { since: number | null; isOff: boolean }
export const hedged = (): UnhedgedState => ({ since: null, isOff: false });

/** placeholder: see above. */
const CLEARS_BELOW = 0.8;

/** `off`: micro-shares. Changes `state`; returns whether it has. */
export function watchUnhedged(state: UnhedgedState, off: number, terms: HedgeTerms['unhedged'], now: number): boolean {
  const { since, isOff } = state;
  if (terms === null || off <= (isOff ? terms.most * CLEARS_BELOW : terms.most)) {
    state.since = null;
    state.isOff = false;
  } else {
    state.since ??= now;
    if (now - state.since >= terms.forMs) state.isOff = true;
  }
  return state.since !== since || state.isOff !== isOff;
}

/** What the markets hedged get while it is off. */
export function unhedgedBit(state: UnhedgedState, terms: HedgeTerms['unhedged']): number {
  if (terms === null || !state.isOff) return 0;
  return terms.then === 'cancel-only' ? CONSTRAINTS.unhedgedCancel.bit : CONSTRAINTS.unhedged.bit;
}

/** The bits of the word `guard` that this one sets. */
export const UNHEDGED_BITS = CONSTRAINTS.unhedged.bit | CONSTRAINTS.unhedgedCancel.bit;
