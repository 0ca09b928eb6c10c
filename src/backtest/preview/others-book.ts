// What others had in the book of one market, as rows of a tape. At venues whose public book contains our orders it is the
// total less ours; an order of ours and the level it stands on are told one after the other under one stamp, so that only
// what is left of a difference at the end of a moment is a change of the others'.

import type { Price } from '../../core/domain/numbers.ts';
import type { Side } from '../../core/domain/side.ts';
import type { OrderBook } from '../../core/market/order-book.ts';
import type { MarketState } from '../../core/state/market-state.ts';
import { ASK, BID, KIND, NO_SIDE, type TapeColumns } from '../../tape/columns.ts';

export class OthersBook {
  readonly #market: MarketState;
  /** The book that `#told` has the levels of; another one after a change of the tick. */
  #book: OrderBook;
  /** Sizes of others as the tape has them, by level. */
  #told: Readonly<Record<Side, Float64Array>>;

  constructor(market: MarketState) {
    this.#market = market;
    this.#book = market.book;
    this.#told = noneOf(market.book);
    this.take();
  }

  get id(): number { return this.#market.instrument.id; }

  /** The tape has the book as it stands now. */
  take(): void {
    const { book } = this.#market;
    if (book !== this.#book) this.#told = noneOf(book);
    this.#book = book;
    for (let i = 0; i <= book.top; i++) {
      this.#told.bid[i] = book.othersBidSize(i);
      this.#told.ask[i] = book.othersAskSize(i);
    }
  }

  /** The whole book. */
  snapshot(ts: number, rows: TapeColumns): void {
    this.take();
    const { tick } = this.#book;
    const header = rows.length;
    rows.row(KIND.snapshot, ts, this.id, NO_SIDE, 0, 0);
    for (const side of ['bid', 'ask'] as const) {
      this.#told[side].forEach((size, i) => { if (size > 0) rows.row(KIND.level, ts, this.id, side === 'bid' ? BID : ASK, i * tick, size); });
    }
    rows.size[header] = rows.length - header - 1;
  }

  /** One level, where others' size on it is another than the tape has. */
  level(side: Side, price: Price, ts: number, rows: TapeColumns): void { this.#tell(side, price / this.#book.tick, ts, rows); }

  /** Every level of which that is so. */
  settle(ts: number, rows: TapeColumns): void {
    for (const side of ['bid', 'ask'] as const) for (let i = 0; i <= this.#book.top; i++) this.#tell(side, i, ts, rows);
  }

  #tell(side: Side, index: number, ts: number, rows: TapeColumns): void {
    const book = this.#book;
    const size = side === 'bid' ? book.othersBidSize(index) : book.othersAskSize(index);
    if (this.#told[side][index] === size) return;
    this.#told[side][index] = size;
    rows.delta(ts, this.id, side === 'bid' ? BID : ASK, index * book.tick, size);
  }
}

const noneOf = ({ top }: OrderBook): Readonly<Record<Side, Float64Array>> => ({ bid: new Float64Array(top + 1), ask: new Float64Array(top + 1) });
