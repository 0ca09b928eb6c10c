// The paper exchange: a recording's markets with one account that trades in them. Performs each command at the moment it
// arrives, hears each row of the recording, does what falls due by its own clock, and says what came of it all, stamped
// with its own time. It never decides when, and never changes what was recorded.

import type { AmendOrder, CancelOrder, Command, PlaceOrder } from '../core/domain/commands.ts';
import type { FillFailed, OrderEvent, ReportedOpenOrder } from '../core/domain/events.ts';
import { feeFor } from '../core/domain/fees.ts';
import type { Instrument, MarketId } from '../core/domain/instrument.ts';
import type { Cash, Price, Size, TimestampMs } from '../core/domain/numbers.ts';
import type { ClientOrderId, Leg } from '../core/domain/order.ts';
import { ASK, BID, KIND, type TapeColumns } from '../tape/columns.ts';
import { ExchangeAccount } from './account.ts';
import { EndedOrders } from './ended-orders.ts';
import { Incentives } from './incentives.ts';
import { checkOrder, orderTerms } from './order-checks.ts';
import { checkLife, placeOf, type OrderPlace, type OwnOrder } from './order-life.ts';
import { queueModel } from './queue-models.ts';
import { Random } from './random.ts';
import type { TapeExchangeOptions } from './tape-exchange-options.ts';
import { TapeMarket, type FillListener } from './tape-market.ts';
import { TimeQueue } from './time-queue.ts';
import { performTokens } from './token-answers.ts';

interface Failure { readonly leg: Leg; readonly fill: Omit<FillFailed, 'type' | 'ts'> }

export class TapeExchange {
  readonly #options: TapeExchangeOptions;
  readonly #account: ExchangeAccount;
  readonly #markets: TapeMarket[];
  readonly #listed: (instrument: Instrument) => TapeMarket;
  readonly #incentives: Incentives;
  readonly #expiries = new TimeQueue<ClientOrderId>();
  readonly #failures = new TimeQueue<Failure>();
  #hasFinished = false;
  readonly #ghosts: Random;
  readonly #live = new Map<ClientOrderId, OwnOrder>();
  readonly #ended = new EndedOrders();
  readonly #usedIds = { has: (id: ClientOrderId): boolean => this.#live.has(id) || this.#ended.has(id) };
  /** The order that is being spoken of, which may be live no more. */
  #spokenOf: OwnOrder | null = null;
  #now = 0 as TimestampMs;
  #orders = 0;
  #fills = 0;
  #payments = 0;

  constructor(options: TapeExchangeOptions) {
    this.#options = options;
    const { instruments, settings } = options;
    this.#account = new ExchangeAccount({ cash: settings.cash as Cash, autoNets: options.netsPairs ?? instruments.every(({ netsPairs }) => netsPairs) });
    const filled: FillListener = (order, price, size, liquidity) => this.#fill(order as OwnOrder, price, size, liquidity);
    const queue = queueModel(settings.queue);
    this.#listed = (instrument) => new TapeMarket(instrument, queue, filled);
    this.#markets = instruments.map(this.#listed);
    this.#incentives = new Incentives(settings.rewards, this.#markets, (market, kind, amount) => {
      this.#account.credit(amount);
      this.#say({ type: 'IncentivePaid', ts: this.#now, market: market.instrument.id, paymentId: `${options.name}-p${++this.#payments}`, kind, amount });
    });
    this.#ghosts = new Random(settings.seed, 'ghost fills');
  }

  /** Another market, with the next id, and what the account holds of it already. */
  list(instrument: Instrument, held: { readonly yes: Size; readonly no: Size }): void {
    if (instrument.id !== this.#markets.length) throw new RangeError(`market ${instrument.id} is listed as number ${this.#markets.length}`);
    this.#markets.push(this.#listed(instrument));
    if (held.yes !== 0 || held.no !== 0) this.#account.deposit({ market: instrument.id, ...held });
  }

  /** True while an order of ours is live. */
  hasOrders(): boolean { return this.#live.size > 0; }
  liveOrders(): Iterable<ClientOrderId> { return this.#live.keys(); }
  isLive(clientId: ClientOrderId): boolean { return this.#live.has(clientId); }

  /** Where an order stood when it joined its level; answers for live orders and, while it is spoken of, for one that ends. */
  placeOf(clientId: ClientOrderId): OrderPlace | null {
    const order = this.#live.get(clientId) ?? (this.#spokenOf?.clientId === clientId ? this.#spokenOf : undefined);
    return order === undefined ? null : placeOf(order);
  }

  /** A row of the recording; a snapshot with its levels. What was due before it happens before it. */
  hear(columns: TapeColumns, row: number): void {
    const kind = columns.kind[row]!;
    if (kind === KIND.level || kind === KIND.heartbeat || kind === KIND.gap || kind === KIND.reference || kind === KIND.facts) return;
    const ts = columns.ts[row]!;
    if (this.#dueAt() < ts) this.#passDue(ts, false);
    this.#now = ts as TimestampMs;
    const market = this.#market(columns.market[row]!);
    switch (kind) {
      case KIND.delta: return market.level(columns.side[row] === BID ? 'bid' : 'ask', columns.price[row]! as Price, columns.size[row]! as Size, ts);
      case KIND.trade: return market.print(columns.price[row]! as Price, columns.size[row]! as Size, columns.side[row] === ASK ? 'ask' : 'bid', ts);
      case KIND.snapshot: return market.snapshot(columns, row, ts);
      case KIND.invalid: return market.trust(false, ts);
      case KIND.valid: return market.trust(true, ts);
      case KIND.status: return this.#hearStatus(market, columns, row);
      case KIND.resolved: return this.#resolve(market, columns.price[row]! as Price);
      case KIND.terms: return this.#changeTerms(market, columns.size[row]!);
    }
  }

  /** The recording is blind to the market from now on: displayed quotes fill nothing until its book is confirmed. */
  doubt(market: MarketId, at: TimestampMs): void { this.#market(market).trust(false, at); }

  perform(command: Command, at: TimestampMs): void {
    if (this.#dueAt() < at) this.#passDue(at, false);
    this.#now = at;
    const { venue } = this.#options;
    switch (command.type) {
      case 'PlaceOrder': return this.#place(command);
      case 'AmendOrder': return this.#amend(command);
      case 'CancelOrder': return this.#cancel(command);
      case 'CancelAll': for (const order of this.#live.values()) this.#remove(order, 'cancel all'); return;
      case 'MergePairs': case 'SplitPairs': case 'RedeemPairs': case 'ConvertPositions':
        return this.#say(performTokens(command, at, this.#account, this.#markets[command.market]?.instrument));
      case 'QueryOrder': return this.#say({ type: 'OrderReported', ts: at, clientId: command.clientId, found: this.#find(command.clientId) });
      case 'QueryOpenOrders': return this.#say({ type: 'OpenOrdersReported', ts: at, venue, requestId: command.requestId, orders: this.#openOrders() });
      case 'QueryHoldings': return this.#say({ type: 'HoldingsReported', ts: at, venue, cash: this.#account.cash, holdings: this.#account.holdings() });
    }
  }

  /**
   * When the exchange next does something by its own clock: an order expires, a fill fails, a minute is sampled, a day is
   * paid. Once the recording has ended nobody needs to wait for an order to expire: nothing can fill it any more.
   */
  nextAt(): number { return this.#hasFinished ? Math.min(this.#failures.nextAt(), this.#incentives.nextAt) : this.#dueAt(); }

  #dueAt(): number { return Math.min(this.#expiries.nextAt(), this.#failures.nextAt(), this.#incentives.nextAt); }

  /** Does all of that up to and at `until`. At one time the recording goes first: hear its rows of `until` before. */
  passTime(until: TimestampMs): void { this.#passDue(until, true); }

  /** The recording has ended: what has accrued is paid. Expiries and failures that are still due stay so. */
  finish(ts: TimestampMs): void {
    this.#passDue(ts, true);
    this.#now = ts;
    this.#hasFinished = true;
    this.#incentives.finish();
  }

  #passDue(until: number, isInclusive: boolean): void {
    for (let at = this.#dueAt(); isInclusive ? at <= until : at < until; at = this.#dueAt()) {
      // A failure may be told at once, of a fill that the clock has passed already.
      this.#now = Math.max(this.#now, at) as TimestampMs;
      if (this.#failures.nextAt() <= at) this.#fail(this.#failures.take() as Failure);
      else if (this.#expiries.nextAt() <= at) this.#expire(this.#expiries.take() as ClientOrderId);
      else this.#incentives.pass(at);
    }
  }

  #market(id: number): TapeMarket {
    const market = this.#markets[id];
    if (market === undefined) throw new RangeError(`the recording speaks of market ${id} and lists ${this.#markets.length}`);
    return market;
  }

  #hearStatus(market: TapeMarket, columns: TapeColumns, row: number): void {
    const { venue, terms } = this.#options;
    const event = columns.eventAt(row, this.#now, venue, terms);
    if (event?.type !== 'InstrumentStatusChanged') return;
    market.become(event.status, this.#now);
    if (event.status === 'closed') this.#removeAll(market, 'the market closed');
  }

  #resolve(market: TapeMarket, yesPays: Price): void {
    market.become('closed', this.#now);
    this.#removeAll(market, 'the market resolved');
    this.#account.settle(market.instrument.id, yesPays);
  }

  #changeTerms(market: TapeMarket, index: number): void {
    const terms = this.#options.terms[index];
    if (terms === undefined) throw new RangeError(`the recording points at terms ${index} and has ${this.#options.terms.length}`);
    for (const order of market.changeTerms(terms.tick, terms.fees)) this.#remove(order as OwnOrder, `off the new tick of ${terms.tick}`);
    for (const order of this.#live.values()) if (order.market === market) this.#account.chargeBy(order.clientId, terms.fees);
    this.#cover(market);
  }

  #place(command: PlaceOrder): void {
    const { clientId, side, price, size, leg, postOnly, timeInForce, expiresAt } = command;
    const listed = this.#markets[command.market] ?? null;
    const refusal = checkOrder(command, listed, this.#usedIds, this.#account) ?? checkLife(command, listed as TapeMarket, this.#now);
    if (refusal !== null) return this.#say({ type: 'OrderRejected', ts: this.#now, clientId, ...refusal });
    const market = listed as TapeMarket;
    this.#account.reserve(orderTerms(command, market.instrument));
    const order: OwnOrder = { clientId, side, price, leg, remaining: size, place: null, market, venueOrderId: `${this.#options.name}-o${++this.#orders}`, filled: 0 };
    this.#live.set(clientId, order);
    this.#say({ type: 'OrderAccepted', ts: this.#now, clientId });
    market.place(order, timeInForce !== undefined ? 'immediate' : postOnly ? 'post-only' : 'limit', this.#now);
    if (order.remaining === 0) return;
    if (timeInForce !== undefined) return this.#remove(order, `${timeInForce}: nothing more to take`);
    this.#incentives.orderRests(this.#now);
    if (expiresAt !== undefined) this.#expiries.add(expiresAt, clientId);
  }

  #expire(clientId: ClientOrderId): void {
    const order = this.#live.get(clientId);
    if (order !== undefined) this.#remove(order, 'expired');
  }

  #amend({ clientId, remaining }: AmendOrder): void {
    const order = this.#live.get(clientId);
    if (order === undefined) return this.#refuse(clientId, true, 'no such order is live');
    const { canAmend, lot, name } = order.market.instrument;
    if (!canAmend) return this.#refuse(clientId, false, `${this.#options.venue} cannot lower an order`);
    if (order.market.status !== 'open') return this.#refuse(clientId, false, `${name} is ${order.market.status}`);
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
    this.#sayOf(order, { type: 'OrderCanceled', ts: this.#now, clientId, remaining, reason });
  }

  #finish({ clientId, filled }: OwnOrder): void {
    this.#live.delete(clientId);
    this.#ended.add(clientId, filled as Size);
  }

  #fill(order: OwnOrder, price: Price, size: Size, liquidity: 'maker' | 'taker'): void {
    const { id, fees } = order.market.instrument;
    const { ghostFills } = this.#options.settings;
    const { clientId, side, leg } = order;
    const fee = feeFor(fees[liquidity], price, size);
    order.filled += size;
    this.#account.applyFill({ clientId, price, size, fee });
    if (order.remaining === 0) this.#finish(order);
    const fillId = `${this.#options.name}-f${++this.#fills}`;
    this.#sayOf(order, { type: 'OrderFilled', ts: this.#now, clientId, market: id, fillId, side, price, size, fee, liquidity });
    if (ghostFills.share > 0 && this.#ghosts.chance(ghostFills.share)) {
      this.#failures.add(this.#now + ghostFills.toldAfterMs, { leg, fill: { clientId, market: id, fillId, side, price, size, fee } });
    } else if (liquidity === 'maker' && fees.makerRebate !== undefined) {
      this.#incentives.addRebate(order.market, fees.makerRebate * feeFor(fees.taker, price, size), this.#now);
    }
  }

  /** A match that the account could not bear to lose, with every order gone, settles on a later try after all. */
  #fail({ leg, fill }: Failure): void {
    if (!this.#account.undo({ ...fill, leg })) return;
    this.#say({ type: 'FillFailed', ts: this.#now, ...fill });
    this.#cover(this.#market(fill.market));
  }

  /** Cancels orders that cash and tokens no longer stand behind: those of the market that caused it first, the latest first. */
  #cover(market: TapeMarket): void {
    if (this.#account.isCovered) return;
    const latestFirst = [...this.#live.values()].toReversed();
    for (const order of [...latestFirst.filter((o) => o.market === market), ...latestFirst.filter((o) => o.market !== market)]) {
      this.#remove(order, 'no longer covered');
      if (this.#account.isCovered) return;
    }
  }

  #find(clientId: ClientOrderId): { readonly live: boolean; readonly remaining: Size; readonly filled: Size } | null {
    const live = this.#live.get(clientId);
    if (live !== undefined) return { live: true, remaining: live.remaining, filled: live.filled as Size };
    const filled = this.#ended.filledOf(clientId);
    return filled === undefined ? null : { live: false, remaining: 0 as Size, filled };
  }

  #openOrders(): readonly ReportedOpenOrder[] {
    return [...this.#live.values()].map(({ clientId, venueOrderId, market, side, price, remaining }) =>
      ({ clientId, venueOrderId, market: market.instrument.id, side, price, remaining }));
  }

  #sayOf(order: OwnOrder, event: OrderEvent): void {
    this.#spokenOf = order;
    this.#say(event);
    this.#spokenOf = null;
  }

  #say(event: OrderEvent): void { this.#options.emit(event); }

  #refuse(clientId: ClientOrderId, gone: boolean, detail: string): void {
    this.#say({ type: 'CancelRejected', ts: this.#now, clientId, gone, detail });
  }
}
