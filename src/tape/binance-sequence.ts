// Binance's rules for keeping a book: which updates continue the snapshot, and where the chain of ids breaks. Updates from
// before the snapshot are held back until it has come. After a break nothing is known of the book any more.

import type { BinanceMarket, DepthDiff, DepthSnapshot } from './binance-message.ts';

/** The book's beginning: `stamp` is when it is known to hold. */
export interface BookStart { readonly kind: 'snapshot'; readonly stamp: number; readonly snapshot: DepthSnapshot }
export type BookStep = BookStart | DepthDiff;

export interface BrokenSequence { /** The last update that is known. */ readonly last: number; readonly next: number; /** Stamps of what stands around the hole. */ readonly from: number; readonly to: number }

const NOTHING: readonly BookStep[] = [];

export class BinanceSequence {
  readonly #market: BinanceMarket;
  #held: DepthDiff[] = [];
  #snapshot: DepthSnapshot | null = null;
  #last: DepthDiff | null = null;
  broken: BrokenSequence | null = null;

  constructor(market: BinanceMarket) { this.#market = market; }

  /** True once an update has continued the snapshot. */
  get hasBegun(): boolean { return this.#last !== null; }
  get hasSnapshot(): boolean { return this.#snapshot !== null; }

  /** The steps of the book that the message allows, in order. */
  take(message: DepthDiff | DepthSnapshot): readonly BookStep[] {
    if (message.kind === 'snapshot') return this.#start(message);
    if (this.broken !== null) return NOTHING;
    if (this.#snapshot === null) {
      this.#held.push(message);
      return NOTHING;
    }
    return this.#last === null ? this.#first(message, this.#snapshot) : this.#next(message, this.#last);
  }

  #start(snapshot: DepthSnapshot): readonly BookStep[] {
    this.#snapshot = snapshot;
    const held = this.#held;
    this.#held = [];
    return held.flatMap((diff) => this.take(diff));
  }

  /**
   * Spot: drop u ≤ lastUpdateId; the first has U ≤ lastUpdateId + 1 ≤ u. Futures: drop u < lastUpdateId; the first has
   * U ≤ lastUpdateId ≤ u, or follows that very update (pu). Developers' documentation, "How to manage a local order book correctly".
   */
  #first(diff: DepthDiff, snapshot: DepthSnapshot): readonly BookStep[] {
    const isOld = this.#market === 'spot' ? diff.last <= snapshot.last : diff.last < snapshot.last;
    if (isOld) return NOTHING;
    if (diff.before > snapshot.last) {
      this.broken = { last: snapshot.last, next: diff.first, from: snapshot.stamp ?? diff.stamp, to: diff.stamp };
      return NOTHING;
    }
    this.#last = diff;
    // Spot's snapshot has no stamp of its own: that it holds is known by the first update that continues it.
    return [{ kind: 'snapshot', stamp: snapshot.stamp ?? diff.stamp, snapshot }, diff];
  }

  /** Each update has to follow the one before: U = u + 1 on spot, where `before` is U − 1, and pu = u on futures. */
  #next(diff: DepthDiff, last: DepthDiff): readonly BookStep[] {
    if (diff.before !== last.last) {
      this.broken = { last: last.last, next: diff.first, from: last.stamp, to: diff.stamp };
      return NOTHING;
    }
    this.#last = diff;
    return [diff];
  }
}
