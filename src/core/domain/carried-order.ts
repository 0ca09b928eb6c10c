// An order as it outlives a session.

import type { Price, Size } from './numbers.ts';
import type { ClientOrderId, Leg } from './order.ts';
import type { Side } from './side.ts';

export interface CarriedOrder {
  readonly clientId: ClientOrderId;
  readonly side: Side;
  readonly price: Price;
  readonly size: Size;
  readonly leg: Leg;
  readonly generation: number;
  readonly placedAt: number;
  readonly layer: number;
  readonly style: number;
  readonly remaining: Size;
  readonly filled: Size;
  readonly costGivenUp: number;
  /** A cancel had been sent. */
  readonly asksToCancel: boolean;
  readonly fillIds: readonly string[];
}
