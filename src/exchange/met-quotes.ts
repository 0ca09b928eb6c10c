// What orders of ours on one side met of displayed quotes lately, resting or taking. A recording goes on as if they had not: the
// quote they used up may leave its level and show again on another, and is still the same one.

/** placeholder: to be fitted on quote lifetimes. */
export const SAME_QUOTE_MS = 10_000;

export class MetQuotes {
  /** Oldest first. */
  readonly #met: { readonly at: number; readonly size: number }[] = [];
  #sum = 0;

  add(size: number, at: number): void {
    this.#met.push({ at, size });
    this.#sum += size;
  }

  /** Micro-shares that count as met at `now`. */
  size(now: number): number {
    for (let oldest = this.#met[0]; oldest !== undefined && now - oldest.at > SAME_QUOTE_MS; oldest = this.#met[0]) {
      this.#met.shift();
      this.#sum -= oldest.size;
    }
    return this.#sum;
  }
}
