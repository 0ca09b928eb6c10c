// A market on a tape in the words of a test: prices in cents, sizes in shares, time in steps of 2.5 s, more than two windows, so that no
// print is taken for the cause of the change before it unless a test says so.

import { NO_FEE } from '../core/domain/fees.ts';
import type { Instrument, InstrumentStatus } from '../core/domain/instrument.ts';
import { marketId } from '../core/domain/instrument.ts';
import { price, size, timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import { TapeColumns } from '../tape/columns.ts';
import { pessimisticQueue } from './pessimistic-queue.ts';
import type { QueueModel } from './queue-model.ts';
import { TapeMarket, type TapeOrder } from './tape-market.ts';

export const cents = (n: number): ReturnType<typeof price> => price(n * 10_000);
export const shares = (n: number): ReturnType<typeof size> => size(n * 1_000_000);

export const tapeInstrument: Instrument = {
  id: marketId(0), name: 'scene', venue: 'recorded', tick: cents(1), lot: shares(1), minSize: shares(1),
  fees: { maker: NO_FEE, taker: { rate: 0.07, exponent: 1, roundUpTo: 10 } }, endsAt: null, showsOwnOrders: false, canAmend: true, netsPairs: true,
};

const STEP_MS = 2_500;
type Levels = Readonly<Record<number, number>>;
const flat = (levels: Levels): readonly number[] => Object.entries(levels).flatMap(([at, n]) => [cents(Number(at)), shares(n)]);

/** A whole book as rows; the snapshot's is row 0. */
export function snapshotRows(bids: readonly number[], asks: readonly number[], ts = 0): TapeColumns {
  const columns = new TapeColumns();
  columns.push({ type: 'BookSnapshot', ts: timestamp(ts), market: marketId(0), bids, asks });
  return columns;
}

export class TapeScene {
  /** `maker 50 x 20 of a` */
  readonly fills: string[] = [];
  readonly #market: TapeMarket;
  readonly #orders = new Map<string, TapeOrder>();
  #now = 0;

  constructor(over: Partial<Instrument> = {}, queue: QueueModel = pessimisticQueue) {
    this.#market = new TapeMarket({ ...tapeInstrument, ...over }, queue, (order, at, filled, liquidity) => {
      this.fills.push(`${liquidity} ${at / 10_000} x ${filled / 1e6} of ${order.clientId}`);
    });
  }

  /** `afterMs`: instead of a whole step. */
  book(bids: Levels, asks: Levels, afterMs?: number): this {
    this.#market.snapshot(snapshotRows(flat(bids), flat(asks)), 0, this.#tick(afterMs));
    return this;
  }
  level(side: Side, at: number, n: number, afterMs?: number): this {
    this.#market.level(side, cents(at), shares(n), this.#tick(afterMs));
    return this;
  }
  trade(taker: Side, at: number, n: number, afterMs?: number): this {
    this.#market.print(cents(at), shares(n), taker, this.#tick(afterMs));
    return this;
  }
  doubt(): this {
    this.#market.trust(false, this.#tick());
    return this;
  }
  confirm(): this {
    this.#market.trust(true, this.#tick());
    return this;
  }
  status(status: InstrumentStatus): this {
    this.#market.become(status, this.#tick());
    return this;
  }
  /** Returns the ids of our orders that no longer fit. */
  tick(at: number): readonly string[] {
    return this.#market.changeTerms(cents(at), this.#market.instrument.fees).map(({ clientId }) => clientId);
  }
  order(clientId: string, side: Side, at: number, n: number, isPostOnly = true, afterMs?: number): this {
    const order: TapeOrder = { clientId, side, price: cents(at), remaining: shares(n), place: null };
    this.#orders.set(clientId, order);
    this.#market.place(order, isPostOnly ? 'post-only' : 'limit', this.#tick(afterMs));
    return this;
  }
  cancel(clientId: string): this {
    this.#market.remove(this.#of(clientId));
    return this;
  }

  /** Shares; null when it does not rest. */
  ahead(clientId: string): number | null {
    const order = this.#of(clientId);
    return order.place === null || !this.#market.orders(order.side).includes(order) ? null : order.place.ahead / 1e6;
  }
  /** Shares that an order taking now would get. */
  takeable(side: Side, at: number): number { return this.#market.takeable(side, cents(at), this.#now) / 1e6; }
  remaining(clientId: string): number { return this.#of(clientId).remaining / 1e6; }

  #of(clientId: string): TapeOrder {
    const order = this.#orders.get(clientId);
    if (order === undefined) throw new Error(`no order ${clientId} in this scene`);
    return order;
  }

  #tick(afterMs = STEP_MS): TimestampMs { return timestamp(this.#now += afterMs); }
}
