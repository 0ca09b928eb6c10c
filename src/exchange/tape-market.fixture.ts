// A market on a tape in the words of a test: prices in cents, sizes in shares, time in steps of two seconds, so that no
// print is taken for the cause of the change before it unless a test says so.

import { NO_FEE } from '../core/domain/fees.ts';
import type { Instrument } from '../core/domain/instrument.ts';
import { marketId } from '../core/domain/instrument.ts';
import { price, size, timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { pessimisticQueue } from './pessimistic-queue.ts';
import { TapeMarket, type TapeOrder } from './tape-market.ts';

export const cents = (n: number): ReturnType<typeof price> => price(n * 10_000);
export const shares = (n: number): ReturnType<typeof size> => size(n * 1_000_000);

export const tapeInstrument: Instrument = {
  id: marketId(0), name: 'scene', venue: 'recorded', tick: cents(1), lot: shares(1), minSize: shares(1),
  fees: { maker: NO_FEE, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 } }, endsAt: null, showsOwnOrders: false, canAmend: true, netsPairs: true,
};

const STEP_MS = 2_000;
type Levels = Readonly<Record<number, number>>;
const flat = (levels: Levels): readonly number[] => Object.entries(levels).flatMap(([at, n]) => [cents(Number(at)), shares(n)]);

export class TapeScene {
  /** `maker 50 x 20 of a` */
  readonly fills: string[] = [];
  readonly #market: TapeMarket;
  readonly #orders = new Map<string, TapeOrder>();
  #now = 0;

  constructor(over: Partial<Instrument> = {}) {
    this.#market = new TapeMarket({ ...tapeInstrument, ...over }, pessimisticQueue, (order, at, filled, liquidity) => {
      this.fills.push(`${liquidity} ${at / 10_000} x ${filled / 1e6} of ${order.clientId}`);
    });
  }

  book(bids: Levels, asks: Levels): this {
    this.#market.hear({ type: 'BookSnapshot', ts: this.#tick(), market: marketId(0), bids: flat(bids), asks: flat(asks) });
    return this;
  }
  /** `afterMs`: instead of a whole step. */
  level(side: Side, at: number, n: number, afterMs?: number): this {
    this.#market.hear({ type: 'BookDelta', ts: this.#tick(afterMs), market: marketId(0), side, price: cents(at), size: shares(n) });
    return this;
  }
  trade(taker: Side, at: number, n: number, afterMs?: number): this {
    this.#market.hear({ type: 'TradePrinted', ts: this.#tick(afterMs), market: marketId(0), price: cents(at), size: shares(n), taker });
    return this;
  }
  doubt(): this {
    this.#market.hear({ type: 'BookInvalidated', ts: this.#tick(), market: marketId(0), reason: 'test' });
    return this;
  }
  confirm(): this {
    this.#market.hear({ type: 'BookValidated', ts: this.#tick(), market: marketId(0) });
    return this;
  }
  order(clientId: string, side: Side, at: number, n: number, isPostOnly = true, afterMs?: number): this {
    const order: TapeOrder = { clientId, side, price: cents(at), remaining: shares(n) };
    this.#orders.set(clientId, order);
    this.#market.place(order, isPostOnly, this.#tick(afterMs));
    return this;
  }
  cancel(clientId: string): this {
    this.#market.remove(this.#of(clientId));
    return this;
  }

  /** Shares; null when it does not rest. */
  ahead(clientId: string): number | null {
    const ahead = this.#market.queueAhead(this.#of(clientId));
    return ahead === null ? null : ahead / 1e6;
  }
  remaining(clientId: string): number { return this.#of(clientId).remaining / 1e6; }

  #of(clientId: string): TapeOrder {
    const order = this.#orders.get(clientId);
    if (order === undefined) throw new Error(`no order ${clientId} in this scene`);
    return order;
  }

  #tick(afterMs = STEP_MS): TimestampMs { return timestamp(this.#now += afterMs); }
}
