// The caller's end of the loading thread: started once and kept warm, so that a reload costs neither start-up nor a
// pause of the caller's loop.

import { Worker } from 'node:worker_threads';
import type { LoadResult } from './load.ts';
import type { SourceFiles } from './sources.ts';
import type { LoadRequest } from './worker.ts';

interface Waiting { readonly resolve: (result: LoadResult) => void; readonly reject: (error: Error) => void }

export class LoaderThread {
  #worker: Worker | null = null;
  #isClosed = false;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();

  constructor() {
    this.#start();
  }

  load(files: SourceFiles, profile: string | undefined): Promise<LoadResult> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new Error('the loading thread is closed'));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      (this.#worker ?? this.#start()).postMessage({ id, files, profile } satisfies LoadRequest);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#fail(new Error('the loading thread is closed'));
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', ({ id, result }: { id: number; result: LoadResult }) => {
      this.#waiting.get(id)?.resolve(result);
      this.#waiting.delete(id);
    });
    // A thread that died is started again with the next load; what it was working on has failed.
    worker.on('error', (error) => this.#lost(worker, error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.#lost(worker, new Error('the loading thread ended')));
    this.#worker = worker;
    return worker;
  }

  #lost(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#fail(error);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
