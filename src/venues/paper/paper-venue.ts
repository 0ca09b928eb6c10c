// Paper trading on a recording, behind the venue port: the recording's events are passed on as they are, commands take
// effect `orderLatencyMs` after they are issued, and what comes of our orders is put between the events in order of time.
// No network, no keys; nothing in it knows how to sign.

import type { Command } from '../../core/domain/commands.ts';
import type { MarketDataEvent } from '../../core/domain/events.ts';
import { timestamp, type Cash, type TimestampMs } from '../../core/domain/numbers.ts';
import { TapeExchange } from '../../exchange/tape-exchange.ts';
import { TimeQueue } from '../../exchange/time-queue.ts';
import { openTape } from '../../tape/open-tape.ts';
import type { Tape } from '../../tape/tape.ts';
import type { EventSink, SimulatedVenue } from '../port.ts';

/** Seeing the book and sending the order together; placeholder until measured from where the bot will run. */
const ORDER_LATENCY_MS = 100;

export interface PaperVenueOptions {
  readonly tape: Tape;
  readonly account: { readonly cash: Cash };
  readonly orderLatencyMs?: number;
}

export interface TapeProgress {
  /** Events of the recording passed on so far. */
  readonly events: number;
  /** Share of the recording read, 0 … 1; null where it has no length. */
  readonly share: number | null;
}

const NO_EVENTS: readonly MarketDataEvent[] = [];

export class PaperVenue implements SimulatedVenue {
  readonly name: string;
  readonly tape: Tape;
  readonly #exchange: TapeExchange;
  readonly #orderLatencyMs: number;
  readonly #chunks: AsyncIterator<readonly MarketDataEvent[]>;
  readonly #inbox = new TimeQueue<Command>();
  /** The chunk after the present one, on its way. */
  #coming: Promise<IteratorResult<readonly MarketDataEvent[]>> | null = null;
  #reading: Promise<void> | null = null;
  #chunk = NO_EVENTS;
  #next = 0;
  #hasEnded = false;
  #isListed = false;
  #sink: EventSink = () => {};
  #now = timestamp(0);
  #events = 0;

  constructor({ tape, account, orderLatencyMs = ORDER_LATENCY_MS }: PaperVenueOptions) {
    this.name = tape.venue;
    this.tape = tape;
    this.#orderLatencyMs = orderLatencyMs;
    this.#chunks = tape.chunks()[Symbol.asyncIterator]();
    this.#exchange = new TapeExchange({
      venue: tape.venue, name: tape.name, instruments: tape.instruments, cash: account.cash, emit: (event) => this.#sink(event),
    });
  }

  static async open(path: string, options: Omit<PaperVenueOptions, 'tape'>): Promise<PaperVenue> {
    return new PaperVenue({ ...options, tape: await openTape(path) });
  }

  pending(): Promise<void> | null {
    if (this.#next < this.#chunk.length || this.#hasEnded) return null;
    return this.#reading ??= this.#read();
  }

  nextEventAt(): TimestampMs | null {
    const at = Math.min(this.#chunk[this.#next]?.ts ?? Infinity, this.#inbox.nextAt());
    return at === Infinity ? null : timestamp(at);
  }

  advance(until: TimestampMs, sink: EventSink): void {
    this.#sink = sink;
    for (;;) {
      const event = this.#chunk[this.#next];
      // What the next chunk holds may come before the next command, so nothing more is done until it is read.
      if (event === undefined && !this.#hasEnded) return;
      const commandAt = this.#inbox.nextAt();
      // At one time the market goes first: an order that arrives with a change has not come before it.
      if (event !== undefined && event.ts <= commandAt) {
        if (event.ts > until) return;
        if (!this.#isListed) this.#list(event.ts);
        this.#next++;
        this.#events++;
        this.#now = event.ts;
        sink(event);
        this.#exchange.hear(event);
      } else {
        if (commandAt > until || commandAt === Infinity) return;
        this.#now = timestamp(commandAt);
        this.#exchange.perform(this.#inbox.take() as Command, this.#now);
      }
    }
  }

  submit(commands: readonly Command[], now: TimestampMs): void {
    const arrival = Math.max(now + this.#orderLatencyMs, this.#now);
    for (const command of commands) this.#inbox.add(arrival, command);
  }

  progress(): TapeProgress { return { events: this.#events, share: this.tape.shareRead() }; }

  async close(): Promise<void> {
    this.#hasEnded = true;
    this.#chunk = NO_EVENTS;
    // A read on its way is let finish; what it failed of no longer matters.
    await this.#coming?.catch(() => {});
    await this.#chunks.return?.();
  }

  #list(ts: TimestampMs): void {
    this.#isListed = true;
    for (const instrument of this.tape.instruments) this.#sink({ type: 'InstrumentListed', ts, instrument });
  }

  async #read(): Promise<void> {
    const { value, done } = await (this.#coming ?? this.#chunks.next());
    this.#reading = null;
    if (this.#hasEnded) return;
    if (done === true) {
      this.#coming = null;
      this.#hasEnded = true;
      return;
    }
    this.#chunk = value;
    this.#next = 0;
    // While this chunk is traded, the next one is read and unpacked; an error waits until it is asked for.
    this.#coming = this.#chunks.next();
    this.#coming.catch(() => {});
  }
}
