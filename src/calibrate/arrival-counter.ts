// Takers on a tape of market data, by how far from the midpoint they reached, and how long each market could be watched.
// A taker is all prints of one side at one stamp; the midpoint is that of the stamp before, which the trade has not moved
// yet. Time in which a book is not known, one-sided or closed does not count.

import type { MarketDataEvent, TradePrinted } from '../core/domain/events.ts';
import type { Instrument } from '../core/domain/instrument.ts';
import type { Side } from '../core/domain/side.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { KIND, type ChangedTerms, type TapeColumns } from '../tape/columns.ts';

/** Takers of one market in one stretch of time: what is drawn again as a whole for intervals, and held back as a whole. */
export interface Stretch {
  readonly market: number;
  ms: number;
  /** Micro-dollars from the midpoint, one a taker. */
  readonly reaches: number[];
}

const STRETCH_MS = 5 * 60_000;
const NO_TAKER = { stamp: NaN, side: null, reach: 0 };

class WatchedMarket {
  book: OrderBook;
  isOpen = true;
  isValid = true;
  /** Nothing is known before. */
  at = NaN;
  /** Of the last stamp before the one under way, micro-dollars; NaN without a price. */
  mid = NaN;
  halfSpread = NaN;
  /** The taker whose prints are being read. */
  taker: { readonly stamp: number; readonly side: Side | null; reach: number } = NO_TAKER;
  stretch: Stretch | null = null;
  stretchNumber = NaN;

  constructor({ tick }: Instrument) { this.book = new OrderBook(tick); }
}

export class ArrivalCounter {
  readonly stretches: Stretch[] = [];
  /** Milliseconds by half-spread, micro-dollars. */
  readonly halfSpreadMs = new Map<number, number>();
  /** Prints nearer to the midpoint than the best price was: news of the trade came after news of the book. */
  printsInside = 0;
  prints = 0;
  from = NaN;
  to = NaN;
  readonly #markets: readonly (WatchedMarket | null)[];
  readonly #terms: readonly ChangedTerms[];

  /** `isWanted`: markets that are counted. */
  constructor(instruments: readonly Instrument[], terms: readonly ChangedTerms[], isWanted: (name: string) => boolean) {
    this.#markets = instruments.map((instrument) => (isWanted(instrument.name) ? new WatchedMarket(instrument) : null));
    this.#terms = terms;
  }

  read(rows: TapeColumns): void {
    for (let row = 0; row < rows.length; row += rows.rowsOf(row)) {
      const ts = rows.ts[row] as number;
      const market = rows.market[row] as number;
      if (rows.kind[row] === KIND.gap) this.#skip(ts, market, rows.size[row] as number);
      else if (market >= 0) this.#hear(ts, rows.eventAt(row, ts, '', this.#terms), market);
    }
  }

  /** After the last row. */
  finish(): void { for (const market of this.#markets) if (market !== null) close(market); }

  /** Until its end nobody was watching. */
  #skip(ts: number, id: number, lengthMs: number): void {
    for (const [index, market] of this.#markets.entries()) {
      if (market === null || (id >= 0 && id !== index)) continue;
      this.#pass(market, index, ts);
      market.at = ts + lengthMs;
    }
  }

  #hear(ts: number, event: MarketDataEvent | null, id: number): void {
    const market = this.#markets[id];
    if (market === undefined || market === null || event === null) return;
    this.#pass(market, id, ts);
    switch (event.type) {
      case 'BookDelta': market.book.apply(event.side, event.price, event.size); return;
      case 'BookSnapshot':
        market.book.replace(event.bids, event.asks);
        market.isValid = true;
        return;
      case 'TradePrinted': this.#print(market, event); return;
      case 'BookInvalidated': market.isValid = false; return;
      case 'BookValidated': market.isValid = true; return;
      case 'InstrumentStatusChanged': market.isOpen = event.status === 'open'; return;
      case 'MarketResolved': market.isOpen = false; return;
      case 'InstrumentChanged': if (event.tick !== market.book.tick) market.book = market.book.onGrid(event.tick); return;
      default:
    }
  }

  /** Time goes on to `ts`: what stood until then is what a trade at `ts` met. */
  #pass(market: WatchedMarket, id: number, ts: number): void {
    if (ts <= market.at) return;
    const { book } = market;
    const bid = book.bestBid();
    const ask = book.bestAsk();
    const isPriced = market.isOpen && market.isValid && bid < ask;
    market.mid = isPriced ? (bid + ask) / 2 : NaN;
    market.halfSpread = isPriced ? (ask - bid) / 2 : NaN;
    close(market);
    const number = Math.floor(ts / STRETCH_MS);
    if (isPriced && !Number.isNaN(market.at)) {
      const elapsed = ts - market.at;
      if (market.stretch === null || number !== market.stretchNumber) {
        market.stretch = { market: id, ms: 0, reaches: [] };
        market.stretchNumber = number;
        this.stretches.push(market.stretch);
      }
      market.stretch.ms += elapsed;
      this.halfSpreadMs.set(market.halfSpread, (this.halfSpreadMs.get(market.halfSpread) ?? 0) + elapsed);
      if (!(this.from <= market.at)) this.from = market.at;
      this.to = ts;
    }
    market.at = ts;
  }

  #print(market: WatchedMarket, { ts, taker: side, price }: TradePrinted): void {
    if (Number.isNaN(market.mid) || market.stretch === null) return;
    const reach = side === 'bid' ? price - market.mid : market.mid - price;
    this.prints++;
    if (reach < market.halfSpread) this.printsInside++;
    if (market.taker.stamp === ts && market.taker.side === side) market.taker.reach = Math.max(market.taker.reach, reach);
    else {
      close(market);
      market.taker = { stamp: ts, side, reach };
    }
  }
}

function close(market: WatchedMarket): void {
  if (market.taker === NO_TAKER) return;
  market.stretch?.reaches.push(market.taker.reach);
  market.taker = NO_TAKER;
}
