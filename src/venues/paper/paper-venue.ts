// Paper trading on a recording, behind the venue port. The exchange hears the recording at the venue's own times; market
// data, orders and answers each take their way's latency, so that what we see is late and what we send comes later still.
// No network, no keys; nothing in it knows how to sign.

import type { ExchangeSettings } from '../../config/compiled-config.ts';
import type { Command } from '../../core/domain/commands.ts';
import type { MarketDataEvent, OrderEvent, VenueEvent } from '../../core/domain/events.ts';
import type { Instrument, MarketId } from '../../core/domain/instrument.ts';
import { timestamp, type TimestampMs } from '../../core/domain/numbers.ts';
import { TapeExchange } from '../../exchange/tape-exchange.ts';
import { TimeQueue } from '../../exchange/time-queue.ts';
import { INVALID_REASONS, KIND, NO_SIDE, TapeColumns } from '../../tape/columns.ts';
import { holeIn } from '../../tape/hole.ts';
import { openTape } from '../../tape/open-tape.ts';
import { wholeStamps } from '../../tape/whole-stamps.ts';
import type { Tape } from '../../tape/tape.ts';
import type { EventSink, Venue } from '../port.ts';
import { DelayLine } from './delay-line.ts';
import { Holes } from './holes.ts';
import { openLatencies, type Latencies } from './latency.ts';
import { PlaceReports, type PlaceWatch } from './place-reports.ts';
import { TapeState } from './tape-state.ts';
import { withRewards } from './with-rewards.ts';

export interface PaperVenueOptions {
  readonly tape: Tape;
  readonly settings: ExchangeSettings;
  readonly latencies: Latencies;
  /** What a hole in the recording is: the end of the run, or a feed that falls silent. */
  readonly gaps?: 'refuse' | 'outage';
  readonly watch?: PlaceWatch;
  /** Told of prices of something outside, which are no events. */
  readonly reference?: (ts: number, reference: number, price: number) => void;
}

export interface TapeProgress {
  /** Events of the recording heard so far. */
  readonly events: number;
  /** Share of the recording read, 0 … 1; null where it has no length. */
  readonly share: number | null;
}

const NO_ROWS = new TapeColumns();

export class PaperVenue implements Venue {
  readonly name: string;
  readonly tape: Tape;
  readonly #options: PaperVenueOptions;
  readonly #latencies: Latencies;
  readonly #instruments: readonly Instrument[];
  readonly #exchange: TapeExchange;
  readonly #chunks: AsyncGenerator<TapeColumns, void>;
  readonly #inbox = new TimeQueue<Command>();
  #lastCommandAt = -Infinity;
  readonly #feed = new DelayLine();
  readonly #answers = new DelayLine();
  #sent = 0;
  #reading: Promise<void> | null = null;
  #chunk = NO_ROWS;
  #next = 0;
  #hasEnded = false;
  #isFinished = false;
  #isListed = false;
  readonly #holes: Holes;
  /** Markets whose book was not known where the run began, for a hole. */
  readonly #beganUnknown = new Set<number>();
  /** Rows that the venue says itself: a book is unknown, is known again. */
  readonly #said = new TapeColumns();
  readonly #places: PlaceReports | null;
  #now = timestamp(0);
  #events = 0;

  constructor(options: PaperVenueOptions) {
    const { tape, settings, latencies } = options;
    this.name = tape.venue;
    this.tape = tape;
    this.#options = options;
    this.#latencies = latencies;
    this.#chunks = wholeStamps(tape.chunks());
    this.#holes = new Holes(tape.instruments.length);
    this.#instruments = withRewards(tape.instruments, settings);
    this.#exchange = new TapeExchange({
      venue: tape.venue, name: tape.name, instruments: this.#instruments, terms: tape.terms, settings, emit: (event) => { this.#answer(event); },
    });
    this.#places = options.watch === undefined ? null : new PlaceReports(this.#exchange, options.watch);
  }

  /** `directory` is what paths in the settings count from. */
  static async open(path: string, options: Omit<PaperVenueOptions, 'tape' | 'latencies'> & { readonly directory: string }): Promise<PaperVenue> {
    const latencies = await openLatencies(options.settings, options.directory);
    return new PaperVenue({ ...options, latencies, tape: await openTape(path) });
  }

  pending(): Promise<void> | null {
    if (this.#next < this.#chunk.length || this.#hasEnded) return null;
    return this.#reading ??= this.#read();
  }

  nextEventAt(): TimestampMs | null {
    const { feed, response } = this.#latencies;
    let at = Math.min(this.#feed.nextAt(), this.#answers.nextAt(), this.#inbox.nextAt() + response.least, this.#exchange.nextAt() + response.least);
    // Without orders of ours a row can only reach us as market data.
    if (this.#next < this.#chunk.length) at = Math.min(at, this.#chunk.ts[this.#next]! + (this.#exchange.hasOrders() ? Math.min(feed.least, response.least) : feed.least));
    else if (this.#hasEnded && !this.#isFinished) at = Math.min(at, this.#now);
    // Time goes no further than what is read, whatever is due after it: rows that are still to come may come first.
    if (this.#next < this.#chunk.length) at = Math.min(at, this.#readUntil());
    return at === Infinity ? null : timestamp(at);
  }

  /** The stamp up to which nothing more will come from the recording. */
  #readUntil(): number { return this.#hasEnded ? Infinity : (this.#chunk.ts[this.#chunk.length - 1] ?? -Infinity); }

  advance(moment: TimestampMs, sink: EventSink): void {
    const until = Math.min(moment, this.#readUntil());
    for (;;) {
      const row = this.#next;
      const rowAt = row < this.#chunk.length ? this.#chunk.ts[row]! : Infinity;
      const commandAt = this.#inbox.nextAt();
      const ownAt = this.#exchange.nextAt();
      const at = Math.min(rowAt, commandAt, ownAt);
      if (at > until || at === Infinity) break;
      this.#now = timestamp(Math.max(at, this.#now));
      // At one time the market goes first: an order that arrives with a change has not come before it.
      if (rowAt <= commandAt && rowAt <= ownAt) this.#hear(row, rowAt, sink);
      else if (ownAt <= commandAt) this.#exchange.passTime(this.#now);
      else this.#exchange.perform(this.#inbox.take() as Command, this.#now);
    }
    if (this.#hasEnded && !this.#isFinished && this.#next >= this.#chunk.length) this.#finish();
    this.#deliver(until, sink);
  }

  /** Ends the recording here, as if it held nothing more: what has accrued is paid, and what is on its way still comes. */
  cease(): void {
    this.#hasEnded = true;
    this.#chunk = NO_ROWS;
    this.#next = 0;
  }

  #finish(): void {
    this.#isFinished = true;
    this.#exchange.finish(this.#now);
    this.#places?.end();
  }

  /** Before anything else: hears the recording up to `from` without trading, and tells how the markets stand then. */
  async skipTo(from: number): Promise<void> {
    const state = new TapeState(this.#instruments, this.tape.terms);
    const tell = (kind: number, market: number, at: number): void => {
      if (kind === KIND.invalid) this.#beganUnknown.add(market);
      else this.#beganUnknown.delete(market);
      state.hear(this.#say(kind, market, at), 0);
    };
    for (;;) {
      for (let reading = this.pending(); reading !== null; reading = this.pending()) await reading;
      const row = this.#next;
      if (row >= this.#chunk.length || this.#chunk.ts[row]! >= from) break;
      this.#next = row + this.#chunk.rowsOf(row);
      this.#endHoles(this.#chunk.ts[row]!, tell);
      if (this.#chunk.kind[row] === KIND.gap) {
        this.#beginHole(row, from, tell);
        continue;
      }
      this.#holes.hear(this.#chunk, row);
      state.hear(this.#chunk, row);
      this.#exchange.hear(this.#chunk, row);
    }
    this.#endHoles(from, tell);
    this.#isListed = true;
    this.#now = timestamp(from);
    this.#sendTogether(state.told(this.#now));
  }

  submit(commands: readonly Command[], now: TimestampMs): void {
    for (const command of commands) {
      // One connection: what is sent later arrives later.
      this.#lastCommandAt = Math.max(this.#lastCommandAt, now + this.#latencies.order.draw(-1), this.#now);
      this.#inbox.add(this.#lastCommandAt, command);
    }
  }

  progress(): TapeProgress { return { events: this.#events, share: this.tape.shareRead() }; }

  async close(): Promise<void> {
    this.cease();
    this.#isFinished = true;
    // A read on its way is let finish; what it failed of no longer matters.
    await this.#reading?.catch(() => {});
    await this.#chunks.return();
  }

  #hear(row: number, at: number, sink: EventSink): void {
    const chunk = this.#chunk;
    if (!this.#isListed) this.#list(at);
    this.#next = row + chunk.rowsOf(row);
    const kind = chunk.kind[row];
    this.#endHoles(at);
    if (kind === KIND.gap) return this.#beginHole(row, at);
    if (kind === KIND.reference) return this.#options.reference?.(at, chunk.market[row]!, chunk.price[row]!);
    this.#events++;
    this.#holes.hear(chunk, row);
    // Sent before what it does to our orders: at one time of arrival a fill follows the event that caused it.
    this.#pass(row, at, sink);
    this.#exchange.hear(chunk, row);
  }

  #pass(row: number, at: number, sink: EventSink): void {
    const chunk = this.#chunk;
    const { feed } = this.#latencies;
    const arrival = this.#feed.arrival(at, feed.isConstant ? feed.least : feed.draw(chunk.delay[row]!));
    const event = chunk.eventAt(row, arrival, this.name, this.tape.terms);
    if (event === null) return;
    // Nothing is on its way before it: it need not wait in line.
    if (arrival <= at && this.#feed.nextAt() === Infinity && this.#answers.nextAt() > arrival) sink(event);
    else this.#feed.add(event, this.#sent++);
  }

  /**
   * From here on nothing was recorded. The exchange doubts its books until the recording goes on; we hear nothing, as a bot
   * would have, until it does. `reached`: a hole that is over by then is not one of ours.
   */
  #beginHole(row: number, reached: number, tell: (kind: number, market: number, at: number) => void = this.#tellExchange): void {
    const chunk = this.#chunk;
    const from = chunk.ts[row]!;
    const to = from + chunk.size[row]!;
    const market = chunk.market[row]!;
    if (this.#options.gaps !== 'outage' && to > reached) {
      const name = market < 0 ? null : (this.tape.instruments[market]?.name ?? null);
      const found = this.tape.info.gaps.find((gap) => gap.from === from && gap.market === name);
      throw holeIn(this.tape.name, found ?? { market: name, from, to, how: '' });
    }
    for (const id of this.#holes.begin(market, to)) tell(KIND.invalid, id, from);
  }

  #endHoles(at: number, tell: (kind: number, market: number, at: number) => void = this.#tellExchange): void {
    if (this.#holes.isEmpty) return;
    for (const market of this.#holes.endedBy(at)) tell(KIND.valid, market, at);
  }

  readonly #tellExchange = (kind: number, market: number, at: number): void => {
    this.#say(kind, market, at);
    // A run that began inside the hole was told so.
    if (kind === KIND.valid && this.#beganUnknown.delete(market)) this.#sendTogether([{ type: 'BookValidated', ts: timestamp(at), market: market as MarketId }]);
  };

  /** A row of our own for the exchange. */
  #say(kind: number, market: number, at: number): TapeColumns {
    const said = this.#said;
    said.clear();
    said.row(kind, at, market, NO_SIDE, 0, kind === KIND.invalid ? INVALID_REASONS.indexOf('updates are missing') : 0);
    this.#exchange.hear(said, 0);
    return said;
  }

  /** Events of one moment, in one message. */
  #sendTogether(events: readonly MarketDataEvent[]): void {
    const ms = this.#latencies.feed.least;
    for (const event of events) this.#feed.add({ ...event, ts: timestamp(this.#feed.arrival(event.ts, ms)) }, this.#sent++);
  }

  #list(at: number): void {
    this.#isListed = true;
    this.#sendTogether(this.#instruments.map((instrument) => ({ type: 'InstrumentListed', ts: timestamp(at), instrument })));
  }

  /** What the exchange says of our orders. */
  #answer(event: OrderEvent): void {
    const arrival = this.#answers.arrival(event.ts, this.#latencies.response.draw(-1));
    this.#answers.add(arrival === event.ts ? event : { ...event, ts: timestamp(arrival) }, this.#sent++);
    this.#places?.heard(event);
  }

  /** Everything that has arrived by `until`, in the order it arrived, at one time in the order it was sent. */
  #deliver(until: number, sink: EventSink): void {
    const feed = this.#feed;
    const answers = this.#answers;
    for (;;) {
      const feedAt = feed.nextAt();
      const answerAt = answers.nextAt();
      if (feedAt > until && answerAt > until) return;
      const isFeed = feedAt < answerAt || (feedAt === answerAt && feed.nextSent() < answers.nextSent());
      const event: VenueEvent = (isFeed ? feed : answers).take();
      sink(event);
    }
  }

  async #read(): Promise<void> {
    const { value, done } = await this.#chunks.next();
    this.#reading = null;
    if (this.#hasEnded) return;
    if (done === true) {
      this.#hasEnded = true;
      return;
    }
    this.#chunk = value;
    this.#next = 0;
  }
}
