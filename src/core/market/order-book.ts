// The canonical book of one market: total size per price level on YES, both sides, indexed by tick, with our own
// resting size kept beside it so that signals can look at the market without us. Owns no orders and decides nothing.

import { MICROS, type Price, type Size } from '../domain/numbers.ts';
import type { Side } from '../domain/side.ts';

/** How many populated levels of others from the touch the deepest signals look at. */
export const SIGNAL_DEPTH = 5;

export class OrderBook {
  readonly tick: number;
  /** Index of the level at 1.00; prices 0 … PAR are indexes 0 … top. */
  readonly top: number;
  readonly bids: Float64Array;
  readonly asks: Float64Array;
  #watchedDepth = SIGNAL_DEPTH;
  /** Index of the last level that anything looks at; NaN while it has to be found anew. */
  #bidEdge = NaN;
  #askEdge = NaN;
  readonly #ownBids: Float64Array;
  readonly #ownAsks: Float64Array;
  /** −1 when there are no bids. */
  #bestBid = -1;
  /** top + 1 when there are no asks. */
  #bestAsk: number;
  /** Populated levels, so that a walk over a sparse side knows when it has seen them all. */
  #bidLevels = 0;
  #askLevels = 0;

  constructor(tick: Price) {
    this.tick = tick;
    this.top = Math.round(MICROS / tick);
    this.bids = new Float64Array(this.top + 1);
    this.asks = new Float64Array(this.top + 1);
    this.#ownBids = new Float64Array(this.top + 1);
    this.#ownAsks = new Float64Array(this.top + 1);
    this.#bestAsk = this.top + 1;
  }

  /** True when `price` is a level of this book. */
  has(price: number): boolean {
    const index = price / this.tick;
    return index >= 0 && index <= this.top && Number.isInteger(index);
  }

  /** Sets the total size of a level. Returns whether a level that is looked at changed. Throws for a price off the grid. */
  apply(side: Side, price: Price, size: Size): boolean {
    const index = price / this.tick;
    if (!Number.isInteger(index) || index < 0 || index > this.top) throw new RangeError(`price ${price} is not a level of a book with tick ${this.tick}`);
    if (side === 'bid') {
      const before = this.bids[index]!;
      if (before === size) return false;
      if (before === 0) this.#bidLevels++;
      else if (size === 0) this.#bidLevels--;
      this.bids[index] = size;
      if (size > 0) {
        if (index > this.#bestBid) {
          this.#bestBid = index;
          this.#bidEdge = NaN;
          return true;
        }
      } else if (index === this.#bestBid) {
        let best = index - 1;
        while (best >= 0 && this.bids[best] === 0) best--;
        this.#bestBid = best;
        this.#bidEdge = NaN;
        return true;
      }
      if (Number.isNaN(this.#bidEdge)) this.#bidEdge = this.#edgeOf(this.bids, this.#ownBids, this.#bestBid, -1);
      if (index < this.#bidEdge) return false;
      if (before === 0 || size === 0 || this.#ownBids[index]! > 0) this.#bidEdge = NaN;
      return true;
    }
    const before = this.asks[index]!;
    if (before === size) return false;
    if (before === 0) this.#askLevels++;
    else if (size === 0) this.#askLevels--;
    this.asks[index] = size;
    if (size > 0) {
      if (index < this.#bestAsk) {
        this.#bestAsk = index;
        this.#askEdge = NaN;
        return true;
      }
    } else if (index === this.#bestAsk) {
      let best = index + 1;
      while (best <= this.top && this.asks[best] === 0) best++;
      this.#bestAsk = best;
      this.#askEdge = NaN;
      return true;
    }
    if (Number.isNaN(this.#askEdge)) this.#askEdge = this.#edgeOf(this.asks, this.#ownAsks, this.#bestAsk, 1);
    if (index > this.#askEdge) return false;
    if (before === 0 || size === 0 || this.#ownAsks[index]! > 0) this.#askEdge = NaN;
    return true;
  }

  /** The last of the watched levels on which others rest; beyond the book while there are fewer. */
  #edgeOf(levels: Float64Array, own: Float64Array, best: number, step: 1 | -1): number {
    let seen = 0;
    for (let i = best; i >= 0 && i <= this.top; i += step) if (levels[i]! > own[i]! && ++seen === this.#watchedDepth) return i;
    return step === 1 ? Infinity : -Infinity;
  }

  /** How many levels of others from the touch anything looks at now: a change behind them touches no decision. */
  get watchedDepth(): number { return this.#watchedDepth; }
  set watchedDepth(levels: number) {
    this.#watchedDepth = levels;
    this.#bidEdge = this.#askEdge = NaN;
  }

  /** The public levels that are levels of that grid too, in a book of their own. */
  onGrid(tick: Price): OrderBook {
    const book = new OrderBook(tick);
    for (const side of ['bid', 'ask'] satisfies Side[]) {
      const levels = this.levels(side);
      for (let i = 0; i < levels.length; i += 2) if (book.has(levels[i]!)) book.apply(side, levels[i] as Price, levels[i + 1] as Size);
    }
    return book;
  }

  /** Empties both sides of the public book; our own orders stay known. */
  clear(): void {
    this.bids.fill(0);
    this.asks.fill(0);
    this.#bestBid = -1;
    this.#bestAsk = this.top + 1;
    this.#bidLevels = this.#askLevels = 0;
    this.#bidEdge = this.#askEdge = NaN;
  }

  /** Replaces the public book. Levels are flat pairs [price, size, …]. */
  replace(bids: readonly number[], asks: readonly number[]): void {
    this.clear();
    for (let i = 0; i < bids.length; i += 2) this.apply('bid', bids[i] as Price, bids[i + 1] as Size);
    for (let i = 0; i < asks.length; i += 2) this.apply('ask', asks[i] as Price, asks[i + 1] as Size);
  }

  /** Adds to (or takes from) what of a level is ours. Only for venues whose public book contains our orders. */
  addOwn(side: Side, price: Price, change: number): void {
    const own = side === 'bid' ? this.#ownBids : this.#ownAsks;
    const index = price / this.tick;
    own[index] = Math.max(0, own[index]! + change);
    this.#bidEdge = this.#askEdge = NaN;
  }

  sizeAt(side: Side, price: Price): Size {
    return ((side === 'bid' ? this.bids : this.asks)[price / this.tick] ?? 0) as Size;
  }

  /** Best public bid, ours included; NaN when there is none. */
  bestBid(): number { return this.#bestBid < 0 ? NaN : this.#bestBid * this.tick; }
  bestAsk(): number { return this.#bestAsk > this.top ? NaN : this.#bestAsk * this.tick; }

  /** Best level index on which others rest; −1 when none. */
  othersBidIndex(): number {
    let i = this.#bestBid;
    while (i >= 0 && this.bids[i]! - this.#ownBids[i]! <= 0) i--;
    return i;
  }
  /** top + 1 when none. */
  othersAskIndex(): number {
    let i = this.#bestAsk;
    while (i <= this.top && this.asks[i]! - this.#ownAsks[i]! <= 0) i++;
    return i;
  }
  /** Size of others at a level index, ≥ 0. */
  othersBidSize(index: number): number { return Math.max(0, this.bids[index]! - this.#ownBids[index]!); }
  othersAskSize(index: number): number { return Math.max(0, this.asks[index]! - this.#ownAsks[index]!); }

  /** Micro-shares of others on the best `levels` populated levels. */
  othersDepth(side: Side, levels: number): number {
    let sum = 0;
    let left = levels;
    let unseen = side === 'bid' ? this.#bidLevels : this.#askLevels;
    const step = side === 'bid' ? -1 : 1;
    const total = side === 'bid' ? this.bids : this.asks;
    const own = side === 'bid' ? this.#ownBids : this.#ownAsks;
    for (let i = side === 'bid' ? this.#bestBid : this.#bestAsk; left > 0 && unseen > 0; i += step) {
      const here = total[i]!;
      if (here === 0) continue;
      unseen--;
      const others = here - own[i]!;
      if (others > 0) { sum += others; left--; }
    }
    return sum;
  }

  /** Flat pairs, best first; at most `limit` levels. */
  levels(side: Side, limit = Infinity): number[] {
    const out: number[] = [];
    if (side === 'bid') {
      for (let i = this.#bestBid; i >= 0 && out.length < 2 * limit; i--) if (this.bids[i]! > 0) out.push(i * this.tick, this.bids[i]!);
    } else {
      for (let i = this.#bestAsk; i <= this.top && out.length < 2 * limit; i++) if (this.asks[i]! > 0) out.push(i * this.tick, this.asks[i]!);
    }
    return out;
  }
}
