// What Polymarket's recordings leave unsaid of every market, but for its fees: those have a date.

import { timestamp, type Size, type TimestampMs } from '../core/domain/numbers.ts';

export const POLYMARKET_TERMS = {
  venue: 'polymarket',
  /** Sizes of orders have two decimals. */
  lot: 10_000 as Size,
  /** `min_order_size` is 5 shares on nearly every market; recordings do not hold it. */
  minSize: 5_000_000 as Size,
  showsOwnOrders: false,
  canAmend: false,
  netsPairs: false, canMerge: true, canSplit: true,
} as const;

const UPDOWN_SLUG = /^([a-z]+-updown-\d+[mh])-(\d{10})$/;

/** A short crypto market's name says its series and when it begins: `btc-updown-15m-1765450800`. Nothing for other names. */
export function updownSeries(slug: string): { readonly series: string; readonly startsAt: TimestampMs } | Record<never, never> {
  const parts = UPDOWN_SLUG.exec(slug);
  return parts === null ? {} : { series: parts[1]!, startsAt: timestamp(Number(parts[2]) * 1_000) };
}
