// One trade of a recording, pieced together of its print and of what left the levels about then: what of it was at which price,
// and which levels it went through.

import type { TradePrinted } from '../../core/domain/events.ts';
import type { Price, Size } from '../../core/domain/numbers.ts';
import { opposite, type Side } from '../../core/domain/side.ts';

/** What of one trade was at one price. */
export interface RecordedPrint extends Pick<TradePrinted, 'ts' | 'market' | 'taker' | 'price' | 'size'> {
  /** Better levels than that of its last price that the recording shows gone about then; the others stood. */
  readonly through: ReadonlySet<number>;
}

/** What left a level at once. */
export interface Loss {
  readonly at: number;
  readonly price: number;
  readonly isGone: boolean;
  /** What no print has explained yet. */
  left: number;
}

export interface JoinedTrade {
  readonly print: TradePrinted;
  /** What of it has not been seen to leave any level. */
  left: number;
  /** Something has left the level of its own price. */
  isSeen: boolean;
  /** Of better levels, which it emptied. */
  readonly swept: { readonly price: Price; readonly size: Size }[];
  readonly through: Set<number>;
  /** Better levels that stood when the print came. */
  readonly standing: ReadonlySet<number>;
}

export const isBetter = (side: Side, price: number, than: number): boolean => (side === 'bid' ? price > than : price < than);

/** What the print and the loss have in common is one trade. False where that is nothing. */
export function explain(trade: JoinedTrade, loss: Loss): boolean {
  const isOwn = loss.price === trade.print.price;
  // A trade that emptied better levels had something left for the price at which it was printed.
  if (!isOwn && !trade.isSeen && loss.left >= trade.left) return false;
  const size = Math.min(trade.left, loss.left);
  if (size === 0) return false;
  trade.left -= size;
  loss.left -= size;
  if (isOwn) trade.isSeen = true;
  else trade.swept.push({ price: loss.price as Price, size: size as Size });
  return true;
}

/** As the taker went: best price first. */
export function printsOf({ print: { ts, market, taker, price, size }, swept, through }: JoinedTrade): readonly RecordedPrint[] {
  const side = opposite(taker);
  const better = swept.toSorted((a, b) => (isBetter(side, a.price, b.price) ? -1 : 1));
  const rest = better.reduce((left, each) => left - each.size, size as number) as Size;
  return [...better, { price, size: rest }].map((part) => ({ ts, market, taker, ...part, through }));
}
