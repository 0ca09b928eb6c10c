// The path of a price over the last minutes, as its running sum at the end of each second: what it was on average between two
// moments, at the cost of a subtraction. A price holds until the next one, and not for long without one: what is not known is no
// average.

/** placeholder: of 78,515 prices of a recorded day 92 came later than this after the one before. */
export const HOLDS_MS = 5_000;
/** The longest average that markets are known to be decided by is of 60 s. */
const SECONDS = 256;
const MS = 1_000;

export interface PricePathSnapshot {
  readonly from: number | null; readonly at: number | null; readonly price: number | null; readonly sum: number; readonly blind: number;
  readonly sums: readonly number[]; readonly blinds: readonly number[];
}

export class PricePath {
  /** Dollars × milliseconds since the path began, and milliseconds of these without a price, at the end of a second. */
  readonly #sums = new Float64Array(SECONDS);
  readonly #blinds = new Float64Array(SECONDS);
  /** The first second that is kept. */
  #from = NaN;
  #at = NaN;
  #price = NaN;
  #sum = 0;
  #blind = 0;

  /** `price` holds from `at` on. Time must not go back. */
  observe(at: number, price: number): void {
    if (!(at - this.#at <= SECONDS * MS)) this.#begin(at);
    else this.#advance(at);
    this.#at = at;
    this.#price = price;
  }

  /** Between two moments, the first one at the end of a second and the second one too, or that of the last price. NaN where it is not all known. */
  average(from: number, to: number): number {
    const second = Math.floor(from / MS);
    if (!(second >= this.#from) || second <= Math.floor(this.#at / MS) - SECONDS || to > this.#at || from >= to) return NaN;
    const last = Math.floor(to / MS) % SECONDS;
    const sum = to === this.#at ? this.#sum : this.#sums[last]!;
    const blind = to === this.#at ? this.#blind : this.#blinds[last]!;
    return blind === this.#blinds[second % SECONDS] ? (sum - this.#sums[second % SECONDS]!) / (to - from) : NaN;
  }

  #begin(at: number): void {
    this.#from = Math.ceil(at / MS);
    this.#sum = this.#blind = 0;
    if (at % MS === 0) this.#sums[this.#from % SECONDS] = this.#blinds[this.#from % SECONDS] = 0;
  }

  #advance(at: number): void {
    for (let second = Math.floor(this.#at / MS) + 1; second * MS <= at; second++) {
      const passed = second * MS - this.#at;
      this.#sums[second % SECONDS] = this.#sum + this.#price * passed;
      this.#blinds[second % SECONDS] = this.#blind + Math.max(0, passed - HOLDS_MS);
    }
    this.#sum += this.#price * (at - this.#at);
    this.#blind += Math.max(0, at - this.#at - HOLDS_MS);
  }

  toJSON(): PricePathSnapshot {
    const orNull = (x: number): number | null => (Number.isNaN(x) ? null : x);
    return { from: orNull(this.#from), at: orNull(this.#at), price: orNull(this.#price), sum: this.#sum, blind: this.#blind, sums: [...this.#sums], blinds: [...this.#blinds] };
  }

  static fromJSON(snapshot: PricePathSnapshot): PricePath {
    const path = new PricePath();
    path.#from = snapshot.from ?? NaN;
    path.#at = snapshot.at ?? NaN;
    path.#price = snapshot.price ?? NaN;
    path.#sum = snapshot.sum;
    path.#blind = snapshot.blind;
    path.#sums.set(snapshot.sums);
    path.#blinds.set(snapshot.blinds);
    return path;
  }
}
