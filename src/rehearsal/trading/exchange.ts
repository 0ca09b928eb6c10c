// The exchange itself: markets, orders, matches. Whatever changes a book goes through `perform`, which settles what was
// matched and tells the observers, in this order: book, own orders, trades.

import { PAR, notional, type Price, type Size } from '../../core/domain/numbers.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { uuidOf } from '../accounts/api-keys.ts';
import type { Agenda } from '../agenda.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { LevelChange, OutcomeIndex, RehearsalMarket } from '../market/market.ts';
import { createHash } from 'node:crypto';
import { House } from './house.ts';
import { tradesOf } from './matches.ts';
import type { ExchangeObserver } from './observer.ts';
import { canonical } from './order-terms.ts';
import { isOpen, openShares, type Order, type OrderStatus } from './order.ts';
import { OrderRegister } from './order-register.ts';
import { Settlement, type SettlementDelays } from './settlement.ts';
import { partiesOf, type Trade } from './trade.ts';
import { VenueMode } from './venue-mode.ts';

export interface ExchangeOptions {
  readonly seed: number;
  readonly agenda: Agenda;
  readonly accounts: Accounts;
  readonly faults: FaultBoard;
  readonly settlement: SettlementDelays;
}

const COARSE_TICK = 10_000;
const FINE_TICK = 1_000 as Price;
const HIGH = 960_000;

export class Exchange {
  readonly accounts: Accounts;
  readonly agenda: Agenda;
  readonly faults: FaultBoard;
  readonly orders = new OrderRegister();
  readonly settlement: Settlement;
  readonly mode: VenueMode;
  readonly observers: ExchangeObserver[] = [];
  readonly #options: ExchangeOptions;
  readonly #house: House;
  readonly #byToken = new Map<string, RehearsalMarket>();
  readonly #byCondition = new Map<string, RehearsalMarket>();
  #ids = 0;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.accounts = options.accounts;
    this.agenda = options.agenda;
    this.faults = options.faults;
    this.#house = new House(options.seed);
    this.mode = new VenueMode(() => options.agenda.now());
    this.settlement = new Settlement({ agenda: options.agenda, faults: options.faults, delays: options.settlement, changed: (trade) => { for (const observer of this.observers) observer.tradeChanged?.(trade); } });
  }

  now(): number { return this.agenda.now(); }

  list(market: RehearsalMarket): void {
    for (const tokenId of market.tokenIds) this.#byToken.set(tokenId, market);
    this.#byCondition.set(market.terms.ids.conditionId, market);
    for (const observer of this.observers) observer.marketListed?.(market);
  }

  markets(): readonly RehearsalMarket[] { return [...this.#byCondition.values()]; }
  /** Null where the book of the token is gone or never was. */
  openByToken(tokenId: string): RehearsalMarket | null {
    const market = this.#byToken.get(tokenId);
    return market?.isOpen === true ? market : null;
  }
  byToken(tokenId: string): RehearsalMarket | null { return this.#byToken.get(tokenId) ?? null; }
  /** Condition ids of Protocol V2 are also known without the zero at their end. */
  byCondition(conditionId: string): RehearsalMarket | null { return this.#byCondition.get(conditionId) ?? this.#byCondition.get(`${conditionId}00`) ?? null; }
  bySlug(slug: string): RehearsalMarket | null { return this.markets().find(({ terms }) => terms.slug === slug) ?? null; }

  /** `taker`: the own order that `work` sends to the book, announced before its matches. `outcome`: what `work` is about. */
  perform<T>(market: RehearsalMarket, work: () => T, taker: Order | null = null, outcome: OutcomeIndex = taker?.outcome ?? 0): { readonly result: T; readonly trades: readonly Trade[] } {
    const { result, fills, changes } = market.act(work);
    const trades = tradesOf(market, fills, { orders: this.orders, house: this.#house, nextId: () => this.#nextId(), now: this.now() });
    for (const trade of trades) this.#book(trade);
    if (changes.length > 0) for (const observer of this.observers) observer.bookChanged?.(market, changes.map((change) => ({ ...change, outcome: outcomeAt(change, trades) ?? outcome })), trades);
    if (taker !== null) {
      this.#place(taker);
      for (const observer of this.observers) observer.orderChanged?.(taker, 'PLACEMENT', '');
    }
    for (const trade of trades) this.#announce(trade);
    this.#narrowTick(market);
    return { result, trades };
  }

  /** Takes an open order off. */
  end(order: Order, status: OrderStatus, detail: string): void {
    if (!isOpen(order)) return;
    const { resting, market } = order;
    this.orders.move(order, status, detail, this.now());
    if (resting !== null) this.perform(market, () => market.engine.cancel(resting), null, order.outcome);
    for (const observer of this.observers) observer.orderChanged?.(order, 'CANCELLATION', detail);
  }

  setTick(market: RehearsalMarket, tick: Price): void {
    const before = market.tick;
    if (tick === before) return;
    market.tick = tick;
    for (const observer of this.observers) observer.tickChanged?.(market, before);
  }

  resolve(market: RehearsalMarket, paid: 0 | 1): void {
    if (!market.isOpen) return;
    market.participants = null;
    for (const order of this.orders.open()) if (order.market === market) this.end(order, 'CANCELED_MARKET_RESOLVED', 'the market resolved');
    market.paid = paid;
    for (const observer of this.observers) observer.marketResolved?.(market);
  }

  #book(trade: Trade): void {
    const { market, taker } = trade;
    market.lastTrade = { price: taker.price, side: taker.side };
    market.volume += notional(taker.price, taker.size);
    let isOwn = false;
    for (const party of partiesOf(trade)) {
      const order = this.orders.find(party.orderId);
      if (order === null) continue;
      isOwn = true;
      order.matched = (order.matched + party.size) as Size;
      order.trades.push(trade.id);
      if (party === taker) continue;
      if (openShares(order) === 0) this.orders.move(order, 'MATCHED', 'matched', this.now());
      else this.orders.note(order, 'matched in part', this.now());
    }
    if (isOwn) this.settlement.open(trade);
  }

  /** What the book left of an order that was sent to it. */
  #place(order: Order): void {
    if (order.resting?.isLive === true) {
      order.status = 'LIVE';
      this.orders.note(order, 'live', this.now());
    } else this.orders.move(order, 'MATCHED', 'matched', this.now());
  }

  #announce(trade: Trade): void {
    let isOwn = false;
    for (const party of partiesOf(trade)) {
      const order = this.orders.find(party.orderId);
      if (order === null) continue;
      isOwn = true;
      if (party !== trade.taker) for (const observer of this.observers) observer.orderChanged?.(order, 'UPDATE', '');
    }
    if (isOwn) for (const observer of this.observers) observer.tradeChanged?.(trade);
  }

  /** Near the ends of the range the venue makes the tick finer, and leaves it so; a recording says itself when it did. */
  #narrowTick(market: RehearsalMarket): void {
    if (market.tick !== COARSE_TICK || market.terms.recordedTicks !== undefined) return;
    const bid = market.engine.best('bid');
    const ask = market.engine.best('ask');
    if ((bid !== null && bid > HIGH) || (ask !== null && ask < PAR - HIGH)) this.setTick(market, FINE_TICK);
  }

  #nextId(): string { return uuidOf(createHash('sha256').update(`${this.#options.seed}/trade/${++this.#ids}`).digest()); }
}

/** Of the order that was taken at a level; null where none was. */
function outcomeAt({ side, price }: LevelChange, trades: readonly Trade[]): OutcomeIndex | null {
  for (const { makers: [maker] } of trades) {
    if (maker === undefined) continue;
    const stood = canonical(maker);
    if (stood.side === side && stood.price === price) return maker.outcome;
  }
  return null;
}
