// A rate that may be used in bursts. Time is an argument; a clock that steps back gives nothing and takes nothing.

import type { TimestampMs } from '../../../core/domain/numbers.ts';

/** Counted in thousandths, of which a rate a second gives a whole number (or a half) each millisecond. */
const PARTS = 1_000;

export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #parts: number;
  #at: TimestampMs | null = null;

  constructor(burst: number, perSecond: number) {
    this.#burst = burst * PARTS;
    this.#perSecond = perSecond;
    this.#parts = this.#burst;
  }

  /** Milliseconds until `cost` is there; 0: now. What costs more than a full bucket waits for a full one. */
  waitFor(cost: number, now: TimestampMs): number {
    this.#refill(now);
    const missing = Math.min(cost * PARTS, this.#burst) - this.#parts;
    return missing <= 0 ? 0 : Math.ceil(missing / this.#perSecond);
  }

  /** Below zero where more is taken than is there. */
  take(cost: number, now: TimestampMs): void {
    this.#refill(now);
    this.#parts -= cost * PARTS;
  }

  #refill(now: TimestampMs): void {
    const elapsed = this.#at === null ? 0 : Math.max(0, now - this.#at);
    this.#at = now;
    this.#parts = Math.min(this.#burst, this.#parts + elapsed * this.#perSecond);
  }
}
