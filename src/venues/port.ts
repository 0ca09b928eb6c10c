// The one door to a venue. Commands go in and return at once; everything that comes of them, and all market data, comes
// back as events through the sink. A venue never throws for an expected refusal: it says so with an event.

import type { CompiledConfig } from '../config/compiled-config.ts';
import type { Command, PlaceOrder } from '../core/domain/commands.ts';
import type { VenueEvent } from '../core/domain/events.ts';
import type { TimestampMs } from '../core/domain/numbers.ts';

export type EventSink = (event: VenueEvent) => void;

/**
 * The runtime's loop asks when something happens next, lets real or virtual time get there, and advances the venue. A
 * simulated venue does its work in `advance`; a live one tells there what has come in since.
 */
export interface Venue {
  readonly name: string;
  /** Non-null while more input has to be read before `nextEventAt` can be answered (a tape's next chunk): await it first. */
  pending(): Promise<void> | null;
  /** Stamp of the next thing that will happen with no further command, or null when nothing ever will (end of tape). */
  nextEventAt(): TimestampMs | null;
  /** Process everything due up to and including `until`, in time order, into the sink. */
  advance(until: TimestampMs, sink: EventSink): void;
  /** Accept commands issued at `now`; they reach the venue after its order latency. */
  submit(commands: readonly Command[], now: TimestampMs): void;
  /** A config is in force from now on: what it takes is listed as soon as it is found. Absent where the markets are given. */
  follow?(config: CompiledConfig): void;
  /** Calls `wake` when something has come in by itself, so that `nextEventAt` is sooner than it was. Absent where nothing does. */
  listen?(wake: () => void): void;
  /**
   * The id that the venue will know this order by. A pure function of the command, the account and the market, settled
   * before it is sent and journaled with the intent; null for an order that cannot be written in the venue's terms, which is
   * refused when it is submitted. Absent where the venue gives ids itself.
   */
  identify?(order: PlaceOrder): string | null;
  /** Releases files, sockets and readers. Idempotent. */
  close(): Promise<void>;
}
