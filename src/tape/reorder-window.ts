// Puts rows that come a little late back in the order of their stamps, stably and within a bounded window. A row older
// than what has been given out already is not moved: `push` says so and the reader stops.

export class ReorderWindow<T extends { readonly ts: number }> {
  readonly #windowMs: number;
  #held: T[] = [];
  #head = 0;
  #newest = -Infinity;
  #released = -Infinity;
  backward = 0;

  constructor(windowMs: number) { this.#windowMs = windowMs; }

  /** False, and the row is not taken, when its place is gone. */
  push(row: T): boolean {
    if (row.ts < this.#released) return false;
    const held = this.#held;
    if (row.ts >= this.#newest) {
      this.#newest = row.ts;
      held.push(row);
      return true;
    }
    this.backward++;
    let at = held.length;
    held.push(row);
    while (at > this.#head && held[at - 1]!.ts > row.ts) { held[at] = held[at - 1]!; at--; }
    held[at] = row;
    return true;
  }

  /** The next row that nothing allowed can come before any more; null when there is none yet. */
  take(): T | null {
    return this.#head < this.#held.length && this.#held[this.#head]!.ts <= this.#newest - this.#windowMs ? this.#shift() : null;
  }

  /** The next row whatever may still come: after the last `push`. */
  drain(): T | null { return this.#head < this.#held.length ? this.#shift() : null; }

  #shift(): T {
    const row = this.#held[this.#head++]!;
    this.#released = row.ts;
    if (this.#head >= 4_096) {
      this.#held = this.#held.slice(this.#head);
      this.#head = 0;
    }
    return row;
  }
}
