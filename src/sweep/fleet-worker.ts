// Works on the jobs of others until it is stopped: on every shared queue of the same engine whose recordings are here.

import type { JobQueue } from './job-queue.ts';
import { engineVersion, type KeyedJob } from './job-key.ts';
import type { Answer } from './outcome.ts';
import type { WorkerPool } from './pool.ts';
import type { SweepDatabase } from './sweep-database.ts';

const LOOK_MS = 2_000;

export interface FleetWorker {
  readonly database: SweepDatabase;
  readonly queue: JobQueue;
  readonly pool: WorkerPool;
  readonly threads: number;
  /** Path by SHA-256; asked again when a queue needs what was not found. */
  readonly tapes: () => Promise<ReadonlyMap<string, string>>;
  readonly stopped: AbortSignal;
  readonly say: (text: string) => void;
  readonly settled: (answer: Answer) => void;
}

export async function workForFleet({ database, queue, pool, threads, tapes, stopped, say, settled }: FleetWorker): Promise<void> {
  const joined = new Set<string>();
  const told = new Set<string>();
  const tellOnce = (name: string, text: string): void => {
    if (!told.has(name)) say(text);
    told.add(name);
  };
  let known = await tapes();
  while (!stopped.aborted) {
    for (const shared of (await database.shared()).filter(({ name }) => !joined.has(name))) {
      if (shared.engine !== engineVersion()) {
        tellOnce(shared.name, `passed over the jobs on ${shared.tape}: they are for another version of Evenkeel`);
        continue;
      }
      if (shared.files.some((file) => !known.has(file))) known = await tapes();
      const missing = shared.files.find((file) => !known.has(file));
      if (missing !== undefined) {
        tellOnce(shared.name, `passed over the jobs on ${shared.tape}: no file below --tapes has the SHA-256 ${missing}`);
        continue;
      }
      joined.add(shared.name);
      const paths = shared.files.map((file) => known.get(file) ?? '');
      await queue.work(shared.name, { pool, threads, database, settled, here: (keyed) => withPaths(keyed, paths) });
      say(`working on the jobs on ${shared.tape}`);
    }
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        stopped.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, LOOK_MS);
      stopped.addEventListener('abort', wake, { once: true });
    });
  }
}

/** The job with the paths of this machine. */
export const withPaths = ({ key, job }: KeyedJob, paths: readonly string[]): KeyedJob =>
  ({ key, job: job.source.kind === 'tapes' ? { ...job, source: { ...job.source, paths } } : job });
