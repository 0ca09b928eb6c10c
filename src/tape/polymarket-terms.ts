// What Polymarket's recordings leave unsaid of every market, but for its fees: those have a date.

import type { Size } from '../core/domain/numbers.ts';

export const POLYMARKET_TERMS = {
  venue: 'polymarket',
  /** Sizes of orders have two decimals. */
  lot: 10_000 as Size,
  /** `min_order_size` is 5 shares on nearly every market; recordings do not hold it. */
  minSize: 5_000_000 as Size,
  showsOwnOrders: false,
  canAmend: false,
  netsPairs: false, canMerge: true,
} as const;
