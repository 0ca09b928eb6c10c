// What the tape reader says stands in each market at given moments, without anything of the rehearsal between.

import { OrderBook } from '../../core/market/order-book.ts';
import type { Tape } from '../../tape/tape.ts';

export interface ReadBook {
  readonly at: number;
  readonly market: number;
  /** False where the recording doubts it. */
  readonly isSure: boolean;
  /** Flat pairs, best first. */
  readonly bids: readonly number[];
  readonly asks: readonly number[];
}

export async function readBooks(tape: Tape, moments: readonly number[]): Promise<readonly ReadBook[]> {
  const markets = tape.instruments.map(({ tick }) => ({ book: new OrderBook(tick), isSure: null as boolean | null }));
  const read: ReadBook[] = [];
  let next = 0;
  const tellUpTo = (until: number): void => {
    for (let at = moments[next]; at !== undefined && at < until; at = moments[++next]) {
      for (const [market, { book, isSure }] of markets.entries()) read.push({ at, market, isSure: isSure === true, bids: [...book.levels('bid')], asks: [...book.levels('ask')] });
    }
  };
  for await (const chunk of tape.chunks()) {
    for (let i = 0; i < chunk.length; i += chunk.rowsOf(i)) {
      const ts = chunk.ts[i] ?? 0;
      const event = chunk.eventAt(i, ts, tape.venue, tape.terms);
      tellUpTo(ts);
      const market = event !== null && 'market' in event ? markets[event.market] : undefined;
      if (market === undefined || event === null) continue;
      if (event.type === 'BookDelta') {
        market.book.apply(event.side, event.price, event.size);
        market.isSure ??= true;
      } else if (event.type === 'BookSnapshot') {
        market.book.replace(event.bids, event.asks);
        market.isSure = true;
      } else if (event.type === 'BookInvalidated') market.isSure = false;
      else if (event.type === 'BookValidated') market.isSure = true;
      else if (event.type === 'InstrumentChanged') market.book = market.book.onGrid(event.tick);
    }
  }
  tellUpTo(Infinity);
  return read;
}

/** So many, evenly over a stretch of the recording. */
export const moments = (from: number, to: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => Math.floor(from + ((i + 1) * (to - from)) / count));
