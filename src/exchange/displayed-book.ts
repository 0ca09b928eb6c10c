// The book a recording displays, and what is known beyond its sizes: which levels are in view, how much of each our own
// orders have already used up, and how much just left each without a print. Our orders are never part of it.

import type { Price, Size } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { BID, type TapeColumns } from '../tape/columns.ts';
import { GoneBefore } from './gone-before.ts';
import { LevelMemory } from './level-memory.ts';

interface SideState {
  readonly memory: LevelMemory;
  /** The worst level of the last whole book: all from here to the touch is known. −1 before there was one. */
  viewedTo: number;
  /** No level beyond this one is populated. −1 while none is. */
  reachesTo: number;
}

export class DisplayedBook {
  readonly #book: OrderBook;
  readonly #bid: SideState;
  readonly #ask: SideState;
  /** Of whole books: what was stated singly before the last one counts as seen no longer. */
  #generation = 1;
  #isTrusted = false;

  constructor(tick: Price) {
    this.#book = new OrderBook(tick);
    // Nothing here asks whether a change is near the touch, so the book need not look.
    this.#book.watchedDepth = 1;
    const levels = this.#book.top + 1;
    this.#bid = { memory: new LevelMemory(levels), viewedTo: -1, reachesTo: -1 };
    this.#ask = { memory: new LevelMemory(levels), viewedTo: -1, reachesTo: -1 };
  }

  get tick(): number { return this.#book.tick; }

  /** True when what is displayed may be traded against: confirmed since the last doubt, and not crossed in itself. */
  get isTradable(): boolean { return this.#isTrusted && !(this.#book.bestBid() >= this.#book.bestAsk()); }

  trust(isTrusted: boolean): void { this.#isTrusted = isTrusted; }

  has(price: number): boolean { return this.#book.has(price); }

  /** NaN when the side is empty. */
  best(side: Side): number { return side === 'bid' ? this.#book.bestBid() : this.#book.bestAsk(); }

  /** Returns how much left the level that no print before explains. */
  set(side: Side, price: Price, size: Size, now: number): number {
    const index = price / this.#book.tick;
    const before = (side === 'bid' ? this.#book.bids : this.#book.asks)[index];
    const state = side === 'bid' ? this.#bid : this.#ask;
    // The book refuses a price off its grid before anything is remembered of it.
    if (size !== before) this.#book.apply(side, price, size);
    state.memory.see(index, this.#generation);
    if (size < before!) return state.memory.shrank(index, before! - size, size, now);
    if (state.reachesTo < 0 || (side === 'bid' ? index < state.reachesTo : index > state.reachesTo)) state.reachesTo = index;
    return 0;
  }

  /** By the rows after a snapshot's. A level worse than the worst one listed may be out of view rather than empty: it becomes unseen. */
  replace(columns: TapeColumns, snapshotRow: number, now: number): void {
    this.#generation++;
    const end = snapshotRow + columns.size[snapshotRow]!;
    const { tick, top } = this.#book;
    // An empty side is empty all the way.
    const worst = { bid: top + 1, ask: -1 };
    for (let row = snapshotRow + 1; row <= end; row++) {
      const side = columns.side[row] === BID ? 'bid' : 'ask';
      const price = columns.price[row]! as Price;
      this.set(side, price, columns.size[row]! as Size, now);
      worst[side] = side === 'bid' ? Math.min(worst.bid, price / tick) : Math.max(worst.ask, price / tick);
    }
    this.#clear('bid', this.#bid, worst.bid > top ? 0 : worst.bid, now);
    this.#clear('ask', this.#ask, worst.ask < 0 ? top : worst.ask, now);
    this.#isTrusted = true;
  }

  /** What stands before an order that joins a level now; Infinity where the level was never seen, or may be another by now. */
  displayedAt(side: Side, price: Price): number {
    if (!this.#isTrusted) return Infinity;
    const best = this.best(side);
    const isBeforeAll = Number.isNaN(best) || (side === 'bid' ? price > best : price < best);
    if (isBeforeAll && this.isTradable) return 0;
    const { memory, viewedTo } = side === 'bid' ? this.#bid : this.#ask;
    const index = price / this.#book.tick;
    const isInView = viewedTo >= 0 && (side === 'bid' ? index >= viewedTo : index <= viewedTo);
    return isInView || memory.seenIn(index) === this.#generation ? this.#book.sizeAt(side, price) : Infinity;
  }

  /** What left the level without a print in this window, and in the one before. */
  lostAt(side: Side, price: Price, now: number): number { return this.#memory(side).lost(price / this.#book.tick, now); }
  lostBeforeAt(side: Side, price: Price, now: number): number { return this.#memory(side).lostBefore(price / this.#book.tick, now); }

  /** What left the levels worse than `price` without a print in these two windows; null where nothing did. */
  goneBehind(side: Side, price: Price, now: number): GoneBefore | null {
    const gone = new GoneBefore(now);
    const { tick } = this.#book;
    this.#memory(side).losses(now, (level, recent, earlier) => {
      const at = (level * tick) as Price;
      if (side === 'bid' ? at < price : at > price) gone.add(at, recent, earlier);
    });
    return gone.isEmpty ? null : gone;
  }

  /** Returns what of the print had left its level before. */
  print(side: Side, price: Price, size: Size, now: number): number {
    return this.#memory(side).printed(price / this.#book.tick, size, this.#book.sizeAt(side, price), now);
  }

  sizeAt(side: Side, price: Price): number { return this.#book.sizeAt(side, price); }

  /** What of a level our orders have not used up yet. */
  availableAt(side: Side, price: Price): number {
    return Math.max(0, this.#book.sizeAt(side, price) - this.#memory(side).used(price / this.#book.tick));
  }

  use(side: Side, price: Price, size: number): void { this.#memory(side).use(price / this.#book.tick, size); }

  /** Flat pairs, best first. */
  levels(side: Side): readonly number[] {
    const { tick } = this.#book;
    const { reachesTo } = side === 'bid' ? this.#bid : this.#ask;
    const sizes = side === 'bid' ? this.#book.bids : this.#book.asks;
    const step = side === 'bid' ? -1 : 1;
    const pairs: number[] = [];
    for (let index = this.best(side) / tick; (reachesTo - index) * step >= 0; index += step) {
      if (sizes[index]! > 0) pairs.push(index * tick, sizes[index]!);
    }
    return pairs;
  }

  /** The same book on another grid: levels that fit it stay, with what is remembered of them. On a coarser one it is in doubt. */
  onGrid(tick: Price): DisplayedBook {
    const other = new DisplayedBook(tick);
    const ratio = this.#book.tick / tick;
    for (const side of ['bid', 'ask'] as const) {
      const from = side === 'bid' ? this.#bid : this.#ask;
      const to = side === 'bid' ? other.#bid : other.#ask;
      to.viewedTo = from.viewedTo < 0 ? -1 : side === 'bid' ? Math.ceil(from.viewedTo * ratio) : Math.floor(from.viewedTo * ratio);
      if (from.reachesTo < 0) continue;
      // What lies beyond the reach was touched by nothing but prints and removals, whose marks are not worth a walk.
      const [low, high] = side === 'bid' ? [from.reachesTo, this.#book.top] : [0, from.reachesTo];
      for (let level = low; level <= high; level++) {
        const otherLevel = level * ratio;
        if (!Number.isInteger(otherLevel)) continue;
        from.memory.copyTo(to.memory, level, otherLevel);
        const size = this.#book.sizeAt(side, (level * this.#book.tick) as Price);
        if (size > 0) other.#book.apply(side, (otherLevel * tick) as Price, size);
        if (size > 0 && (to.reachesTo < 0 || side === 'ask')) to.reachesTo = otherLevel;
      }
    }
    other.#generation = this.#generation;
    other.#isTrusted = this.#isTrusted && Number.isInteger(ratio);
    return other;
  }

  #memory(side: Side): LevelMemory { return (side === 'bid' ? this.#bid : this.#ask).memory; }

  /** Takes out what a whole book that reaches to the level `worst` has not listed. */
  #clear(side: Side, state: SideState, worst: number, now: number): void {
    const { tick } = this.#book;
    const sizes = side === 'bid' ? this.#book.bids : this.#book.asks;
    const step = side === 'bid' ? 1 : -1;
    if (state.reachesTo >= 0) {
      const touch = this.best(side) / tick;
      for (let level = state.reachesTo; (touch - level) * step >= 0; level += step) {
        if (sizes[level] === 0 || state.memory.seenIn(level) === this.#generation) continue;
        const price = (level * tick) as Price;
        const isInView = (level - worst) * step >= 0;
        if (isInView) this.set(side, price, 0 as Size, now);
        else this.#book.apply(side, price, 0 as Size);
      }
    }
    state.viewedTo = worst;
    state.reachesTo = Number.isNaN(this.best(side)) ? -1 : worst;
  }
}
