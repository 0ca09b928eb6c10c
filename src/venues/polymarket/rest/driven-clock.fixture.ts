// A clock that a test moves.

import type { TimestampMs } from '../../../core/domain/numbers.ts';
import type { RestClock } from './clock.ts';

export class DrivenClock implements RestClock {
  #now: number;
  #waiting: { readonly at: number; readonly run: () => void }[] = [];

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }

  now(): TimestampMs { return this.#now as TimestampMs; }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#waiting.push(timer);
    return () => { this.#waiting = this.#waiting.filter((other) => other !== timer); };
  }

  get timers(): number { return this.#waiting.length; }

  advance(ms: number): void {
    this.#now += ms;
    for (const timer of this.#waiting.filter(({ at }) => at <= this.#now)) {
      this.#waiting = this.#waiting.filter((other) => other !== timer);
      timer.run();
    }
  }
}
