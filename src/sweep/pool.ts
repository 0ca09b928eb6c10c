// Threads that perform jobs, one at a time each. A thread that dies is replaced and its job done again; a job that takes its
// thread with it three times is given up and reported, and the rest goes on.

import { Worker } from 'node:worker_threads';
import type { KeyedJob } from './job-key.ts';
import type { Answer } from './outcome.ts';
import type { FromWorker, WorkerStart } from './worker-messages.ts';

interface Waiting { readonly keyed: KeyedJob; readonly answer: (answer: Answer) => void; readonly progress: (share: number | null) => void; deaths: number }
interface Thread { readonly worker: Worker; doing: Waiting | null }

/** A job is begun this often before its threads' deaths are taken for its own fault. */
const MOST_ATTEMPTS = 3;
/** Of short-lived objects. With the default of a thread, two collect so often that they wait for each other: 8.4 s instead of 6.8 s for the
    same four backtests on two cores. */
const YOUNG_MB = 128;

export class WorkerPool {
  readonly #entry: URL;
  readonly #size: number;
  readonly #stop = new SharedArrayBuffer(4);
  readonly #threads: Thread[] = [];
  readonly #queue: Waiting[] = [];
  #isClosed = false;

  /** Threads are started as they are needed. */
  constructor({ size, entry = new URL('./worker.ts', import.meta.url) }: { readonly size: number; readonly entry?: URL }) {
    this.#size = size;
    this.#entry = entry;
  }

  /** Answers when the job is done, however that ends; never rejects. */
  perform(keyed: KeyedJob, progress: (share: number | null) => void = () => undefined): Promise<Answer> {
    return new Promise((answer) => {
      if (this.#isStopped()) {
        answer({ kind: 'stopped' });
        return;
      }
      this.#queue.push({ keyed, answer, progress, deaths: 0 });
      this.#assign();
    });
  }

  /** Ends what is running and answers `stopped` to everything that was not done. */
  stop(): void {
    Atomics.store(new Int32Array(this.#stop), 0, 1);
    for (const { answer } of this.#queue.splice(0)) answer({ kind: 'stopped' });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.stop();
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #isStopped(): boolean { return Atomics.load(new Int32Array(this.#stop), 0) !== 0; }

  #assign(): void {
    while (this.#queue.length > 0) {
      const thread = this.#threads.find(({ doing }) => doing === null) ?? (this.#threads.length < this.#size ? this.#start() : null);
      const next = thread === null ? undefined : this.#queue.shift();
      if (thread === null || next === undefined) return;
      thread.doing = next;
      thread.worker.postMessage(next.keyed);
    }
  }

  #start(): Thread {
    const worker = new Worker(this.#entry, { workerData: { stop: this.#stop } satisfies WorkerStart, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    const thread: Thread = { worker, doing: null };
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') return;
      if (message.kind === 'progress') thread.doing?.progress(message.share);
      else this.#answered(thread, message);
    });
    let reason = 'it ended';
    worker.on('error', (error) => { reason = error instanceof Error ? error.message : String(error); });
    worker.on('exit', (code) => { this.#died(thread, reason === 'it ended' ? `exit code ${code}` : reason); });
    this.#threads.push(thread);
    return thread;
  }

  #answered(thread: Thread, answer: Answer): void {
    thread.doing?.answer(answer);
    thread.doing = null;
    this.#assign();
  }

  #died(thread: Thread, reason: string): void {
    const place = this.#threads.indexOf(thread);
    if (place >= 0) this.#threads.splice(place, 1);
    const { doing } = thread;
    thread.doing = null;
    if (doing !== null) {
      doing.deaths++;
      if (this.#isClosed || this.#isStopped()) doing.answer({ kind: 'stopped' });
      else if (doing.deaths >= MOST_ATTEMPTS) doing.answer({ kind: 'failed', message: `its thread died ${doing.deaths} times: ${reason}` });
      else this.#queue.unshift(doing);
    }
    if (!this.#isClosed) this.#assign();
  }
}
