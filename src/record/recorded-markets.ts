// What a stream of events has said of its markets so far: terms, status, facts and books. The recorder begins each segment with it,
// and the verification compares two of them, made of the same recording in two ways.

import { createHash } from 'node:crypto';
import type { MarketDataEvent, MarketFactsReported } from '../core/domain/events.ts';
import type { Instrument, InstrumentStatus, MarketId } from '../core/domain/instrument.ts';
import { MICROS } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { OrderBook } from '../core/market/order-book.ts';

/** A feed that moves on to the next market of a series need not tell how the last one ended; its outcome is not waited for for ever. */
const OUTCOME_WITHIN_MS = 86_400_000;

export class RecordedMarket {
  instrument: Instrument;
  status: InstrumentStatus = 'open';
  facts: Pick<MarketFactsReported, 'volume24h' | 'liquidity'> | null = null;
  book: OrderBook;
  /** Null before the first book. */
  isValid: boolean | null = null;
  reason = '';
  hasEnded = false;

  constructor(instrument: Instrument) {
    this.instrument = instrument;
    this.book = new OrderBook(instrument.tick);
  }

  hasTerms({ tick, fees }: Pick<Instrument, 'tick' | 'fees'>): boolean {
    return tick === this.instrument.tick && JSON.stringify(fees) === JSON.stringify(this.instrument.fees);
  }

  hear(event: MarketDataEvent): void {
    switch (event.type) {
      case 'BookSnapshot':
        this.book.replace(event.bids, event.asks);
        this.isValid = true;
        return;
      case 'BookDelta': this.book.apply(event.side, event.price, event.size); return;
      case 'BookInvalidated':
        this.isValid = false;
        this.reason = event.reason;
        return;
      case 'BookValidated': if (this.isValid !== null) this.isValid = true; return;
      case 'InstrumentChanged':
        this.instrument = { ...this.instrument, tick: event.tick, fees: event.fees };
        if (event.tick === this.book.tick) return;
        // Of a coarser book nothing is known before it is sent anew.
        if (this.isValid === true && this.book.tick % event.tick !== 0) this.isValid = false;
        this.book = this.book.onGrid(event.tick);
        return;
      case 'InstrumentStatusChanged': this.status = event.status; return;
      case 'MarketFactsReported': this.facts = { volume24h: event.volume24h, liquidity: event.liquidity }; return;
      case 'MarketResolved': this.hasEnded = true; return;
      default:
    }
  }

}

export class RecordedMarkets {
  readonly #markets = new Map<MarketId, RecordedMarket>();

  get(id: MarketId): RecordedMarket | undefined { return this.#markets.get(id); }
  all(): Iterable<RecordedMarket> { return this.#markets.values(); }

  /** Throws for a price that is no level of the book. */
  hear(event: MarketDataEvent): void {
    if (event.type === 'InstrumentListed') this.#markets.set(event.instrument.id, new RecordedMarket(event.instrument));
    else if ('market' in event) this.#markets.get(event.market)?.hear(event);
  }

  /** Markets that a segment which begins then no longer holds. */
  forgetEnded(at: number): readonly MarketId[] {
    const ended = [...this.#markets].filter(([, { hasEnded, instrument: { endsAt } }]) => hasEnded || (endsAt !== null && endsAt + OUTCOME_WITHIN_MS < at)).map(([id]) => id);
    for (const id of ended) this.#markets.delete(id);
    return ended;
  }

  /** Of the books that can be trusted, level for level, whatever the markets are numbered. */
  hash(): string {
    const hash = createHash('sha256');
    for (const { instrument, book } of this.#trusted()) hash.update(`${instrument.name}\n${book.levels('bid').join(' ')}\n${book.levels('ask').join(' ')}\n`);
    return hash.digest('hex');
  }

  /** The first level of each book that is not the same in the other; `here` and `there` name the two. */
  differences(other: RecordedMarkets, here: string, there: string): readonly string[] {
    const theirs = new Map([...other.#trusted()].map((market) => [market.instrument.name, market]));
    const found: string[] = [];
    for (const { instrument: { name }, book } of this.#trusted()) {
      const their = theirs.get(name);
      theirs.delete(name);
      const difference = their === undefined ? `${here} has a book, ${there} has none to be trusted` : differenceOf(book, their.book, here, there);
      if (difference !== null) found.push(`${name}: ${difference}`);
    }
    return [...found, ...[...theirs.keys()].map((name) => `${name}: ${there} has a book, ${here} has none to be trusted`)];
  }

  #trusted(): readonly RecordedMarket[] {
    return [...this.#markets.values()].filter(({ isValid }) => isValid === true).toSorted((a, b) => (a.instrument.name < b.instrument.name ? -1 : 1));
  }
}

/** The best level that is not the same. */
function differenceOf(ours: OrderBook, theirs: OrderBook, here: string, there: string): string | null {
  for (const [side, best] of [['bid', -1], ['ask', 1]] as const) {
    const [mine, other] = [sizesOf(ours, side), sizesOf(theirs, side)];
    const at = [...new Set([...mine.keys(), ...other.keys()])].toSorted((a, b) => (a - b) * best).find((price) => mine.get(price) !== other.get(price));
    if (at !== undefined) return `${side} at ${at / MICROS}: ${here} has ${(mine.get(at) ?? 0) / MICROS}, ${there} has ${(other.get(at) ?? 0) / MICROS}`;
  }
  return null;
}

function sizesOf(book: OrderBook, side: Side): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  const levels = book.levels(side);
  for (let i = 0; i < levels.length; i += 2) sizes.set(levels[i] ?? NaN, levels[i + 1] ?? NaN);
  return sizes;
}
