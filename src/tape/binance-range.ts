// A Binance symbol as a contract of prices between 0 and 1: one share pays the place of the price in a fixed range,
// p = (P − low) / (high − low). A coin is `width` shares, so that what shares gain in dollars is what coins gain.

import { MICROS, type Price, type Size } from '../core/domain/numbers.ts';
import { UNITS } from './binance-message.ts';

/** What of a recording the range is chosen by; all in units of 10^−8. */
export interface Traded {
  /** Lowest and highest best price or trade. */
  readonly low: number; readonly high: number;
  /** The coarsest powers of ten that all prices, all traded quantities and all quantities whatever are multiples of. */
  readonly tick: number; readonly lot: number; readonly grain: number;
}

const MARGIN = 0.01;
const STEPS = [1, 2, 5];
/** Micro-shares of a quantity: quantity / UNITS × width / UNITS × MICROS. */
const SHARES_DIVISOR = (UNITS / MICROS) * UNITS;

export class RangeContract {
  /** Units of 10^−8 dollars. */
  readonly low: number;
  readonly width: number;
  readonly tick: Price;
  readonly lot: Size;
  readonly #tickUnits: number;
  readonly #grainUnits: number;
  readonly #grain: number;

  private constructor(low: number, width: number, tick: number, grain: number, traded: Traded) {
    this.low = low;
    this.width = width;
    this.tick = tick as Price;
    this.#tickUnits = traded.tick;
    this.#grainUnits = traded.grain;
    this.#grain = grain;
    this.lot = this.size(traded.lot) as Size;
  }

  /**
   * The narrowest range of 1, 2 or 5 × 10^k dollars, its low end a multiple of a tenth of it, that holds what was traded
   * with a margin of 1 % of the price on both sides and in which a tick is a whole number of micro-dollars and every
   * quantity one of micro-shares. Null where there is none: the prices are too fine for how far they moved.
   */
  static around(traded: Traded): RangeContract | null {
    const floor = Math.floor(traded.low * (1 - MARGIN));
    const ceiling = Math.ceil(traded.high * (1 + MARGIN));
    for (let scale = 10; scale <= Number.MAX_SAFE_INTEGER / 10; scale *= 10) {
      for (const step of STEPS) {
        const width = step * scale;
        const low = Math.floor(floor / (width / 10)) * (width / 10);
        if (low + width < ceiling) continue;
        // A wider one has only coarser micro-dollars.
        const tick = wholeQuotient(traded.tick * MICROS, width);
        if (tick === null) return null;
        const grain = wholeQuotient(traded.grain, SHARES_DIVISOR / width);
        if (grain !== null && low % traded.tick === 0) return new RangeContract(low, width, tick, grain, traded);
      }
    }
    return null;
  }

  /** How far `low` is from 0 in widths: what a fee on value adds to p. */
  get offset(): number { return this.low / this.width; }

  /** Micro-dollars a share; −1 where no order can stand inside the range at it. Exact. */
  price(units: number): number {
    const p = ((units - this.low) / this.#tickUnits) * this.tick;
    return p > 0 && p < MICROS ? p : -1;
  }

  /** Micro-shares. Exact. */
  size(quantity: number): number { return (quantity / this.#grainUnits) * this.#grain; }
}

/** `a` / `b` where that is whole and above 0; `b` may be a fraction. */
function wholeQuotient(a: number, b: number): number | null {
  const quotient = a / b;
  return quotient >= 1 && Number.isSafeInteger(quotient) ? quotient : null;
}
