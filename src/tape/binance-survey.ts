// First pass over a Binance capture: of what it is, how finely and in which band it was traded, where it begins and ends,
// where updates or trades are missing, and how far the recorder's clock was off.

import { EvenkeelError } from '../errors/define.ts';
import { TAPE_EMPTY, TAPE_NO_BOOK } from '../errors/tape.ts';
import { BinanceLines } from './binance-lines.ts';
import type { BinanceMarket, BinanceMessage, Levels } from './binance-message.ts';
import type { Traded } from './binance-range.ts';
import { BinanceSequence, type BrokenSequence } from './binance-sequence.ts';
import { eachLine } from './line-recording.ts';

/** Trades between two that were recorded, by the id of the one before them. */
export interface MissingTrades { readonly next: number; /** Stamp of the next one. */ readonly to: number }

export interface BinanceFacts {
  readonly market: BinanceMarket;
  readonly symbol: string;
  readonly traded: Traded;
  readonly firstAt: number;
  readonly lastAt: number;
  /**
   * Least milliseconds from the venue's stamp to the recorder's. A constant part of it is the clocks', not the way's, and
   * nothing tells how much: delays are counted from the least one.
   */
  readonly leastDelayMs: number;
  readonly broken: BrokenSequence | null;
  readonly missingTrades: ReadonlyMap<number, MissingTrades>;
}

/** Coarser than any tick or lot. */
const COARSEST = 1e15;

export async function surveyBinance(path: string): Promise<BinanceFacts> {
  const lines = new BinanceLines(path);
  const facts = new Facts();
  await eachLine(path, (text, line) => facts.take(lines.read(text, line), lines));
  const { market, symbol } = lines;
  if (market === null) throw new EvenkeelError(TAPE_EMPTY, `${path}: no rows`, { file: path });
  return facts.end(path, market, symbol);
}

/** `step`, or the power of ten below it that `value` is a multiple of. Division is exact enough and far quicker than %. */
function coarsest(step: number, value: number): number {
  let finer = step;
  while (!Number.isInteger(value / finer)) finer /= 10;
  return finer;
}

class Facts {
  #sequence: BinanceSequence | null = null;
  #low = Infinity;
  #high = -Infinity;
  #tick = COARSEST;
  #lot = COARSEST;
  #grain = COARSEST;
  #firstAt = Infinity;
  #lastAt = -Infinity;
  #leastDelayMs = Infinity;
  #lastTrade = -1;
  readonly #missingTrades = new Map<number, MissingTrades>();

  take(message: BinanceMessage, lines: BinanceLines): void {
    if (message.kind === 'ticker') {
      this.#see(message.bid, message.bidQuantity);
      this.#see(message.ask, message.askQuantity);
      this.#low = Math.min(this.#low, message.bid);
      this.#high = Math.max(this.#high, message.ask);
      return;
    }
    if (message.kind === 'trade') {
      this.#stamped(message.stamp, message.localMs);
      this.#see(message.price, message.quantity);
      this.#lot = coarsest(this.#lot, message.quantity);
      this.#low = Math.min(this.#low, message.price);
      this.#high = Math.max(this.#high, message.price);
      if (this.#lastTrade >= 0 && message.id !== this.#lastTrade + 1) this.#missingTrades.set(this.#lastTrade, { next: message.id, to: message.stamp });
      this.#lastTrade = message.id;
      return;
    }
    this.#levels(message.bids);
    this.#levels(message.asks);
    if (message.kind === 'depth') this.#stamped(message.stamp, message.localMs);
    this.#sequence ??= new BinanceSequence(lines.market as BinanceMarket);
    for (const step of this.#sequence.take(message)) this.#firstAt = Math.min(this.#firstAt, step.stamp);
  }

  #stamped(stamp: number, localMs: number): void {
    this.#lastAt = Math.max(this.#lastAt, stamp);
    this.#leastDelayMs = Math.min(this.#leastDelayMs, localMs - stamp);
  }

  #levels(levels: Levels): void {
    for (let i = 0; i < levels.length; i += 2) this.#see(levels[i]!, levels[i + 1]!);
  }

  #see(price: number, quantity: number): void {
    this.#tick = coarsest(this.#tick, price);
    this.#grain = coarsest(this.#grain, quantity);
  }

  end(path: string, market: BinanceMarket, symbol: string): BinanceFacts {
    const sequence = this.#sequence;
    if (sequence === null || !sequence.hasBegun) {
      const why = sequence?.hasSnapshot === true ? 'no update continues the snapshot' : 'no snapshot of the book';
      throw new EvenkeelError(TAPE_NO_BOOK, `${path}: ${why}`, { file: path });
    }
    return {
      market, symbol, traded: { low: this.#low, high: this.#high, tick: this.#tick, lot: this.#lot, grain: this.#grain },
      firstAt: this.#firstAt, lastAt: this.#lastAt, leastDelayMs: this.#leastDelayMs, broken: sequence.broken, missingTrades: this.#missingTrades,
    };
  }
}
