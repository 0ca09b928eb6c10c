// The books of a Kalshi session while it is read: sequence, snapshots, changes. Messages without a stamp wait for the next one
// that has one, since until then nobody knows when they were true.

import type { MarketId } from '../core/domain/instrument.ts';
import type { Price, Size, TimestampMs } from '../core/domain/numbers.ts';
import { OrderBook } from '../core/market/order-book.ts';
import { ASK, BID, INVALID_REASONS, KIND, NO_SIDE, type InvalidReason } from './columns.ts';
import type { KalshiClosings } from './kalshi-closings.ts';
import type { SeenTerms } from './kalshi-terms.ts';
import type { KalshiDelta, KalshiMessage, KalshiSnapshot } from './kalshi-ws-message.ts';
import type { DecodeTarget } from './recording-format.ts';

interface SessionMarket {
  readonly id: MarketId; readonly name: string; readonly book: OrderBook;
  /** The subscription its book comes by; null before its first snapshot. */
  sid: number | null;
  isKnown: boolean;
  isCrossed: boolean;
}
/** A hole in the numbers of a subscription: the messages between the two. */
interface Hole { readonly kind: 'hole'; readonly sid: number; readonly after: number; readonly next: number }
type Step = KalshiMessage | Hole;

export class KalshiSession {
  readonly #target: DecodeTarget;
  readonly #markets: ReadonlyMap<string, SessionMarket>;
  readonly #closings: KalshiClosings;
  readonly #seqOf = new Map<number, number>();
  #waiting: Step[] = [];
  /** Null before the first stamp. */
  #lastAt: number | null = null;

  constructor(seen: ReadonlyMap<string, SeenTerms>, closings: KalshiClosings, target: DecodeTarget) {
    this.#target = target;
    this.#markets = new Map([...seen].map(([name, { ticks }], i) =>
      [name, { id: target.markets[i] as MarketId, name, book: new OrderBook(ticks.finest), sid: null, isKnown: false, isCrossed: false }]));
    this.#closings = closings;
  }

  take(message: KalshiMessage): void {
    this.#number(message);
    this.#waiting.push(message);
    if (message.ts === null) return;
    // The numbers say the order; a stamp that is earlier than one before it is moved up to it.
    const lastAt = this.#lastAt ?? message.ts;
    if (message.ts < lastAt) this.#target.counter.backwardStamps++;
    this.#give(Math.max(message.ts, lastAt));
  }

  end(lastAt: TimestampMs): void {
    this.#give(lastAt);
    this.#closings.end(lastAt, false);
  }

  #number({ sid, seq }: KalshiMessage): void {
    if (sid === null || seq === null) return;
    const before = this.#seqOf.get(sid);
    if (before !== undefined && seq !== before + 1) this.#waiting.push({ kind: 'hole', sid, after: before, next: seq });
    this.#seqOf.set(sid, seq);
  }

  #give(ts: number): void {
    const steps = this.#waiting;
    this.#waiting = [];
    this.#gaps(this.#lastAt ?? ts, ts, steps);
    this.#closings.upTo(ts);
    for (const step of steps) {
      if (step.kind === 'hole') this.#forget(ts, step);
      else if (step.kind === 'snapshot') this.#snapshot(ts, step);
      else if (step.kind === 'delta') this.#delta(ts, step);
      else if (step.kind === 'trade') this.#target.out.trade(ts, this.#market(step.ticker).id, step.taker === 'bid' ? BID : ASK, step.price, step.size);
    }
    this.#lastAt = ts;
  }

  /** What is missing may have been missing since the last row, so the holes stand there: before all rows of the steps. */
  #gaps(from: number, to: number, steps: readonly Step[]): void {
    if (!steps.some(({ kind }) => kind === 'hole')) return;
    const { out, counter } = this.#target;
    const subscribed = new Map([...this.#markets.values()].filter(({ isKnown }) => isKnown).map((market) => [market, market.sid]));
    for (const step of steps) {
      if (step.kind === 'snapshot') subscribed.set(this.#market(step.ticker), step.sid);
      if (step.kind !== 'hole') continue;
      const { sid, after, next } = step;
      const how = next > after + 1 ? `messages ${after + 1} to ${next - 1} are missing` : `message ${next} came after ${after}`;
      for (const [market] of [...subscribed].filter(([, of]) => of === sid)) {
        subscribed.delete(market);
        counter.gaps.push({ market: market.name, from, to, how });
        out.gap({ ts: from, market: market.id, lengthMs: to - from });
      }
    }
  }

  /** Only the message after the hole tells of it: until that one came, its books were as good as any. */
  #forget(ts: number, { sid }: Hole): void {
    for (const market of this.#markets.values()) {
      if (market.sid !== sid || !market.isKnown) continue;
      market.isKnown = false;
      market.isCrossed = false;
      this.#invalid(ts, market, 'updates are missing');
    }
  }

  #market(ticker: string): SessionMarket { return this.#markets.get(ticker)!; }

  #snapshot(ts: number, { ticker, sid, bids, asks }: KalshiSnapshot): void {
    const market = this.#market(ticker);
    market.sid = sid;
    market.isKnown = true;
    market.isCrossed = false;
    market.book.replace(bids, asks);
    this.#target.out.push({ type: 'BookSnapshot', ts: ts as TimestampMs, market: market.id, bids, asks });
    this.#judge(ts, market);
  }

  #delta(ts: number, { ticker, side, price, size }: KalshiDelta): void {
    const market = this.#market(ticker);
    // Before its snapshot, or after a hole, a change says nothing of what stands at the level.
    if (!market.isKnown) return;
    const after = market.book.sizeAt(side, price) + size;
    if (after < 0) this.#target.counter.negativeLevels++;
    const standing = Math.max(0, after);
    market.book.apply(side, price as Price, standing as Size);
    this.#target.out.delta(ts, market.id, side === 'bid' ? BID : ASK, price, standing);
    this.#judge(ts, market);
  }

  #judge(ts: number, market: SessionMarket): void {
    const isCrossed = market.book.bestBid() >= market.book.bestAsk();
    if (isCrossed === market.isCrossed) return;
    market.isCrossed = isCrossed;
    if (isCrossed) {
      this.#target.counter.crossedBooks++;
      this.#invalid(ts, market, 'the recorded book is crossed');
    } else this.#target.out.row(KIND.valid, ts, market.id, NO_SIDE, 0, 0);
  }

  #invalid(ts: number, { id }: SessionMarket, reason: InvalidReason): void {
    this.#target.out.row(KIND.invalid, ts, id, NO_SIDE, 0, INVALID_REASONS.indexOf(reason));
  }
}
