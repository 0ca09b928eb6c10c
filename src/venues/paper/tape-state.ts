// Where a tape stands after the rows so far: books, whether they can be trusted, statuses and terms of its markets. What a
// run that begins in the middle of a tape is told first.

import type { MarketDataEvent, MarketFactsReported } from '../../core/domain/events.ts';
import type { Instrument, InstrumentStatus } from '../../core/domain/instrument.ts';
import { timestamp, type Price, type Size, type TimestampMs } from '../../core/domain/numbers.ts';
import { OrderBook } from '../../core/market/order-book.ts';
import { BID, INVALID_REASONS, KIND, STATUSES, said, type ChangedTerms, type TapeColumns } from '../../tape/columns.ts';

class MarketOnTape {
  instrument: Instrument;
  book: OrderBook;
  status: InstrumentStatus = 'open';
  /** Null before the first word of the book: nothing to be told. */
  isValid: boolean | null = null;
  reason = '';
  resolved: Price | null = null;
  facts: Omit<MarketFactsReported, 'ts' | 'type' | 'market'> | null = null;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
    this.book = new OrderBook(instrument.tick);
  }

  change(terms: ChangedTerms): void {
    this.instrument = { ...this.instrument, ...terms };
    if (terms.tick !== this.book.tick) this.book = this.book.onGrid(terms.tick);
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
      case KIND.facts: market.facts = { volume24h: said(price), liquidity: said(size) }; return;
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
    return this.#markets.flatMap(({ instrument, book, status, isValid, reason, resolved, facts }): MarketDataEvent[] => {
      const { id: market } = instrument;
      const events: MarketDataEvent[] = [{ type: 'InstrumentListed', ts, instrument }];
      if (isValid !== null) events.push({ type: 'BookSnapshot', ts, market, bids: book.levels('bid'), asks: book.levels('ask') });
      if (isValid === false) events.push({ type: 'BookInvalidated', ts, market, reason });
      if (status !== 'open') events.push({ type: 'InstrumentStatusChanged', ts, market, status });
      if (facts !== null) events.push({ type: 'MarketFactsReported', ts, market, ...facts });
      if (resolved !== null) events.push({ type: 'MarketResolved', ts, market, yesPays: resolved });
      return events;
    });
  }
}
