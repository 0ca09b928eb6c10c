// The ticks of a market whose recording does not name them: from each moment on the coarsest of the venue's ticks that all
// prices so far fit. A tick gets finer; that it became coarser again cannot be seen in prices, so it is never said.

import type { Price } from '../core/domain/numbers.ts';

/**
 * Micro-dollars. Polymarket's markets begin at a cent and go to a tenth of it when their price comes near 0 or 1; 10c markets
 * quote like 1c ones until a finer price shows. Kalshi has the same ones.
 */
const TICKS = [10_000, 1_000, 100] as const;

/** `tick` from `ts` on. */
export interface TickChange { readonly ts: number; readonly tick: Price }

/** False for a price that is finer than any tick. */
export const isOnATick = (price: number): boolean => price % TICKS[2] === 0;

export class SeenTicks {
  /** Earliest stamp of a price that needs the tick of this place; rows may come out of order. */
  readonly #since = TICKS.map(() => Infinity);

  /** A row without a price: an empty book fits the coarsest tick. */
  begin(ts: number): void { this.#seeAt(0, ts); }

  /** False where there is no tick so fine. */
  see(ts: number, price: number): boolean {
    for (let place = 0; place < TICKS.length; place++) {
      if (price % TICKS[place]! !== 0) continue;
      this.#seeAt(place, ts);
      return true;
    }
    return false;
  }

  /** Takes over what was seen of the other token of the same market. */
  join(other: SeenTicks): void { other.#since.forEach((ts, place) => this.#seeAt(place, ts)); }

  /** Infinity where nothing was seen. */
  get firstAt(): number { return Math.min(...this.#since); }

  /** The tick of the first stamp, then each finer one with the stamp that shows it first. */
  inTime(): readonly TickChange[] {
    const shown = TICKS.map((tick, place) => ({ ts: this.#since[place]!, tick: tick as Price })).filter(({ ts }) => ts < Infinity);
    const changes: TickChange[] = [];
    for (const change of shown.toSorted((a, b) => a.ts - b.ts || a.tick - b.tick)) if (change.tick < (changes.at(-1)?.tick ?? Infinity)) changes.push(change);
    return changes;
  }

  /** What a book has to be made for that takes in all of the recording. */
  get finest(): Price { return this.inTime().at(-1)?.tick ?? (TICKS[0] as Price); }

  #seeAt(place: number, ts: number): void { if (ts < this.#since[place]!) this.#since[place] = ts; }
}
