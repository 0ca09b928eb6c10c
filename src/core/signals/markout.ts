// What fair value did after our fills: the gain per share of each, valued some time later, over a sliding window and since
// the start. Fills wait in a ring of fixed size; one whose horizon passes while nothing prices the market is unknown, not 0.
// A fill that later fails to settle stays counted: being picked off is what it tells.

import { MICROS, notional } from '../domain/numbers.ts';
import { CountWindow, type CountWindowSnapshot } from './count-window.ts';

/** Fills within this part of the horizon after the first of them wait together, so that no burst can overflow the ring. */
const SLOTS = 64;

export interface MarkoutSnapshot {
  readonly horizonMs: number;
  /** [ts, net size, signed cost, size, fills] of what waits, oldest first. */
  readonly waiting: readonly (readonly [number, number, number, number, number])[];
  readonly fair: number | null;
  readonly gains: CountWindowSnapshot; readonly sizes: CountWindowSnapshot; readonly counts: CountWindowSnapshot;
  readonly gained: number; readonly size: number; readonly fills: number; readonly unknownFills: number;
}

export class Markout {
  readonly horizonMs: number;
  /** Since the start, of fills whose markout is known: micro-dollars gained (signed), micro-shares, how many. */
  gained = 0;
  size = 0;
  fills = 0;
  /** Fills that nothing priced at their horizon. */
  unknownFills = 0;

  readonly #at = new Float64Array(SLOTS);
  readonly #net = new Float64Array(SLOTS);
  readonly #cost = new Float64Array(SLOTS);
  readonly #size = new Float64Array(SLOTS);
  readonly #fills = new Float64Array(SLOTS);
  #head = 0;
  #waiting = 0;
  #fair = NaN;
  /** Of known markouts what was gained (up) and lost (down); shares and fills: known (up) and unknown (down). */
  #gains: CountWindow;
  #sizes: CountWindow;
  #counts: CountWindow;

  /** `horizonMs`: how long after a fill it is valued. `windowMs`: how long a markout counts in `average` once it is known. */
  constructor(horizonMs: number, windowMs: number) {
    this.horizonMs = horizonMs;
    this.#gains = new CountWindow(windowMs);
    this.#sizes = new CountWindow(windowMs);
    this.#counts = new CountWindow(windowMs);
  }

  get windowMs(): number { return this.#gains.windowMs; }

  /** `sign`: +1 where YES was bought, −1 where it was sold; `price` canonical, micro-dollars; `size` micro-shares. */
  observeFill(ts: number, sign: 1 | -1, price: number, size: number): void {
    this.advance(ts);
    let slot = (this.#head + this.#waiting - 1 + SLOTS) % SLOTS;
    if (this.#waiting === 0 || (ts - this.#at[slot]!) * SLOTS >= this.horizonMs) {
      slot = (this.#head + this.#waiting) % SLOTS;
      this.#waiting++;
      this.#at[slot] = ts;
      this.#net[slot] = this.#cost[slot] = this.#size[slot] = this.#fills[slot] = 0;
    }
    this.#net[slot]! += sign * size;
    this.#cost[slot]! += sign * notional(price, size);
    this.#size[slot]! += size;
    this.#fills[slot]!++;
  }

  /** `fair` holds from `ts` on, whole micro-dollars; NaN while nothing prices the market. Time must not go back. */
  observeFair(ts: number, fair: number): void {
    this.#settle(ts, false);
    this.#fair = fair;
    this.advance(ts);
  }

  /** Lets time pass with the last fair value still holding. */
  advance(ts: number): void {
    this.#settle(ts, true);
    this.#gains.advance(ts);
    this.#sizes.advance(ts);
    this.#counts.advance(ts);
  }

  /** Micro-dollars a share over the window, above 0 where fair value went our way; NaN while no fill in it is known. */
  average(): number { return perShare(this.recentGained(), this.recentSize()); }
  /** What `average` is made of, for a sum over several: micro-dollars gained in the window, and micro-shares. */
  recentGained(): number { return 2 * this.#gains.up() - this.#gains.total(); }
  recentSize(): number { return this.#sizes.up(); }
  /** The same since the start. */
  averageSoFar(): number { return perShare(this.gained, this.size); }
  /** Fills in the window whose markout is known, and those of which it is not. */
  count(): number { return this.#counts.up(); }
  unknownCount(): number { return this.#counts.total() - this.#counts.up(); }

  #settle(ts: number, isInclusive: boolean): void {
    while (this.#waiting > 0) {
      const slot = this.#head;
      const due = this.#at[slot]! + this.horizonMs;
      if (isInclusive ? due > ts : due >= ts) return;
      this.#head = (slot + 1) % SLOTS;
      this.#waiting--;
      this.#count(due, this.#fair, slot);
    }
  }

  #count(due: number, fair: number, slot: number): void {
    const size = this.#size[slot]!;
    const fills = this.#fills[slot]!;
    if (Number.isNaN(fair)) {
      this.unknownFills += fills;
      this.#sizes.add(due, 0, size);
      this.#counts.add(due, 0, fills);
      return;
    }
    const gain = notional(fair, this.#net[slot]!) - this.#cost[slot]!;
    this.gained += gain;
    this.size += size;
    this.fills += fills;
    this.#gains.add(due, Math.max(0, gain), Math.max(0, -gain));
    this.#sizes.add(due, size, 0);
    this.#counts.add(due, fills, 0);
  }

  toJSON(): MarkoutSnapshot {
    const waiting = Array.from({ length: this.#waiting }, (_, i) => {
      const slot = (this.#head + i) % SLOTS;
      return [this.#at[slot]!, this.#net[slot]!, this.#cost[slot]!, this.#size[slot]!, this.#fills[slot]!] as const;
    });
    const { horizonMs, gained, size, fills, unknownFills } = this;
    return {
      horizonMs, waiting, fair: Number.isNaN(this.#fair) ? null : this.#fair,
      gains: this.#gains.toJSON(), sizes: this.#sizes.toJSON(), counts: this.#counts.toJSON(), gained, size, fills, unknownFills,
    };
  }

  static fromJSON(s: MarkoutSnapshot): Markout {
    const markout = new Markout(s.horizonMs, s.gains.windowMs);
    markout.#gains = CountWindow.fromJSON(s.gains);
    markout.#sizes = CountWindow.fromJSON(s.sizes);
    markout.#counts = CountWindow.fromJSON(s.counts);
    for (const [slot, [at, net, cost, size, fills]] of s.waiting.entries()) {
      markout.#at[slot] = at;
      markout.#net[slot] = net;
      markout.#cost[slot] = cost;
      markout.#size[slot] = size;
      markout.#fills[slot] = fills;
    }
    markout.#waiting = s.waiting.length;
    markout.#fair = s.fair ?? NaN;
    markout.gained = s.gained;
    markout.size = s.size;
    markout.fills = s.fills;
    markout.unknownFills = s.unknownFills;
    return markout;
  }
}

/** Micro-dollars a share; NaN for no shares. */
export const perShare = (gained: number, size: number): number => (size === 0 ? NaN : (gained / size) * MICROS);
