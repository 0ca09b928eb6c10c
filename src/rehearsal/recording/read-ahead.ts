// The moments of a recording, read ahead of their time so that playing never waits for the disk.

import type { Tape } from '../../tape/tape.ts';
import { recordedMoments, type Moment } from './recorded-moments.ts';

const AT_HAND = 20_000;

export class ReadAhead {
  readonly #reader: AsyncGenerator<readonly Moment[], void>;
  #moments: Moment[] = [];
  #next = 0;
  #isRead = false;
  #reading: Promise<void> | null = null;
  #failure: Error | null = null;

  private constructor(tape: Tape) { this.#reader = recordedMoments(tape); }

  /** With its first moments at hand. */
  static async open(tape: Tape): Promise<ReadAhead> {
    const ahead = new ReadAhead(tape);
    await ahead.#fill();
    return ahead;
  }

  /** The next one at hand; null where `more` has to be waited for, or nothing comes any more. */
  get next(): Moment | null { return this.#moments[this.#next] ?? null; }
  get isOver(): boolean { return this.#isRead && this.next === null; }

  take(): void {
    this.#next++;
    if (this.#next * 2 < this.#moments.length) return;
    this.#moments.splice(0, this.#next);
    this.#next = 0;
    // What fails of it is said by whoever needs more.
    this.more().catch(() => {});
  }

  /** Throws what reading threw, each time, once nothing is at hand any more. */
  async more(): Promise<void> {
    this.#reading ??= this.#fill().finally(() => { this.#reading = null; });
    try {
      await this.#reading;
    } catch (error) {
      if (this.next === null) throw error;
    }
  }

  async close(): Promise<void> {
    this.#isRead = true;
    // A read on its way is let finish; what it failed of no longer matters.
    await this.#reading?.catch(() => {});
    await this.#reader.return();
  }

  async #fill(): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    try {
      while (!this.#isRead && this.#moments.length - this.#next < AT_HAND) {
        const { done, value } = await this.#reader.next();
        if (done === true) this.#isRead = true;
        else for (const moment of value) this.#moments.push(moment);
      }
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw this.#failure;
    }
  }
}
