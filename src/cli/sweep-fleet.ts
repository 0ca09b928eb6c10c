// The two ways to take part in a sweep over many machines: to give it work and help with it, or to help alone.

import { resolve } from 'node:path';
import { EXIT } from '../errors/exit-codes.ts';
import { EvenkeelError } from '../errors/define.ts';
import { RUNTIME_ERRORS } from '../errors/runtime.ts';
import { withPaths, workForFleet } from '../sweep/fleet-worker.ts';
import { JobQueue, sharedQueue } from '../sweep/job-queue.ts';
import { performByFleet } from '../sweep/perform-by-fleet.ts';
import type { PerformAll } from '../sweep/perform-here.ts';
import { WorkerPool } from '../sweep/pool.ts';
import { SweepDatabase } from '../sweep/sweep-database.ts';
import { tapesBelow } from '../sweep/tape-finder.ts';
import type { OpenedTape } from '../tape/opened-tape.ts';
import { readDatabase, readJobs, type SweepOptions } from './sweep-options.ts';
import type { Terminal } from './terminal.ts';

/** Beside the sweeps' own results. */
const CACHE = 'data/sweeps/known-tapes.json';

export interface Fleet { readonly performAll: PerformAll; readonly leave: () => Promise<void> }

export async function joinFleet(url: string, { pool, threads, tape, paths, stopped }: {
  readonly pool: WorkerPool; readonly threads: number; readonly tape: OpenedTape; readonly paths: readonly string[]; readonly stopped: AbortSignal;
}): Promise<Fleet> {
  const shared = sharedQueue(tape.name, (await tape.sources()).map(({ sha256 }) => sha256));
  const { database, queue, leave } = await opened(url);
  try {
    await queue.create(shared.name);
    await database.share(shared);
    await queue.work(shared.name, { pool, threads, database, here: (keyed) => withPaths(keyed, paths), settled: () => undefined });
    return { leave, performAll: performByFleet({ database, queue, shared, isStopped: () => stopped.aborted }) };
  } catch (error) {
    await leave();
    throw error;
  }
}

export async function workAsWorker(options: SweepOptions, terminal: Terminal, stopped: AbortSignal): Promise<number> {
  if (options.database === null) throw new EvenkeelError(RUNTIME_ERRORS.badOption, '--worker needs the --database that it works for');
  if (options.below === null) throw new EvenkeelError(RUNTIME_ERRORS.badOption, '--worker needs --tapes, the folder of the recordings on this machine');
  if (options.vary.length > 0 || options.tapes.length > 0 || options.file !== null) throw new EvenkeelError(RUNTIME_ERRORS.badOption, '--worker works on the sweeps of others: leave off --vary, --file and the recordings');
  const { below } = options;
  const threads = readJobs(options.jobs);
  const cache = resolve(options.dir, CACHE);
  const { database, queue, leave } = await opened(readDatabase(options.database));
  const pool = new WorkerPool({ size: threads });
  stopped.addEventListener('abort', () => { pool.stop(); });
  const counts = { done: 0, failed: 0 };
  try {
    await workForFleet({
      database, queue, pool, threads, stopped, tapes: async () => await tapesBelow(resolve(below), cache), say: (text) => { terminal.err(text); },
      settled(answer) {
        if (answer.kind === 'done') counts.done++;
        else if (answer.kind === 'failed') {
          counts.failed++;
          terminal.err(`a job failed: ${answer.message}`);
        }
      },
    });
  } finally {
    await leave();
    await pool.close();
  }
  terminal.out(options.json ? JSON.stringify(counts) : `${counts.done} jobs done, ${counts.failed} failed`);
  return EXIT.ok;
}

async function opened(url: string): Promise<{ readonly database: SweepDatabase; readonly queue: JobQueue; readonly leave: () => Promise<void> }> {
  const database = await SweepDatabase.open(url);
  try {
    const queue = await JobQueue.open(url);
    return { database, queue, leave: async () => {
      await queue.close();
      await database.close();
    } };
  } catch (error) {
    await database.close();
    throw error;
  }
}
