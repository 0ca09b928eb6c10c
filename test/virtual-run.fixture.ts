// The engine and a simulated venue in virtual time: events reach the engine in the order and with the stamps that the
// sequencer would give them, a `Decide` ends each batch, and commands go to the venue at once. Nothing else stands between.

import type { CompiledConfig } from '../src/config/compiled-config.ts';
import type { Command } from '../src/core/domain/commands.ts';
import type { Event, OperatorAction, VenueEvent } from '../src/core/domain/events.ts';
import type { Notice } from '../src/core/domain/notices.ts';
import { timestamp, type TimestampMs } from '../src/core/domain/numbers.ts';
import { Engine } from '../src/core/engine.ts';
import type { Venue } from '../src/venues/port.ts';

export class VirtualRun {
  engine = new Engine();
  readonly commands: Command[] = [];
  readonly notices: Notice[] = [];
  /** Events stepped so far. */
  steps = 0;
  now: TimestampMs;
  readonly #venue: Venue;
  readonly #hears: (event: VenueEvent) => boolean;
  readonly #sent: (commands: readonly Command[]) => readonly Command[];
  readonly #restoresAt: ReadonlySet<number>;
  #generation = 0;

  constructor({ venue, startAt, config, hears = () => true, sent = (commands) => commands, restoresAt = new Set() }: {
    venue: Venue; startAt: TimestampMs; config: CompiledConfig;
    /** False keeps an event from the engine. */
    hears?: (event: VenueEvent) => boolean;
    /** What is submitted for the commands of a batch. */
    sent?: (commands: readonly Command[]) => readonly Command[];
    /** After how many events the engine is replaced by one restored from its snapshot. */
    restoresAt?: ReadonlySet<number>;
  }) {
    this.#venue = venue;
    this.now = startAt;
    this.#hears = hears;
    this.#sent = sent;
    this.#restoresAt = restoresAt;
    this.#step({ type: 'SessionStarted', ts: startAt, session: { id: 'run', profile: 'test', mode: 'demo' }, carried: null });
    this.swap(config);
  }

  swap(config: CompiledConfig): void { this.#batch([{ type: 'ConfigSwapped', ts: this.now, generation: ++this.#generation, config }]); }
  operator(action: OperatorAction): void { this.#batch([{ type: 'OperatorCommanded', ts: this.now, by: 'test', action }]); }

  /** Lets time pass to `until`, or less when `stop` says so after a batch. */
  runUntil(until: number, stop: () => boolean = () => false): void {
    for (let at = this.#nextAt(); at <= until && !stop(); at = this.#nextAt()) {
      const events: VenueEvent[] = [];
      this.#venue.advance(at, (event) => { if (this.#hears(event)) events.push(event); });
      const isWakeDue = (this.engine.wakeAt() ?? Infinity) <= at;
      if (events.length > 0 || isWakeDue) this.#batch(events, at);
      else this.now = at;
    }
  }

  #nextAt(): TimestampMs {
    const wakeAt = this.engine.wakeAt() ?? Infinity;
    return timestamp(Math.min(this.#venue.nextEventAt() ?? Infinity, wakeAt > this.now ? wakeAt : this.now + 1));
  }

  #batch(events: readonly Event[], at = this.now): void {
    for (const event of events) {
      // A stamp may lag behind what was already seen: time stands still, it never runs back.
      this.now = timestamp(Math.max(this.now, event.ts));
      this.#step({ ...event, ts: this.now });
    }
    this.now = timestamp(Math.max(this.now, at));
    this.#step({ type: 'Decide', ts: this.now });
    const commands = this.engine.commands.splice(0);
    this.commands.push(...commands);
    this.#venue.submit(this.#sent(commands), this.now);
  }

  #step(event: Event): void {
    this.engine.step(event);
    this.notices.push(...this.engine.notices.splice(0));
    if (!this.#restoresAt.has(++this.steps)) return;
    const { commands } = this.engine;
    this.engine = Engine.restore(JSON.parse(JSON.stringify(this.engine.snapshot())));
    this.engine.commands.push(...commands);
  }
}
