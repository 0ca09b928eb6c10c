// What is remembered of each level of one side beyond its size: what our own orders used up of it, and which of its losses
// and prints still wait for each other. One cache line a level, touched only where something happened, so that a grid of a
// million levels costs what its busy levels cost.

import { printWindow } from './print-window.ts';

const STRIDE = 8;
const USED = 0;
/** What left without a print, in this window and the one before. */
const LOST = 1;
const LOST_BEFORE = 2;
/** What printed and has not been seen to leave yet. */
const PRINTED = 3;
const PRINTED_BEFORE = 4;
/** One more than the window that LOST and PRINTED are of, so that 0 is a level of which nothing was remembered yet. */
const WINDOW = 5;
/** The book's generation in which the level was last stated. */
const SEEN_IN = 6;

/** Takes what a level lost without a print in this window and in the one before. */
export type LossListener = (level: number, recent: number, earlier: number) => void;

export class LevelMemory {
  readonly #of: Float64Array;
  /** The levels that WINDOW says `#window` of, each once, and those it said the window before of, so that losses are found without a walk over the grid. */
  #busy: number[] = [];
  #busyBefore: number[] = [];
  #window = 0;

  constructor(levels: number) { this.#of = new Float64Array(levels * STRIDE); }

  seenIn(level: number): number { return this.#of[level * STRIDE + SEEN_IN]!; }
  see(level: number, generation: number): void { this.#of[level * STRIDE + SEEN_IN] = generation; }

  used(level: number): number { return this.#of[level * STRIDE + USED]!; }
  use(level: number, size: number): void { this.#of[level * STRIDE + USED]! += size; }

  lost(level: number, now: number): number { return this.#of[this.#pass(level, now) + LOST]!; }
  lostBefore(level: number, now: number): number { return this.#of[this.#pass(level, now) + LOST_BEFORE]!; }

  /** Every level that lost something without a print in these two windows. */
  losses(now: number, take: LossListener): void {
    this.#roll(printWindow(now) + 1);
    for (const level of this.#busyBefore) this.#pass(level, now);
    for (const level of this.#busy) {
      const at = level * STRIDE;
      const [recent, earlier] = [this.#of[at + LOST]!, this.#of[at + LOST_BEFORE]!];
      if (recent > 0 || earlier > 0) take(level, recent, earlier);
    }
  }

  /** The level shows `by` less, `shown` now. Returns what of that no print before explains. */
  shrank(level: number, by: number, shown: number, now: number): number {
    const of = this.#of;
    const at = this.#pass(level, now);
    // Of what is left, what we used comes first: a shrinking level never makes size available again.
    if (of[at + USED]! > shown) of[at + USED] = shown;
    const earlier = Math.min(by, of[at + PRINTED_BEFORE]!);
    const recent = Math.min(by - earlier, of[at + PRINTED]!);
    of[at + PRINTED_BEFORE]! -= earlier;
    of[at + PRINTED]! -= recent;
    const unexplained = by - earlier - recent;
    of[at + LOST]! += unexplained;
    return unexplained;
  }

  /** A print of `size` at a level that shows `shown`. Returns what of it had left the level before. */
  printed(level: number, size: number, shown: number, now: number): number {
    const of = this.#of;
    const at = this.#pass(level, now);
    const earlier = Math.min(size, of[at + LOST_BEFORE]!);
    const recent = Math.min(size - earlier, of[at + LOST]!);
    of[at + LOST_BEFORE]! -= earlier;
    of[at + LOST]! -= recent;
    // No print can be seen to leave a level that does not show it.
    of[at + PRINTED] = Math.max(0, Math.min(of[at + PRINTED]! + size - earlier - recent, shown - of[at + PRINTED_BEFORE]!));
    return earlier + recent;
  }

  copyTo(other: LevelMemory, level: number, otherLevel: number): void {
    const window = this.#of[level * STRIDE + WINDOW]!;
    other.#of.set(this.#of.subarray(level * STRIDE, (level + 1) * STRIDE), otherLevel * STRIDE);
    other.#window = this.#window;
    if (window === 0) return;
    if (window === this.#window) other.#busy.push(otherLevel);
    else if (window === this.#window - 1) other.#busyBefore.push(otherLevel);
  }

  /** Where the level's record begins, with its windows brought up to now. */
  #pass(level: number, now: number): number {
    const of = this.#of;
    const at = level * STRIDE;
    const window = printWindow(now) + 1;
    const known = of[at + WINDOW]!;
    if (known === window) return at;
    this.#roll(window);
    this.#busy.push(level);
    const isNext = known === window - 1;
    of[at + LOST_BEFORE] = isNext ? of[at + LOST]! : 0;
    of[at + PRINTED_BEFORE] = isNext ? of[at + PRINTED]! : 0;
    of[at + LOST] = of[at + PRINTED] = 0;
    of[at + WINDOW] = window;
    return at;
  }

  #roll(window: number): void {
    if (window === this.#window) return;
    this.#busyBefore = window === this.#window + 1 ? this.#busy : [];
    this.#busy = [];
    this.#window = window;
  }
}
