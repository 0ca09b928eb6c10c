// Changes of fair value over fixed steps of event time, which are the same steps for every market, so that two markets can
// be held against each other step by step. A step in which the price was not known is unknown, not quiet.

const STEPS = 60;
/** Two series are compared from this many steps on that both know: half a window. */
const KNOWN_STEPS = STEPS / 2;

export interface StepSeriesSnapshot {
  readonly windowMs: number; readonly changes: readonly (number | null)[];
  readonly step: number | null; readonly before: number | null; readonly fair: number | null;
}

export class StepSeries {
  readonly windowMs: number;
  readonly #stepMs: number;
  /** Micro-dollars, by the number of the step modulo the length of the ring. */
  readonly #changes = new Float64Array(STEPS).fill(NaN);
  #step = NaN;
  /** Fair value at the end of the last step that closed, and now. */
  #before = NaN;
  #fair = NaN;

  constructor(windowMs: number) {
    this.windowMs = windowMs;
    this.#stepMs = windowMs / STEPS;
  }

  /** Whole micro-dollars; NaN while nothing prices the market. */
  observe(ts: number, fair: number): void {
    this.advance(ts);
    this.#fair = fair;
  }

  /** Lets time pass with what is known now still holding. */
  advance(ts: number): void {
    const step = Math.floor(ts / this.#stepMs);
    if (step === this.#step) return;
    if (Number.isNaN(this.#step)) { this.#step = step; return; }
    // Whatever lies further back has left the ring.
    for (let i = Math.max(this.#step, step - STEPS - 1); i < step; i++) {
      this.#changes[i % STEPS] = this.#fair - this.#before;
      this.#before = this.#fair;
    }
    this.#step = step;
  }

  /** Pearson's correlation of the changes in the steps that both know, −1 … 1; NaN where they are too few or one did not move. Both have to have been advanced to the same time. */
  correlation(other: StepSeries): number {
    let n = 0;
    let x = 0;
    let y = 0;
    let xx = 0;
    let yy = 0;
    let xy = 0;
    for (let i = 0; i < STEPS; i++) {
      const a = this.#changes[i]!;
      const b = other.#changes[i]!;
      if (Number.isNaN(a) || Number.isNaN(b)) continue;
      n++;
      x += a;
      y += b;
      xx += a * a;
      yy += b * b;
      xy += a * b;
    }
    if (n < KNOWN_STEPS) return NaN;
    const spread = (n * xx - x * x) * (n * yy - y * y);
    return spread > 0 ? (n * xy - x * y) / Math.sqrt(spread) : NaN;
  }

  toJSON(): StepSeriesSnapshot {
    const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
    return { windowMs: this.windowMs, changes: Array.from(this.#changes, orNull), step: orNull(this.#step), before: orNull(this.#before), fair: orNull(this.#fair) };
  }

  static fromJSON(snapshot: StepSeriesSnapshot): StepSeries {
    const series = new StepSeries(snapshot.windowMs);
    snapshot.changes.forEach((change, i) => { series.#changes[i] = change ?? NaN; });
    series.#step = snapshot.step ?? NaN;
    series.#before = snapshot.before ?? NaN;
    series.#fair = snapshot.fair ?? NaN;
    return series;
  }
}
