// Holds the rebuilt book against what Binance itself says is best: after the update that ends at u, best prices and
// quantities have to be those of the newest bookTicker with an id ≤ u. That one is known to be the newest once a later one
// has come, so a comparison waits for whichever of the two comes last.

import type { TapeCounter } from './tape-info.ts';

/** Numbers of one entry: id, bid, its size, ask, its size. */
const ENTRY = 5;
const FORGET_AT = 8_192 * ENTRY;

export class BestPriceCheck {
  readonly #counter: TapeCounter;
  /** What the venue said and what the book came to, oldest first. */
  #tickers: number[] = [];
  #books: number[] = [];
  #ticker = 0;
  #book = 0;

  constructor(counter: TapeCounter) { this.#counter = counter; }

  ticker(id: number, bid: number, bidSize: number, ask: number, askSize: number): void {
    this.#tickers.push(id, bid, bidSize, ask, askSize);
    this.#compare();
  }

  book(id: number, bid: number, bidSize: number, ask: number, askSize: number): void {
    this.#books.push(id, bid, bidSize, ask, askSize);
    this.#compare();
  }

  #compare(): void {
    const tickers = this.#tickers;
    const books = this.#books;
    for (; this.#book < books.length; this.#book += ENTRY) {
      const id = books[this.#book]!;
      while (this.#ticker + ENTRY < tickers.length && tickers[this.#ticker + ENTRY]! <= id) this.#ticker += ENTRY;
      if (this.#ticker + ENTRY >= tickers.length) break;
      // The recording may begin with a ticker that is newer than the first update.
      if (tickers[this.#ticker]! > id) continue;
      this.#counter.bestPriceChecks++;
      for (let i = 1; i < ENTRY; i++) {
        if (books[this.#book + i] === tickers[this.#ticker + i]) continue;
        this.#counter.bestPriceMismatches++;
        break;
      }
    }
    if (this.#book >= FORGET_AT) { this.#books = books.slice(this.#book); this.#book = 0; }
    if (this.#ticker >= FORGET_AT) { this.#tickers = tickers.slice(this.#ticker); this.#ticker = 0; }
  }
}
