// Turns the messages of a Binance capture into rows: keeps the book by the venue's rules, puts the streams in order, and
// compares the book with the venue's best prices on the way.

import { marketId, type MarketId } from '../core/domain/instrument.ts';
import { MICROS, timestamp, type Price, type Size } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { EvenkeelError } from '../errors/define.ts';
import { TAPE_OUT_OF_ORDER } from '../errors/tape.ts';
import { BestPriceCheck } from './binance-best-prices.ts';
import type { BinanceMessage, BookTicker, DepthDiff, Levels, MarketTrade } from './binance-message.ts';
import type { RangeContract } from './binance-range.ts';
import { BinanceSequence, type BookStart, type BookStep } from './binance-sequence.ts';
import type { BinanceFacts } from './binance-survey.ts';
import { ASK, BID, INVALID_REASONS, KIND, NO_SIDE, type InvalidReason, type TapeColumns } from './columns.ts';
import type { DecodeTarget } from './recording-format.ts';
import { ReorderWindow } from './reorder-window.ts';
import type { TapeCounter } from './tape-info.ts';

/** Trades were received up to 166 ms behind the depth that they belong before. */
const REORDER_MS = 1_000;
/** Puts an update after the trades of its millisecond. */
const AFTER_TRADES = 0.5;

interface Placed { readonly ts: number; readonly step: BookStep | MarketTrade }
export interface BinanceRecording { readonly path: string; readonly name: string; readonly facts: BinanceFacts; readonly range: RangeContract }

export class BinanceDecoder {
  readonly #recording: BinanceRecording;
  readonly #out: TapeColumns;
  readonly #counter: TapeCounter;
  readonly #market: MarketId;
  readonly #sequence: BinanceSequence;
  readonly #window = new ReorderWindow<Placed>(REORDER_MS);
  readonly #book: OrderBook;
  readonly #check: BestPriceCheck;
  #hasBook = false;
  #isCrossed = false;
  /** When the update after the hole tells that there is one; null while none is known. */
  #lostAt: number | null = null;
  #lastAt = 0;
  /** Latest stamp received. */
  #newest = 0;

  constructor(recording: BinanceRecording, { out, counter, markets }: DecodeTarget) {
    this.#recording = recording;
    this.#out = out;
    this.#counter = counter;
    this.#market = marketId(markets[0]!);
    this.#sequence = new BinanceSequence(recording.facts.market);
    this.#book = new OrderBook(recording.range.tick);
    this.#check = new BestPriceCheck(counter);
  }

  take(message: BinanceMessage): void {
    if (message.kind === 'ticker') return this.#ticker(message);
    if (message.kind === 'trade') this.#place(message, message.stamp, message.line);
    else {
      if (message.kind === 'snapshot' && this.#sequence.hasSnapshot) this.#counter.repeatedRows++;
      else for (const step of this.#sequence.take(message)) this.#place(step, step.stamp + AFTER_TRADES, message.line);
    }
    // What came before the snapshot waits for it.
    if (!this.#sequence.hasBegun) return;
    for (let ready = this.#window.take(); ready !== null; ready = this.#window.take()) this.#apply(ready.step);
  }

  /** A recording that stops before its market does leaves a book behind that nobody may quote on. */
  end(): void {
    for (let ready = this.#window.drain(); ready !== null; ready = this.#window.drain()) this.#apply(ready.step);
    this.#lose(Infinity);
    this.#out.delayNow = -1;
    this.#out.push({ type: 'InstrumentStatusChanged', ts: timestamp(this.#lastAt), market: this.#market, status: 'paused' });
  }

  #place(step: BookStep | MarketTrade, ts: number, line: number): void {
    const { path } = this.#recording;
    if (!this.#window.push({ ts, step })) {
      throw new EvenkeelError(TAPE_OUT_OF_ORDER, `${path}:${line}  the message is more than ${REORDER_MS} ms older than one before it`, { file: path, line });
    }
    if (step.stamp < this.#newest) this.#counter.backwardStamps++;
    else this.#newest = step.stamp;
  }

  #apply(step: BookStep | MarketTrade): void {
    if (!this.#hasBook && step.kind !== 'snapshot') return;
    this.#lose(step.stamp);
    this.#lastAt = step.stamp;
    const { localMs } = step.kind === 'snapshot' ? step.snapshot : step;
    this.#out.delayNow = Math.max(0, Math.round(localMs - step.stamp - this.#recording.facts.leastDelayMs));
    if (step.kind === 'trade') this.#trade(step);
    else if (step.kind === 'depth') this.#diff(step);
    else this.#start(step);
  }

  #trade({ stamp, id, price, quantity, isBuyerMaker, isOnBook }: MarketTrade): void {
    const { facts, range } = this.#recording;
    // Fills of the insurance fund and of deleveraging took nothing from the book.
    if (isOnBook) this.#out.trade(stamp, this.#market, isBuyerMaker ? ASK : BID, range.price(price), range.size(quantity));
    const missing = facts.missingTrades.get(id);
    if (missing !== undefined) this.#gap(stamp, missing.to, `trades ${id + 1} to ${missing.next - 1} are missing`);
  }

  #start({ stamp, snapshot }: BookStart): void {
    this.#hasBook = true;
    this.#replace('bid', snapshot.bids);
    this.#replace('ask', snapshot.asks);
    this.#out.push({ type: 'BookSnapshot', ts: timestamp(stamp), market: this.#market, bids: this.#book.levels('bid'), asks: this.#book.levels('ask') });
    this.#judge(stamp);
    this.#compare(snapshot.last);
  }

  #replace(side: Side, levels: Levels): void {
    const { range } = this.#recording;
    for (let i = 0; i < levels.length; i += 2) {
      const price = range.price(levels[i]!);
      if (price < 0) this.#counter.outsideRange++;
      else this.#book.apply(side, price as Price, range.size(levels[i + 1]!) as Size);
    }
  }

  #diff({ stamp, last, bids, asks }: DepthDiff): void {
    // What goes first, then what comes: in between the book holds only levels of before and after, and is never crossed.
    this.#levels(stamp, BID, bids, true);
    this.#levels(stamp, ASK, asks, true);
    this.#levels(stamp, BID, bids, false);
    this.#levels(stamp, ASK, asks, false);
    this.#judge(stamp);
    this.#compare(last);
    const { broken } = this.#recording.facts;
    if (broken === null || broken.last !== last) return;
    this.#gap(stamp, broken.to, `updates ${last + 1} to ${broken.next - 1} are missing`);
    this.#lostAt = Math.max(stamp, broken.to);
  }

  /** The book is lost by `stamp`: before the rows of the update that does not continue it. */
  #lose(stamp: number): void {
    if (this.#lostAt === null || this.#lostAt > stamp) return;
    this.#lastAt = this.#lostAt;
    this.#lostAt = null;
    this.#out.delayNow = -1;
    this.#invalid(this.#lastAt, 'updates are missing');
  }

  #levels(stamp: number, side: number, levels: Levels, isGoing: boolean): void {
    const { range } = this.#recording;
    const word: Side = side === BID ? 'bid' : 'ask';
    for (let i = 0; i < levels.length; i += 2) {
      const quantity = levels[i + 1]!;
      if ((quantity === 0) !== isGoing) continue;
      const price = range.price(levels[i]!) as Price;
      const size = range.size(quantity) as Size;
      if (price < 0) this.#counter.outsideRange++;
      else if (this.#book.sizeAt(word, price) === size) this.#counter.repeatedRows++;
      else {
        this.#book.apply(word, price, size);
        this.#out.delta(stamp, this.#market, side, price, size);
      }
    }
  }

  #judge(stamp: number): void {
    const isCrossed = this.#book.bestBid() >= this.#book.bestAsk();
    if (isCrossed === this.#isCrossed) return;
    this.#isCrossed = isCrossed;
    if (isCrossed) {
      this.#counter.crossedBooks++;
      this.#invalid(stamp, 'the recorded book is crossed');
    } else this.#out.row(KIND.valid, stamp, this.#market, NO_SIDE, 0, 0);
  }

  #invalid(stamp: number, reason: InvalidReason): void {
    this.#out.row(KIND.invalid, stamp, this.#market, NO_SIDE, 0, INVALID_REASONS.indexOf(reason));
  }

  #gap(from: number, to: number, how: string): void {
    this.#counter.gaps.push({ market: this.#recording.name, from, to, how });
    this.#out.gap({ ts: from, market: this.#market, lengthMs: to - from });
  }

  #ticker({ id, bid, bidQuantity, ask, askQuantity }: BookTicker): void {
    if (this.#sequence.broken !== null) return;
    const { range } = this.#recording;
    this.#check.ticker(id, range.price(bid), range.size(bidQuantity), range.price(ask), range.size(askQuantity));
  }

  /** Best prices of the book after update `id`; an empty side is −1 of nothing. */
  #compare(id: number): void {
    const bid = this.#book.bestBid();
    const ask = this.#book.bestAsk();
    const sizeAt = (side: Side, price: number): number => (Number.isNaN(price) ? 0 : this.#book.sizeAt(side, price as Price));
    this.#check.book(id, Number.isNaN(bid) ? -1 : bid, sizeAt('bid', bid), Number.isNaN(ask) ? MICROS : ask, sizeAt('ask', ask));
  }
}
