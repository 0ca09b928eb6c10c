// The queue of jobs, in pg-boss: each job waits or runs once, one whose worker falls silent is given to another, and one
// that fails for reasons of its machine is tried again.

import { PgBoss } from 'pg-boss';
import { sha256 } from '../config/sources.ts';
import { engineVersion, type KeyedJob } from './job-key.ts';
import type { Answer } from './outcome.ts';
import type { WorkerPool } from './pool.ts';
import { databaseError, SCHEMA, type SharedQueue, type SweepDatabase } from './sweep-database.ts';

/** Silence after which a worker is taken for dead. */
const HEARTBEAT_SECONDS = 20;
const SUPERVISE_SECONDS = 5;
const RETRIES = 5;
const LONGEST_SECONDS = 12 * 3_600;
const INSERT_AT_ONCE = 500;

export const sharedQueue = (tape: string, files: readonly string[]): SharedQueue => {
  const engine = engineVersion();
  return { name: `sweep-${sha256(`${engine} ${tape} ${files.join(' ')}`).slice(0, 40)}`, engine, tape, files };
};

export class JobQueue {
  readonly #boss: PgBoss;
  readonly #url: string;
  readonly #heartbeatSeconds: number;

  private constructor(url: string, heartbeatSeconds: number) {
    this.#url = url;
    this.#heartbeatSeconds = heartbeatSeconds;
    this.#boss = new PgBoss({ connectionString: url, schema: SCHEMA, superviseIntervalSeconds: SUPERVISE_SECONDS, monitorIntervalSeconds: SUPERVISE_SECONDS, schedule: false, application_name: 'evenkeel-sweep' });
    // It goes on by itself when the database answers again; a database that stays away is met by those who wait for results.
    this.#boss.on('error', () => undefined);
  }

  static async open(url: string, { heartbeatSeconds = HEARTBEAT_SECONDS }: { readonly heartbeatSeconds?: number } = {}): Promise<JobQueue> {
    const queue = new JobQueue(url, heartbeatSeconds);
    try {
      await queue.#boss.start();
    } catch (error) {
      throw databaseError(url, error);
    }
    return queue;
  }

  async create(name: string): Promise<void> {
    await this.#asked(this.#boss.createQueue(name, { policy: 'exclusive', retryLimit: RETRIES, retryDelay: 1, expireInSeconds: LONGEST_SECONDS, heartbeatSeconds: this.#heartbeatSeconds }));
  }

  /** A job that waits or runs already is not added again. */
  async add(name: string, jobs: readonly KeyedJob[]): Promise<void> {
    for (let at = 0; at < jobs.length; at += INSERT_AT_ONCE) {
      await this.#asked(this.#boss.insert(name, jobs.slice(at, at + INSERT_AT_ONCE).map((keyed) => ({ singletonKey: keyed.key, data: keyed }))));
    }
  }

  /** Performs its jobs with the pool until the queue is closed; `here` makes a job one of this machine. */
  async work(name: string, { pool, threads, database, here, settled }: {
    readonly pool: WorkerPool; readonly threads: number; readonly database: SweepDatabase;
    readonly here: (job: KeyedJob) => KeyedJob; readonly settled: (answer: Answer) => void;
  }): Promise<void> {
    await this.#asked(this.#boss.work<KeyedJob>(name, { batchSize: 1, localConcurrency: threads, pollingIntervalSeconds: 0.5 }, async (jobs) => {
      for (const { data } of jobs) {
        // Another may have stored it between the time it was taken for dead and now.
        if ((await database.results([data.key])).size > 0) continue;
        const answer = await pool.perform(here(data));
        if (answer.kind === 'stopped') throw new Error('stopped before its end');
        if (answer.kind === 'done') await database.store(answer.outcome);
        else await database.storeFailure(data.key, answer.message);
        settled(answer);
      }
    }));
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 5_000 }).catch(() => undefined);
  }

  async #asked<Value>(answer: Promise<Value>): Promise<Value> {
    try {
      return await answer;
    } catch (error) {
      throw databaseError(this.#url, error);
    }
  }
}
