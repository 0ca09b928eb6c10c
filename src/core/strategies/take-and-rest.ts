// Trading one way towards a wanted position: part of it taken from the other side of the book as far as a collar allows,
// the rest put where others of our side stand. Two layers, the taker first; a pure producer like all strategies.

import { feeFor } from '../domain/fees.ts';
import type { Instrument } from '../domain/instrument.ts';
import { MICROS, type Price, type Size } from '../domain/numbers.ts';
import type { Side } from '../domain/side.ts';
import type { OrderBook } from '../market/order-book.ts';
import { DROP, REST_POST_ONLY, TAKE, type Ladder, type LadderSide } from '../quoting/ladder.ts';
import { toSize } from '../quoting/rounding.ts';

/** Reused between decisions. */
export interface WorkInput {
  instrument: Instrument;
  /** One that prices the market: both sides stand, and do not cross. */
  book: OrderBook;
  /** Micro-dollars. */
  fairValue: number;
  /** Micro-dollars beyond fair value that a share taken may cost, fee included. */
  collar: number;
  /** What no order reaches beyond the best price of the other side, whatever it may cost; Infinity without such a bound. */
  reach: number;
}

/**
 * `size` (micro-shares) in all, of which `late` is taken if it can be; what cannot rests with the others. Both are whole slices
 * or nothing. Neither layer is under the venue's minimum: what would be waits.
 */
export function takeAndRest(side: Side, size: number, late: number, input: WorkInput, ladder: Ladder): void {
  const { instrument, book } = input;
  const out = side === 'bid' ? ladder.bids : ladder.asks;
  let taken = 0;
  if (late > 0) {
    lay(out, late, TAKE);
    taken = walk(side, late, size, input, out);
    if (taken === 0) out.drop(0, DROP['beyond-collar']);
    else out.size[0] = taken;
  }
  if (size - taken < instrument.minSize) return;
  const price = (side === 'bid' ? book.othersBidIndex() : book.othersAskIndex()) * book.tick;
  lay(out, size - taken, REST_POST_ONLY);
  out.price[out.count - 1] = price;
}

function lay(out: LadderSide, size: number, style: number): void {
  const layer = out.count++;
  out.wanted[layer] = size;
  out.size[layer] = size;
  out.reason[layer] = DROP.quoted;
  out.style[layer] = style;
}

/** How much of `late` stands within the collar; the limit of the taking layer is the last price that is needed. */
function walk(side: Side, late: number, whole: number, { instrument, book, fairValue, collar, reach }: WorkInput, out: LadderSide): number {
  const { lot, minSize } = instrument;
  const step = side === 'bid' ? 1 : -1;
  let index = side === 'bid' ? book.othersAskIndex() : book.othersBidIndex();
  let found = 0;
  const touch = index * book.tick;
  out.price[0] = touch;
  for (; index > 0 && index < book.top && found < late; index += step) {
    const here = side === 'bid' ? book.othersAskSize(index) : book.othersBidSize(index);
    if (here === 0) continue;
    const price = index * book.tick;
    const fee = feeFor(instrument.fees.taker, price as Price, MICROS as Size);
    if (step * (price - touch) > reach || step * (price - fairValue) + fee > collar) break;
    out.price[0] = price;
    found += here;
  }
  if (found >= late) return late;
  // The book has less: what it leaves over has to be an order too.
  const there = toSize(found, lot);
  const taken = whole - there < minSize ? toSize(whole - minSize, lot) : there;
  return taken < minSize ? 0 : taken;
}

/**
 * `size` in whole lots, so that what then remains of `left` is nothing or can still be ordered: less, or all of `left`; nothing
 * while `size` is under the minimum itself.
 */
export function wholeSlice(size: number, left: number, { lot, minSize }: Instrument): number {
  const all = toSize(Math.max(0, left), lot);
  const wanted = Math.min(toSize(Math.max(0, size), lot), all);
  if (wanted < minSize || wanted === 0) return 0;
  if (wanted === all || all - wanted >= minSize) return wanted;
  const less = toSize(all - minSize, lot);
  return less >= minSize ? less : all;
}
