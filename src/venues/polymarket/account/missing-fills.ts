// Fills that the venue counts in an order and has not told as trades: the user channel repeats nothing, and one that is open and
// silent looks like one on which nothing happens. They are given a moment to come by themselves and then asked for, ever more
// rarely; what is still missing after that is left to the regular look at the holdings.

import type { FeedClock } from '../feed/feed-clock.ts';

export interface MissingFillsParts {
  readonly clock: Pick<FeedClock, 'after'>;
  /** Micro-shares told as fills of an order, by the venue's id. */
  readonly told: (orderId: string) => number;
  /** Tells what the venue has matched. Does not reject. */
  readonly catchUp: () => Promise<unknown>;
}

/** The trade follows its order on the channel within milliseconds. */
const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 16_000;

export class MissingFills {
  readonly #parts: MissingFillsParts;
  /** Matched by the venue's word, of orders of which less was told. */
  readonly #owed = new Map<string, number>();
  #isWaiting = false;

  constructor(parts: MissingFillsParts) { this.#parts = parts; }

  get isOwed(): boolean {
    this.#settle();
    return this.#owed.size > 0;
  }

  /** The venue says that so much of an order has matched. */
  counted(orderId: string, matched: number): void {
    if (matched <= this.#parts.told(orderId)) return;
    this.#owed.set(orderId, Math.max(matched, this.#owed.get(orderId) ?? 0));
    if (!this.#isWaiting) this.#lookAfter(FIRST_WAIT_MS);
  }

  #lookAfter(ms: number): void {
    this.#isWaiting = true;
    this.#parts.clock.after(ms, () => { void this.#look(ms * 2); });
  }

  async #look(nextMs: number): Promise<void> {
    this.#settle();
    if (this.#owed.size > 0) await this.#parts.catchUp();
    this.#settle();
    if (this.#owed.size > 0 && nextMs <= LAST_WAIT_MS) { this.#lookAfter(nextMs); return; }
    this.#owed.clear();
    this.#isWaiting = false;
  }

  #settle(): void {
    for (const [orderId, matched] of this.#owed) if (matched <= this.#parts.told(orderId)) this.#owed.delete(orderId);
  }
}
