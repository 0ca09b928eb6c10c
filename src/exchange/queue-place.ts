// One order's place in the queue at its price, under any queue model. Prints serve those ahead, a level that shows less than
// was ahead bounds it, and what leaves without a print is shared out by the model. A trade whose level change came first
// brings us forward once: what a change has brought is remembered, and a print counts against it before it counts again.

import { printWindow } from './print-window.ts';
import type { QueueModel } from './queue-model.ts';

export class QueuePlace {
  readonly joinedAt: number;
  readonly aheadAtJoining: number;
  readonly #model: QueueModel;
  /**
   * Micro-shares that have to trade before us: if every change without a print was a cancel, if those of this window are
   * prints to come, and if those of the window before are too. Each at least the one before it.
   */
  #ahead: number;
  #withRecent: number;
  #withEarlier: number;
  #window: number;
  #at: number;

  /** At a level that shows `shown`, Infinity where nobody knows, and lost `recent` and `earlier` in these two windows without a print. */
  constructor(model: QueueModel, shown: number, recent: number, earlier: number, now: number) {
    this.#model = model;
    this.joinedAt = this.#at = now;
    this.aheadAtJoining = this.#ahead = shown;
    this.#withRecent = shown + recent;
    this.#withEarlier = shown + recent + earlier;
    this.#window = printWindow(now);
  }

  /** What has to trade at its price before it, Infinity while nobody knows; it never grows. */
  get ahead(): number { return this.#ahead; }

  /** The level shows this now, Infinity where it is out of view, and `by` of what it showed left without a print. */
  shows(shown: number, by: number, now: number): void {
    this.#pass(now);
    if (this.#ahead === Infinity) {
      // Prints of these moments may be of before what is shown: none counts until their windows are over.
      this.#ahead = shown;
      return;
    }
    let ahead = Math.min(this.#ahead, shown + by);
    if (by > 0) ahead = Math.max(0, Math.min(ahead, this.#model.afterCancels(ahead, by, shown)));
    this.#ahead = Math.min(ahead, shown);
  }

  /** A print of `size` at the order's price. Returns what of it gets past those ahead. */
  printed(size: number, now: number): number {
    this.#pass(now);
    const due = this.#withEarlier;
    this.#withEarlier = Math.max(0, due - size);
    this.#withRecent = Math.min(this.#withRecent, this.#withEarlier);
    this.#ahead = Math.min(this.#ahead, this.#withEarlier);
    return this.#model.fillsAtItsPrice ? Math.max(0, size - due) : 0;
  }

  #pass(now: number): void {
    if (this.#model.afterWaiting !== undefined && now > this.#at) this.#ahead = Math.min(this.#ahead, this.#model.afterWaiting(this.#ahead, now - this.#at));
    this.#at = now;
    const window = printWindow(now);
    if (window === this.#window) return;
    this.#withEarlier = window === this.#window + 1 ? this.#withRecent : this.#ahead;
    this.#withRecent = this.#ahead;
    this.#window = window;
  }
}
