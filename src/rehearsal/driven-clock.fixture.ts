// A clock that stands until it is moved, and then calls what falls due in the order of time.

import { TimeQueue } from '../exchange/time-queue.ts';
import type { RehearsalClock } from './clock.ts';

export class DrivenClock implements RehearsalClock {
  readonly #waiting = new TimeQueue<{ readonly work: () => void; isOff: boolean }>();
  #now: number;

  constructor(startAt = Date.now()) { this.#now = startAt; }

  now(): number { return this.#now; }

  after(delayMs: number, work: () => void): () => void {
    const entry = { work, isOff: false };
    this.#waiting.add(this.#now + Math.max(0, delayMs), entry);
    return () => { entry.isOff = true; };
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    while (this.#waiting.nextAt() <= until) {
      this.#now = Math.max(this.#now, this.#waiting.nextAt());
      const entry = this.#waiting.take();
      if (entry?.isOff === false) entry.work();
    }
    this.#now = until;
  }
}
