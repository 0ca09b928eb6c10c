// The core's commands as requests, and what the venue answers as events. Every request ends in an event or leaves the core to
// ask: a proved refusal is a refusal, anything without a usable answer is unknown, and nothing is sent twice. An order that
// the venue says it cancelled has ended only once it has also said how much of it had filled.

import type { AmendOrder, CancelOrder, PlaceOrder, QueryOrder } from '../../../core/domain/commands.ts';
import type { OrderEvent } from '../../../core/domain/events.ts';
import type { Size, TimestampMs } from '../../../core/domain/numbers.ts';
import type { ClientOrderId, RejectReason } from '../../../core/domain/order.ts';
import type { UserOrder } from '../wire/user-message.ts';
import type { OurOrder, OurOrders } from './our-orders.ts';
import type { AskedOn, OwedEchoes } from './owed-echoes.ts';
import { RecentMap } from './recent-map.ts';
import type { ModeWord, RefusedByMode, TradingMode } from './trading-mode.ts';

/** Proved: nothing was done. */
export interface Refusal {
  readonly kind: 'refused'; readonly reason: RejectReason; readonly detail: string;
  /** Set where others would be refused too. */
  readonly mode: RefusedByMode | null;
}

/** What a request came to. */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | Refusal
  | { readonly kind: 'unknown'; readonly detail: string };

export type PlaceOutcome =
  /** `matched`: micro-shares that met others at once; the rest is there, or killed where the order takes only. Null while the venue holds the order back. */
  | { readonly kind: 'accepted'; readonly matched: Size | null }
  /** An order that only takes found nothing. */
  | { readonly kind: 'killed'; readonly detail: string }
  | Refusal
  | { readonly kind: 'unknown'; readonly detail: string };

export interface CancelOutcome { readonly canceled: readonly string[]; readonly notCanceled: Readonly<Record<string, string>> }

/** Signed and ready to be sent; what it is stays with whoever signs. */
export interface ReadyOrder<S> { readonly order: OurOrder; readonly command: PlaceOrder; readonly signed: S }

/** What the gateway needs of the venue's REST interface. No method rejects. */
export interface OrderRequests<S> {
  /** At most `MOST_TOGETHER`; one outcome each, in order. */
  place(orders: readonly S[]): Promise<readonly PlaceOutcome[]>;
  cancel(orderIds: readonly string[]): Promise<Outcome<CancelOutcome>>;
  cancelAll(): Promise<Outcome<CancelOutcome>>;
  /** `value: null`: the venue does not know it. */
  order(orderId: string): Promise<Outcome<UserOrder | null>>;
}

export interface GatewayOptions<S> {
  readonly requests: OrderRequests<S>;
  readonly orders: OurOrders;
  readonly now: () => TimestampMs;
  readonly tell: (event: OrderEvent) => void;
  /** What the venue counts as matched of an order of ours, each time it says it of one that ended or was asked about. */
  readonly counted: (orderId: string, matched: Size) => void;
  /** What the user channel has to tell of what was done. */
  readonly echoes: Pick<OwedEchoes, 'asked' | 'acknowledged'>;
  readonly mode: Pick<TradingMode, 'heard'>;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

const MOST_TOGETHER = 15;
const MOST_CANCELS = 1_000;
/** The user channel says how much of a cancelled order had filled; when it is silent for so long, it is asked for. */
const CHANNEL_GRACE_MS = 300;
/** Less than a hundredth of a share is left of an order that the venue calls matched: it has truncated. */
const DUST = 10_000;
const MOST_ENDED = 50_000;

export class OrderGateway<S> {
  readonly #options: GatewayOptions<S>;
  /** Places without an answer yet: a cancel that overtakes its place would find nothing. */
  readonly #placing = new Map<ClientOrderId, Promise<void>>();
  /** Said to have ended, by the channel or by an answer; each end is told once. */
  readonly #ended = new RecentMap<string, true>(MOST_ENDED);

  constructor(options: GatewayOptions<S>) { this.#options = options; }

  place(ready: readonly ReadyOrder<S>[]): void {
    for (let i = 0; i < ready.length; i += MOST_TOGETHER) {
      const batch = ready.slice(i, i + MOST_TOGETHER);
      const done = this.#placed(batch);
      for (const { order: { clientId } } of batch) {
        this.#placing.set(clientId, done.finally(() => { this.#placing.delete(clientId); }));
      }
    }
  }

  async #placed(batch: readonly ReadyOrder<S>[]): Promise<void> {
    const askedOn = this.#options.echoes.asked();
    const outcomes = await this.#options.requests.place(batch.map(({ signed }) => signed));
    const told = batch.map(({ order, command }, index) => ({ order, command, outcome: outcomes[index] ?? { kind: 'unknown', detail: 'the answer leaves it out' } as const }));
    // First, so that nothing else is sent for the refusals that follow.
    this.#options.mode.heard(told.flatMap(({ command, outcome }) => modeWord(command, outcome)));
    for (const { order, command, outcome } of told) {
      // What is held back may be told of much later.
      if (outcome.kind === 'accepted' && outcome.matched !== null) this.#options.echoes.acknowledged(askedOn, order.orderId, 'placed');
      this.#tellPlaced(order, command, outcome);
    }
  }

  #tellPlaced({ clientId, orderId, size }: OurOrder, { timeInForce }: PlaceOrder, outcome: PlaceOutcome): void {
    const { tell, now } = this.#options;
    switch (outcome.kind) {
      case 'refused':
        this.#options.orders.end(orderId);
        tell({ type: 'OrderRejected', ts: now(), clientId, reason: outcome.reason, detail: outcome.detail });
        return;
      case 'unknown': tell({ type: 'OutcomeUnknown', ts: now(), clientId, of: 'place', detail: outcome.detail }); return;
      case 'killed':
        tell({ type: 'OrderAccepted', ts: now(), clientId });
        this.#tellEnded(orderId, clientId, size, outcome.detail);
        return;
      case 'accepted':
        tell({ type: 'OrderAccepted', ts: now(), clientId });
        if (outcome.matched !== null && outcome.matched > 0) this.#options.counted(orderId, outcome.matched);
        // What is held back is told of by the channel, or answered when the core asks.
        if (timeInForce !== undefined && outcome.matched !== null) this.#tellEnded(orderId, clientId, Math.max(0, size - outcome.matched) as Size, `${timeInForce}: nothing more to take`);
    }
  }

  cancel(commands: readonly CancelOrder[]): void {
    const { orders, tell, now } = this.#options;
    const settled: OurOrder[] = [];
    for (const { clientId } of commands) {
      const order = orders.byClient(clientId);
      const place = this.#placing.get(clientId);
      if (order === null) tell({ type: 'CancelRejected', ts: now(), clientId, gone: true, detail: 'it was never sent' });
      else if (place === undefined) settled.push(order);
      // It waits for its own place alone.
      else void place.then(() => this.#canceled([order]));
    }
    for (let i = 0; i < settled.length; i += MOST_CANCELS) void this.#canceled(settled.slice(i, i + MOST_CANCELS));
  }

  async #canceled(wanted: readonly OurOrder[]): Promise<void> {
    const { requests, tell, now, echoes } = this.#options;
    const askedOn = echoes.asked();
    const outcome = await requests.cancel(wanted.map(({ orderId }) => orderId));
    this.#options.mode.heard(modeWord(null, outcome));
    for (const order of wanted) {
      const { clientId, orderId } = order;
      if (outcome.kind === 'refused') tell({ type: 'CancelRejected', ts: now(), clientId, gone: false, detail: outcome.detail });
      else if (outcome.kind === 'unknown') tell({ type: 'OutcomeUnknown', ts: now(), clientId, of: 'cancel', detail: outcome.detail });
      else if (outcome.value.canceled.includes(orderId)) this.#settleCanceled(order, askedOn);
      else void this.#settle(order, outcome.value.notCanceled[orderId] ?? 'the answer leaves it out');
    }
  }

  /** What is not proved by the answer is proved by the list of open orders, which the core asks for until it is empty. */
  async cancelAll(): Promise<void> {
    const underway = [...this.#placing.values()];
    const cancels = [this.#canceledAll()];
    // At once, whatever hangs; and again for what was on its way.
    if (underway.length > 0) cancels.push(Promise.all(underway).then(() => this.#canceledAll()));
    await Promise.all(cancels);
  }

  async #canceledAll(): Promise<void> {
    const { requests, orders, echoes } = this.#options;
    const askedOn = echoes.asked();
    const outcome = await requests.cancelAll();
    this.#options.mode.heard(modeWord(null, outcome));
    if (outcome.kind !== 'ok') return;
    for (const orderId of outcome.value.canceled) {
      const order = orders.byId(orderId);
      if (order !== null) this.#settleCanceled(order, askedOn);
    }
  }

  #settleCanceled(order: OurOrder, askedOn: AskedOn): void {
    this.#options.echoes.acknowledged(askedOn, order.orderId, 'canceled');
    void this.#settle(order, 'canceled');
  }

  /** After a cancel: `why` is "canceled", or why the venue did not, which by itself proves nothing. */
  async #settle(order: OurOrder, why: string): Promise<void> {
    const { requests, tell, now, pause } = this.#options;
    const { clientId, orderId } = order;
    await pause(why === 'canceled' ? CHANNEL_GRACE_MS : 0);
    if (this.#ended.has(orderId)) {
      // This cancel had no part in the end, and that is its answer.
      if (why !== 'canceled') tell({ type: 'CancelRejected', ts: now(), clientId, gone: true, detail: why });
      return;
    }
    const outcome = await requests.order(orderId);
    if (outcome.kind !== 'ok') tell({ type: 'OutcomeUnknown', ts: now(), clientId, of: 'cancel', detail: outcome.detail });
    else if (outcome.value === null) tell({ type: 'CancelRejected', ts: now(), clientId, gone: true, detail: why });
    else if (isLive(outcome.value)) tell({ type: 'CancelRejected', ts: now(), clientId, gone: false, detail: why });
    else if (!this.hear(outcome.value)) this.#report(order, outcome.value);
  }

  async query({ clientId }: QueryOrder): Promise<void> {
    const { orders, requests, tell, now } = this.#options;
    const order = orders.byClient(clientId);
    // No id was settled for it, and without one nothing is sent.
    if (order === null) { tell({ type: 'OrderReported', ts: now(), clientId, found: null }); return; }
    await this.#placing.get(clientId);
    const outcome = await requests.order(order.orderId);
    if (outcome.kind !== 'ok') return;
    if (outcome.value === null) tell({ type: 'OrderReported', ts: now(), clientId, found: null });
    // A word from before its end is none.
    else if (!isLive(outcome.value) || !this.#ended.has(order.orderId)) this.#report(order, outcome.value);
  }

  /** The venue has no amend. */
  amend({ clientId }: AmendOrder): void {
    this.#options.tell({ type: 'CancelRejected', ts: this.#options.now(), clientId, gone: false, detail: 'the venue cannot amend' });
  }

  /** What the channel or an answer says of an order; true where it told something. Orders that are not ours are left to the list of open orders. */
  hear(heard: UserOrder): boolean {
    const { orders, tell, now } = this.#options;
    const order = orders.byId(heard.id);
    if (order === null) return false;
    if (heard.what === 'placement' && isLive(heard)) { tell({ type: 'OrderAccepted', ts: now(), clientId: order.clientId }); return true; }
    if (heard.matched === null) return false;
    const left = order.size - heard.matched;
    const onlyTakes = heard.orderType === 'FAK' || heard.orderType === 'FOK';
    const hasEnded = heard.status === 'canceled' || heard.status === 'invalid' || heard.what === 'cancellation' || (heard.status === 'matched' && (onlyTakes || (left > 0 && left < DUST)));
    if (hasEnded || heard.status === 'matched') this.#options.counted(heard.id, heard.matched);
    if (hasEnded) this.#tellEnded(heard.id, order.clientId, Math.max(0, left) as Size, heard.detail === '' ? heard.status : heard.detail);
    return hasEnded;
  }

  #tellEnded(orderId: string, clientId: ClientOrderId, remaining: Size, reason: string): void {
    if (this.#ended.has(orderId)) return;
    this.#ended.set(orderId, true);
    this.#options.orders.end(orderId);
    this.#options.tell({ type: 'OrderCanceled', ts: this.#options.now(), clientId, remaining, reason });
  }

  /** Without how much of it has filled an answer proves nothing: the core asks again. */
  #report({ clientId, size }: OurOrder, heard: UserOrder): void {
    const { matched: filled } = heard;
    if (filled === null) return;
    this.#options.counted(heard.id, filled);
    const live = isLive(heard);
    if (!live) this.#options.orders.end(heard.id);
    this.#options.tell({ type: 'OrderReported', ts: this.#options.now(), clientId, found: { live, remaining: (live ? Math.max(0, size - filled) : 0) as Size, filled } });
  }
}

function modeWord(order: PlaceOrder | null, outcome: Outcome<unknown> | PlaceOutcome): readonly ModeWord[] {
  if (outcome.kind === 'refused') return outcome.mode === null ? [] : [{ kind: 'refused', by: outcome.mode, words: outcome.detail, order }];
  return order === null || outcome.kind === 'unknown' ? [] : [{ kind: 'taken', order }];
}

/** A status that this version does not know may be live. */
const isLive = ({ status }: UserOrder): boolean => status === 'live' || status === 'delayed' || status === 'unmatched' || status === 'unknown';
