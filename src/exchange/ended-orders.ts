// What became of orders that are live no more: their ids, which may not be used again, and what of each filled. The newest are
// known, at least so many and at most twice as many; an older one is as unknown as one that never was.

import type { Size } from '../core/domain/numbers.ts';
import type { ClientOrderId } from '../core/domain/order.ts';

/** Some 8 MB at most. A query is of an order just sent, and ids count up: nobody asks for one so many orders ago. */
const KNOWN_AT_LEAST = 100_000;

export class EndedOrders {
  readonly #atLeast: number;
  #filled = new Map<ClientOrderId, Size>();
  /** A whole generation is dropped at once: taking single entries off the front of a large map grows slower with each. */
  #filledBefore = new Map<ClientOrderId, Size>();

  constructor(atLeast = KNOWN_AT_LEAST) { this.#atLeast = atLeast; }

  add(clientId: ClientOrderId, filled: Size): void {
    if (this.#filled.size === this.#atLeast) {
      this.#filledBefore = this.#filled;
      this.#filled = new Map();
    }
    this.#filled.set(clientId, filled);
  }

  has(clientId: ClientOrderId): boolean { return this.#filled.has(clientId) || this.#filledBefore.has(clientId); }

  /** What filled of it; undefined for an order that is not known. */
  filledOf(clientId: ClientOrderId): Size | undefined { return this.#filled.get(clientId) ?? this.#filledBefore.get(clientId); }
}
