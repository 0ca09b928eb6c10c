// What had left the levels behind an order's price, without a print, before the order came. A print may follow its level's
// change: the trade it tells of went on without the order, and what it says of that fills nothing of it.

import type { Price } from '../core/domain/numbers.ts';
import { printWindow } from './print-window.ts';

interface Loss { recent: number; earlier: number }

export class GoneBefore {
  readonly #window: number;
  readonly #losses = new Map<Price, Loss>();

  constructor(now: number) { this.#window = printWindow(now); }

  get isEmpty(): boolean { return this.#losses.size === 0; }

  /** What left the level in the window of the joining, and in the one before it. */
  add(price: Price, recent: number, earlier: number): void { this.#losses.set(price, { recent, earlier }); }

  /** A print there, of which `traded` had left the level before it came. Returns what of that had left before the order came: the oldest prints first. */
  printed(price: Price, traded: number, now: number): number {
    const windows = printWindow(now) - this.#window;
    if (windows > 1) return 0;
    const loss = this.#losses.get(price);
    if (loss === undefined) return 0;
    // What left in the window before the joining is no cause of a print any more once the next one has begun.
    const earlier = windows === 0 ? Math.min(traded, loss.earlier) : 0;
    const recent = Math.min(traded - earlier, loss.recent);
    loss.earlier -= earlier;
    loss.recent -= recent;
    return earlier + recent;
  }
}
