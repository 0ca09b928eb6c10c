// How orders of ours fared by what stood ahead of them when they joined their level, as the exchange knows it.

import type { OrderFilled } from '../../core/domain/events.ts';
import type { MarketId } from '../../core/domain/instrument.ts';
import type { OrderPlace } from '../../exchange/order-life.ts';
import type { PlaceWatch } from '../../venues/paper/place-reports.ts';
import type { QueueStatistics } from '../result.ts';

/** Contracts ahead at which a bucket begins; the last has no end. The buckets in which real executions are known. */
const BUCKETS = [0, 1, 50, 500, 5_000] as const;
const MICROS = 1_000_000;
/** Of the waits to a first fill; beyond it the median is that of the first so many. */
const MOST_WAITS = 100_000;

/** A fill when it happened, before anybody heard of it. */
export interface FillAtVenue {
  readonly ts: number;
  /** What we took the market to be worth then; NaN while unknown. */
  readonly fairValue: number;
  readonly place: OrderPlace | null;
}

export class QueueTally implements PlaceWatch {
  readonly #orders = BUCKETS.map(() => 0);
  readonly #filled = BUCKETS.map(() => 0);
  /** Orders whose queue the recording does not show. */
  #unknown = 0;
  #unknownFilled = 0;
  readonly #waits: number[] = [];
  /** Fills that the run has not heard of yet, as they were at the exchange. */
  readonly #happened = new Map<string, FillAtVenue>();
  readonly #worthOf: (market: MarketId) => number;

  /** `worthOf`: what we take a market to be worth at this moment. */
  constructor(worthOf: (market: MarketId) => number) { this.#worthOf = worthOf; }

  filled({ fillId, market, ts }: OrderFilled, place: OrderPlace | null): void { this.#happened.set(fillId, { ts, fairValue: this.#worthOf(market), place }); }

  /** How it was at the exchange, once; null where that is not known. */
  take(fillId: string): FillAtVenue | null {
    const happened = this.#happened.get(fillId) ?? null;
    this.#happened.delete(fillId);
    return happened;
  }

  noteWait(ms: number): void { if (this.#waits.length < MOST_WAITS) this.#waits.push(ms); }

  ended(place: OrderPlace | null, isFilled: boolean): void {
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
      orders, fillRatio: orders === 0 ? null : filled / orders, medianRestMs: waits[Math.floor(waits.length / 2)] ?? null,
      byAhead: BUCKETS.map((from, index) => ({ from, to: BUCKETS[index + 1] ?? null, orders: this.#orders[index]!, filled: this.#filled[index]! })),
    };
  }
}
