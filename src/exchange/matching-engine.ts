// The book of one market as an exchange keeps it: individual orders in price-time priority, matched as they arrive. Reports
// each match and each new level total to its listener, which must not call back. Knows orders and owners, not money: what
// an account may send is checked before it gets here.

import type { LevelList } from '../core/domain/events.ts';
import { PAR, type Price, type Size } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';

export interface BookOrder {
  /** The client id of an order of the account, null for any other participant. */
  readonly owner: string | null;
  readonly side: Side;
  readonly price: Price;
  readonly remaining: Size;
  readonly isLive: boolean;
}

export interface BookListener {
  /** Called per resting order, in the order of the queue; both orders' `remaining` is already lowered. */
  matched(maker: BookOrder, taker: BookOrder, price: Price, size: Size): void;
  /** The total of a level after everything one request did to it; 0 when it is gone. */
  levelChanged(side: Side, price: Price, total: Size): void;
}

/** post-only: refused when it would match · limit: the rest stays · immediate: the rest is dropped. */
export type OrderKind = 'post-only' | 'limit' | 'immediate';

interface Entry extends BookOrder {
  readonly tick: number;
  remaining: Size;
  isLive: boolean;
  previous: Entry | null;
  next: Entry | null;
}

export class MatchingEngine {
  readonly #tick: Price;
  readonly #listener: BookListener;
  /** By price in ticks. One row serves both sides: a level at or below the best bid is a bid, the book is never crossed. */
  readonly #heads: (Entry | null)[];
  readonly #tails: (Entry | null)[];
  readonly #totals: Float64Array;
  /** 0 and `#end` when the side is empty. */
  #bestBid = 0;
  #bestAsk: number;
  readonly #end: number;

  constructor(tick: Price, listener: BookListener) {
    if (!(tick > 0) || PAR % tick !== 0) throw new RangeError(`a tick of ${tick} does not divide ${PAR}`);
    this.#tick = tick;
    this.#listener = listener;
    this.#end = PAR / tick;
    this.#bestAsk = this.#end;
    this.#heads = Array.from({ length: this.#end + 1 }, () => null);
    this.#tails = Array.from({ length: this.#end + 1 }, () => null);
    this.#totals = new Float64Array(this.#end + 1);
  }

  best(side: Side): Price | null {
    const at = side === 'bid' ? this.#bestBid : this.#bestAsk;
    return at === 0 || at === this.#end ? null : ((at * this.#tick) as Price);
  }

  /** Best first. */
  levels(side: Side): LevelList {
    const pairs: number[] = [];
    const step = side === 'bid' ? -1 : 1;
    for (let at = side === 'bid' ? this.#bestBid : this.#bestAsk; at > 0 && at < this.#end; at += step) {
      const total = this.#totals[at] ?? 0;
      if (total > 0) pairs.push(at * this.#tick, total);
    }
    return pairs;
  }

  /** Null when a post-only order would match, and then nothing happened. */
  submit(owner: string | null, side: Side, price: Price, size: Size, kind: OrderKind): BookOrder | null {
    const order = this.#entry(owner, side, price, size);
    const crosses = this.#crosses(order);
    if (crosses && kind === 'post-only') return null;
    if (crosses) this.#match(order, side === 'bid' ? this.#bestAsk : this.#bestBid);
    if (order.remaining > 0 && kind !== 'immediate') this.#rest(order);
    return order;
  }

  /** Somebody takes from one level alone, whatever is better: recorded trades do that. What finds nobody there is dropped. */
  takeAt(taker: Side, price: Price, size: Size): void {
    const order = this.#entry(null, taker, price, size);
    if (this.#crosses(order)) this.#match(order, order.tick);
  }

  /** False when it is not in the book any more. */
  cancel(order: BookOrder): boolean {
    const entry = order as Entry;
    if (!entry.isLive) return false;
    this.#lowerTotal(entry.tick, entry.remaining);
    this.#unlink(entry);
    this.#settleBest(entry.side);
    this.#reportLevel(entry.side, entry.tick);
    return true;
  }

  /** Lowers what is left and keeps the place in the queue. False when it is not in the book or would not be lowered. */
  reduce(order: BookOrder, remaining: Size): boolean {
    const entry = order as Entry;
    if (!entry.isLive || remaining <= 0 || remaining >= entry.remaining) return false;
    this.#lowerTotal(entry.tick, entry.remaining - remaining);
    entry.remaining = remaining;
    this.#reportLevel(entry.side, entry.tick);
    return true;
  }

  /** What has to trade on the order's side before it does: better levels and the queue before it. */
  sizeAhead(order: BookOrder): Size {
    const entry = order as Entry;
    let ahead = 0;
    if (entry.side === 'bid') for (let at = this.#bestBid; at > entry.tick; at--) ahead += this.#totals[at] ?? 0;
    else for (let at = this.#bestAsk; at < entry.tick; at++) ahead += this.#totals[at] ?? 0;
    for (let before = entry.previous; before !== null; before = before.previous) ahead += before.remaining;
    return ahead as Size;
  }

  #entry(owner: string | null, side: Side, price: Price, size: Size): Entry {
    const tick = price / this.#tick;
    if (!(Number.isInteger(tick) && tick > 0 && tick < this.#end && size > 0)) throw new RangeError(`no order for ${size} at ${price} can stand in this book`);
    return { owner, side, price, remaining: size, isLive: false, tick, previous: null, next: null };
  }

  #crosses({ side, tick }: Entry): boolean { return side === 'bid' ? tick >= this.#bestAsk : tick <= this.#bestBid; }

  /** `from`: the first level that it takes from. */
  #match(taker: Entry, from: number): void {
    const opposite: Side = taker.side === 'bid' ? 'ask' : 'bid';
    const step = opposite === 'ask' ? 1 : -1;
    let at = from;
    while (taker.remaining > 0 && (taker.tick - at) * step >= 0 && at > 0 && at < this.#end) {
      let maker = this.#heads[at] ?? null;
      const touched = maker !== null;
      while (maker !== null && taker.remaining > 0) {
        const size = (maker.remaining < taker.remaining ? maker.remaining : taker.remaining) as Size;
        maker.remaining = (maker.remaining - size) as Size;
        taker.remaining = (taker.remaining - size) as Size;
        this.#lowerTotal(at, size);
        const following: Entry | null = maker.next;
        if (maker.remaining === 0) this.#unlink(maker);
        this.#listener.matched(maker, taker, maker.price, size);
        maker = following;
      }
      if (touched) {
        this.#settleBest(opposite);
        this.#reportLevel(opposite, at);
      }
      at += step;
    }
  }

  #rest(order: Entry): void {
    const { tick } = order;
    const tail = this.#tails[tick] ?? null;
    order.previous = tail;
    if (tail === null) this.#heads[tick] = order;
    else tail.next = order;
    this.#tails[tick] = order;
    this.#totals[tick] = (this.#totals[tick] ?? 0) + order.remaining;
    order.isLive = true;
    if (order.side === 'bid') { if (tick > this.#bestBid) this.#bestBid = tick; }
    else if (tick < this.#bestAsk) this.#bestAsk = tick;
    this.#reportLevel(order.side, tick);
  }

  #unlink(order: Entry): void {
    const { tick, previous, next } = order;
    if (previous === null) this.#heads[tick] = next;
    else previous.next = next;
    if (next === null) this.#tails[tick] = previous;
    else next.previous = previous;
    order.previous = null;
    order.next = null;
    order.isLive = false;
  }

  #lowerTotal(tick: number, by: number): void { this.#totals[tick] = (this.#totals[tick] ?? 0) - by; }

  #settleBest(side: Side): void {
    if (side === 'bid') while (this.#bestBid > 0 && this.#heads[this.#bestBid] === null) this.#bestBid--;
    else while (this.#bestAsk < this.#end && this.#heads[this.#bestAsk] === null) this.#bestAsk++;
  }

  #reportLevel(side: Side, tick: number): void {
    this.#listener.levelChanged(side, (tick * this.#tick) as Price, (this.#totals[tick] ?? 0) as Size);
  }
}
