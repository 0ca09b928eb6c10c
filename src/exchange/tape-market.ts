// One market of a recording with our orders in it. Says what of them fills, and only from what the recording shows: a print
// at their price after the queue ahead, a print through it, or a displayed quote on the other side that reaches them. No
// print and no displayed share fills more than its own size. The recording is not changed by us; we know no account.

import type { MarketDataEvent } from '../core/domain/events.ts';
import type { Instrument, InstrumentStatus } from '../core/domain/instrument.ts';
import type { Price, Size } from '../core/domain/numbers.ts';
import type { ClientOrderId } from '../core/domain/order.ts';
import { opposite, type Side } from '../core/domain/side.ts';
import { DisplayedBook } from './displayed-book.ts';
import type { MarketUnderCheck } from './order-checks.ts';
import type { QueueModel, QueuePlace } from './queue-model.ts';

export interface TapeOrder {
  readonly clientId: ClientOrderId;
  readonly side: Side;
  readonly price: Price;
  remaining: Size;
}
interface Resting { readonly order: TapeOrder; readonly place: QueuePlace; readonly since: number }

/**
 * A displayed quote that reached us stands for one seller or buyer for this long, wherever in our range it shows again, ms:
 * a quote that flickers between two levels is not met anew each time. placeholder: to be fitted on quote lifetimes.
 */
const SAME_QUOTE_MS = 10_000;

/** Told of each fill after the order's `remaining` is lowered; must not call back. */
export type FillListener = (order: TapeOrder, price: Price, size: Size, liquidity: 'maker' | 'taker') => void;

export class TapeMarket implements MarketUnderCheck {
  readonly instrument: Instrument;
  readonly #book: DisplayedBook;
  readonly #queue: QueueModel;
  readonly #filled: FillListener;
  /** Best price first, then first come: the order in which our own orders are served. */
  readonly #bids: Resting[] = [];
  readonly #asks: Resting[] = [];
  #status: InstrumentStatus = 'open';
  /** What each side of ours met of displayed quotes lately, and when it last did. */
  readonly #met: Readonly<Record<Side, { size: number; at: number }>> = { bid: { size: 0, at: -Infinity }, ask: { size: 0, at: -Infinity } };

  constructor(instrument: Instrument, queue: QueueModel, filled: FillListener) {
    this.instrument = instrument;
    this.#book = new DisplayedBook(instrument.tick);
    this.#queue = queue;
    this.#filled = filled;
  }

  get status(): InstrumentStatus { return this.#status; }

  best(side: Side): Price | null {
    const displayed = this.#book.best(side);
    const own = this.bestOwn(side);
    if (Number.isNaN(displayed)) return own;
    return (own === null ? displayed : side === 'bid' ? Math.max(displayed, own) : Math.min(displayed, own)) as Price;
  }

  bestOwn(side: Side): Price | null { return this.#resting(side)[0]?.order.price ?? null; }

  /** What waits before an order at its price, null when it does not rest here. */
  queueAhead({ clientId, side }: TapeOrder): number | null {
    return this.#resting(side).find(({ order }) => order.clientId === clientId)?.place.ahead ?? null;
  }

  hear(event: MarketDataEvent): void {
    switch (event.type) {
      case 'TradePrinted': return this.#print(event.price, event.size, event.taker, event.ts);
      case 'BookDelta': this.#book.set(event.side, event.price, event.size, event.ts); break;
      case 'BookSnapshot': this.#book.replace(event.bids, event.asks, event.ts); break;
      case 'BookInvalidated': this.#book.trust(false); return;
      case 'BookValidated': this.#book.trust(true); break;
      case 'InstrumentStatusChanged': this.#status = event.status; return;
      case 'MarketResolved': this.#status = 'closed'; return;
      default: return;
    }
    if (this.#bids.length > 0) this.#follow(this.#bids, 'bid', event.ts);
    if (this.#asks.length > 0) this.#follow(this.#asks, 'ask', event.ts);
  }

  /** Takes what it reaches unless it is post-only (and was checked not to reach anything); the rest joins the queue. */
  place(order: TapeOrder, isPostOnly: boolean, now: number): void {
    if (!isPostOnly && this.#book.isTradable) this.#take(order);
    if (order.remaining === 0) return;
    const { side, price } = order;
    const place = this.#queue.join(this.#book.displayedAt(side, price), this.#book.unprintedAt(side, price, now), now);
    const resting = this.#resting(side);
    const behind = resting.findIndex((other) => (side === 'bid' ? other.order.price < price : other.order.price > price));
    resting.splice(behind < 0 ? resting.length : behind, 0, { order, place, since: now });
  }

  remove({ clientId, side }: TapeOrder): void {
    const resting = this.#resting(side);
    const at = resting.findIndex(({ order }) => order.clientId === clientId);
    if (at >= 0) resting.splice(at, 1);
  }

  #resting(side: Side): Resting[] { return side === 'bid' ? this.#bids : this.#asks; }

  /** After a change of the book: levels may show less than was ahead of us, or quotes that reach us. */
  #follow(resting: Resting[], side: Side, now: number): void {
    for (const { order, place } of resting) {
      const displayed = this.#book.displayedAt(side, order.price);
      if (displayed < place.ahead) this.#queue.displayed(place, displayed, now);
    }
    const touch = this.#book.best(opposite(side));
    const first = resting[0]!.order.price;
    if ((side === 'bid' ? first >= touch : first <= touch) && this.#book.isTradable) this.#meet(resting, side, now);
  }

  /** Displayed quotes that reach our resting orders would have met them: at our price, as makers. */
  #meet(resting: Resting[], side: Side, now: number): void {
    const met = this.#met[side];
    if (now - met.at > SAME_QUOTE_MS) met.size = 0;
    for (const { order } of resting) {
      let left = Math.max(0, this.#displayedWithin(order) - met.size);
      let reached = 0;
      this.#walk(order, (_, available) => {
        const size = this.#inLots(Math.min(available, order.remaining - reached, left));
        reached += size;
        left -= size;
        return size;
      });
      if (reached === 0) continue;
      met.size += reached;
      met.at = now;
      this.#fill(order, order.price, reached as Size, 'maker');
    }
    this.#dropFilled(side);
  }

  /** Micro-shares displayed on the other side at prices that the order reaches. */
  #displayedWithin({ side, price: limit }: TapeOrder): number {
    const other = opposite(side);
    const step = other === 'ask' ? this.#book.tick : -this.#book.tick;
    let sum = 0;
    for (let price = this.#book.best(other); side === 'bid' ? price <= limit : price >= limit; price += step) sum += this.#book.sizeAt(other, price as Price);
    return sum;
  }

  #take(order: TapeOrder): void {
    this.#walk(order, (price, available) => {
      const size = this.#inLots(Math.min(available, order.remaining));
      if (size > 0) this.#fill(order, price, size, 'taker');
      return size;
    });
  }

  /** Visits the displayed levels an order reaches, best first; what `use` returns is used up. */
  #walk(order: TapeOrder, use: (price: Price, available: number) => number): void {
    const side = opposite(order.side);
    const step = side === 'ask' ? this.#book.tick : -this.#book.tick;
    for (let price = this.#book.best(side); order.side === 'bid' ? price <= order.price : price >= order.price; price += step) {
      const available = this.#book.availableAt(side, price as Price);
      if (available > 0) this.#book.use(side, price as Price, use(price as Price, available));
    }
  }

  #print(price: Price, size: Size, taker: Side, now: number): void {
    const side = opposite(taker);
    // What left the level before an order came was traded without it, though its print comes after.
    const shrankAt = this.#book.shrankAt(side, price);
    const traded = Math.min(size, this.#book.unprintedAt(side, price, now));
    this.#book.print(side, price, size, now);
    const resting = this.#resting(side);
    let left: number = size;
    /** What reaches the print's own price, and of it what our orders there have got. */
    let atPrice = -1;
    let filledAtPrice = 0;
    for (const { order, place, since } of resting) {
      if (order.price === price) {
        if (atPrice < 0) atPrice = left;
        const free = this.#queue.traded(place, atPrice, now) - filledAtPrice;
        const filled = this.#inLots(Math.min(order.remaining, free));
        if (filled <= 0) continue;
        filledAtPrice += filled;
        this.#fill(order, price, filled, 'maker');
      } else if (side === 'bid' ? order.price > price : order.price < price) {
        const missed = since > shrankAt ? traded : 0;
        const filled = this.#inLots(Math.min(order.remaining, Math.max(0, left - missed)));
        if (filled <= 0) continue;
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
    const { lot } = this.instrument;
    return (size - (size % lot)) as Size;
  }

  #dropFilled(side: Side): void {
    const resting = this.#resting(side);
    for (let i = resting.length - 1; i >= 0; i--) if (resting[i]!.order.remaining === 0) resting.splice(i, 1);
  }
}
