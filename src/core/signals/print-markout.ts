// What public trades left to the makers they met: for each trade the price less what fair value was a minute later, from the
// maker's side, so the half-spread earned and the adverse move after it in one number. Trades wait in buckets of two seconds,
// since price × size adds up; memory is the same however busy the market.

import { notional } from '../domain/numbers.ts';
import { CountWindow, type CountWindowSnapshot } from './count-window.ts';

const HORIZON_MS = 60_000;
const BUCKET_MS = 2_000;
const BUCKETS = HORIZON_MS / BUCKET_MS + 2;
/** Over which trades are averaged. */
const WINDOW_MS = 21_600_000;
/** placeholder: a quarter of an hour and thirty trades; fewer say nothing of a day. To be fitted on recordings of several days. */
const LEAST_WATCHED_MS = 900_000;
const LEAST_TRADES = 30;
const DAY_MS = 86_400_000;

export interface PrintMarkoutSnapshot {
  readonly received: readonly number[]; readonly sold: readonly number[]; readonly traded: readonly number[]; readonly settled: number | null;
  readonly fair: number | null; readonly since: number | null; readonly trades: number; readonly results: CountWindowSnapshot;
}

export class PrintMarkout {
  /** Waiting trades by bucket: what makers received less paid (micro-dollars), sold less bought (micro-shares), and how many there were. */
  readonly #received = new Float64Array(BUCKETS);
  readonly #sold = new Float64Array(BUCKETS);
  readonly #traded = new Float64Array(BUCKETS);
  /** The last bucket whose horizon has passed; NaN before the first observation. */
  #settled = NaN;
  #fair = NaN;
  #since = NaN;
  /** Trades whose outcome became known. */
  #trades = 0;
  /** Earnings of makers, micro-dollars, by the time they became known. */
  #results = new CountWindow(WINDOW_MS);

  /** A taker bought (`isBuy`) or sold. */
  observeTrade(ts: number, price: number, size: number, isBuy: boolean): void {
    this.#settle(ts);
    const slot = Math.floor(ts / BUCKET_MS) % BUCKETS;
    const sign = isBuy ? 1 : -1;
    this.#received[slot]! += sign * notional(price, size);
    this.#sold[slot]! += sign * size;
    this.#traded[slot]!++;
  }

  /** Fair value in whole micro-dollars from `ts` on. */
  observeFair(ts: number, fair: number): void {
    this.#settle(ts);
    this.#fair = fair;
  }

  /** Fair value is not known from `ts` on: trades whose minute ends meanwhile stay unknown. */
  pause(ts: number): void {
    this.#settle(ts);
    this.#fair = NaN;
  }

  /** What all makers together earned a day, micro-dollars, as far as the last hours tell; NaN until enough has been seen. */
  earningsPerDay(ts: number): number {
    const watched = ts - this.#since;
    const isKnown = watched >= WINDOW_MS || (watched >= LEAST_WATCHED_MS && this.#trades >= LEAST_TRADES);
    return isKnown ? (this.#results.up() * DAY_MS) / Math.min(watched, WINDOW_MS) : NaN;
  }

  /** With the fair value that held until now: a change of it comes through `observeFair`, which settles first. */
  #settle(ts: number): void {
    const due = Math.floor((ts - HORIZON_MS) / BUCKET_MS) - 1;
    if (Number.isNaN(this.#settled)) {
      this.#settled = due;
      this.#since = ts;
    }
    if (due <= this.#settled) return;
    this.#results.advance(ts);
    for (let bucket = Math.max(this.#settled + 1, due - BUCKETS + 1); bucket <= due; bucket++) {
      const slot = bucket % BUCKETS;
      if (this.#traded[slot] === 0) continue;
      if (!Number.isNaN(this.#fair)) {
        this.#results.add(ts, this.#received[slot]! - notional(this.#fair, this.#sold[slot]!), 0);
        this.#trades += this.#traded[slot]!;
      }
      this.#received[slot] = this.#sold[slot] = this.#traded[slot] = 0;
    }
    this.#settled = due;
  }

  toJSON(): PrintMarkoutSnapshot {
    const orNull = (x: number): number | null => (Number.isNaN(x) ? null : x);
    return {
      received: [...this.#received], sold: [...this.#sold], traded: [...this.#traded], settled: orNull(this.#settled),
      fair: orNull(this.#fair), since: orNull(this.#since), trades: this.#trades, results: this.#results.toJSON(),
    };
  }

  static fromJSON(snapshot: PrintMarkoutSnapshot): PrintMarkout {
    const markout = new PrintMarkout();
    markout.#received.set(snapshot.received);
    markout.#sold.set(snapshot.sold);
    markout.#traded.set(snapshot.traded);
    markout.#settled = snapshot.settled ?? NaN;
    markout.#fair = snapshot.fair ?? NaN;
    markout.#since = snapshot.since ?? NaN;
    markout.#trades = snapshot.trades;
    markout.#results = CountWindow.fromJSON(snapshot.results);
    return markout;
  }
}
