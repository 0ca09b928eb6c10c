// The one door through which a float becomes a price or a size: bids floor, asks ceil, sizes floor to the lot; prices
// stay within [tick, 1 − tick].

import { MICROS, type Price, type Size } from '../domain/numbers.ts';
import type { Side } from '../domain/side.ts';

/** Float noise far below a micro-dollar must not move a price by a whole tick. */
const NOISE = 1e-6;

export function toPrice(side: Side, micros: number, tick: Price): Price {
  const ticks = side === 'bid' ? Math.floor(micros / tick + NOISE) : Math.ceil(micros / tick - NOISE);
  return clampPrice(ticks * tick, tick);
}

export function clampPrice(micros: number, tick: Price): Price {
  return (micros < tick ? tick : micros > MICROS - tick ? MICROS - tick : micros) as Price;
}

export const toSize = (micros: number, lot: Size): Size => (Math.floor(micros / lot + NOISE) * lot) as Size;
