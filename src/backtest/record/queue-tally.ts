// How orders of ours fared by what stood ahead of them when they joined their level, as the exchange knows it.

import type { ClientOrderId } from '../../core/domain/order.ts';
import type { OrderPlace } from '../../exchange/order-life.ts';
import type { PlaceWatch } from '../../venues/paper/paper-venue.ts';
import type { QueueStatistics } from '../result.ts';

/** Contracts ahead at which a bucket begins; the last has no end. The buckets in which real executions are known. */
const BUCKETS = [0, 1, 50, 500, 5_000] as const;
const MICROS = 1_000_000;
/** Of the waits to a first fill; beyond it the median is that of the first so many. */
const MOST_WAITS = 100_000;

export class QueueTally implements PlaceWatch {
  readonly #orders = BUCKETS.map(() => 0);
  readonly #filled = BUCKETS.map(() => 0);
  /** Orders whose queue the recording does not show. */
  #unknown = 0;
  #unknownFilled = 0;
  readonly #waits: number[] = [];
  /** Places of fills that the run has not heard of yet. */
  readonly #places = new Map<string, OrderPlace | null>();
  readonly now: () => number;

  constructor(now: () => number) { this.now = now; }

  filled(fillId: string, place: OrderPlace | null): void { this.#places.set(fillId, place); }

  /** The place of a fill, once. */
  takePlace(fillId: string): OrderPlace | null {
    const place = this.#places.get(fillId) ?? null;
    this.#places.delete(fillId);
    return place;
  }

  noteWait(ms: number): void { if (this.#waits.length < MOST_WAITS) this.#waits.push(ms); }

  left(_clientId: ClientOrderId, place: OrderPlace | null, isFilled: boolean): void {
    if (place === null) return;
    if (place.aheadAtJoining === null) {
      this.#unknown++;
      if (isFilled) this.#unknownFilled++;
      return;
    }
    const ahead = place.aheadAtJoining / MICROS;
    const bucket = BUCKETS.findLastIndex((from) => ahead >= from);
    this.#orders[bucket]!++;
    if (isFilled) this.#filled[bucket]!++;
  }

  statistics(): QueueStatistics {
    const orders = this.#orders.reduce((sum, count) => sum + count, this.#unknown);
    const filled = this.#filled.reduce((sum, count) => sum + count, this.#unknownFilled);
    const waits = this.#waits.toSorted((a, b) => a - b);
    return {
      orders, fillRatio: orders === 0 ? 0 : filled / orders, medianRestMs: waits[Math.floor(waits.length / 2)] ?? null,
      byAhead: BUCKETS.map((from, index) => ({ from, to: BUCKETS[index + 1] ?? null, orders: this.#orders[index]!, filled: this.#filled[index]! })),
    };
  }
}
