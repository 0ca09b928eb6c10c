// Everything a rehearsal has to do later, behind a single timer of its clock. Work is done at its own moment's order, even
// where the timer came late.

import { TimeQueue } from '../exchange/time-queue.ts';
import type { RehearsalClock } from './clock.ts';

interface Task { readonly work: () => void; isOff: boolean }

/** The longest a timer of Node can wait. */
const LONGEST_MS = 2 ** 31 - 1;

export class Agenda {
  readonly clock: RehearsalClock;
  readonly #tasks = new TimeQueue<Task>();
  #armedFor = Infinity;
  #disarm: (() => void) | null = null;
  #isClosed = false;

  constructor(clock: RehearsalClock) { this.clock = clock; }

  now(): number { return this.clock.now(); }

  /** What it returns takes the task off again. */
  at(when: number, work: () => void): () => void {
    const task: Task = { work, isOff: false };
    this.#tasks.add(when, task);
    this.#arm();
    return () => { task.isOff = true; };
  }

  after(delayMs: number, work: () => void): () => void { return this.at(this.now() + delayMs, work); }

  /** Resolves `delayMs` from now; never, once closed. */
  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => { this.after(delayMs, resolve); });
  }

  /** From now until it is closed, the first time one interval from now. */
  every(intervalMs: number, work: () => void): void {
    const again = (): void => {
      work();
      this.after(intervalMs, again);
    };
    this.after(intervalMs, again);
  }

  close(): void {
    this.#isClosed = true;
    this.#disarm?.();
  }

  #arm(): void {
    const next = this.#tasks.nextAt();
    if (this.#isClosed || next >= this.#armedFor) return;
    this.#disarm?.();
    this.#armedFor = next;
    this.#disarm = this.clock.after(Math.min(LONGEST_MS, Math.max(0, next - this.now())), () => { this.#perform(); });
  }

  #perform(): void {
    this.#armedFor = Infinity;
    this.#disarm = null;
    while (!this.#isClosed && this.#tasks.nextAt() <= this.now()) {
      const task = this.#tasks.take();
      if (task?.isOff === false) task.work();
    }
    this.#arm();
  }
}
