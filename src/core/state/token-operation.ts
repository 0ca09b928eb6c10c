// A split, merge, redemption or conversion that was asked for and not answered yet: what of the books it may change, until
// an answer or the venue's holdings say that it did or did not.

import type { MarketId } from '../domain/instrument.ts';

export interface TokenOperation {
  readonly kind: 'merge' | 'split' | 'redeem' | 'convert';
  readonly requestId: number;
  readonly askedAt: number;
  /** Micro-shares of each outcome that it adds to this market, negative where it takes them. */
  readonly yes: number;
  readonly no: number;
  /** Micro-dollars that it spends. */
  readonly cash: number;
  /** Of a conversion: every market that has a part in it, those that give first. */
  readonly markets?: readonly MarketId[];
}

/** Tokens that are promised to it. */
export const tokensUnderWay = (operation: TokenOperation | null, outcome: 'yes' | 'no'): number => (operation === null ? 0 : Math.max(0, -operation[outcome]));

/** Whether a change of what is held is all that it would have done. */
export const hasHappened = ({ yes, no }: TokenOperation, change: { readonly yes: number; readonly no: number }): boolean => reaches(change.yes, yes) && reaches(change.no, no);

const reaches = (change: number, expected: number): boolean => (expected < 0 ? change <= expected : change >= expected);
