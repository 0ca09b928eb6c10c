// What Polymarket's recordings leave unsaid of every market: lot, minimum size and fee curves. Rates are those of the
// venue's fee table by category; makers pay nothing.

import { NO_FEE, type FeeSchedule } from '../core/domain/fees.ts';
import type { Size } from '../core/domain/numbers.ts';

const takerFee = (rate: number): FeeSchedule => ({ maker: NO_FEE, taker: { rate, exponent: 1, roundUpTo: 10 } });

export const CRYPTO_FEES = takerFee(0.07);
/** The 5 % in force since 2026-07-10, also for older recordings: never less than what was charged. */
export const SPORTS_FEES = takerFee(0.05);

export const POLYMARKET_TERMS = {
  venue: 'polymarket',
  /** Sizes of orders have two decimals. */
  lot: 10_000 as Size,
  /** `min_order_size` is 5 shares on nearly every market; recordings do not hold it. */
  minSize: 5_000_000 as Size,
  showsOwnOrders: false,
  canAmend: false,
  netsPairs: false,
} as const;
