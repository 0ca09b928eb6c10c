// Keeps at most so many equally spaced moments of a run whose length nobody knows: when there are too many, every second
// one goes and the spacing doubles. Depends on the stamps alone, so two runs over one tape are sampled at the same moments.

export class Sampler<T> {
  readonly #most: number;
  #stepMs: number;
  #origin = Number.NaN;
  #nextAt = -Infinity;
  #samples: T[] = [];

  constructor(most: number, firstStepMs: number) {
    if (most < 4) throw new RangeError(`a series of ${most} points shows nothing`);
    this.#most = most;
    this.#stepMs = firstStepMs;
  }

  get stepMs(): number { return this.#stepMs; }
  get samples(): readonly T[] { return this.#samples; }
  /** The next moment to be sampled. */
  get nextAt(): number { return this.#nextAt; }

  begin(at: number): void {
    this.#origin = at;
    this.#nextAt = at;
  }

  /** Every moment due by `now` gets what `take` says of it. */
  reach(now: number, take: (at: number) => T): void {
    while (this.#nextAt <= now) {
      this.#samples.push(take(this.#nextAt));
      if (this.#samples.length > this.#most) {
        this.#samples = this.#samples.filter((_, index) => index % 2 === 0);
        this.#stepMs *= 2;
      }
      this.#nextAt = this.#origin + this.#samples.length * this.#stepMs;
    }
  }
}
