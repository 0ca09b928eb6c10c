// Dollars traded in a market in the last 24 hours, by the hour: what a venue shows of it. Of the time before it was watched
// there is a stated sum, which leaves hour by hour.

const HOUR_MS = 3_600_000;
const HOURS = 24;

export class DayVolume {
  /** Micro-dollars by hour of the clock, the last 24. */
  readonly #hours: Float64Array;
  #hour: number;

  constructor(before: number, startAt: number) {
    this.#hours = new Float64Array(HOURS).fill(Math.floor(before / HOURS));
    this.#hour = Math.floor(startAt / HOUR_MS);
  }

  add(at: number, traded: number): void {
    this.#reach(at);
    this.#hours[this.#hour % HOURS]! += traded;
  }

  /** Whole micro-dollars. */
  total(at: number): number {
    this.#reach(at);
    return this.#hours.reduce((sum, hour) => sum + hour, 0);
  }

  #reach(at: number): void {
    const hour = Math.floor(at / HOUR_MS);
    for (let passed = Math.max(this.#hour + 1, hour - HOURS + 1); passed <= hour; passed++) this.#hours[passed % HOURS] = 0;
    if (hour > this.#hour) this.#hour = hour;
  }
}
