// The paper exchange: a recording's markets with one account that trades in them. Performs each command at the moment it
// arrives, hears each event of the recording, and says what came of both. It never decides when, and never changes what
// was recorded.

import type { AmendOrder, CancelOrder, Command, PlaceOrder } from '../core/domain/commands.ts';
import type { MarketDataEvent, OrderEvent, ReportedOpenOrder } from '../core/domain/events.ts';
import { feeFor } from '../core/domain/fees.ts';
import type { Instrument, MarketId } from '../core/domain/instrument.ts';
import type { Cash, Price, Size, TimestampMs } from '../core/domain/numbers.ts';
import type { ClientOrderId } from '../core/domain/order.ts';
import { ExchangeAccount } from './account.ts';
import { checkOrder, orderTerms } from './order-checks.ts';
import { pessimisticQueue } from './pessimistic-queue.ts';
import { TapeMarket, type FillListener, type TapeOrder } from './tape-market.ts';

interface OwnOrder extends TapeOrder {
  readonly market: TapeMarket;
  readonly venueOrderId: string;
  filled: number;
}

export interface TapeExchangeOptions {
  readonly venue: string;
  /** Makes fill and order ids unique among recordings. */
  readonly name: string;
  readonly instruments: readonly Instrument[];
  readonly cash: Cash;
  /** Takes events in the order they happen. */
  readonly emit: (event: OrderEvent) => void;
}

export class TapeExchange {
  readonly #options: TapeExchangeOptions;
  readonly #account: ExchangeAccount;
  readonly #markets: readonly TapeMarket[];
  readonly #live = new Map<ClientOrderId, OwnOrder>();
  /** Filled size of every order that came and went: ids are never reusable, and a query is answered for ever. */
  readonly #done = new Map<ClientOrderId, Size>();
  readonly #usedIds = { has: (id: ClientOrderId): boolean => this.#live.has(id) || this.#done.has(id) };
  #now = 0 as TimestampMs;
  #orders = 0;
  #fills = 0;

  constructor(options: TapeExchangeOptions) {
    this.#options = options;
    this.#account = new ExchangeAccount({ cash: options.cash, autoNets: options.instruments.every(({ netsPairs }) => netsPairs) });
    const filled: FillListener = (order, price, size, liquidity) => this.#fill(order as OwnOrder, price, size, liquidity);
    this.#markets = options.instruments.map((instrument) => new TapeMarket(instrument, pessimisticQueue, filled));
  }

  /** An event of the recording. */
  hear(event: MarketDataEvent): void {
    if (!('market' in event)) return;
    this.#now = event.ts;
    const market = this.#market(event.market);
    market.hear(event);
    if (event.type === 'InstrumentStatusChanged' && event.status === 'closed') this.#removeAll(market, 'the market closed');
    if (event.type !== 'MarketResolved') return;
    this.#removeAll(market, 'the market resolved');
    this.#account.settle(event.market, event.yesPays);
  }

  perform(command: Command, at: TimestampMs): void {
    this.#now = at;
    const { venue } = this.#options;
    switch (command.type) {
      case 'PlaceOrder': return this.#place(command);
      case 'AmendOrder': return this.#amend(command);
      case 'CancelOrder': return this.#cancel(command);
      case 'CancelAll': for (const order of this.#live.values()) this.#remove(order, 'cancel all'); return;
      case 'QueryOrder': return this.#say({ type: 'OrderReported', ts: at, clientId: command.clientId, found: this.#find(command.clientId) });
      case 'QueryOpenOrders': return this.#say({ type: 'OpenOrdersReported', ts: at, venue, requestId: command.requestId, orders: this.#openOrders() });
      case 'QueryHoldings': return this.#say({ type: 'HoldingsReported', ts: at, venue, cash: this.#account.cash, holdings: this.#account.holdings() });
    }
  }

  #market(id: MarketId): TapeMarket {
    const market = this.#markets[id];
    if (market === undefined) throw new RangeError(`the recording speaks of market ${id} and lists ${this.#markets.length}`);
    return market;
  }

  #place(command: PlaceOrder): void {
    const { clientId, side, price, size, postOnly } = command;
    const listed = this.#markets[command.market] ?? null;
    const refusal = checkOrder(command, listed, this.#usedIds, this.#account);
    if (refusal !== null) return this.#say({ type: 'OrderRejected', ts: this.#now, clientId, ...refusal });
    const market = listed as TapeMarket;
    this.#account.reserve(orderTerms(command, market.instrument));
    const order: OwnOrder = { clientId, side, price, remaining: size, market, venueOrderId: `${this.#options.name}-o${++this.#orders}`, filled: 0 };
    this.#live.set(clientId, order);
    this.#say({ type: 'OrderAccepted', ts: this.#now, clientId });
    market.place(order, postOnly, this.#now);
  }

  #amend({ clientId, remaining }: AmendOrder): void {
    const order = this.#live.get(clientId);
    if (order === undefined) return this.#refuse(clientId, true, 'no such order is live');
    const { canAmend, lot } = order.market.instrument;
    if (!canAmend) return this.#refuse(clientId, false, `${this.#options.venue} cannot lower an order`);
    if (!(remaining > 0) || remaining % lot !== 0) return this.#refuse(clientId, false, `${remaining} is no size to leave resting`);
    if (remaining > order.remaining) return this.#refuse(clientId, false, `${order.remaining} are left, an amendment never raises`);
    order.remaining = remaining;
    this.#account.lower(clientId, remaining);
    this.#say({ type: 'OrderAmended', ts: this.#now, clientId, remaining, filled: order.filled as Size });
  }

  #cancel({ clientId }: CancelOrder): void {
    const order = this.#live.get(clientId);
    if (order === undefined) return this.#refuse(clientId, true, 'no such order is live');
    this.#remove(order, 'cancelled on request');
  }

  #removeAll(market: TapeMarket, reason: string): void {
    for (const order of this.#live.values()) if (order.market === market) this.#remove(order, reason);
  }

  #remove(order: OwnOrder, reason: string): void {
    const { clientId, remaining } = order;
    order.market.remove(order);
    this.#finish(order);
    this.#account.release(clientId);
    this.#say({ type: 'OrderCanceled', ts: this.#now, clientId, remaining, reason });
  }

  #finish({ clientId, filled }: OwnOrder): void {
    this.#live.delete(clientId);
    this.#done.set(clientId, filled as Size);
  }

  #fill(order: OwnOrder, price: Price, size: Size, liquidity: 'maker' | 'taker'): void {
    const { instrument } = order.market;
    const { clientId, side } = order;
    const fee = feeFor(instrument.fees[liquidity], price, size);
    order.filled += size;
    this.#account.applyFill({ clientId, price, size, fee });
    if (order.remaining === 0) this.#finish(order);
    const fillId = `${this.#options.name}-f${++this.#fills}`;
    this.#say({ type: 'OrderFilled', ts: this.#now, clientId, market: instrument.id, fillId, side, price, size, fee, liquidity });
  }

  #find(clientId: ClientOrderId): { readonly live: boolean; readonly remaining: Size; readonly filled: Size } | null {
    const live = this.#live.get(clientId);
    if (live !== undefined) return { live: true, remaining: live.remaining, filled: live.filled as Size };
    const filled = this.#done.get(clientId);
    return filled === undefined ? null : { live: false, remaining: 0 as Size, filled };
  }

  #openOrders(): readonly ReportedOpenOrder[] {
    return [...this.#live.values()].map(({ clientId, venueOrderId, market, side, price, remaining }) =>
      ({ clientId, venueOrderId, market: market.instrument.id, side, price, remaining }));
  }

  #say(event: OrderEvent): void { this.#options.emit(event); }

  #refuse(clientId: ClientOrderId, gone: boolean, detail: string): void {
    this.#say({ type: 'CancelRejected', ts: this.#now, clientId, gone, detail });
  }
}
