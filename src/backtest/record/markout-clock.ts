// What fair value did after each fill: takes fills, is told what each market is worth as time passes, and gives every fill
// its worth 1, 10, 60 and 300 seconds later. The worth at a moment is the last one known before something newer came, so a
// market that is silent for minutes is not measured against its future.

import { MARKOUT_SECONDS } from '../result.ts';

export interface WatchedFill {
  readonly ts: number;
  readonly market: number;
  /** By place in `MARKOUT_SECONDS`; NaN until it is due, and where nothing priced the market then. */
  readonly worthAfter: Float64Array;
}

/** `worth` of a market now; NaN while unknown. */
export type WorthOf = (market: number) => number;

interface Horizon { readonly ms: number; readonly waiting: WatchedFill[]; head: number }

export class MarkoutClock {
  readonly #worthOf: WorthOf;
  readonly #horizons: readonly Horizon[] = MARKOUT_SECONDS.map((seconds) => ({ ms: seconds * 1_000, waiting: [], head: 0 }));
  /** By market: fills whose longest horizon is not over, and what it was worth when last looked at. */
  readonly #pending: number[] = [];
  readonly #lastWorth: number[] = [];
  #watched: number[] = [];
  #dueAt = Infinity;

  constructor(worthOf: WorthOf) { this.#worthOf = worthOf; }

  add(fill: WatchedFill): void {
    for (const horizon of this.#horizons) horizon.waiting.push(fill);
    const pending = this.#pending[fill.market] ?? 0;
    this.#pending[fill.market] = pending + 1;
    if (pending === 0) this.#watched.push(fill.market);
    this.#lastWorth[fill.market] = this.#worthOf(fill.market);
    this.#dueAt = Math.min(this.#dueAt, fill.ts + this.#horizons[0]!.ms);
  }

  /** Everything up to and including `now` has been applied. */
  reach(now: number): void {
    if (this.#watched.length === 0) return;
    if (now >= this.#dueAt) this.#settle(now);
    for (let i = 0; i < this.#watched.length; i++) {
      const market = this.#watched[i]!;
      this.#lastWorth[market] = this.#worthOf(market);
    }
  }

  #settle(now: number): void {
    let next = Infinity;
    this.#horizons.forEach((horizon, index) => {
      const { waiting, ms } = horizon;
      while (horizon.head < waiting.length) {
        const fill = waiting[horizon.head]!;
        const due = fill.ts + ms;
        if (due > now) { next = Math.min(next, due); break; }
        horizon.head++;
        fill.worthAfter[index] = due < now ? this.#lastWorth[fill.market]! : this.#worthOf(fill.market);
        if (index === this.#horizons.length - 1) this.#drop(fill.market);
      }
      if (horizon.head >= 1_024) { waiting.splice(0, horizon.head); horizon.head = 0; }
    });
    this.#dueAt = next;
  }

  #drop(market: number): void {
    this.#pending[market]!--;
    if (this.#pending[market] === 0) this.#watched = this.#watched.filter((other) => other !== market);
  }
}
