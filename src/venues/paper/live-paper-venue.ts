// Paper trading against the books of a venue as they are now, behind the venue port: market data comes from a feed by
// itself, our orders go to the exchange that plays recordings, under the profile's latencies. The feed's own lateness is in
// what it says; `latency.feed` comes on top. Nothing in it knows how to sign.

import type { CompiledConfig, ExchangeSettings } from '../../config/compiled-config.ts';
import type { Command } from '../../core/domain/commands.ts';
import type { CarriedState, MarketDataEvent, OrderEvent, VenueEvent } from '../../core/domain/events.ts';
import type { Instrument, MarketId } from '../../core/domain/instrument.ts';
import { timestamp, type Size, type TimestampMs } from '../../core/domain/numbers.ts';
import { EvenkeelError } from '../../errors/define.ts';
import { LATENCY_NOT_RECORDED } from '../../errors/venues.ts';
import { TapeExchange } from '../../exchange/tape-exchange.ts';
import { TimeQueue } from '../../exchange/time-queue.ts';
import { TapeColumns, type ChangedTerms } from '../../tape/columns.ts';
import type { EventSink, Venue } from '../port.ts';
import { DelayLine } from './delay-line.ts';
import { openLatencies, type Latencies } from './latency.ts';
import type { MarketFeed } from './market-feed.ts';
import { withRewards } from './with-rewards.ts';

export interface LivePaperOptions {
  readonly settings: ExchangeSettings;
  readonly latencies: Latencies;
  /** Makes fill and order ids unique among the runs of the account. */
  readonly name: string;
  /** What the account holds; null for one that begins with the cash of the settings. */
  readonly carried: CarriedState | null;
}

const NOTHING = 0 as Size;

export class LivePaperVenue implements Venue {
  readonly name: string;
  readonly #feed: MarketFeed;
  readonly #options: LivePaperOptions;
  readonly #exchange: TapeExchange;
  /** Heard of the feed and not yet dealt with, in the order of their stamps. */
  #heard: MarketDataEvent[] = [];
  readonly #inbox = new TimeQueue<Command>();
  readonly #data = new DelayLine();
  readonly #answers = new DelayLine();
  readonly #terms: ChangedTerms[] = [];
  readonly #row = new TapeColumns();
  readonly #markets: MarketId[] = [];
  #wake = (): void => {};
  #lastCommandAt = -Infinity;
  #sent = 0;
  #now = timestamp(0);

  constructor(feed: MarketFeed, options: LivePaperOptions) {
    const { settings, name, carried } = options;
    this.name = feed.venue;
    this.#feed = feed;
    this.#options = options;
    this.#exchange = new TapeExchange({
      venue: feed.venue, name, instruments: [], terms: this.#terms, netsPairs: false,
      settings: { ...settings, cash: carried?.cash ?? settings.cash }, emit: (event) => { this.#answer(event); },
    });
    feed.start((event) => {
      this.#heard.push(event);
      this.#wake();
    });
  }

  /** `directory` is what paths in the settings count from. */
  static async open(feed: MarketFeed, options: Omit<LivePaperOptions, 'latencies'> & { readonly directory: string }): Promise<LivePaperVenue> {
    try {
      if (options.settings.latency.feed.kind === 'tape') throw new EvenkeelError(LATENCY_NOT_RECORDED, '`exchange.latency.feed: tape`, and there is no recording: live books are as late as they come', {});
      return new LivePaperVenue(feed, { ...options, latencies: await openLatencies(options.settings, options.directory) });
    } catch (error) {
      await feed.close();
      throw error;
    }
  }

  follow(config: CompiledConfig): void { this.#feed.follow(config); }
  pending(): null { return null; }
  listen(wake: () => void): void { this.#wake = wake; }

  nextEventAt(): TimestampMs | null {
    const { feed, response } = this.#options.latencies;
    const heardAt = this.#heard[0]?.ts ?? Infinity;
    const way = this.#exchange.hasOrders() ? Math.min(feed.least, response.least) : feed.least;
    const at = Math.min(this.#data.nextAt(), this.#answers.nextAt(), this.#inbox.nextAt() + response.least, this.#exchange.nextAt() + response.least, heardAt + way);
    return at === Infinity ? null : timestamp(at);
  }

  advance(until: TimestampMs, sink: EventSink): void {
    let next = 0;
    for (;;) {
      const event = this.#heard[next];
      const heardAt = event?.ts ?? Infinity;
      const commandAt = this.#inbox.nextAt();
      const ownAt = this.#exchange.nextAt();
      const at = Math.min(heardAt, commandAt, ownAt);
      if (at > until || at === Infinity) break;
      this.#now = timestamp(Math.max(at, this.#now));
      // At one time the market goes first: an order that arrives with a change has not come before it.
      if (event !== undefined && heardAt <= commandAt && heardAt <= ownAt) {
        next++;
        this.#hear(event);
      } else if (ownAt <= commandAt) this.#exchange.passTime(this.#now);
      else this.#exchange.perform(this.#inbox.take() as Command, this.#now);
    }
    if (next > 0) this.#heard = this.#heard.slice(next);
    this.#deliver(until, sink);
  }

  submit(commands: readonly Command[], now: TimestampMs): void {
    for (const command of commands) {
      // One connection: what is sent later arrives later.
      this.#lastCommandAt = Math.max(this.#lastCommandAt, now + this.#options.latencies.order.draw(-1), this.#now);
      this.#inbox.add(this.#lastCommandAt, command);
    }
  }

  close(): Promise<void> { return this.#feed.close(); }

  #hear(event: MarketDataEvent): void {
    if (event.type === 'InstrumentListed') return this.#list(event.instrument);
    // Told before what it does to our orders: at one time of arrival a fill follows the event that caused it.
    this.#pass(event);
    switch (event.type) {
      case 'FeedHeartbeat':
      case 'MarketFactsReported':
      case 'ReferencePriced':
      case 'PriceToBeatReported': return;
      case 'FeedStatusChanged':
        // What is displayed while nobody looks fills nothing.
        if (!event.up) for (const market of this.#markets) this.#exchange.doubt(market, this.#now);
        return;
      case 'InstrumentChanged':
        this.#terms.push({ tick: event.tick, fees: event.fees });
        this.#row.clear();
        this.#row.terms(this.#now, event.market, this.#terms.length - 1);
        break;
      default:
        this.#row.clear();
        this.#row.push({ ...event, ts: this.#now });
    }
    this.#exchange.hear(this.#row, 0);
  }

  /** As the exchange has it: none of our orders is in the public book, and pairs stay until they are merged. */
  #list(listed: Instrument): void {
    const [instrument = listed] = withRewards([{ ...listed, showsOwnOrders: false, netsPairs: false }], this.#options.settings);
    const carried = this.#options.carried?.markets[instrument.name];
    this.#exchange.list(instrument, carried?.venue === this.name ? { yes: carried.yes, no: carried.no } : { yes: NOTHING, no: NOTHING });
    this.#markets.push(instrument.id);
    this.#pass({ type: 'InstrumentListed', ts: this.#now, instrument });
  }

  #pass(event: MarketDataEvent): void {
    const ts = timestamp(this.#data.arrival(this.#now, this.#options.latencies.feed.draw(-1)));
    this.#data.add(event.ts === ts ? event : { ...event, ts }, this.#sent++);
  }

  /** What the exchange says of our orders. */
  #answer(event: OrderEvent): void {
    const ts = timestamp(this.#answers.arrival(event.ts, this.#options.latencies.response.draw(-1)));
    this.#answers.add(event.ts === ts ? event : { ...event, ts }, this.#sent++);
  }

  /** Everything that has arrived by `until`, in the order it arrived, at one time in the order it was sent. */
  #deliver(until: number, sink: EventSink): void {
    for (;;) {
      const [dataAt, answerAt] = [this.#data.nextAt(), this.#answers.nextAt()];
      if (dataAt > until && answerAt > until) return;
      const isData = dataAt < answerAt || (dataAt === answerAt && this.#data.nextSent() < this.#answers.nextSent());
      const event: VenueEvent = (isData ? this.#data : this.#answers).take();
      sink(event);
    }
  }
}
