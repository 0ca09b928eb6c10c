// Fair value from the book alone, others' orders only. A book that cannot price (empty side, crossed) has no fair value:
// NaN, never a substitute.

import { SIGNAL_DEPTH, type OrderBook } from '../market/order-book.ts';

export type BookProblem = 'empty' | 'one-sided' | 'crossed';

/** Why the book has no price, or null when it has one. A locked book (bid = ask) counts as crossed. */
export function bookProblem(book: OrderBook): BookProblem | null {
  const bid = book.othersBidIndex();
  const ask = book.othersAskIndex();
  if (bid < 0 || ask > book.top) return bid < 0 && ask > book.top ? 'empty' : 'one-sided';
  return bid >= ask ? 'crossed' : null;
}

/**
 * Micro-dollars, a whole number, so that statistics over it are exact sums.
 * mid = (bid + ask) / 2 · micro-price = (ask × bidSize + bid × askSize) / (bidSize + askSize) ·
 * book-imbalance = mid + spread / 2 × (bidDepth − askDepth) / (bidDepth + askDepth) over five levels.
 * Call only for a book without a problem.
 */
export function fairValue(book: OrderBook, model: 'mid' | 'micro-price' | 'book-imbalance'): number {
  const bidIndex = book.othersBidIndex();
  const askIndex = book.othersAskIndex();
  const bid = bidIndex * book.tick;
  const ask = askIndex * book.tick;
  if (model === 'micro-price') {
    const bidSize = book.othersBidSize(bidIndex);
    const askSize = book.othersAskSize(askIndex);
    return Math.round((ask * bidSize + bid * askSize) / (bidSize + askSize));
  }
  const mid = (bid + ask) / 2;
  if (model === 'mid') return Math.round(mid);
  return Math.round(mid + ((ask - bid) / 2) * bookImbalance(book));
}

/** (bid depth − ask depth) / their sum over five levels, −1 … 1; NaN with both empty. */
export function bookImbalance(book: OrderBook): number {
  const bids = book.othersDepth('bid', SIGNAL_DEPTH);
  const asks = book.othersDepth('ask', SIGNAL_DEPTH);
  return (bids - asks) / (bids + asks);
}
