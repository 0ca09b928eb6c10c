// What the core knows of a market: one instrument per condition, quoted on YES, with NO as its mirror.

import type { FeeSchedule } from './fees.ts';
import type { Price, Size, TimestampMs } from './numbers.ts';
import type { ReferenceTerms } from './reference.ts';

/** A dense index given by the sequencer in the order of listing, 0 … n − 1; never reused within a session. */
export type MarketId = number & { readonly __market: never };
export const marketId = (index: number): MarketId => index as MarketId;

export type InstrumentStatus = 'open' | 'paused' | 'closed';

/** What the venue pays for standing near the midpoint. Distances and sizes in micro-units; `daily` in micro-dollars, shared by score. */
export interface RewardTerms { readonly maxSpread: number; readonly minSize: number; readonly daily: number }

export interface Instrument {
  readonly id: MarketId;
  /** The operator's name for the market; the key that state survives under. Unique within a session. */
  readonly name: string;
  readonly venue: string;
  readonly tick: Price;
  /** Orders are multiples of the lot and at least `minSize`. */
  readonly lot: Size;
  readonly minSize: Size;
  readonly fees: FeeSchedule;
  /** When the market ends, if the venue says so. */
  readonly endsAt: TimestampMs | null;
  /** True where the public book contains our own orders, which must then be taken out of it before it is read. */
  readonly showsOwnOrders: boolean;
  /** True where the venue can lower an order's size and let it keep its queue place. */
  readonly canAmend: boolean;
  /** True where only prices are known of the book: the one size stated at each is the least that can stand there. */
  readonly isUnsized?: boolean;
  /** True where the venue turns a pair of YES and NO into a dollar by itself; elsewhere pairs stay until merged. */
  readonly netsPairs: boolean;
  /** True where pairs are turned into a dollar when asked to. */
  readonly canMerge?: boolean;
  /** True where a dollar is turned into a pair when asked to, and the pair stays. */
  readonly canSplit?: boolean;
  /** True where a resolved market pays only once its tokens are turned in; elsewhere it pays by itself. */
  readonly canRedeem?: boolean;
  /** True where NO of markets of its event are converted when asked to. Only where every market of that event is listed: what comes of it must have a place in the books. */
  readonly canConvert?: boolean;
  /** The event that the market is of, where the venue groups its markets: they count together. */
  readonly event?: string;
  /** True where at most one market of the event pays YES. */
  readonly isExclusive?: boolean;
  /** The recurring series that the market is one of ("btc-updown-15m"), and when it begins to be the current one. */
  readonly series?: string;
  readonly startsAt?: TimestampMs;
  /** Absent where the market is not decided by a price outside, or nobody knows how. */
  readonly reference?: ReferenceTerms;
  /** Absent where the venue pays none, or does not say. */
  readonly rewards?: RewardTerms;
}
