// What is known of a market as a whole, whoever trades it: what its venue reports of it, and what its own trades show.

import { cash, notional, type Cash } from '../domain/numbers.ts';
import { CountWindow, type CountWindowSnapshot } from '../signals/count-window.ts';
import { PrintMarkout, type PrintMarkoutSnapshot } from '../signals/print-markout.ts';

const DAY_MS = 86_400_000;

export interface PublicFactsSnapshot {
  readonly reportedVolume24h: number | null; readonly reportedLiquidity: number | null;
  readonly tradedDay: CountWindowSnapshot; readonly prints: PrintMarkoutSnapshot;
}

export class PublicFacts {
  /** Micro-dollars, as the venue said last; NaN while it has not. */
  reportedVolume24h = NaN;
  reportedLiquidity = NaN;
  /** Micro-dollars traded. */
  #tradedDay = new CountWindow(DAY_MS);
  prints = new PrintMarkout();

  observeTrade(ts: number, price: number, size: number, isBuy: boolean): void {
    this.#tradedDay.add(ts, notional(price, size), 0);
    this.prints.observeTrade(ts, price, size, isBuy);
  }

  /** Lets time pass; the first call starts the day that has to be seen whole. */
  advance(ts: number): void { this.#tradedDay.advance(ts); }

  /** Trades may have been missed: the day is counted anew. */
  forgetDay(): void { this.#tradedDay = new CountWindow(DAY_MS); }

  /** The venue's word, else what traded here once a whole day was seen; micro-dollars, NaN while unknown. */
  volume24h(now: number): number {
    if (!Number.isNaN(this.reportedVolume24h)) return this.reportedVolume24h;
    return this.#tradedDay.isKnown(now) ? this.#tradedDay.up() : NaN;
  }

  /** What the venue has said; null while it said nothing. */
  reported(): { readonly volume24h: Cash | null; readonly liquidity: Cash | null } | null {
    const said = (micros: number): Cash | null => (Number.isNaN(micros) ? null : cash(micros));
    const volume24h = said(this.reportedVolume24h);
    const deep = said(this.reportedLiquidity);
    return volume24h === null && deep === null ? null : { volume24h, liquidity: deep };
  }

  toJSON(): PublicFactsSnapshot {
    const orNull = (x: number): number | null => (Number.isNaN(x) ? null : x);
    return { reportedVolume24h: orNull(this.reportedVolume24h), reportedLiquidity: orNull(this.reportedLiquidity), tradedDay: this.#tradedDay.toJSON(), prints: this.prints.toJSON() };
  }

  static fromJSON(snapshot: PublicFactsSnapshot): PublicFacts {
    const facts = new PublicFacts();
    facts.reportedVolume24h = snapshot.reportedVolume24h ?? NaN;
    facts.reportedLiquidity = snapshot.reportedLiquidity ?? NaN;
    facts.#tradedDay = CountWindow.fromJSON(snapshot.tradedDay);
    facts.prints = PrintMarkout.fromJSON(snapshot.prints);
    return facts;
  }
}
