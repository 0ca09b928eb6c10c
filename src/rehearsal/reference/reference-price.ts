// A made-up bitcoin: a seeded walk of one step a second, and its mean over the last minute, by which the up-or-down markets
// are settled.

import { Random } from '../../exchange/random.ts';

const START = 67_000;
/** Standard deviation of a step, as a fraction of the price: about 45 % a year. */
export const STEP_DEVIATION = 0.00008;
const TWAP_STEPS = 60;

export class ReferencePrice {
  readonly #random: Random;
  readonly #recent: number[] = [];
  #price = START;

  constructor(seed: number) { this.#random = new Random(seed, 'reference/btc'); }

  /** Dollars, to the cent. */
  get price(): number { return Math.round(this.#price * 100) / 100; }

  /** The mean of the last sixty prices. */
  get twap(): number {
    const { length } = this.#recent;
    if (length === 0) return this.price;
    return Math.round((this.#recent.reduce((sum, price) => sum + price, 0) / length) * 100) / 100;
  }

  step(): void {
    this.#price *= 1 + STEP_DEVIATION * this.#random.normal();
    this.#recent.push(this.price);
    if (this.#recent.length > TWAP_STEPS) this.#recent.shift();
  }
}
