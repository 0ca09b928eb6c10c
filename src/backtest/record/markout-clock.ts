// What fair value did after each fill: takes fills, and gives every fill its worth 1, 10, 60 and 300 seconds later. Told of
// time before anything newer happens, so a market that is silent for minutes is not measured against its future.

import { MARKOUT_SECONDS } from '../result.ts';

export interface WatchedFill {
  /** When it happened at the venue. */
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
  #dueAt = Infinity;

  constructor(worthOf: WorthOf) { this.#worthOf = worthOf; }

  add(fill: WatchedFill): void {
    for (const horizon of this.#horizons) horizon.waiting.push(fill);
    this.#dueAt = Math.min(this.#dueAt, fill.ts + this.#horizons[0]!.ms);
  }

  /** Nothing stamped before `now` is still to come, and nothing stamped `now` has come. */
  reach(now: number): void {
    if (now <= this.#dueAt) return;
    this.#dueAt = Infinity;
    this.#horizons.forEach((horizon, index) => {
      const { waiting, ms } = horizon;
      for (; horizon.head < waiting.length; horizon.head++) {
        const fill = waiting[horizon.head]!;
        if (fill.ts + ms >= now) {
          this.#dueAt = Math.min(this.#dueAt, fill.ts + ms);
          break;
        }
        fill.worthAfter[index] = this.#worthOf(fill.market);
      }
      if (horizon.head >= 1_024) horizon.head -= waiting.splice(0, horizon.head).length;
    });
  }

  /** After the last event: what is not due yet is known where the market has settled; what it paid is what it is worth for ever. */
  end(settledWorthOf: WorthOf): void {
    this.#horizons.forEach(({ waiting, head }, index) => {
      for (const fill of waiting.slice(head)) fill.worthAfter[index] = settledWorthOf(fill.market);
    });
  }
}
