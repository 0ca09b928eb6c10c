// The journaled events of a session as rows of a tape: market data, with our own orders taken out of the books that contain
// them. Everything else only moves the copy of the session beside it.

import type { Event } from '../../core/domain/events.ts';
import { timestamp } from '../../core/domain/numbers.ts';
import type { MarketState } from '../../core/state/market-state.ts';
import { INVALID_REASONS, KIND, NO_SIDE, type ChangedTerms, type InvalidReason, type TapeColumns } from '../../tape/columns.ts';
import { OthersBook } from './others-book.ts';
import type { RunCopy } from './run-copy.ts';

const FALLEN_SILENT: InvalidReason = 'updates are missing';

/** The list grows with the first pass over the journal; in later passes the same are given again. */
export interface GivenTerms { readonly list: ChangedTerms[]; given: number }

export class MarketRows {
  readonly #copy: RunCopy;
  readonly #rows: TapeColumns;
  readonly #terms: GivenTerms;
  /** Of markets whose public book contains our orders, by id. */
  readonly #others = new Map<number, OthersBook>();
  /** Of these, where what is ours may have changed under the stamp in hand. */
  readonly #unsettled = new Set<OthersBook>();
  #now = -Infinity;

  constructor(copy: RunCopy, rows: TapeColumns, terms: GivenTerms) {
    this.#copy = copy;
    this.#rows = rows;
    this.#terms = terms;
    for (const market of copy.markets) this.#list(market);
  }

  /** Where the markets stand. */
  tellAll(ts: number): void {
    const rows = this.#rows;
    this.#now = ts;
    this.#unsettled.clear();
    for (const market of this.#copy.markets) {
      const { instrument: { id }, book, bookAt, invalid, status, settledAt, publicFacts } = market;
      const others = this.#others.get(id);
      if (bookAt !== null && others !== undefined) others.snapshot(ts, rows);
      else if (bookAt !== null) rows.push({ type: 'BookSnapshot', ts: timestamp(ts), market: id, bids: book.levels('bid'), asks: book.levels('ask') });
      if (invalid !== null) this.#invalid(id, ts, invalid);
      if (status !== 'open') rows.push({ type: 'InstrumentStatusChanged', ts: timestamp(ts), market: id, status });
      const reported = publicFacts.reported();
      if (reported !== null) rows.push({ type: 'MarketFactsReported', ts: timestamp(ts), market: id, ...reported });
      if (settledAt !== null) rows.push({ type: 'MarketResolved', ts: timestamp(ts), market: id, yesPays: settledAt });
    }
  }

  hear(event: Event): void {
    if (event.ts !== this.#now) this.settle();
    this.#now = event.ts;
    const before = 'clientId' in event ? this.#copy.marketOf(event.clientId) : null;
    this.#copy.step(event);
    if (before !== null) this.#ownChanged(before.instrument.id);
    this.#tell(event);
  }

  /** Ends the moment in hand: what remains of a difference is the others'. */
  settle(): void {
    for (const others of this.#unsettled) others.settle(this.#now, this.#rows);
    this.#unsettled.clear();
  }

  #tell(event: Event): void {
    const rows = this.#rows;
    switch (event.type) {
      case 'InstrumentListed': this.#list(this.#copy.market(event.instrument.id)); return;
      case 'InstrumentChanged': {
        const { tick, fees } = event;
        const { list, given } = this.#terms;
        if (list.length === given) list.push({ tick, fees });
        rows.terms(event.ts, event.market, given);
        this.#terms.given++;
        this.#others.get(event.market)?.take();
        return;
      }
      case 'FeedStatusChanged':
        // Up again says nothing of the books: they come whole, one by one.
        if (!event.up) for (const { instrument } of this.#copy.markets) if (instrument.venue === event.venue) this.#invalid(instrument.id, event.ts, event.reason);
        return;
      case 'BookInvalidated': this.#invalid(event.market, event.ts, event.reason); return;
      case 'BookDelta': {
        const { book, invalid } = this.#copy.market(event.market);
        const others = this.#others.get(event.market);
        if (!book.has(event.price)) this.#invalid(event.market, event.ts, invalid ?? '');
        else if (others === undefined) rows.push(event);
        else others.level(event.side, event.price, event.ts, rows);
        return;
      }
      case 'BookSnapshot': {
        const { invalid } = this.#copy.market(event.market);
        const others = this.#others.get(event.market);
        // A level off the grid: the session did not take the book either.
        if (invalid !== null) this.#invalid(event.market, event.ts, invalid);
        else if (others === undefined) rows.push(event);
        else others.snapshot(event.ts, rows);
        return;
      }
      case 'BookValidated': case 'TradePrinted': case 'FeedHeartbeat': case 'InstrumentStatusChanged': case 'MarketResolved': case 'MarketFactsReported': rows.push(event); return;
      case 'OpenOrdersReported': for (const id of this.#others.keys()) this.#ownChanged(id); return;
      default:
    }
  }

  #list(market: MarketState): void {
    if (market.instrument.showsOwnOrders) this.#others.set(market.instrument.id, new OthersBook(market));
  }

  #ownChanged(market: number): void {
    const others = this.#others.get(market);
    if (others !== undefined) this.#unsettled.add(others);
  }

  #invalid(market: number, ts: number, reason: string): void {
    const known = INVALID_REASONS.indexOf(reason as InvalidReason);
    this.#rows.row(KIND.invalid, ts, market, NO_SIDE, 0, known >= 0 ? known : INVALID_REASONS.indexOf(FALLEN_SILENT));
  }
}
