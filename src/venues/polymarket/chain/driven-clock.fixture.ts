// A clock that tests drive: whoever waits has waited at once, and what is to happen meanwhile happens then.

import type { Clock } from './clock.ts';

export class DrivenClock implements Clock {
  #now: number;
  /** Run at each wait, before it is over. */
  meanwhile: (waited: number) => void | Promise<void> = () => {};
  #waits = 0;

  constructor(now = 1_780_000_000_000) { this.#now = now; }

  now(): number { return this.#now; }
  async wait(ms: number): Promise<void> {
    this.#now += ms;
    await this.meanwhile(++this.#waits);
  }
}
