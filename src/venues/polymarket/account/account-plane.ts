// The account's side of the venue: commands out, what becomes of them back as events, fills from the user channel and, where it
// was away, from the list of trades. Whatever is asked about orders and holdings is answered after the fills that were matched
// before the question, so that nothing is counted twice.

import type { CancelOrder, Command, PlaceOrder, QueryOpenOrders, TokenCommand } from '../../../core/domain/commands.ts';
import type { CarriedMarket, OrderEvent, ReportedOpenOrder, TokenAnswer } from '../../../core/domain/events.ts';
import type { MarketId } from '../../../core/domain/instrument.ts';
import { complement, timestamp, type Size, type TimestampMs } from '../../../core/domain/numbers.ts';
import type { ClientOrderId } from '../../../core/domain/order.ts';
import { legContradiction } from '../../../exchange/complement.ts';
import type { FeedClock } from '../feed/feed-clock.ts';
import type { PolymarketMarket } from '../polymarket-market.ts';
import type { OrderSigner, PreparedOrder, SignedOrder } from '../signing/order-signer.ts';
import type { UnsignableOrder } from '../signing/order-amounts.ts';
import type { UserMessage, UserOrder, UserTrade } from '../wire/user-message.ts';
import type { AccountRequests } from './clob-requests.ts';
import { heardRequests } from './heard-requests.ts';
import { HoldingsReader } from './holdings-reader.ts';
import { MissingFills } from './missing-fills.ts';
import { OrderGateway, type ReadyOrder } from './order-gateway.ts';
import { OurOrders, type JournaledIds } from './our-orders.ts';
import type { OwedEchoes } from './owed-echoes.ts';
import { RecentMap } from './recent-map.ts';
import { TradingMode } from './trading-mode.ts';
import { TradeBook, type ListedMarket } from './trade-book.ts';

export interface Roster {
  byCondition(conditionId: string): ListedMarket | null;
  byId(market: MarketId): ListedMarket | null;
  /** Lists the market if need be; null where it cannot be listed. Does not reject. */
  list(conditionId: string): Promise<ListedMarket | null>;
}
export interface AccountPlaneParts {
  readonly venue: string;
  readonly requests: AccountRequests;
  readonly signer: OrderSigner;
  readonly apiKey: string;
  /** What the journal says is there in cash; null for an account that was never traded from here. */
  readonly cash: number | null;
  readonly journaled: JournaledIds;
  readonly roster: Roster;
  readonly clock: FeedClock;
  readonly echoes: Pick<OwedEchoes, 'asked' | 'acknowledged'>;
  /** Null where the profile names no way to the chain. Does not reject. */
  readonly desk: { perform(command: TokenCommand): Promise<TokenAnswer> } | null;
  readonly tell: (event: OrderEvent) => void;
}

/** Matches may be stamped a little before they are listed. */
const OVERLAP_MS = 60_000;
/** How far back an account's trades are looked at where nothing is known of it. */
const FIRST_LOOK_MS = 10 * 60_000;
/** The venue takes no order that ends sooner; a second for its way. */
const LEAST_LIFE_MS = 121_000;
const MOST_PREPARED = 5_000;

export class AccountPlane {
  readonly #parts: AccountPlaneParts;
  readonly #requests: AccountRequests;
  readonly #orders: OurOrders;
  readonly #trades: TradeBook;
  readonly #gateway: OrderGateway<SignedOrder>;
  readonly #holdings: HoldingsReader;
  readonly #missing: MissingFills;
  readonly #mode: TradingMode;
  /** Between `identify` and `submit`; while the journal fails what is identified is not submitted. */
  readonly #prepared = new RecentMap<ClientOrderId, PreparedOrder | UnsignableOrder>(MOST_PREPARED);
  /** Up to when every trade was told, our time; before it nothing is looked for but what has not settled. */
  #completeTo: number;
  #isReading = false;
  #isAskedAgain = false;
  /** The core has been told once what rests. */
  hasListedOpen = false;

  constructor(parts: AccountPlaneParts) {
    this.#parts = parts;
    const { venue, journaled, roster, clock, echoes, tell, apiKey, cash, signer: { parties } } = parts;
    const now = (): TimestampMs => clock.now();
    this.#completeTo = now() - FIRST_LOOK_MS;
    this.#orders = new OurOrders(journaled);
    this.#trades = new TradeBook({ orders: this.#orders, listed: (id) => roster.byCondition(id), apiKey, maker: parties.maker, startedAt: now() });
    this.#missing = new MissingFills({ clock, told: (orderId) => this.#trades.filledOf(orderId), catchUp: () => this.catchUp() });
    this.#mode = new TradingMode({ venue, clock, tell });
    const requests = heardRequests(parts.requests, (outcome) => { this.#mode.answered(outcome); });
    this.#requests = requests;
    this.#gateway = new OrderGateway({
      requests, orders: this.#orders, now, tell, echoes, mode: this.#mode, counted: (orderId, matched) => { this.#missing.counted(orderId, matched); }, pause: (ms) => new Promise((resolve) => { clock.after(ms, resolve); }),
    });
    this.#holdings = new HoldingsReader({ venue, requests, now, trades: this.#trades, list: (id) => roster.list(id) });
    if (cash !== null) this.#holdings.expectCash(cash);
  }

  /** What an earlier session left in a market, as soon as it is listed. */
  adopt({ market: { conditionId }, instrument: { id } }: ListedMarket, { yes, no, unclaimed, orders }: CarriedMarket): void {
    this.#holdings.expect(conditionId, { yes: yes + (unclaimed?.yes ?? 0), no: no + (unclaimed?.no ?? 0) });
    for (const { clientId, size, placedAt } of orders ?? []) {
      this.#orders.adopt(clientId, id, size);
      this.#completeTo = Math.min(this.#completeTo, placedAt);
    }
  }

  close(): void { this.#mode.close(); }

  identify(order: PlaceOrder): string | null {
    const prepared = this.#prepare(order);
    this.#prepared.set(order.clientId, prepared);
    return prepared.kind === 'prepared' ? prepared.orderId : null;
  }

  submit(commands: readonly Command[]): void {
    const cancels: CancelOrder[] = [];
    const ready: ReadyOrder<SignedOrder>[] = [];
    for (const command of commands) {
      switch (command.type) {
        case 'CancelOrder': cancels.push(command); break;
        case 'PlaceOrder': this.#sign(command, ready); break;
        case 'CancelAll': void this.#gateway.cancelAll(); break;
        case 'QueryOrder': void this.#gateway.query(command); break;
        case 'QueryOpenOrders': void this.#listOpen(command); break;
        case 'QueryHoldings': void this.#sayHoldings(); break;
        case 'AskVenueAgain': this.#mode.askAgain(); break;
        case 'AmendOrder': this.#gateway.amend(command); break;
        case 'MergePairs':
        case 'SplitPairs':
        case 'RedeemPairs':
        case 'ConvertPositions': void this.#operate(command);
      }
    }
    // What takes risk away goes first.
    if (cancels.length > 0) this.#gateway.cancel(cancels);
    if (ready.length > 0) this.#gateway.place(ready);
  }

  hear(message: UserMessage): void {
    if (message.kind === 'order') this.#gateway.hear(message);
    else if (message.kind === 'trade') void this.#apply(message);
  }

  /** Tells every fill that was matched before this was asked; false where the venue does not say. */
  async catchUp(): Promise<boolean> {
    const askedAt = this.#parts.clock.now();
    const from = this.#completeTo;
    const found = await this.#requests.trades(timestamp(Math.max(0, Math.min(from, this.#trades.oldestUnsettledAt()) - OVERLAP_MS)));
    if (found.kind !== 'ok') return false;
    let isComplete = true;
    for (const trade of found.value.toSorted((a, b) => a.matchedAt - b.matchedAt)) isComplete = await this.#apply(trade) && isComplete;
    // An order from before may have been adopted meanwhile.
    if (isComplete && this.#completeTo === from) this.#completeTo = askedAt;
    return isComplete;
  }

  /** False where its market cannot be listed: it is told at a later look. */
  async #apply(trade: UserTrade): Promise<boolean> {
    const { clock, roster, tell } = this.#parts;
    let events = this.#trades.apply(trade, clock.now());
    if (events === null && await roster.list(trade.market) !== null) events = this.#trades.apply(trade, clock.now());
    if (events === null) return false;
    if (events.length > 0) this.#holdings.watch(trade.market);
    for (const event of events) tell(event);
    return true;
  }

  #prepare({ market, side, price: canonicalPrice, leg, size, clientId, ts, postOnly, timeInForce, expiresAt }: PlaceOrder): PreparedOrder | UnsignableOrder {
    const { outcome, action, price } = leg;
    const listed = this.#parts.roster.byId(market);
    if (listed === null) return { kind: 'refused', reason: 'unknown-market', detail: `no market ${market} is listed` };
    // What is signed is the leg; risk was counted on the other two.
    const contradiction = legContradiction(side, canonicalPrice, leg);
    if (contradiction !== null) return { kind: 'refused', reason: 'venue-error', detail: contradiction };
    const { yesId, noId, tick, version, negRisk }: PolymarketMarket = listed.market;
    return this.#parts.signer.prepare({
      tokenId: outcome === 'yes' ? yesId : noId, action, price, size, tick, version, negRisk, clientId, ts, postOnly,
      // Too near to its end for the venue, it rests until we cancel it: the heartbeat stands in for the end.
      ...(timeInForce === undefined ? {} : { timeInForce }), ...(expiresAt === undefined || expiresAt - ts < LEAST_LIFE_MS ? {} : { expiresAt }),
    });
  }

  #sign(command: PlaceOrder, ready: ReadyOrder<SignedOrder>[]): void {
    const { clientId, market, size } = command;
    const prepared = this.#prepared.get(clientId) ?? this.#prepare(command);
    this.#prepared.delete(clientId);
    const refuse = (reason: UnsignableOrder['reason'], detail: string): void => { this.#parts.tell({ type: 'OrderRejected', ts: this.#parts.clock.now(), clientId, reason, detail }); };
    if (prepared.kind === 'refused') return refuse(prepared.reason, prepared.detail);
    if (this.#orders.byClient(clientId) !== null) return refuse('duplicate-client-id', 'an order of this id was sent before');
    const order = { orderId: prepared.orderId, clientId, market, size };
    this.#orders.add(order);
    ready.push({ order, command, signed: this.#parts.signer.sign(prepared) });
  }

  async #listOpen({ requestId }: QueryOpenOrders): Promise<void> {
    const { venue, clock, tell } = this.#parts;
    const found = await this.#requests.openOrders();
    if (found.kind !== 'ok') return;
    const orders: ReportedOpenOrder[] = [];
    for (const order of found.value) orders.push(await this.#reported(order));
    this.hasListedOpen = true;
    tell({ type: 'OpenOrdersReported', ts: clock.now(), venue, requestId, orders });
  }

  async #reported({ id, market, token, action, price, originalSize, matched }: UserOrder): Promise<ReportedOpenOrder> {
    const { roster } = this.#parts;
    const listed = roster.byCondition(market) ?? await roster.list(market);
    const isYes = listed === null || token === listed.market.yesId;
    return {
      clientId: this.#orders.byId(id)?.clientId ?? null, venueOrderId: id, market: listed?.instrument.id ?? null, side: (action === 'buy') === isYes ? 'bid' : 'ask',
      price: isYes ? price : complement(price), remaining: Math.max(0, originalSize - (matched ?? 0)) as Size, ...(matched === null ? {} : { filled: matched }),
    };
  }

  async #operate(command: TokenCommand): Promise<void> {
    const { desk, tell, clock } = this.#parts;
    if (desk !== null) {
      tell(await desk.perform(command));
      const markets = command.type === 'ConvertPositions' ? command.markets : [command.market];
      for (const id of markets) this.#holdings.forget(this.#parts.roster.byId(id)?.market.conditionId ?? '');
      return;
    }
    const { market, requestId } = command;
    tell({ type: command.type === 'MergePairs' ? 'MergeFailed' : 'TokenOperationFailed', ts: clock.now(), market, requestId, detail: 'the profile names no way to the chain' });
  }

  /** One reading at a time: what is asked meanwhile is answered by one more after it. */
  async #sayHoldings(): Promise<void> {
    if (this.#isReading) { this.#isAskedAgain = true; return; }
    this.#isReading = true;
    do {
      this.#isAskedAgain = false;
      // While the venue counts fills that no trade has told, balances may contain what the core does not know of.
      const report = await this.catchUp() && !this.#missing.isOwed ? await this.#holdings.read() : null;
      if (report !== null && !this.#missing.isOwed) this.#parts.tell(report);
    } while (this.#isAskedAgain);
    this.#isReading = false;
  }
}
