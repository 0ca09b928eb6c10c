// What the exchange knows of our orders' places in the queue, for whoever measures: where each fill stood, and how the order
// fared that left or still rests at the end. No venue tells this, and nothing that decides may hear it.

import type { OrderEvent, OrderFilled } from '../../core/domain/events.ts';
import type { ClientOrderId } from '../../core/domain/order.ts';
import type { OrderPlace } from '../../exchange/order-life.ts';
import type { TapeExchange } from '../../exchange/tape-exchange.ts';

export interface PlaceWatch {
  /** Micro-shares ahead when the order joined its level; null where the recording does not say, or it took at once. */
  /** `event` is stamped with the exchange's time. */
  filled(event: OrderFilled, place: OrderPlace | null): void;
  /** Nothing of the order rests any more, or it still rests at the end of the run. */
  ended(place: OrderPlace | null, isFilled: boolean): void;
}

export class PlaceReports {
  readonly #exchange: TapeExchange;
  readonly #watch: PlaceWatch;
  /** Live orders that were filled in part. */
  readonly #filled = new Set<ClientOrderId>();

  constructor(exchange: TapeExchange, watch: PlaceWatch) {
    this.#exchange = exchange;
    this.#watch = watch;
  }

  /** While the exchange says it. */
  heard(event: OrderEvent): void {
    if (event.type === 'OrderFilled') {
      const place = this.#exchange.placeOf(event.clientId);
      this.#watch.filled(event, place);
      this.#filled.add(event.clientId);
      if (!this.#exchange.isLive(event.clientId)) this.#left(event.clientId, place);
    } else if (event.type === 'OrderCanceled') this.#left(event.clientId, this.#exchange.placeOf(event.clientId));
  }

  /** Orders that rest at the end. */
  end(): void {
    for (const clientId of this.#exchange.liveOrders()) this.#watch.ended(this.#exchange.placeOf(clientId), this.#filled.has(clientId));
  }

  #left(clientId: ClientOrderId, place: OrderPlace | null): void { this.#watch.ended(place, this.#filled.delete(clientId)); }
}
