// The seam between sessions and whatever reaches a venue over a network: who makes accounts and feeds of it, and what an
// opened account can do. Paper asks for a feed alone, which knows of no key.

import type { CompiledConfig } from '../config/compiled-config.ts';
import type { CarriedState } from '../core/domain/events.ts';
import type { OrderIds } from '../journal/read.ts';
import type { VenueDoctor } from '../venues/doctor.ts';
import type { MarketFeed } from '../venues/paper/market-feed.ts';
import type { Venue } from '../venues/port.ts';

export interface LiveVenueRequest {
  readonly config: CompiledConfig;
  /** What `keystores/` and relative paths count from. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** An account whose secrets have been read; nothing is connected yet. */
export interface LiveAccount {
  /** One for each account in the world, fit for the name of a file: "polymarket-0x1234…", in lower case. */
  readonly id: string;
  /** As an operator knows it. Shows no secret. */
  readonly name: string;
  /** True where nothing of the account outlives the session (a simulator that starts with it). */
  readonly isFleeting: boolean;
  readonly doctor: VenueDoctor;
  /** Connects; sends no order before one is submitted. `carried` is what the journal says the account holds, `ids` by which ids the venue knows its orders. Once. */
  open(carried: CarriedState | null, ids: OrderIds): Promise<Venue>;
  /** Disconnects and forgets the secrets. Idempotent. */
  close(): Promise<void>;
}

export interface LiveVenues {
  /** Of a profile of mode `live` or `rehearsal`. Rejects with an `EvenkeelError` where a secret cannot be read. */
  account(request: LiveVenueRequest): Promise<LiveAccount>;
  /** Of a paper profile. Reads no secret. */
  feed(request: LiveVenueRequest): Promise<MarketFeed>;
}
