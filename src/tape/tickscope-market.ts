// One market of a tickscope recording while it is read: its canonical book, kept honest by the best prices the venue states
// on each row. A level better than the venue's best is stale and removed; a venue best we have never seen makes the book
// invalid until both agree again.

import type { MarketId } from '../core/domain/instrument.ts';
import { MICROS, type Price, type Size, type TimestampMs } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { OrderBook } from '../core/market/order-book.ts';
import type { InvalidReason, TapeColumns } from './columns.ts';
import type { TapeCounter } from './tape-info.ts';

/** A row in canonical terms, whichever token it came from. */
export interface TickscopeRow {
  readonly ts: TimestampMs; readonly market: TickscopeMarket; readonly isTrade: boolean;
  /** Of the level; of a trade, the taker's. */
  readonly side: Side; readonly price: Price; readonly size: Size;
  /** The venue's best prices after the change, 0 and 1_000_000 where a side is empty. Not stated on trades. */
  readonly bestBid: number; readonly bestAsk: number;
}

export class TickscopeMarket {
  readonly #id: MarketId;
  readonly #book: OrderBook;
  readonly #counter: TapeCounter;
  /** Null before the first row. */
  #isValid: boolean | null = null;
  #isCrossed = false;

  constructor(id: MarketId, tick: Price, counter: TapeCounter) {
    this.#id = id;
    this.#book = new OrderBook(tick);
    this.#counter = counter;
  }

  apply(row: TickscopeRow, out: TapeColumns): void {
    // Level changes come once per token, trades once: of 483 recorded trades only one has a mirror, and that 26 ms away.
    if (row.isTrade) out.push({ type: 'TradePrinted', ts: row.ts, market: this.#id, price: row.price, size: row.size, taker: row.side });
    else this.#change(row, out);
  }

  #change(row: TickscopeRow, out: TapeColumns): void {
    // Levels that the row proves stale go before the one it adds, so that the book is never crossed in between.
    if (row.size === 0) this.#state(row, out);
    this.#removeStale('bid', row, out);
    this.#removeStale('ask', row, out);
    if (row.size > 0) this.#state(row, out);
    this.#judge(row, out);
  }

  /** What the row says of its own level. */
  #state(row: TickscopeRow, out: TapeColumns): void {
    const isStale = row.size > 0 && (row.side === 'bid' ? row.price > row.bestBid : row.price < row.bestAsk);
    if (isStale) this.#counter.staleLevels++;
    else if (this.#book.sizeAt(row.side, row.price) === row.size) this.#counter.repeatedRows++;
    else this.#set(row.side, row.price, row.size, row.ts, out);
  }

  #set(side: Side, price: Price, size: Size, ts: TimestampMs, out: TapeColumns): void {
    this.#book.apply(side, price, size);
    out.push({ type: 'BookDelta', ts, market: this.#id, side, price, size });
  }

  #removeStale(side: Side, row: TickscopeRow, out: TapeColumns): void {
    for (;;) {
      const best = side === 'bid' ? this.#book.bestBid() : this.#book.bestAsk();
      // False for NaN: nothing is left on the side.
      if (!(side === 'bid' ? best > row.bestBid : best < row.bestAsk)) return;
      this.#counter.staleLevels++;
      this.#set(side, best as Price, 0 as Size, row.ts, out);
    }
  }

  #judge(row: TickscopeRow, out: TapeColumns): void {
    const isCrossed = row.bestBid >= row.bestAsk;
    if (isCrossed && !this.#isCrossed) this.#counter.crossedBooks++;
    this.#isCrossed = isCrossed;
    const bid = this.#book.bestBid();
    const ask = this.#book.bestAsk();
    const hasBid = row.bestBid === (Number.isNaN(bid) ? 0 : bid);
    const hasAsk = row.bestAsk === (Number.isNaN(ask) ? MICROS : ask);
    const isValid = hasBid && hasAsk && !isCrossed;
    if (isValid === this.#isValid) return;
    this.#isValid = isValid;
    if (isValid) {
      out.push({ type: 'BookValidated', ts: row.ts, market: this.#id });
      return;
    }
    const reason: InvalidReason = isCrossed ? 'the recorded book is crossed' : 'the best price has not been seen yet';
    out.push({ type: 'BookInvalidated', ts: row.ts, market: this.#id, reason });
  }
}
