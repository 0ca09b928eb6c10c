// How an order of ours waits behind the size that a recording displays at its price. A recording says how much stands and
// trades at a price, never whose it was, so where we stand in the queue is an assumption; each model is one. What is common to
// all (prints serve those ahead, nothing is ahead that is not displayed, one trade counts once) is in queue-place.ts.

import type { QueueModelName } from '../config/compiled-config.ts';

export interface QueueModel {
  readonly name: QueueModelName;
  /** False where a print at the order's own price never fills it. */
  readonly fillsAtItsPrice: boolean;
  /**
   * What of `ahead` still stands when `by` (> 0) left a level that then shows `shown`, and no print explains it. All in
   * micro-shares, 0 ≤ ahead ≤ shown + by. Whatever it answers is held between nothing and the lesser of `ahead` and `shown`.
   */
  afterCancels(ahead: number, by: number, shown: number): number;
  /** What of `ahead` still stands after so many milliseconds; absent where time alone changes nothing. */
  readonly afterWaiting?: (ahead: number, ms: number) => number;
}
