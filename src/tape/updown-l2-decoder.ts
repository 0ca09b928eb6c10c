// The rows of an Up/Down market's tape: the first book whole, the next ones as what changed, each print once. The two tokens'
// books of one moment are one book; where they disagree nobody knows which is right, and it is invalid until they agree.

import type { MarketId } from '../core/domain/instrument.ts';
import { timestamp } from '../core/domain/numbers.ts';
import { ASK, BID, type InvalidReason, type TapeColumns } from './columns.ts';
import { TermsInTime, type DatedTerms } from './dated-terms.ts';
import { endMarket } from './market-end.ts';
import type { DecodeTarget } from './recording-format.ts';
import type { UpdownRow } from './updown-l2-rows.ts';

/** From a trade without its book to the next book; milliseconds since the epoch. */
export interface BookHole { readonly from: number; readonly to: number }

export interface UpdownPlan {
  readonly market: string;
  readonly endsAt: number;
  readonly terms: readonly DatedTerms[];
  readonly holes: readonly BookHole[];
  readonly yesPays: number | undefined;
}

interface Book { readonly ts: number; readonly delay: number; readonly isDown: boolean; readonly bids: readonly number[]; readonly asks: readonly number[]; readonly isDoubted: boolean }

export async function* decodeUpdown(batches: AsyncIterable<readonly UpdownRow[]>, plan: UpdownPlan, target: DecodeTarget): AsyncGenerator<void, void> {
  const decoder = new UpdownDecoder(plan, target);
  for await (const rows of batches) {
    for (const row of rows) decoder.row(row);
    yield;
  }
  decoder.end();
  yield;
}

class UpdownDecoder {
  readonly #plan: UpdownPlan;
  readonly #target: DecodeTarget;
  readonly #out: TapeColumns;
  readonly #market: MarketId;
  readonly #terms: TermsInTime;
  #nextHole = 0;
  #lastAt = 0;
  #isClosed = false;
  /** Read, and not given out before it is known whether the other token's book comes with it. */
  #held: Book | null = null;
  /** The book as it was given out; null where a whole one has to come next. */
  #given: Book | null = null;

  constructor(plan: UpdownPlan, target: DecodeTarget) {
    this.#plan = plan;
    this.#target = target;
    this.#out = target.out;
    this.#market = target.markets[0] as MarketId;
    this.#terms = new TermsInTime(plan.terms, target);
  }

  row({ ts, delay, isDown, what }: UpdownRow): void {
    const { counter } = this.#target;
    counter.rows++;
    if (what.kind === 'book' && this.#held?.ts === ts && this.#held.isDown !== isDown) {
      const agrees = isSame(this.#held.bids, what.bids) && isSame(this.#held.asks, what.asks);
      if (agrees) counter.repeatedRows++; else counter.mirrorMismatches++;
      this.#held = { ...this.#held, isDoubted: !agrees };
      return;
    }
    this.#giveHeld();
    this.#upTo(ts);
    if (what.kind === 'book') this.#held = { ts, delay, isDown, bids: what.bids, asks: what.asks, isDoubted: false };
    else {
      this.#out.delayNow = delay;
      this.#out.trade(ts, this.#market, what.taker === 'bid' ? BID : ASK, what.price, what.size);
    }
    this.#lastAt = ts;
  }

  end(): void {
    this.#giveHeld();
    const { endsAt, yesPays } = this.#plan;
    endMarket(this.#out, { ts: this.#lastAt, market: this.#market, isOver: this.#lastAt >= endsAt, isClosed: this.#isClosed, yesPays });
  }

  /** What lies between the last row and the next one, stamped `ts`. */
  #upTo(ts: number): void {
    const { endsAt, holes, market } = this.#plan;
    for (let hole = holes[this.#nextHole]; hole !== undefined && hole.from <= ts; hole = holes[++this.#nextHole]) {
      const lengthMs = hole.to - hole.from;
      this.#out.delayNow = -1;
      this.#out.gap({ ts: hole.from, market: this.#market, lengthMs });
      // Known at once: the book of a trade comes before it.
      this.#doubt(hole.from, 'updates are missing');
      this.#given = null;
      this.#target.counter.gaps.push({ market, from: hole.from, to: hole.to, how: 'a trade without its book' });
    }
    if (!this.#isClosed && ts >= endsAt) {
      this.#terms.until(endsAt);
      this.#isClosed = true;
      this.#out.delayNow = -1;
      this.#out.push({ type: 'InstrumentStatusChanged', ts: timestamp(Math.max(endsAt, this.#lastAt)), market: this.#market, status: 'closed' });
    }
    this.#terms.until(ts);
  }

  #giveHeld(): void {
    const book = this.#held;
    if (book === null) return;
    this.#held = null;
    const { ts, bids, asks } = book;
    const isCrossed = bids.length > 0 && asks.length > 0 && bids[0]! >= asks[0]!;
    if (isCrossed) this.#target.counter.crossedBooks++;
    this.#out.delayNow = book.delay;
    if (this.#given === null || isCrossed || book.isDoubted) this.#out.push({ type: 'BookSnapshot', ts: timestamp(ts), market: this.#market, bids, asks });
    else this.#giveChanges(this.#given, book);
    if (isCrossed) this.#doubt(ts, 'the recorded book is crossed');
    else if (book.isDoubted) this.#doubt(ts, 'the sides of the recording disagree');
    this.#given = isCrossed || book.isDoubted ? null : book;
  }

  #doubt(ts: number, reason: InvalidReason): void {
    this.#out.push({ type: 'BookInvalidated', ts: timestamp(ts), market: this.#market, reason });
  }

  #giveChanges(before: Book, now: Book): void {
    const bids = changes(before.bids, now.bids);
    const asks = changes(before.asks, now.asks);
    if (bids.length + asks.length === 0) this.#out.push({ type: 'BookValidated', ts: timestamp(now.ts), market: this.#market });
    // What is gone first, so that the book is never crossed in between.
    for (const isGone of [true, false]) {
      this.#giveLevels(now.ts, BID, bids, isGone);
      this.#giveLevels(now.ts, ASK, asks, isGone);
    }
  }

  #giveLevels(ts: number, side: number, levels: readonly number[], isGone: boolean): void {
    for (let i = 0; i < levels.length; i += 2) if ((levels[i + 1] === 0) === isGone) this.#out.delta(ts, this.#market, side, levels[i]!, levels[i + 1]!);
  }
}

/** Flat pairs of the levels that are not as before, 0 for those that are gone. */
function changes(before: readonly number[], now: readonly number[]): readonly number[] {
  const left = new Map<number, number>();
  for (let i = 0; i < before.length; i += 2) left.set(before[i]!, before[i + 1]!);
  const out: number[] = [];
  for (let i = 0; i < now.length; i += 2) {
    if (left.get(now[i]!) !== now[i + 1]) out.push(now[i]!, now[i + 1]!);
    left.delete(now[i]!);
  }
  for (const price of left.keys()) out.push(price, 0);
  return out;
}

const isSame = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((value, i) => value === b[i]);
