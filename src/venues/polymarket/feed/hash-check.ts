// Our book against the hash that the venue sends of its own. A hash is of text, and not all of its text is always known to us
// (what was last paid, on which token): so a hash that does not agree proves nothing, and only has the book looked up by REST.

import type { Price } from '../../../core/domain/numbers.ts';
import type { OrderBook } from '../../../core/market/order-book.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import { bookHash } from '../wire/book-hash.ts';
import type { BookMessage, PriceChangeMessage, TradeMessage } from '../wire/market-message.ts';
import { textOfMicros } from '../wire/micros-of.ts';

/** A hash of fifty levels takes some 40 µs; the changes of a busy market come by the hundred a second. */
const EVERY_MS = 5_000;

export class HashCheck {
  readonly #market: PolymarketMarket;
  readonly #onSuspicion: (reason: string) => void;
  /** What the venue may have written of the last trade; none while nothing is known of it. */
  #lastTrades: readonly string[] = [];
  #dueAt = 0;
  /** A hash has agreed before: that the next does not is news. */
  #hasAgreed = false;

  constructor(market: PolymarketMarket, onSuspicion: (reason: string) => void) {
    this.#market = market;
    this.#onSuspicion = onSuspicion;
  }

  /** Books of Protocol V2 carry a field more, of which no hash has been seen. */
  isDue(uptime: number): boolean { return uptime >= this.#dueAt && this.#lastTrades.length > 0 && this.#market.version === 'v1'; }

  snapshot({ lastTrade, hash, token, ts, bids, asks }: BookMessage, tick: Price): void {
    if (lastTrade === null) return;
    this.#lastTrades = [lastTrade];
    if (hash !== '' && this.#market.version === 'v1') this.#judge(hash, { token, ts, bids: sorted(bids, -1), asks: sorted(asks, 1), tick });
  }

  traded({ price, priceText }: TradeMessage, isYes: boolean): void {
    this.#lastTrades = isYes ? [priceText] : [priceText, textOfMicros(1_000_000 - price)];
  }

  /** After the changes of a message are all applied to `book`. */
  changed({ changes, ts }: PriceChangeMessage, book: OrderBook, uptime: number): void {
    const stated = changes.findLast(({ token, hash }) => token === this.#market.yesId && hash !== '');
    if (stated === undefined) return;
    this.#dueAt = uptime + EVERY_MS;
    this.#judge(stated.hash, { token: stated.token, ts, bids: book.levels('bid'), asks: book.levels('ask'), tick: book.tick });
  }

  #judge(hash: string, book: { readonly token: string; readonly ts: number; readonly bids: readonly number[]; readonly asks: readonly number[]; readonly tick: number }): void {
    const { conditionId, minSize, negRisk } = this.#market;
    if (this.#lastTrades.some((lastTrade) => bookHash({ ...book, market: conditionId, minSize, negRisk, lastTrade }) === hash)) this.#hasAgreed = true;
    else if (this.#hasAgreed) this.#onSuspicion('the hash of the venue is not that of the book');
  }
}

/** Best first. */
function sorted(levels: readonly number[], direction: 1 | -1): number[] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < levels.length; i += 2) pairs.push([levels[i] as number, levels[i + 1] as number]);
  return pairs.toSorted(([a], [b]) => (a - b) * direction).flat();
}
