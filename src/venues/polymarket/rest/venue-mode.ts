// What the venue takes at the moment, as far as its answers tell: orders, post-only orders, cancels, or nothing.

import type { TimestampMs } from '../../../core/domain/numbers.ts';

/** A mode in which the venue takes less than everything. */
export type ModeSign = 'restarting' | 'post-only' | 'cancel-only' | 'disabled';

export interface VenueMode {
  readonly mode: 'normal' | ModeSign;
  /** When it is worth asking for more; null in the normal mode. */
  readonly until: TimestampMs | null;
}

/** Waits between attempts while the matching engine restarts: 1 s, doubling to 30 s. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** After every restart the venue takes post-only orders and cancels for two minutes. */
const AFTER_RESTART_MS = 120_000;
/** A mode that the venue set no end to is asked about again after this. */
const UNSTATED_MS = 10_000;

const NORMAL: VenueMode = { mode: 'normal', until: null };

export class VenueModes {
  #seen: VenueMode = NORMAL;
  #waitMs = 0;

  at(now: TimestampMs): VenueMode {
    return this.#seen.until !== null && now >= this.#seen.until ? NORMAL : this.#seen;
  }

  refused(sign: ModeSign, retryAfterMs: number | null, now: TimestampMs): void {
    if (sign === 'restarting') {
      this.#waitMs = Math.min(Math.max(this.#waitMs * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS);
      this.#seen = { mode: sign, until: now + (retryAfterMs ?? this.#waitMs) as TimestampMs };
      return;
    }
    this.#waitMs = 0;
    this.#seen = { mode: sign, until: now + (retryAfterMs ?? UNSTATED_MS) as TimestampMs };
  }

  /** An order or a cancel was answered without a word about the venue's mode. */
  served(now: TimestampMs): void {
    if (this.#waitMs > 0) {
      this.#waitMs = 0;
      this.#seen = { mode: 'post-only', until: now + AFTER_RESTART_MS as TimestampMs };
    }
  }

  /** An order that a restricted venue would refuse was taken. */
  tookOrder(postOnly: boolean): void {
    if (this.#seen.mode !== 'post-only' || !postOnly) this.#seen = NORMAL;
  }
}
