// A rate that may be used in bursts. Time is an argument; a clock that steps back gives nothing and takes nothing.

import type { TimestampMs } from '../../../core/domain/numbers.ts';

export class TokenBucket {
  readonly #burst: number;
  readonly #perMs: number;
  #tokens: number;
  #at: TimestampMs | null = null;

  constructor(burst: number, perSecond: number) {
    this.#burst = burst;
    this.#perMs = perSecond / 1000;
    this.#tokens = burst;
  }

  /** Milliseconds until `cost` is there; 0: now. What costs more than a full bucket waits for a full one. */
  waitFor(cost: number, now: TimestampMs): number {
    this.#refill(now);
    const missing = Math.min(cost, this.#burst) - this.#tokens;
    return missing <= 0 ? 0 : Math.ceil(missing / this.#perMs);
  }

  /** Below zero where more is taken than is there. */
  take(cost: number, now: TimestampMs): void {
    this.#refill(now);
    this.#tokens -= cost;
  }

  #refill(now: TimestampMs): void {
    const elapsed = this.#at === null ? 0 : Math.max(0, now - this.#at);
    this.#at = now;
    this.#tokens = Math.min(this.#burst, this.#tokens + elapsed * this.#perMs);
  }
}
