// One synthetic maker: a ladder of resting orders on both sides of an estimate, moved when the estimate moves a tick and
// refilled when mostly eaten. It never takes: a price that would match is set back behind the touch.

import { MICROS, PAR, type Price, type Size } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import type { BookOrder, MatchingEngine } from './matching-engine.ts';
import type { Random } from './random.ts';
import type { SyntheticMaker } from './synthetic-markets.ts';

/** Below this share of what it was placed with, an order is replaced. */
const REFILL_BELOW = 0.4;

interface Slot { order: BookOrder | null; placed: number }

export class BackgroundMaker {
  readonly #settings: SyntheticMaker;
  readonly #engine: MatchingEngine;
  readonly #tick: Price;
  readonly #random: Random;
  readonly #slots: Readonly<Record<Side, readonly Slot[]>>;

  constructor(settings: SyntheticMaker, options: { readonly engine: MatchingEngine; readonly tick: Price; readonly random: Random }) {
    this.#settings = settings;
    this.#engine = options.engine;
    this.#tick = options.tick;
    this.#random = options.random;
    const slots = (): Slot[] => Array.from({ length: settings.levels }, () => ({ order: null, placed: 0 }));
    this.#slots = { bid: slots(), ask: slots() };
  }

  /** `estimate` is a price fraction. */
  requote(estimate: number): void {
    const wanted = { bid: this.#ladder('bid', estimate), ask: this.#ladder('ask', estimate) };
    // Everything that moves leaves first, so that a maker never stands in its own way.
    for (const side of ['bid', 'ask'] as const) this.#slots[side].forEach((slot, level) => this.#withdraw(slot, wanted[side][level] ?? null));
    for (const side of ['bid', 'ask'] as const) this.#slots[side].forEach((slot, level) => this.#fill(slot, side, wanted[side][level] ?? null, level));
  }

  /** Prices from the touch outwards; null where the ladder leaves the range of prices. */
  #ladder(side: Side, estimate: number): readonly (Price | null)[] {
    const { halfSpread, step } = this.#settings;
    return this.#slots[side].map((_, level) => {
      const distance = halfSpread + level * step;
      const exact = side === 'bid' ? estimate * MICROS - distance : estimate * MICROS + distance;
      const price = (side === 'bid' ? Math.floor(exact / this.#tick) : Math.ceil(exact / this.#tick)) * this.#tick;
      return price < this.#tick || price > PAR - this.#tick ? null : (price as Price);
    });
  }

  #withdraw(slot: Slot, wanted: Price | null): void {
    const { order } = slot;
    if (order === null || (order.isLive && order.price === wanted && order.remaining >= REFILL_BELOW * slot.placed)) return;
    this.#engine.cancel(order);
    slot.order = null;
  }

  #fill(slot: Slot, side: Side, wanted: Price | null, level: number): void {
    if (slot.order !== null || wanted === null) return;
    const touch = this.#engine.best(side === 'bid' ? 'ask' : 'bid');
    const price = touch === null ? wanted : side === 'bid' ? Math.min(wanted, touch - this.#tick) : Math.max(wanted, touch + this.#tick);
    if (price < this.#tick || price > PAR - this.#tick) return;
    slot.placed = Math.ceil(this.#settings.shares * (1 + level) * (0.6 + 0.8 * this.#random.uniform())) * MICROS;
    slot.order = this.#engine.submit(null, side, price as Price, slot.placed as Size, 'post-only');
  }
}
