// What can be known of a book from changes of its levels alone, without a snapshot or stated best prices. A level that was
// stated is known; an order that rests at p proves that nothing on the other side stands at p or beyond it. The best price of
// a side is proved once no unknown level is left between it and what the other side proves empty.

import { MICROS, type Price, type Size } from '../core/domain/numbers.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { opposite, type Side } from '../core/domain/side.ts';

export class ProvedBook {
  readonly #book: OrderBook;
  /** 1 where the size of the level, 0 or more, is known. */
  readonly #known: Readonly<Record<Side, Uint8Array>>;
  /** Levels given up because a newer order stands where it could not if they were still there. */
  staleLevels = 0;

  constructor(tick: Price) {
    this.#book = new OrderBook(tick);
    const levels = this.#book.top + 1;
    this.#known = { bid: new Uint8Array(levels), ask: new Uint8Array(levels) };
    this.#forgetSide('bid');
    this.#forgetSide('ask');
  }

  /** Nothing can stand at 0 and at 1; of the rest nothing is known. */
  forget(): void {
    this.#book.replace([], []);
    this.#forgetSide('bid');
    this.#forgetSide('ask');
  }

  sizeAt(side: Side, price: Price): Size { return this.#book.sizeAt(side, price); }

  /** Both sides have a best price, and nothing unknown can be better. */
  get isProved(): boolean {
    const bid = this.#book.bestBid();
    const ask = this.#book.bestAsk();
    return !Number.isNaN(bid) && !Number.isNaN(ask) && this.#isKnownBetween('bid', bid, ask) && this.#isKnownBetween('ask', bid, ask);
  }

  /** Sets a level. Gives the levels of the other side that are proved gone by it, which are set to 0. */
  set(side: Side, price: Price, size: Size): readonly Price[] {
    const { tick } = this.#book;
    const index = price / tick;
    this.#known[side][index] = 1;
    const gone: Price[] = [];
    if (size > 0) {
      const other = opposite(side);
      for (let best = this.#best(other); other === 'ask' ? best <= price : best >= price; best = this.#best(other)) {
        gone.push(best as Price);
        this.#book.apply(other, best as Price, 0 as Size);
        this.staleLevels++;
      }
      const known = this.#known[other];
      if (other === 'ask') known.fill(1, 0, index + 1); else known.fill(1, index);
    }
    this.#book.apply(side, price, size);
    return gone;
  }

  /** Flat pairs from the best level on, as far as every level is known; the first unknown one ends the list. */
  knownLevels(side: Side): readonly number[] {
    const { tick, top } = this.#book;
    const sizes = side === 'bid' ? this.#book.bids : this.#book.asks;
    const step = side === 'bid' ? -1 : 1;
    const out: number[] = [];
    for (let index = this.#best(side) / tick; index > 0 && index < top && this.#known[side][index] === 1; index += step) if (sizes[index]! > 0) out.push(index * tick, sizes[index]!);
    return out;
  }

  /** Flat pairs of the levels with size beyond the first unknown one. */
  knownBeyond(side: Side): readonly number[] {
    const near = this.knownLevels(side).length;
    return this.#book.levels(side).slice(near);
  }

  #best(side: Side): number { return side === 'bid' ? this.#book.bestBid() : this.#book.bestAsk(); }

  /** Of `side`, strictly between the best prices. */
  #isKnownBetween(side: Side, bid: number, ask: number): boolean {
    const { tick } = this.#book;
    for (let index = bid / tick + 1; index < ask / tick; index++) if (this.#known[side][index] === 0) return false;
    return true;
  }

  #forgetSide(side: Side): void {
    const known = this.#known[side];
    known.fill(0);
    known[0] = 1;
    known[MICROS / this.#book.tick] = 1;
  }
}
