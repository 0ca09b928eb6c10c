// The rows of a us-bbo tape: a book of at most one level a side where a quote changed, one sign of life a poll where none
// did, a hole where a market was silent and went on, and the end of each market after its last quote.

import type { MarketId } from '../core/domain/instrument.ts';
import { timestamp, type Size } from '../core/domain/numbers.ts';
import { TermsInTime, type DatedTerms } from './dated-terms.ts';
import { endMarket } from './market-end.ts';
import type { DecodeTarget, Labels } from './recording-format.ts';
import type { QuoteStore } from './us-bbo-quotes.ts';

/** Lengths of the holes in milliseconds, by the number of the row before them. */
export type QuoteHoles = ReadonlyMap<number, number>;

export interface QuotePlan {
  readonly store: QuoteStore;
  readonly order: Uint32Array;
  readonly terms: readonly DatedTerms[];
  readonly holes: QuoteHoles;
  /** The size a price is taken to hold. */
  readonly least: Size;
  readonly outcomes: Labels;
  readonly bytes: number;
}

const VENUE = 'polymarket-us';
const ROWS_AT_ONCE = 8_192;

export async function* decodeQuotes(plan: QuotePlan, target: DecodeTarget): AsyncGenerator<void, void> {
  const { order, bytes } = plan;
  const decoder = new QuoteDecoder(plan, target);
  for (let from = 0; from < order.length; from += ROWS_AT_ONCE) {
    const rows = order.subarray(from, from + ROWS_AT_ONCE);
    for (const row of rows) decoder.row(row);
    // The files were taken in by the survey: their bytes are shared out over what is given.
    target.took(Math.round((bytes * (from + rows.length)) / order.length) - Math.round((bytes * from) / order.length));
    yield;
  }
}

class QuoteDecoder {
  readonly #plan: QuotePlan;
  readonly #target: DecodeTarget;
  readonly #terms: TermsInTime;
  /** Row with the quote given out last by market, −1 where a book has to come next. */
  readonly #given: Int32Array;
  /** Its last row by market. */
  readonly #lastRow: Int32Array;
  #aliveAt = -1;

  constructor(plan: QuotePlan, target: DecodeTarget) {
    this.#plan = plan;
    this.#target = target;
    this.#terms = new TermsInTime(plan.terms, target);
    this.#given = new Int32Array(plan.store.slugs.length).fill(-1);
    this.#lastRow = new Int32Array(plan.store.slugs.length);
    // Of a market the rows stand in order of time.
    for (let i = 0; i < plan.store.length; i++) this.#lastRow[plan.store.market[i]!] = i;
  }

  row(row: number): void {
    const { store, holes, outcomes } = this.#plan;
    const { out, counter, markets } = this.#target;
    const index = store.market[row]!;
    const ts = store.ts[row]!;
    const market = markets[index] as MarketId;
    counter.rows++;
    this.#terms.until(ts);
    this.#quote(row, index, market, ts);
    const lengthMs = holes.get(row);
    if (lengthMs !== undefined) {
      // The row after it states the whole quote, which is given even where nothing changed: nobody knew that.
      out.gap({ ts, market, lengthMs });
      counter.gaps.push({ market: store.slugs[index]!, from: ts, to: ts + lengthMs, how: `no quote for ${Math.round(lengthMs / 1_000)} s` });
      this.#given[index] = -1;
    }
    if (row === this.#lastRow[index]) endMarket(out, { ts, market, isOver: false, isClosed: false, yesPays: outcomes.get(store.slugs[index]!) });
  }

  #quote(row: number, index: number, market: MarketId, at: number): void {
    const { store, least } = this.#plan;
    const { out, counter } = this.#target;
    const bid = store.bid[row]!;
    const ask = store.ask[row]!;
    const ts = timestamp(at);
    const isCrossed = bid > 0 && ask > 0 && bid >= ask;
    if (isCrossed) counter.crossedBooks++;
    const given = this.#given[index]!;
    if (given >= 0 && store.bid[given] === bid && store.ask[given] === ask) {
      if (this.#aliveAt !== at) out.push({ type: 'FeedHeartbeat', ts, venue: VENUE });
      this.#aliveAt = at;
      counter.repeatedRows++;
      return;
    }
    out.push({ type: 'BookSnapshot', ts, market, bids: bid === 0 ? [] : [bid, least], asks: ask === 0 ? [] : [ask, least] });
    if (isCrossed) out.push({ type: 'BookInvalidated', ts, market, reason: 'the recorded book is crossed' });
    this.#given[index] = row;
  }
}
