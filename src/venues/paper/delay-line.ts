// What is on its way from the venue to us: first in, first out, as on one connection. Two ways (market data, answers) are
// merged by the time they arrive, at one time in the order they were sent.

import type { VenueEvent } from '../../core/domain/events.ts';

const COMPACT_AT = 4_096;

export class DelayLine {
  #events: VenueEvent[] = [];
  #sent: number[] = [];
  #head = 0;
  #lastAt = -Infinity;

  /** Infinity when nothing is on its way. */
  nextAt(): number { return this.#events[this.#head]?.ts ?? Infinity; }
  /** Number of the first thing on its way, as given to `add`. */
  nextSent(): number { return this.#sent[this.#head] ?? Infinity; }

  /** When something sent at `at` and `ms` on its way arrives: never before what was sent ahead of it. */
  arrival(at: number, ms: number): number {
    this.#lastAt = Math.max(this.#lastAt, at + ms);
    return this.#lastAt;
  }

  /** `event` is stamped with its arrival. */
  add(event: VenueEvent, sent: number): void {
    this.#events.push(event);
    this.#sent.push(sent);
  }

  take(): VenueEvent {
    const event = this.#events[this.#head++];
    if (event === undefined) throw new RangeError('nothing is on its way');
    if (this.#head === this.#events.length) {
      this.#events.length = this.#sent.length = this.#head = 0;
    } else if (this.#head >= COMPACT_AT) {
      this.#events = this.#events.slice(this.#head);
      this.#sent = this.#sent.slice(this.#head);
      this.#head = 0;
    }
    return event;
  }
}
