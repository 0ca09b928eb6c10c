// The account's orders by the venue's ids and by ours: those of this session, those an earlier one left, and, by their ids
// alone, those of earlier sessions that had ended. Knows nothing of states; the core does.

import type { MarketId } from '../../../core/domain/instrument.ts';
import type { Size } from '../../../core/domain/numbers.ts';
import type { ClientOrderId } from '../../../core/domain/order.ts';
import { RecentMap } from './recent-map.ts';

export interface OurOrder {
  readonly orderId: string;
  readonly clientId: ClientOrderId;
  readonly market: MarketId;
  readonly size: Size;
}

/** Ids that were journaled before their orders were sent. Null for none of ours. */
export interface JournaledIds {
  clientIdOf(venueOrderId: string): ClientOrderId | null;
  venueOrderIdOf(clientId: ClientOrderId): string | null;
}

export type Origin = 'session' | 'ended-before' | 'stranger';

/** Ended orders of the session that are remembered: their fills may come late. */
const MOST_ENDED = 50_000;

export class OurOrders {
  readonly #byId = new Map<string, OurOrder>();
  readonly #byClient = new Map<ClientOrderId, OurOrder>();
  readonly #ended = new RecentMap<string, OurOrder>(MOST_ENDED);
  readonly #endedByClient = new RecentMap<ClientOrderId, OurOrder>(MOST_ENDED);
  readonly #journaled: JournaledIds;

  constructor(journaled: JournaledIds) { this.#journaled = journaled; }

  add(order: OurOrder): void {
    this.#byId.set(order.orderId, order);
    this.#byClient.set(order.clientId, order);
  }

  /** One that an earlier session left unproved; null where no id was journaled for it: then it was never sent. */
  adopt(clientId: ClientOrderId, market: MarketId, size: Size): OurOrder | null {
    const orderId = this.#journaled.venueOrderIdOf(clientId);
    if (orderId === null) return null;
    const order: OurOrder = { orderId, clientId, market, size };
    this.add(order);
    return order;
  }

  /** The venue has proved that nothing of it rests: only such an order may be forgotten. */
  end(orderId: string): void {
    const order = this.#byId.get(orderId);
    if (order === undefined) return;
    this.#byId.delete(orderId);
    this.#byClient.delete(order.clientId);
    this.#ended.set(orderId, order);
    this.#endedByClient.set(order.clientId, order);
  }

  byId(orderId: string): OurOrder | null { return this.#byId.get(orderId) ?? this.#ended.get(orderId) ?? null; }
  byClient(clientId: ClientOrderId): OurOrder | null { return this.#byClient.get(clientId) ?? this.#endedByClient.get(clientId) ?? null; }

  /** Ours where it is known, else the venue's own. */
  nameOf(orderId: string): ClientOrderId { return this.byId(orderId)?.clientId ?? this.#journaled.clientIdOf(orderId) ?? orderId; }

  originOf(orderId: string): Origin {
    if (this.byId(orderId) !== null) return 'session';
    return this.#journaled.clientIdOf(orderId) === null ? 'stranger' : 'ended-before';
  }
}
