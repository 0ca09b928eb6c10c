// The embedded exchange behind the venue port: commands arrive `orderLatencyMs` after they are issued, answers and market
// data are heard `feedLatencyMs` after they happen. All of it follows from the seed, the options and the commands; it opens
// no socket and has no clock of its own.

import type { Command } from '../../core/domain/commands.ts';
import type { VenueEvent } from '../../core/domain/events.ts';
import type { MarketId } from '../../core/domain/instrument.ts';
import { timestamp, type Price, type Size, type TimestampMs } from '../../core/domain/numbers.ts';
import type { Side } from '../../core/domain/side.ts';
import { DEMO_MARKETS, type SyntheticMarket } from '../../exchange/synthetic-markets.ts';
import { TimeQueue } from '../../exchange/time-queue.ts';
import type { EventSink, Venue } from '../port.ts';
import { DemoExchange, type OpeningBalance } from './demo-exchange.ts';
import type { DemoMarket } from './demo-market.ts';
import { Faults, type FaultSettings } from './faults.ts';

const HEARTBEAT_MS = 1_000;
/** How often the venue tells what its markets trade. */
const FACTS_MS = 300_000;

export interface DemoVenueOptions {
  readonly seed: number;
  /** When the market opens: the stamp of the first event. */
  readonly startAt: TimestampMs;
  readonly account: OpeningBalance;
  readonly markets?: readonly SyntheticMarket[];
  readonly orderLatencyMs?: number;
  readonly feedLatencyMs?: number;
  /** Absent: nothing goes wrong. */
  readonly faults?: FaultSettings;
}

export class DemoVenue implements Venue {
  readonly name = 'demo';
  readonly #exchange: DemoExchange;
  readonly #orderLatencyMs: number;
  readonly #feedLatencyMs: number;
  readonly #inbox = new TimeQueue<Command>();
  readonly #outbox = new TimeQueue<VenueEvent>();
  /** The time the exchange has reached. */
  #now: TimestampMs;
  #heartbeatAt: number;
  #factsAt: number;
  /** The market whose participants act next. */
  #nextMarket: DemoMarket;

  constructor({ seed, startAt, account, markets = DEMO_MARKETS, orderLatencyMs = 20, feedLatencyMs = 5, faults }: DemoVenueOptions) {
    this.#orderLatencyMs = orderLatencyMs;
    this.#feedLatencyMs = feedLatencyMs;
    this.#now = startAt;
    this.#heartbeatAt = startAt;
    this.#factsAt = startAt + FACTS_MS;
    this.#exchange = new DemoExchange({
      venue: this.name, seed, startAt, account, markets, feedLatencyMs, faults: faults === undefined ? null : new Faults(faults),
      emit: (event) => this.#outbox.add(event.ts, event),
    });
    this.#nextMarket = this.#earliest();
  }

  pending(): null { return null; }

  nextEventAt(): TimestampMs {
    return timestamp(Math.min(this.#outbox.nextAt(), this.#inbox.nextAt(), this.#heartbeatAt, this.#factsAt, this.#nextMarket.flow.nextAt()));
  }

  advance(until: TimestampMs, sink: EventSink): void {
    for (let at = this.nextEventAt(); at <= until; at = this.nextEventAt()) {
      this.#now = at;
      // At one time: first what is on its way to the bot, then what the bot sent, then the other participants.
      if (this.#outbox.nextAt() === at) sink(this.#outbox.take() as VenueEvent);
      else if (this.#inbox.nextAt() === at) this.#exchange.perform(this.#inbox.take() as Command, at);
      else if (this.#heartbeatAt === at) this.#beat();
      else if (this.#factsAt === at) {
        this.#exchange.reportFacts(at);
        this.#factsAt += FACTS_MS;
      }
      else {
        this.#exchange.letTrade(this.#nextMarket, at);
        this.#nextMarket = this.#earliest();
      }
    }
    if (until > this.#now) this.#now = until;
  }

  submit(commands: readonly Command[], now: TimestampMs): void {
    const arrival = Math.max(now + this.#orderLatencyMs, this.#now);
    for (const command of commands) this.#inbox.add(arrival, command);
  }

  /** An outside participant takes what stands up to `price`, at once. For tests and demonstrations of a moving market. */
  participate(order: { readonly market: MarketId; readonly side: Side; readonly price: Price; readonly size: Size }): void {
    this.#exchange.participate(order, this.#now);
  }

  async close(): Promise<void> {}

  #beat(): void {
    const ts = timestamp(this.#heartbeatAt + this.#feedLatencyMs);
    this.#outbox.add(ts, { type: 'FeedHeartbeat', ts, venue: this.name });
    this.#heartbeatAt += HEARTBEAT_MS;
  }

  #earliest(): DemoMarket {
    const { markets } = this.#exchange;
    let next = markets[0] as DemoMarket;
    for (const market of markets) if (market.flow.nextAt() < next.flow.nextAt()) next = market;
    return next;
  }
}
