// Accounts at a venue that answers as a venue does and speaks by itself, in memory. For tests of sessions whose orders leave
// the process.

import type { Command, PlaceOrder } from '../core/domain/commands.ts';
import type { CarriedState, VenueEvent } from '../core/domain/events.ts';
import { NO_FEE } from '../core/domain/fees.ts';
import { marketId } from '../core/domain/instrument.ts';
import { price, size, timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import type { VenueDoctor } from '../venues/doctor.ts';
import type { MarketFeed } from '../venues/paper/market-feed.ts';
import { ToldFeed } from '../venues/paper/told-feed.fixture.ts';
import type { EventSink, Venue } from '../venues/port.ts';
import { soundDoctor } from '../venues/sound-doctor.fixture.ts';
import { AnsweringVenue } from './answering-venue.fixture.ts';
import type { LiveAccount, LiveVenueRequest, LiveVenues } from './live-venue.ts';

const MARKET = marketId(0);
/** A listing and a book around 50c. */
export const quietMarket = (at: number): readonly VenueEvent[] => [
  {
    type: 'InstrumentListed', ts: timestamp(at),
    instrument: {
      id: MARKET, name: 'rain', venue: 'demo', tick: price(10_000), lot: size(1_000_000), minSize: size(1_000_000),
      fees: { maker: NO_FEE, taker: NO_FEE }, endsAt: null, showsOwnOrders: false, canAmend: false, netsPairs: false,
    },
  },
  { type: 'BookSnapshot', ts: timestamp(at), market: MARKET, bids: [480_000, 1e9], asks: [520_000, 1e9] },
];

/** Says what a test says, when it says it; answers as `AnsweringVenue` does. */
export class SpeakingVenue implements Venue {
  readonly name = 'demo';
  readonly answering: AnsweringVenue;
  #wake = (): void => {};
  readonly #said: VenueEvent[] = [];

  constructor(events: readonly VenueEvent[]) { this.answering = new AnsweringVenue(events); }

  pending(): null { return null; }
  listen(wake: () => void): void { this.#wake = wake; }

  say(event: VenueEvent): void {
    this.#said.push(event);
    this.#wake();
  }

  fill(order: PlaceOrder): void {
    this.answering.fill(order, timestamp(Date.now()));
    this.#wake();
  }

  nextEventAt(): TimestampMs | null { return this.#said[0]?.ts ?? this.answering.nextEventAt(); }

  advance(until: TimestampMs, sink: EventSink): void {
    for (const event of this.#said.splice(0)) sink(event);
    this.answering.advance(until, sink);
  }

  submit(commands: readonly Command[], now: TimestampMs): void { this.answering.submit(commands, now); }
  close(): Promise<void> { return this.answering.close(); }
}

export class MadeUpVenues implements LiveVenues {
  doctor: VenueDoctor = soundDoctor();
  id = 'made-up-0xabc';
  isFleeting = false;
  /** Thrown when an account is opened. */
  fault: Error | null = null;
  readonly asked: LiveVenueRequest[] = [];
  readonly venues: SpeakingVenue[] = [];
  readonly feeds: ToldFeed[] = [];
  closed = 0;

  async account(request: LiveVenueRequest): Promise<LiveAccount> {
    this.asked.push(request);
    return {
      id: this.id, name: `made up ${this.id}`, isFleeting: this.isFleeting, doctor: this.doctor,
      open: async (_carried: CarriedState | null) => {
        if (this.fault !== null) throw this.fault;
        const venue = new SpeakingVenue(quietMarket(Date.now()));
        this.venues.push(venue);
        return venue;
      },
      close: async () => { this.closed++; },
    };
  }

  async feed(request: LiveVenueRequest): Promise<MarketFeed> {
    this.asked.push(request);
    const feed = new ToldFeed('demo', quietMarket(Date.now()).filter((event) => event.type === 'InstrumentListed' || event.type === 'BookSnapshot'));
    this.feeds.push(feed);
    return feed;
  }
}
