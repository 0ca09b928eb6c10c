// The book a recording displays, and what is known beyond its sizes: which levels were ever seen, how much of each our own
// orders have already used up, and how much just left each without a print. Our orders are never part of it.

import type { LevelList } from '../core/domain/events.ts';
import type { Price, Size } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { PRINT_LAG_MS } from './pessimistic-queue.ts';

interface SideState {
  /** 1 where the size of the level, 0 or more, is known. */
  readonly seen: Uint8Array;
  /** What our orders took of the size shown. */
  readonly used: Float64Array;
  /** What left the level and no print has accounted for, and when it last did. */
  readonly unprinted: Float64Array;
  readonly shrankAt: Float64Array;
}

export class DisplayedBook {
  readonly #book: OrderBook;
  readonly #bid: SideState;
  readonly #ask: SideState;
  /** Room for the levels of one side while a book is replaced. */
  readonly #listed: Float64Array;
  #isTrusted = false;

  constructor(tick: Price) {
    this.#book = new OrderBook(tick);
    this.#bid = sideState(this.#book.top + 1);
    this.#ask = sideState(this.#book.top + 1);
    this.#listed = new Float64Array(this.#book.top + 1);
  }

  get tick(): number { return this.#book.tick; }

  /** True when what is displayed may be traded against: confirmed since the last doubt, and not crossed in itself. */
  get isTradable(): boolean { return this.#isTrusted && !(this.#book.bestBid() >= this.#book.bestAsk()); }

  trust(isTrusted: boolean): void { this.#isTrusted = isTrusted; }

  /** NaN when the side is empty. */
  best(side: Side): number { return side === 'bid' ? this.#book.bestBid() : this.#book.bestAsk(); }

  set(side: Side, price: Price, size: Size, now: number): void {
    const index = price / this.#book.tick;
    const state = side === 'bid' ? this.#bid : this.#ask;
    const before = this.#book.sizeAt(side, price);
    state.seen[index] = 1;
    if (size === before) return;
    if (size < before) {
      state.unprinted[index] = before - size + this.#freshDrop(state, index, now);
      state.shrankAt[index] = now;
    }
    // Of what is left, what we used comes first: a shrinking level never makes size available again.
    if (state.used[index]! > size) state.used[index] = size;
    this.#book.apply(side, price, size);
  }

  /** A level worse than the worst one listed may be out of view rather than empty: it becomes unseen. */
  replace(bids: LevelList, asks: LevelList, now: number): void {
    this.#replaceSide('bid', bids, now);
    this.#replaceSide('ask', asks, now);
    this.#isTrusted = true;
  }

  /** What stands before an order that joins a level now; Infinity where the level was never seen. */
  displayedAt(side: Side, price: Price): number {
    const best = this.best(side);
    const isBeforeAll = Number.isNaN(best) || (side === 'bid' ? price > best : price < best);
    if (isBeforeAll && this.isTradable) return 0;
    const state = side === 'bid' ? this.#bid : this.#ask;
    return state.seen[price / this.#book.tick] === 1 ? this.#book.sizeAt(side, price) : Infinity;
  }

  /** What just left the level without a print. */
  unprintedAt(side: Side, price: Price, now: number): number {
    return this.#freshDrop(side === 'bid' ? this.#bid : this.#ask, price / this.#book.tick, now);
  }

  /** When the level last showed less than before; −Infinity when it never did. */
  shrankAt(side: Side, price: Price): number { return (side === 'bid' ? this.#bid : this.#ask).shrankAt[price / this.#book.tick]!; }

  print(side: Side, price: Price, size: Size, now: number): void {
    const state = side === 'bid' ? this.#bid : this.#ask;
    const index = price / this.#book.tick;
    state.unprinted[index] = Math.max(0, this.#freshDrop(state, index, now) - size);
  }

  sizeAt(side: Side, price: Price): number { return this.#book.sizeAt(side, price); }

  /** What of a level our orders have not used up yet. */
  availableAt(side: Side, price: Price): number {
    const state = side === 'bid' ? this.#bid : this.#ask;
    return Math.max(0, this.#book.sizeAt(side, price) - state.used[price / this.#book.tick]!);
  }

  use(side: Side, price: Price, size: number): void {
    const state = side === 'bid' ? this.#bid : this.#ask;
    const index = price / this.#book.tick;
    state.used[index] = state.used[index]! + size;
  }

  #freshDrop(state: SideState, index: number, now: number): number {
    return now - state.shrankAt[index]! > PRINT_LAG_MS ? 0 : state.unprinted[index]!;
  }

  #replaceSide(side: Side, levels: LevelList, now: number): void {
    const state = side === 'bid' ? this.#bid : this.#ask;
    const { tick, top } = this.#book;
    const sizes = this.#listed.fill(0);
    // An empty side is empty all the way.
    let worst = levels.length === 0 ? (side === 'bid' ? 0 : top) : levels[0]! / tick;
    for (let i = 0; i < levels.length; i += 2) {
      const index = levels[i]! / tick;
      worst = side === 'bid' ? Math.min(worst, index) : Math.max(worst, index);
      sizes[index] = levels[i + 1]!;
    }
    const shown = side === 'bid' ? this.#book.bids : this.#book.asks;
    for (let index = 0; index <= top; index++) {
      const isInView = side === 'bid' ? index >= worst : index <= worst;
      state.seen[index] = isInView ? 1 : 0;
      if (shown[index] === sizes[index]) continue;
      const price = (index * tick) as Price;
      if (isInView) this.set(side, price, sizes[index] as Size, now);
      else this.#book.apply(side, price, 0 as Size);
    }
  }
}

const sideState = (levels: number): SideState => ({
  seen: new Uint8Array(levels), used: new Float64Array(levels), unprinted: new Float64Array(levels), shrankAt: new Float64Array(levels).fill(-Infinity),
});
