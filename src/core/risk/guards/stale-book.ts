// The age of one market's book: a venue that says a lot of others may have forgotten this one.

import type { SharedSettings } from '../../../config/compiled-config.ts';
import type { MarketState } from '../../state/market-state.ts';
import { CONSTRAINTS } from '../constraints.ts';
import type { GuardSpec } from './guard-spec.ts';

export const staleBook: GuardSpec = {
  name: 'stale book', protects: 'From quoting around a book that nobody has confirmed for long.',
  keys: ['data.bookMaxAge'], codes: [CONSTRAINTS.bookStale.code],
  metric: 'time since the book of the market last changed or was confirmed', unit: 'seconds', clears: 'with the next word of its book',
  provenance: 'lessons of other makers, What loses money 5: age is per feed, not per socket; reliability.md P9', constant: 'structural',
};

/** Of the word `market`. A market without any book is cancel-only for that. */
export function judgeBookAge({ bookAt }: MarketState, settings: SharedSettings, now: number): number {
  const data = settings.data ?? null;
  return data !== null && bookAt !== null && now - bookAt > data.bookMaxAgeMs ? CONSTRAINTS.bookStale.bit : 0;
}
