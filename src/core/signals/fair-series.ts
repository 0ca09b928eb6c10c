// Fair value over a window of event time: what it moved, how much it varied and how fast it wanders. Kept as 60 buckets of
// whole micro-dollars with running sums, so that an observation costs the same whatever the window and the sums never drift.

/** A window is known for volatility after a twelfth of it: five buckets. */
const SERIES_BUCKETS = 60;
const KNOWN_BUCKETS = SERIES_BUCKETS / 12;
const MS_PER_SECOND = 1_000;

export interface FairSeriesSnapshot {
  readonly windowMs: number; readonly values: readonly number[]; readonly head: number; readonly filled: number;
  readonly bucket: number | null; readonly last: number | null; readonly isPaused: boolean;
}

export class FairSeries {
  readonly windowMs: number;
  readonly #bucketMs: number;
  readonly #values = new Float64Array(SERIES_BUCKETS);
  /** Closed buckets, each with the fair value at its end. */
  #filled = 0;
  #head = 0;
  #sum = 0;
  #sumOfSquares = 0;
  /** Of the steps from each closed bucket to the next. */
  #sumOfSquaredSteps = 0;
  /** Number of the bucket now open; NaN before the first observation. */
  #bucket = NaN;
  #isPaused = false;
  #last = NaN;

  constructor(windowMs: number) {
    this.windowMs = windowMs;
    this.#bucketMs = windowMs / SERIES_BUCKETS;
  }

  /** `fair` in whole micro-dollars holds from `ts` on. Time must not go back. */
  observe(ts: number, fair: number): void {
    this.advance(ts);
    this.#isPaused = false;
    this.#last = fair;
  }

  /** Lets time pass with the last value still holding. */
  advance(ts: number): void {
    const bucket = Math.floor(ts / this.#bucketMs);
    if (bucket === this.#bucket) return;
    if (Number.isNaN(this.#bucket)) {
      this.#bucket = bucket;
      this.#isPaused = false;
      return;
    }
    // Time in which the price was not known is no time in which it stood still.
    let steps = this.#isPaused ? 1 : bucket - this.#bucket;
    this.#isPaused = false;
    if (steps > SERIES_BUCKETS) steps = SERIES_BUCKETS;
    for (let i = 0; i < steps; i++) this.#close(this.#last);
    this.#bucket = bucket;
  }

  /** The price is not known until the next observation. */
  pause(): void { this.#isPaused = true; }

  #close(value: number): void {
    if (this.#filled === SERIES_BUCKETS) {
      const old = this.#values[this.#head]!;
      const step = this.#values[next(this.#head)]! - old;
      this.#sum -= old;
      this.#sumOfSquares -= old * old;
      this.#sumOfSquaredSteps -= step * step;
    } else this.#filled++;
    if (this.#filled > 1) {
      const step = value - this.#values[previous(this.#head)]!;
      this.#sumOfSquaredSteps += step * step;
    }
    this.#values[this.#head] = value;
    this.#sum += value;
    this.#sumOfSquares += value * value;
    this.#head = next(this.#head);
  }

  /** Standard deviation over the window, micro-dollars; NaN until a twelfth of it has been seen. */
  deviation(): number {
    if (this.#filled < KNOWN_BUCKETS) return NaN;
    // The open bucket counts: a jump is news before its bucket has closed.
    const n = this.#filled + 1;
    const mean = (this.#sum + this.#last) / n;
    const variance = (this.#sumOfSquares + this.#last * this.#last) / n - mean * mean;
    return variance > 0 ? Math.sqrt(variance) : 0;
  }

  /**
   * σ of a price that wanders: what it moves in a second, micro-dollars per √second (after t seconds it is √t times as
   * much). From the steps between buckets, so that a level the price left minutes ago does not count as movement now, as it
   * does for `deviation`. A step over time in which the price was not known counts as one, which errs to the large side.
   * NaN until a twelfth of the window has been seen.
   */
  wander(): number {
    if (this.#filled < KNOWN_BUCKETS) return NaN;
    // The open bucket counts: a jump is news before its bucket has closed. There are as many steps as closed buckets.
    const open = this.#last - this.#values[previous(this.#head)]!;
    return Math.sqrt(((this.#sumOfSquaredSteps + open * open) / this.#filled) * (MS_PER_SECOND / this.#bucketMs));
  }

  /** Signed move over the window; NaN until the whole window has been seen. */
  move(): number {
    return this.#filled < SERIES_BUCKETS ? NaN : this.#last - this.#values[this.#head]!;
  }

  /** Signed move over what has been seen, at most the window; NaN before a bucket has closed. */
  moveSoFar(): number {
    if (this.#filled === 0) return NaN;
    return this.#last - this.#values[this.#filled < SERIES_BUCKETS ? 0 : this.#head]!;
  }

  toJSON(): FairSeriesSnapshot {
    return {
      windowMs: this.windowMs, values: [...this.#values], head: this.#head, filled: this.#filled,
      bucket: Number.isNaN(this.#bucket) ? null : this.#bucket, last: Number.isNaN(this.#last) ? null : this.#last, isPaused: this.#isPaused,
    };
  }

  static fromJSON(snapshot: FairSeriesSnapshot): FairSeries {
    const series = new FairSeries(snapshot.windowMs);
    series.#values.set(snapshot.values);
    series.#head = snapshot.head;
    series.#filled = snapshot.filled;
    series.#bucket = snapshot.bucket ?? NaN;
    series.#last = snapshot.last ?? NaN;
    series.#isPaused = snapshot.isPaused;
    const oldest = snapshot.filled < SERIES_BUCKETS ? 0 : snapshot.head;
    for (let i = 0; i < snapshot.filled; i++) {
      const at = (oldest + i) % SERIES_BUCKETS;
      const value = snapshot.values[at]!;
      series.#sum += value;
      series.#sumOfSquares += value * value;
      const step = i === 0 ? 0 : value - snapshot.values[previous(at)]!;
      series.#sumOfSquaredSteps += step * step;
    }
    return series;
  }
}

const next = (bucket: number): number => (bucket + 1 === SERIES_BUCKETS ? 0 : bucket + 1);
const previous = (bucket: number): number => (bucket === 0 ? SERIES_BUCKETS - 1 : bucket - 1);
