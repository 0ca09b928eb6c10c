// All orders of the session by client id, with the live ones listed per market. Finished orders are kept for a while,
// since a fill can arrive after the cancel's confirmation.

import type { MarketId } from '../domain/instrument.ts';
import { REST } from '../quoting/ladder.ts';
import type { ClientOrderId } from '../domain/order.ts';
import type { OwnOrder } from './own-order.ts';
import { isTerminal, mayBecome } from './order-states.ts';
import type { OrderState } from '../domain/order.ts';
import type { Size } from '../domain/numbers.ts';

/** How many finished orders stay known; a fill for one older than that is reported as a stranger's. */
const KEEP_FINISHED = 5_000;

export class OrderStore {
  readonly #byId = new Map<ClientOrderId, OwnOrder>();
  /** By market id, so that going through all of them has one order whatever came first. */
  readonly #live: OwnOrder[][] = [];
  /** A ring: once full, each finished order takes the place of the oldest. */
  readonly #finished: ClientOrderId[] = [];
  #oldest = 0;
  #liveCount = 0;

  add(order: OwnOrder): void {
    if (this.#byId.has(order.clientId)) throw new Error(`client id ${order.clientId} was used before`);
    this.#byId.set(order.clientId, order);
    this.live(order.market).push(order);
    this.#liveCount++;
  }

  get(clientId: ClientOrderId): OwnOrder | undefined { return this.#byId.get(clientId); }

  /** The market's own list; do not change it. */
  live(market: MarketId): OwnOrder[] {
    while (this.#live.length <= market) this.#live.push([]);
    return this.#live[market]!;
  }

  get liveCount(): number { return this.#liveCount; }

  *allLive(): IterableIterator<OwnOrder> {
    for (const list of this.#live) yield* list;
  }

  /** Takes the edge if the table has it; returns whether it did. A terminal order leaves the live list with nothing remaining. */
  move(order: OwnOrder, to: OrderState, now = order.askedAt): boolean {
    if (order.state === to) return true;
    if (!mayBecome(order.state, to)) return false;
    order.state = to;
    if (isTerminal(to)) {
      order.remaining = 0 as Size;
      order.finishedAt = now;
      order.amendingTo = -1;
      const list = this.live(order.market);
      list.splice(list.indexOf(order), 1);
      this.#liveCount--;
      this.#remember(order.clientId);
    }
    return true;
  }

  /** A finished order turns out to be live: the venue contradicts its own proof. It counts again, as one to be cancelled. */
  revive(order: OwnOrder, remaining: Size): void {
    order.state = 'cancel-pending';
    order.remaining = remaining;
    order.finishedAt = order.goneAt = order.missedAt = -1;
    this.live(order.market).push(order);
    this.#liveCount++;
  }

  #remember(clientId: ClientOrderId): void {
    if (this.#finished.length < KEEP_FINISHED) { this.#finished.push(clientId); return; }
    this.#byId.delete(this.#finished[this.#oldest]!);
    this.#finished[this.#oldest] = clientId;
    this.#oldest = (this.#oldest + 1) % KEEP_FINISHED;
  }

  /** Live and remembered orders, oldest finished first; enough to build the store again. */
  toJSON(): { readonly live: readonly OwnOrder[]; readonly finished: readonly OwnOrder[] } {
    const order = [...this.#finished.slice(this.#oldest), ...this.#finished.slice(0, this.#oldest)];
    return { live: [...this.allLive()].map(copy), finished: order.map((id) => copy(this.#byId.get(id)!)) };
  }

  static fromJSON(snapshot: { readonly live: readonly OwnOrder[]; readonly finished: readonly OwnOrder[] }): OrderStore {
    const store = new OrderStore();
    for (const order of snapshot.finished) {
      store.#byId.set(order.clientId, copy(order));
      store.#finished.push(order.clientId);
    }
    for (const order of snapshot.live) store.add(copy(order));
    return store;
  }
}

/** Orders of versions before styles may have taken, as far as we know, and of versions before costs come back at their price. */
const copy = (order: OwnOrder): OwnOrder => ({ ...order, style: order.style ?? REST, costGivenUp: order.costGivenUp ?? -1, fillIds: [...order.fillIds] });
