// Where a tape stands after the rows so far: books, whether they can be trusted, statuses and terms of its markets. What a
// run that begins in the middle of a tape is told first.

import type { MarketDataEvent } from '../../core/domain/events.ts';
import type { Instrument, InstrumentStatus } from '../../core/domain/instrument.ts';
import { timestamp, type Price, type Size, type TimestampMs } from '../../core/domain/numbers.ts';
import { OrderBook } from '../../core/market/order-book.ts';
import { BID, INVALID_REASONS, KIND, type ChangedTerms, type TapeColumns } from '../../tape/columns.ts';

const STATUSES: readonly InstrumentStatus[] = ['open', 'paused', 'closed'];

class MarketOnTape {
  instrument: Instrument;
  book: OrderBook;
  status: InstrumentStatus = 'open';
  /** Null before the first word of the book: nothing to be told. */
  isValid: boolean | null = null;
  reason = '';
  resolved: Price | null = null;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
    this.book = new OrderBook(instrument.tick);
  }

  change(terms: ChangedTerms): void {
    const { book } = this;
    this.instrument = { ...this.instrument, ...terms };
    if (terms.tick === book.tick) return;
    this.book = new OrderBook(terms.tick);
    for (const side of ['bid', 'ask'] as const) {
      const levels = book.levels(side);
      for (let i = 0; i < levels.length; i += 2) if (this.book.has(levels[i] as number)) this.book.apply(side, levels[i] as Price, levels[i + 1] as Size);
    }
  }
}

export class TapeState {
  readonly #markets: readonly MarketOnTape[];
  readonly #terms: readonly ChangedTerms[];

  constructor(instruments: readonly Instrument[], terms: readonly ChangedTerms[]) {
    this.#markets = instruments.map((instrument) => new MarketOnTape(instrument));
    this.#terms = terms;
  }

  hear(columns: TapeColumns, row: number): void {
    const market = this.#markets[columns.market[row] ?? -1];
    if (market === undefined) return;
    const price = columns.price[row] as Price;
    const size = columns.size[row] as Size;
    switch (columns.kind[row]) {
      case KIND.delta:
        market.book.apply(columns.side[row] === BID ? 'bid' : 'ask', price, size);
        market.isValid ??= true;
        return;
      case KIND.snapshot:
        market.book.clear();
        for (let level = row + 1; level <= row + size; level++) market.book.apply(columns.side[level] === BID ? 'bid' : 'ask', columns.price[level] as Price, columns.size[level] as Size);
        market.isValid = true;
        return;
      case KIND.invalid:
        market.isValid = false;
        market.reason = INVALID_REASONS[size] ?? '';
        return;
      case KIND.valid: market.isValid = true; return;
      case KIND.status: market.status = STATUSES[size] ?? 'open'; return;
      case KIND.resolved: market.resolved = price; return;
      case KIND.terms: {
        const terms = this.#terms[size];
        if (terms !== undefined) market.change(terms);
        return;
      }
      default:
    }
  }

  /** The markets as they stand, and what of them is not as a market begins. */
  told(at: TimestampMs): readonly MarketDataEvent[] {
    const ts = timestamp(at);
    return this.#markets.flatMap(({ instrument, book, status, isValid, reason, resolved }): MarketDataEvent[] => {
      const { id: market } = instrument;
      const events: MarketDataEvent[] = [{ type: 'InstrumentListed', ts, instrument }];
      if (isValid !== null) events.push({ type: 'BookSnapshot', ts, market, bids: book.levels('bid'), asks: book.levels('ask') });
      if (isValid === false) events.push({ type: 'BookInvalidated', ts, market, reason });
      if (status !== 'open') events.push({ type: 'InstrumentStatusChanged', ts, market, status });
      if (resolved !== null) events.push({ type: 'MarketResolved', ts, market, yesPays: resolved });
      return events;
    });
  }
}
