// Orders as the core sees them: on the canonical YES book, with the leg (which token, bought or sold) they travel as.

import type { Price } from './numbers.ts';

/** Ours, known before sending, never used twice: `<session>-<n>`. */
export type ClientOrderId = string;

/**
 * intended → sent → working → done. `unknown`: the outcome of the place is not known, counted at worst case.
 * `cancel-pending`/`cancel-unknown`: still counts as live. `absent`: proved never live.
 */
export type OrderState =
  | 'intended' | 'sent' | 'working' | 'cancel-pending' | 'cancel-unknown' | 'unknown'
  | 'done' | 'rejected' | 'absent';

/** Why an order was refused, in the venue-neutral words that the policy table and the counters use. */
export type RejectReason =
  | 'would-cross' | 'off-tick' | 'off-lot' | 'too-small' | 'price-out-of-range' | 'insufficient-balance'
  | 'market-closed' | 'unknown-market' | 'duplicate-client-id' | 'self-trade' | 'rate-limited' | 'venue-error';

/** How a canonical order travels. Ask at p: sell YES at p, or, when none are held, buy NO at 1 − p. */
export interface Leg {
  readonly outcome: 'yes' | 'no';
  readonly action: 'buy' | 'sell';
  /** In the outcome's own price. */
  readonly price: Price;
}
