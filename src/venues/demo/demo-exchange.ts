// The embedded exchange: performs each command at the moment it arrives and says what came of it, stamped with the moment
// the bot hears of it. Owns the markets, the one account that trades there and its orders; it never decides when.

import type { AmendOrder, CancelOrder, Command, PlaceOrder } from '../../core/domain/commands.ts';
import type { ReportedOpenOrder, VenueEvent } from '../../core/domain/events.ts';
import { feeFor } from '../../core/domain/fees.ts';
import { marketId, type MarketId } from '../../core/domain/instrument.ts';
import { PAR, notional, timestamp, type Cash, type Price, type Size, type TimestampMs } from '../../core/domain/numbers.ts';
import type { ClientOrderId } from '../../core/domain/order.ts';
import { opposite, type Side } from '../../core/domain/side.ts';
import { ExchangeAccount } from '../../exchange/account.ts';
import type { BookListener, BookOrder } from '../../exchange/matching-engine.ts';
import { checkOrder, orderTerms } from '../../exchange/order-checks.ts';
import type { SyntheticMarket } from '../../exchange/synthetic-markets.ts';
import { performTokens } from '../../exchange/token-answers.ts';
import { DemoMarket } from './demo-market.ts';
import type { Faults } from './faults.ts';

interface OwnOrder {
  readonly placed: PlaceOrder;
  readonly market: DemoMarket;
  readonly venueOrderId: string;
  remaining: number;
  filled: number;
}

export interface OpeningBalance {
  readonly cash: Cash;
  /** By market name. */
  readonly holdings: Readonly<Record<string, { readonly yes: Size; readonly no: Size }>>;
}

export interface DemoExchangeOptions {
  readonly venue: string;
  readonly seed: number;
  readonly startAt: TimestampMs;
  readonly account: OpeningBalance;
  readonly markets: readonly SyntheticMarket[];
  readonly feedLatencyMs: number;
  readonly faults: Faults | null;
  /** Takes events in the order they happen; a stamp may be later than the next one's only where a fault delayed it. */
  readonly emit: (event: VenueEvent) => void;
}

export class DemoExchange {
  readonly markets: readonly DemoMarket[];
  readonly #options: DemoExchangeOptions;
  readonly #account: ExchangeAccount;
  readonly #live = new Map<ClientOrderId, OwnOrder>();
  /** Filled size of every order that came and went: ids are never reusable, and a query is answered for ever. */
  readonly #done = new Map<ClientOrderId, Size>();
  /** The stamp of what happens now. */
  #heardAt: TimestampMs;
  #fills = 0;
  #orders = 0;
  #isOpen = false;

  constructor(options: DemoExchangeOptions) {
    this.#options = options;
    this.#heardAt = options.startAt;
    if (options.markets.length === 0) throw new RangeError('an exchange needs a market');
    this.markets = options.markets.map((settings, index) => {
      const id = marketId(index);
      return new DemoMarket(settings, { id, venue: options.venue, seed: options.seed, startAt: options.startAt, listener: this.#listenerFor(id) });
    });
    const { cash, holdings } = options.account;
    this.#account = new ExchangeAccount({
      cash, autoNets: true, holdings: Object.entries(holdings).map(([name, held]) => {
        const market = this.markets.find((m) => m.instrument.name === name);
        if (market === undefined) throw new RangeError(`holdings in "${name}", which is no market of ${options.venue}`);
        return { market: market.instrument.id, yes: held.yes, no: held.no };
      }),
    });
    for (const { instrument } of this.markets) this.#say({ type: 'InstrumentListed', ts: this.#heardAt, instrument });
    for (const { instrument, engine } of this.markets) {
      this.#say({ type: 'BookSnapshot', ts: this.#heardAt, market: instrument.id, bids: engine.levels('bid'), asks: engine.levels('ask') });
    }
    this.#tellFacts();
    this.#isOpen = true;
  }

  /** Lets the other participants act that are due at `at`. */
  letTrade(market: DemoMarket, at: TimestampMs): void {
    this.#clock(at);
    if (at >= market.flow.endsAt) this.#resolve(market);
    else market.flow.step();
  }

  #resolve(market: DemoMarket): void {
    const { instrument: { id }, flow } = market;
    flow.end();
    market.status = 'closed';
    this.#say({ type: 'InstrumentStatusChanged', ts: this.#heardAt, market: id, status: 'closed' });
    for (const order of this.#live.values()) if (order.market === market) this.#remove(order, 'the market resolved');
    const yesPays = (flow.pays === 1 ? PAR : 0) as Price;
    this.#account.settle(id, yesPays);
    this.#say({ type: 'MarketResolved', ts: this.#heardAt, market: id, yesPays });
  }

  /** What is told of the markets now and then. */
  reportFacts(at: TimestampMs): void {
    this.#clock(at);
    this.#tellFacts();
  }

  /** An outside participant's order: takes what it reaches and leaves nothing. */
  participate(order: { readonly market: MarketId; readonly side: Side; readonly price: Price; readonly size: Size }, at: TimestampMs): void {
    this.#clock(at);
    this.markets[order.market]?.engine.submit(null, order.side, order.price, order.size, 'immediate');
  }

  perform(command: Command, at: TimestampMs): void {
    this.#clock(at);
    switch (command.type) {
      case 'PlaceOrder': return this.#place(command);
      case 'AmendOrder': return this.#amend(command);
      case 'CancelOrder': return this.#cancel(command);
      case 'CancelAll': for (const order of this.#live.values()) this.#remove(order, 'cancel all'); return;
      // Its account nets pairs already.
      case 'MergePairs': case 'SplitPairs': case 'RedeemPairs': case 'ConvertPositions':
        return this.#say(performTokens(command, this.#heardAt, this.#account, this.markets[command.market]?.instrument));
      case 'QueryOrder': return this.#say({ type: 'OrderReported', ts: this.#heardAt, clientId: command.clientId, found: this.#find(command.clientId) });
      case 'QueryOpenOrders': return this.#say({ type: 'OpenOrdersReported', ts: this.#heardAt, venue: this.#options.venue, requestId: command.requestId, orders: this.#openOrders() });
      case 'QueryHoldings': return this.#say({
        type: 'HoldingsReported', ts: this.#heardAt, venue: this.#options.venue, cash: this.#account.cash,
        holdings: this.markets.map(({ instrument: { id } }) => ({ market: id, ...this.#account.holding(id) })),
      });
    }
  }

  #tellFacts(): void {
    for (const { instrument, volume } of this.markets) {
      if (volume !== null) this.#say({ type: 'MarketFactsReported', ts: this.#heardAt, market: instrument.id, volume24h: volume.total(this.#heardAt) as Cash, liquidity: null });
    }
  }

  #place(command: PlaceOrder): void {
    const { faults } = this.#options;
    const { clientId } = command;
    if (faults !== null && faults.strikes('lostPlace')) return this.#unknown(clientId, 'the request was lost', faults);
    const listed = this.markets[command.market] ?? null;
    const refusal = checkOrder(command, listed, { has: (id) => this.#live.has(id) || this.#done.has(id) }, this.#account);
    if (refusal !== null) return this.#say({ type: 'OrderRejected', ts: this.#heardAt, clientId, ...refusal });
    const market = listed as DemoMarket;
    this.#account.reserve(orderTerms(command, market.instrument));
    this.#live.set(clientId, { placed: command, market, venueOrderId: `${this.#options.venue}-${++this.#orders}`, remaining: command.size, filled: 0 });
    if (faults !== null && faults.strikes('lostAccept')) this.#unknown(clientId, 'the answer was lost', faults);
    else this.#say({ type: 'OrderAccepted', ts: this.#heardAt, clientId });
    const resting = market.engine.submit(clientId, command.side, command.price, command.size, command.timeInForce !== undefined ? 'immediate' : command.postOnly ? 'post-only' : 'limit');
    if (resting?.isLive === true) market.own.set(clientId, resting);
    else if (this.#live.has(clientId)) this.#endTaker(command);
  }

  #amend({ clientId, remaining }: AmendOrder): void {
    const order = this.#live.get(clientId);
    const resting = order?.market.own.get(clientId);
    if (order === undefined || resting === undefined) return this.#refuse(clientId, true, 'no such order is live');
    if (!(remaining > 0) || remaining % order.market.instrument.lot !== 0) return this.#refuse(clientId, false, `${remaining} is no size to leave resting`);
    if (remaining > order.remaining) return this.#refuse(clientId, false, `${order.remaining} are left, an amendment never raises`);
    order.remaining = remaining;
    this.#account.lower(clientId, remaining);
    this.#say({ type: 'OrderAmended', ts: this.#heardAt, clientId, remaining, filled: order.filled as Size });
    order.market.engine.reduce(resting, remaining);
  }

  #cancel({ clientId }: CancelOrder): void {
    const order = this.#live.get(clientId);
    if (order !== undefined && this.#options.faults?.strikes('lateCancel') === true) this.#fillNow(order);
    if (order === undefined || !this.#live.has(clientId)) return this.#refuse(clientId, true, 'no such order is live');
    this.#remove(order, 'cancelled on request');
  }

  #remove(order: OwnOrder, reason: string): void {
    const { clientId } = order.placed;
    const resting = order.market.own.get(clientId) as BookOrder;
    this.#finish(order);
    this.#account.release(clientId);
    this.#say({ type: 'OrderCanceled', ts: this.#heardAt, clientId, remaining: order.remaining as Size, reason });
    order.market.engine.cancel(resting);
  }

  /** What found nothing to take is gone. */
  #endTaker({ clientId, timeInForce }: PlaceOrder): void {
    const order = this.#live.get(clientId) as OwnOrder;
    this.#finish(order);
    this.#account.release(clientId);
    this.#say({ type: 'OrderCanceled', ts: this.#heardAt, clientId, remaining: order.remaining as Size, reason: `${timeInForce}: nothing more to take` });
  }

  #finish(order: OwnOrder): void {
    const { clientId } = order.placed;
    this.#live.delete(clientId);
    order.market.own.delete(clientId);
    this.#done.set(clientId, order.filled as Size);
  }

  /** Someone takes everything up to and including the order. */
  #fillNow({ placed, market }: OwnOrder): void {
    const resting = market.own.get(placed.clientId) as BookOrder;
    const size = (market.engine.sizeAhead(resting) + resting.remaining) as Size;
    market.engine.submit(null, opposite(placed.side), placed.price, size, 'immediate');
  }

  #listenerFor(market: MarketId): BookListener {
    return {
      matched: (maker, taker, price, size) => {
        if (maker.owner !== null) this.#fill(maker.owner, price, size, 'maker');
        if (taker.owner !== null) this.#fill(taker.owner, price, size, 'taker');
        if (this.#isOpen) this.markets[market]?.volume?.add(this.#heardAt, notional(price, size));
        this.#say({ type: 'TradePrinted', ts: this.#heardAt, market, price, size, taker: taker.side });
      },
      levelChanged: (side, price, size) => { if (this.#isOpen) this.#say({ type: 'BookDelta', ts: this.#heardAt, market, side, price, size }); },
    };
  }

  #fill(clientId: ClientOrderId, price: Price, size: Size, liquidity: 'maker' | 'taker'): void {
    const order = this.#live.get(clientId) as OwnOrder;
    const { instrument } = order.market;
    const fee = feeFor(instrument.fees[liquidity], price, size);
    order.filled += size;
    order.remaining -= size;
    this.#account.applyFill({ clientId, price, size, fee });
    if (order.remaining === 0) this.#finish(order);
    const fillId = `${this.#options.venue}-${this.#options.startAt}-${++this.#fills}`;
    const filled = { type: 'OrderFilled', ts: this.#heardAt, clientId, market: instrument.id, fillId, side: order.placed.side, price, size, fee, liquidity } as const;
    this.#say(filled);
    const { faults } = this.#options;
    if (faults !== null && faults.strikes('duplicateFill')) this.#say({ ...filled, ts: timestamp(filled.ts + faults.timeoutMs) });
  }

  #find(clientId: ClientOrderId): { readonly live: boolean; readonly remaining: Size; readonly filled: Size } | null {
    const live = this.#live.get(clientId);
    if (live !== undefined) return { live: true, remaining: live.remaining as Size, filled: live.filled as Size };
    const filled = this.#done.get(clientId);
    return filled === undefined ? null : { live: false, remaining: 0 as Size, filled };
  }

  #openOrders(): readonly ReportedOpenOrder[] {
    return [...this.#live.values()].map(({ placed, market, venueOrderId, remaining }) =>
      ({ clientId: placed.clientId, venueOrderId, market: market.instrument.id, side: placed.side, price: placed.price, remaining: remaining as Size }));
  }

  #clock(at: TimestampMs): void { this.#heardAt = timestamp(at + this.#options.feedLatencyMs); }

  #say(event: VenueEvent): void { this.#options.emit(event); }

  #refuse(clientId: ClientOrderId, gone: boolean, detail: string): void {
    this.#say({ type: 'CancelRejected', ts: this.#heardAt, clientId, gone, detail });
  }

  #unknown(clientId: ClientOrderId, detail: string, { timeoutMs }: Faults): void {
    this.#say({ type: 'OutcomeUnknown', ts: timestamp(this.#heardAt + timeoutMs), clientId, of: 'place', detail });
  }
}
