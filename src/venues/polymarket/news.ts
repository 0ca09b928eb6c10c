// What has come in from sockets and answers and waits for the runtime to take it: events in the order they came, and a
// wake-up for whoever waits for them.

import type { VenueEvent } from '../../core/domain/events.ts';
import type { TimestampMs } from '../../core/domain/numbers.ts';
import type { EventSink } from '../port.ts';

export class News {
  readonly #clock: () => TimestampMs;
  #events: VenueEvent[] = [];
  #wake: (() => void) | null = null;

  constructor(clock: () => TimestampMs) { this.#clock = clock; }

  get now(): TimestampMs { return this.#clock(); }
  listen(wake: () => void): void { this.#wake = wake; }

  readonly tell = (event: VenueEvent): void => {
    this.#events.push(event);
    if (this.#events.length === 1) this.#wake?.();
  };

  get isEmpty(): boolean { return this.#events.length === 0; }

  /** All that waits, whatever its stamp says: it has come in. */
  deliver(sink: EventSink): void {
    const events = this.#events;
    this.#events = [];
    for (const event of events) sink(event);
  }
}
