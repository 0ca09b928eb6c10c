// What a venue's own test file tells the contract suites of it.

import type { MarketId } from '../core/domain/instrument.ts';
import type { Price, Size } from '../core/domain/numbers.ts';
import type { Side } from '../core/domain/side.ts';
import type { Venue } from './port.ts';

export interface VenueHarness {
  /** A fresh venue, the same each time, whose account has at least $200 and holds no tokens. */
  create(): Venue | Promise<Venue>;
  readonly orderLatencyMs: number;
  /** The venue is behind sockets: it takes its own time, is never twice the same, and may do first what was asked of it last. */
  readonly isRealTime?: true;
  /** The venue matches orders of one account with each other; what is post-only is refused there too. */
  readonly matchesOwnOrders?: true;
  /** Has somebody else trade against what rests, now. Absent where the flow is fixed; those cases are then skipped. */
  trade?(venue: Venue, order: { readonly market: MarketId; readonly side: Side; readonly price: Price; readonly size: Size }): void | Promise<void>;
}
