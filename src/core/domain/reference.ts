// Prices that a market is held against or decided by, and that come from elsewhere.

import type { TimestampMs } from './numbers.ts';

/** What was paid in the market itself. */
export const FROM_TRADES = 'trades';
/** What `quote.reference` makes of a price outside. */
export const FROM_REFERENCE = 'reference';

/** By what a market is decided, where that is a price outside: it pays YES if at its end that price is no lower than at its start. */
export interface ReferenceTerms {
  readonly kind: 'up-down';
  /** "BTC/USD". */
  readonly symbol: string;
  readonly startsAt: TimestampMs;
  readonly endsAt: TimestampMs;
  /** Start and end count as the average over so many seconds before; null: the price of the moment. */
  readonly windowSeconds: number | null;
  /** Dollars; null until the venue has said it, which may be some time after the start. */
  readonly priceToBeat: number | null;
}
