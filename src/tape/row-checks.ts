// Plays the rows of a tape against what rows have to be: snapshots whole, levels on the tick, trades with a size, nothing
// after the end of a market, and books that are never crossed while they count as valid. Every contradiction has its place.

import type { Instrument } from '../core/domain/instrument.ts';
import { MICROS, type Price, type Size } from '../core/domain/numbers.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { BID, KIND, KINDS, NO_SIDE, type ChangedTerms, type TapeColumns } from './columns.ts';

export interface Contradiction {
  /** Row of the tape, from 1. */
  readonly row: number;
  readonly ts: number;
  readonly market: string | null;
  readonly what: string;
}

interface MarketState { book: OrderBook; isValid: boolean; isTouched: boolean; hasEnded: boolean }

/** How many are kept; all are counted. */
const KEPT = 100;

export class RowChecks {
  readonly found: Contradiction[] = [];
  count = 0;
  readonly #instruments: readonly Instrument[];
  readonly #terms: readonly ChangedTerms[];
  readonly #markets: readonly MarketState[];
  /** Levels of the last snapshot still to come. */
  #levelsLeft = 0;
  #rows = 0;
  #ts = -Infinity;
  #touched: number[] = [];

  constructor(instruments: readonly Instrument[], terms: readonly ChangedTerms[]) {
    this.#instruments = instruments;
    this.#terms = terms;
    this.#markets = instruments.map(({ tick }) => ({ book: new OrderBook(tick), isValid: false, isTouched: false, hasEnded: false }));
  }

  add(columns: TapeColumns): void {
    for (let i = 0; i < columns.length; i++) {
      // A book may pass through a crossed state within a stamp; what stands when time goes on is what is traded on.
      if (columns.ts[i] !== this.#ts) this.#judge();
      this.#ts = columns.ts[i]!;
      this.#rows++;
      this.#row(columns, i);
    }
  }

  /** After the last row. */
  end(): void {
    this.#judge();
    if (this.#levelsLeft > 0) this.#tell(null, `ends ${this.#levelsLeft} levels before its last snapshot does`);
  }

  #row(columns: TapeColumns, i: number): void {
    const kind = columns.kind[i]!;
    const id = columns.market[i]!;
    if (kind !== KIND.level && this.#levelsLeft > 0) {
      this.#tell(id, `a ${KINDS[kind]} row where ${this.#levelsLeft} levels of a snapshot are still to come`);
      this.#levelsLeft = 0;
    }
    if (kind === KIND.reference || kind === KIND.gap || kind === KIND.heartbeat) return;
    const market = this.#markets[id];
    if (market === undefined) return this.#tell(null, `a ${KINDS[kind]} row of market ${id}, which the tape does not list`);
    if (market.hasEnded) this.#tell(id, `a ${KINDS[kind]} row after the market was resolved`);
    this.#apply(kind, market, { id, side: columns.side[i]!, price: columns.price[i]!, size: columns.size[i]! });
  }

  #apply(kind: number, market: MarketState, { id, side, price, size }: { readonly id: number; readonly side: number; readonly price: number; readonly size: number }): void {
    switch (kind) {
      case KIND.snapshot:
        this.#levelsLeft = size;
        market.book.clear();
        market.isValid = true;
        this.#touch(id, market);
        return;
      case KIND.level:
        if (this.#levelsLeft === 0) this.#tell(id, 'a level that belongs to no snapshot');
        else this.#levelsLeft--;
        if (size === 0) this.#tell(id, 'a level of a snapshot without a size');
        this.#level(id, market, side, price, size);
        return;
      case KIND.delta: this.#level(id, market, side, price, size); return;
      case KIND.trade:
        if (side === NO_SIDE || !(size > 0) || !(price > 0 && price < MICROS)) this.#tell(id, `a trade of ${size / MICROS} at ${price / MICROS} ${side === NO_SIDE ? 'without its taker' : ''}`.trimEnd());
        return;
      case KIND.valid: market.isValid = true; this.#touch(id, market); return;
      case KIND.invalid: market.isValid = false; return;
      case KIND.resolved:
        market.hasEnded = true;
        if (!(price >= 0 && price <= MICROS)) this.#tell(id, `a YES share that pays ${price / MICROS}`);
        return;
      case KIND.terms: this.#changeTerms(id, market, size); return;
      default: return;
    }
  }

  #level(id: number, market: MarketState, side: number, price: number, size: number): void {
    if (side === NO_SIDE) return this.#tell(id, 'a level of no side');
    if (!market.book.has(price) || price <= 0 || price >= MICROS) return this.#tell(id, `a level at ${price / MICROS}, which is not on the tick of ${market.book.tick / MICROS}`);
    if (size < 0) return this.#tell(id, `a level of ${size / MICROS}`);
    market.book.apply(side === BID ? 'bid' : 'ask', price as Price, size as Size);
    this.#touch(id, market);
  }

  #changeTerms(id: number, market: MarketState, index: number): void {
    const terms = this.#terms[index];
    if (terms === undefined) return this.#tell(id, `terms ${index}, which the tape does not list`);
    if (terms.tick === market.book.tick) return;
    // What is on the new grid stays; a book on a coarser one has to be sent anew.
    const { book } = market;
    market.book = new OrderBook(terms.tick);
    if (book.tick % terms.tick === 0) market.book.replace(book.levels('bid'), book.levels('ask'));
    else market.isValid = false;
  }

  #touch(id: number, market: MarketState): void {
    if (market.isTouched) return;
    market.isTouched = true;
    this.#touched.push(id);
  }

  #judge(): void {
    for (const id of this.#touched) {
      const market = this.#markets[id]!;
      market.isTouched = false;
      const bid = market.book.bestBid();
      const ask = market.book.bestAsk();
      // False for NaN: a side without levels crosses nothing.
      if (market.isValid && bid >= ask) this.#tell(id, `a valid book that is crossed, ${bid / MICROS} / ${ask / MICROS}`);
    }
    this.#touched = [];
  }

  #tell(id: number | null, what: string): void {
    this.count++;
    if (this.found.length < KEPT) this.found.push({ row: this.#rows, ts: this.#ts, market: id === null ? null : this.#instruments[id]?.name ?? null, what });
  }
}
