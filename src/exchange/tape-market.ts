// One market of a recording with our orders in it. Says what of them fills, and only from what the recording shows: a print
// at their price after the queue ahead, a print through it, or a displayed quote on the other side that reaches them. No
// print and no displayed share fills more than its own size. The recording is not changed by us; we know no account.

import type { FeeSchedule } from '../core/domain/fees.ts';
import type { Instrument, InstrumentStatus } from '../core/domain/instrument.ts';
import type { Price, Size } from '../core/domain/numbers.ts';
import type { ClientOrderId } from '../core/domain/order.ts';
import { opposite, type Side } from '../core/domain/side.ts';
import type { TapeColumns } from '../tape/columns.ts';
import { DisplayedBook } from './displayed-book.ts';
import type { GoneBefore } from './gone-before.ts';
import { MetQuotes } from './met-quotes.ts';
import type { MarketUnderCheck } from './order-checks.ts';
import type { QueueModel } from './queue-model.ts';
import { QueuePlace } from './queue-place.ts';

export interface TapeOrder {
  readonly clientId: ClientOrderId;
  readonly side: Side;
  readonly price: Price;
  remaining: Size;
  /** Null until it rests. */
  place: QueuePlace | null;
}
interface Resting extends TapeOrder {
  place: QueuePlace;
  /** Null where nothing had left the levels behind it. */
  gone: GoneBefore | null;
}

/** Told of each fill after the order's `remaining` is lowered; must not call back. */
export type FillListener = (order: TapeOrder, price: Price, size: Size, liquidity: 'maker' | 'taker') => void;

export class TapeMarket implements MarketUnderCheck {
  #instrument: Instrument;
  #book: DisplayedBook;
  readonly #queue: QueueModel;
  readonly #filled: FillListener;
  /** Best price first, then first come: the order in which our own orders are served. */
  readonly #bids: Resting[] = [];
  readonly #asks: Resting[] = [];
  #status: InstrumentStatus = 'open';
  /** What each side of ours met of displayed quotes lately: a quote that flickers between two levels is not met anew each time. */
  readonly #met: Readonly<Record<Side, MetQuotes>> = { bid: new MetQuotes(), ask: new MetQuotes() };
  /** Orders that may take and came while nobody knew what there was to take, first come first. */
  readonly #late = new Set<Resting>();

  constructor(instrument: Instrument, queue: QueueModel, filled: FillListener) {
    this.#instrument = instrument;
    this.#book = new DisplayedBook(instrument.tick);
    this.#queue = queue;
    this.#filled = filled;
  }

  get instrument(): Instrument { return this.#instrument; }
  get status(): InstrumentStatus { return this.#status; }
  get book(): DisplayedBook { return this.#book; }
  /** Best price first, then first come. */
  orders(side: Side): readonly TapeOrder[] { return side === 'bid' ? this.#bids : this.#asks; }

  best(side: Side): Price | null {
    const displayed = this.#book.best(side);
    const own = this.bestOwn(side);
    if (Number.isNaN(displayed)) return own;
    return (own === null ? displayed : side === 'bid' ? Math.max(displayed, own) : Math.min(displayed, own)) as Price;
  }

  bestOwn(side: Side): Price | null { return this.orders(side)[0]?.price ?? null; }

  /** The new total size of one level. */
  level(side: Side, price: Price, size: Size, now: number): void {
    const unexplained = this.#book.set(side, price, size, now);
    if (this.#bids.length === 0 && this.#asks.length === 0) return;
    for (const { price: at, place } of side === 'bid' ? this.#bids : this.#asks) {
      if (place.ahead === Infinity) place.shows(this.#shown(side, at), 0, now);
      else if (at === price) place.shows(size, unexplained, now);
    }
    this.#meetQuotes(now);
  }

  /** The whole book anew, in the rows after the snapshot's. */
  snapshot(columns: TapeColumns, row: number, now: number): void {
    const own = [...this.#bids, ...this.#asks].map((order) => ({ order, lost: this.#book.lostAt(order.side, order.price, now) }));
    this.#book.replace(columns, row, now);
    for (const { order: { side, price, place }, lost } of own) place.shows(this.#shown(side, price), this.#book.lostAt(side, price, now) - lost, now);
    this.#meetQuotes(now);
  }

  /** Whether the book may be trusted; while it may not, displayed quotes fill nothing. */
  trust(isTrusted: boolean, now: number): void {
    this.#book.trust(isTrusted);
    if (isTrusted) this.#lookAgain(now);
  }

  /** While it is not open nothing fills; prints and changes of the book are still followed. */
  become(status: InstrumentStatus, now: number): void {
    this.#status = status;
    if (status === 'open') this.#lookAgain(now);
  }

  /** Other terms from now on. Returns our orders whose price is no level any more; they are the caller's to remove. */
  changeTerms(tick: Price, fees: FeeSchedule): readonly TapeOrder[] {
    if (tick !== this.#instrument.tick) this.#book = this.#book.onGrid(tick);
    this.#instrument = { ...this.#instrument, tick, fees };
    return [...this.#bids, ...this.#asks].filter(({ price }) => !this.#book.has(price));
  }

  /** Takes what it reaches unless it is post-only (and was checked not to reach anything); the rest joins the queue if it may. */
  place(order: TapeOrder, how: 'post-only' | 'limit' | 'immediate', now: number): void {
    const maySeeOthers = this.#book.isTradable;
    if (how !== 'post-only' && maySeeOthers) this.#take(order, now);
    if (order.remaining === 0 || how === 'immediate') return;
    const own = order as Resting;
    const { side, price } = own;
    own.gone = this.#book.goneBehind(side, price, now);
    own.place = new QueuePlace(this.#queue, this.#shown(side, price), this.#book.lostAt(side, price, now), this.#book.lostBeforeAt(side, price, now), now);
    const resting = this.#resting(side);
    const behind = resting.findIndex((other) => (side === 'bid' ? other.price < price : other.price > price));
    resting.splice(behind < 0 ? resting.length : behind, 0, own);
    if (how === 'limit' && !maySeeOthers) this.#late.add(own);
  }

  remove(order: TapeOrder): void {
    this.#late.delete(order as Resting);
    const resting = this.#resting(order.side);
    const at = resting.indexOf(order as Resting);
    if (at >= 0) resting.splice(at, 1);
  }

  /** Micro-shares that an order taking now up to `limit` would get, in lots. */
  takeable(side: Side, limit: Price, now: number): number {
    let sum = 0;
    let left = this.#unmet(side, limit, now);
    if (this.#book.isTradable) {
      this.#walk(side, limit, (_, available) => {
        const size = this.#inLots(Math.min(available, left));
        sum += size;
        left -= size;
        return 0;
      });
    }
    return sum;
  }

  #resting(side: Side): Resting[] { return side === 'bid' ? this.#bids : this.#asks; }

  /** Of a book that states prices alone nobody knows how much waits at any of them. */
  #shown(side: Side, price: Price): number { return this.#instrument.isUnsized === true ? Infinity : this.#book.displayedAt(side, price); }

  #lookAgain(now: number): void {
    for (const { side, price, place } of this.#bids) if (place.ahead === Infinity) place.shows(this.#shown(side, price), 0, now);
    for (const { side, price, place } of this.#asks) if (place.ahead === Infinity) place.shows(this.#shown(side, price), 0, now);
    this.#meetQuotes(now);
  }

  #meetQuotes(now: number): void {
    if (this.#status !== 'open') return;
    if (this.#late.size > 0 && this.#book.isTradable) this.#takeLate(now);
    const bid = this.#bids[0];
    if (bid !== undefined && bid.price >= this.#book.best('ask') && this.#book.isTradable) this.#meet(this.#bids, 'bid', now);
    const ask = this.#asks[0];
    if (ask !== undefined && ask.price <= this.#book.best('bid') && this.#book.isTradable) this.#meet(this.#asks, 'ask', now);
  }

  /** Displayed quotes that reach our resting orders would have met them: at our price, as makers. */
  #meet(resting: readonly Resting[], side: Side, now: number): void {
    for (const order of resting) {
      let left = this.#unmet(side, order.price, now);
      let reached = 0;
      this.#walk(side, order.price, (_, available) => {
        const size = this.#inLots(Math.min(available, order.remaining - reached, left));
        reached += size;
        left -= size;
        return size;
      });
      if (reached === 0) continue;
      this.#met[side].add(reached, now);
      this.#fill(order, order.price, reached as Size, 'maker');
    }
    this.#dropFilled(side);
  }

  /** Micro-shares displayed on the other side at prices that an order of ours reaches, but for what we met of them lately. */
  #unmet(side: Side, limit: Price, now: number): number {
    const other = opposite(side);
    const step = other === 'ask' ? this.#book.tick : -this.#book.tick;
    let sum = -this.#met[side].size(now);
    for (let price = this.#book.best(other); side === 'bid' ? price <= limit : price >= limit; price += step) sum += this.#book.sizeAt(other, price as Price);
    return Math.max(0, sum);
  }

  #take(order: TapeOrder, now: number): void {
    let left = this.#unmet(order.side, order.price, now);
    this.#walk(order.side, order.price, (price, available) => {
      const size = this.#inLots(Math.min(available, order.remaining, left));
      if (size === 0) return 0;
      left -= size;
      this.#met[order.side].add(size, now);
      this.#fill(order, price, size, 'taker');
      return size;
    });
  }

  /** The venue knew its book when they arrived: what they reach they would have taken, not waited for. */
  #takeLate(now: number): void {
    for (const order of this.#late) this.#take(order, now);
    this.#late.clear();
    this.#dropFilled('bid');
    this.#dropFilled('ask');
  }

  /** Visits the displayed levels that an order of ours on `side` reaches, best first; what `use` returns is used up. */
  #walk(side: Side, limit: Price, use: (price: Price, available: number) => number): void {
    const other = opposite(side);
    const step = other === 'ask' ? this.#book.tick : -this.#book.tick;
    for (let price = this.#book.best(other); side === 'bid' ? price <= limit : price >= limit; price += step) {
      const available = this.#book.availableAt(other, price as Price);
      if (available > 0) this.#book.use(other, price as Price, use(price as Price, available));
    }
  }

  /** A public trade; `taker` is the side that crossed. */
  print(price: Price, size: Size, taker: Side, now: number): void {
    const side = opposite(taker);
    const resting = this.#resting(side);
    const isLevel = this.#book.has(price);
    const traded = isLevel ? this.#book.print(side, price, size, now) : 0;
    const first = resting[0];
    if (first === undefined || (side === 'bid' ? first.price < price : first.price > price)) return;
    const isOpen = this.#status === 'open';
    let left: number = size;
    /** What reaches the print's own price, and of it what our orders there have got. */
    let atPrice = -1;
    let filledAtPrice = 0;
    for (const order of resting) {
      if (order.price === price) {
        if (atPrice < 0) atPrice = left;
        const free = order.place.printed(atPrice, now) - filledAtPrice;
        const filled = this.#inLots(Math.min(order.remaining, free));
        if (filled <= 0 || !isOpen) continue;
        filledAtPrice += filled;
        this.#fill(order, price, filled, 'maker');
      } else if (side === 'bid' ? order.price > price : order.price < price) {
        // What left the level before an order came was traded without it, though its print comes after.
        const missed = traded > 0 && order.gone !== null ? order.gone.printed(price, traded, now) : 0;
        const filled = this.#inLots(Math.min(order.remaining, Math.max(0, left - missed)));
        if (filled <= 0 || !isOpen) continue;
        left -= filled;
        this.#fill(order, order.price, filled, 'maker');
      } else break;
    }
    this.#dropFilled(side);
  }

  #fill(order: TapeOrder, price: Price, size: Size, liquidity: 'maker' | 'taker'): void {
    order.remaining = (order.remaining - size) as Size;
    this.#filled(order, price, size, liquidity);
  }

  /** Venues fill in lots; a print's or a level's dust beyond them is nobody's. */
  #inLots(size: number): Size {
    const { lot } = this.#instrument;
    return (size - (size % lot)) as Size;
  }

  #dropFilled(side: Side): void {
    const resting = this.#resting(side);
    for (let i = resting.length - 1; i >= 0; i--) if (resting[i]!.remaining === 0) resting.splice(i, 1);
  }
}
