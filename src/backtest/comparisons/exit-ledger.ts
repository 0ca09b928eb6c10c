// How one market gets out of its positions: from the moment a position reaches a size until it is flat, what that took and
// what it came to against what the position had cost. Told of every fill; average cost, like the core's own books.

export interface Exit {
  readonly market: string;
  /** Milliseconds; `until` null where it was still going on at the end of the run. */
  readonly from: number;
  readonly until: number | null;
  /** Shares when it began, signed. */
  readonly size: number;
  /** Dollars against cost, after fees; what is left at the end of a run counts at fair value. */
  readonly profit: number;
}

/** Within this many dollars a share of the position an exit is even. */
const EVEN = 0.0025;
/** Rests of float sums. */
const NOTHING = 1e-9;

export const outcomeOf = ({ size, profit }: Exit): 'profitable' | 'even' | 'losing' => {
  const perShare = profit / Math.abs(size);
  return perShare > EVEN ? 'profitable' : perShare < -EVEN ? 'losing' : 'even';
};

/** Shares and dollars; prices of YES. */
export class ExitLedger {
  readonly exits: Exit[] = [];
  readonly #market: string;
  #net = 0;
  /** What is held cost, signed like `#net`. */
  #cost = 0;
  #under: { readonly from: number; readonly size: number; realised: number } | null = null;

  constructor(market: string) { this.#market = market; }

  get isUnderWay(): boolean { return this.#under !== null; }

  /** `begin`: the size at which an exit begins; `flat`: below this nothing can be traded any more. */
  filled({ ts, side, price, size, fee }: { readonly ts: number; readonly side: 'bid' | 'ask'; readonly price: number; readonly size: number; readonly fee: number }, { begin, flat }: { readonly begin: number; readonly flat: number }): void {
    const signed = side === 'bid' ? size : -size;
    const before = this.#net;
    const closing = before * signed < 0 ? Math.min(size, Math.abs(before)) : 0;
    const gained = closing === 0 ? 0 : Math.sign(before) * (price - this.#cost / before) * closing;
    if (this.#under !== null) this.#under.realised += gained - fee;
    if (closing > 0) this.#cost *= 1 - closing / Math.abs(before);
    this.#cost += Math.sign(signed) * (size - closing) * price;
    this.#net = before + signed;
    const hasTurned = before * this.#net < 0;
    if (Math.abs(this.#net) < NOTHING) this.#net = this.#cost = 0;
    if (this.#under !== null && (hasTurned || Math.abs(this.#net) < flat)) this.#end(ts);
    if (this.#under === null && Math.abs(this.#net) >= begin - NOTHING) this.begin(ts);
  }

  /** Whatever its size: somebody says that it is worked off from now on. */
  begin(ts: number): void {
    if (this.#under === null && this.#net !== 0) this.#under = { from: ts, size: this.#net, realised: 0 };
  }

  /** The market paid `price` for each YES. */
  settled(ts: number, price: number): void {
    if (this.#under !== null) {
      this.#under.realised += this.#net * price - this.#cost;
      this.#end(ts);
    }
    this.#net = this.#cost = 0;
  }

  /** The end of the run; `fairValue` NaN where nothing prices it, and then what is left counts at its cost. */
  finish(fairValue: number): void {
    if (this.#under === null) return;
    this.#under.realised += Number.isNaN(fairValue) ? 0 : this.#net * fairValue - this.#cost;
    this.#end(null);
  }

  #end(until: number | null): void {
    if (this.#under === null) return;
    const { from, size, realised } = this.#under;
    this.exits.push({ market: this.#market, from, until, size, profit: realised });
    this.#under = null;
  }
}
