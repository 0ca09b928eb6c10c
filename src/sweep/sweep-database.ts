// What machines that sweep together share, in PostgreSQL: one result a job, the reasons why jobs failed, and which tapes
// there is work on. The queue of jobs itself is pg-boss's.

import pg from 'pg';
import { EvenkeelError } from '../errors/define.ts';
import { SWEEP_ERRORS } from '../errors/sweep.ts';
import type { Outcome } from './outcome.ts';
import { outcomeFrom } from './stored-results.ts';

/** Holds everything, pg-boss's tables included. */
export const SCHEMA = 'evenkeel_sweep';
const CONNECT_MS = 10_000;
/** Any number, the same for all: two that begin at once do not both create the tables. */
const LOCK = 7_261_955;

/** Jobs on one tape for one version of the engine. */
export interface SharedQueue {
  readonly name: string;
  readonly engine: string;
  readonly tape: string;
  /** SHA-256 of the files of the tape in their order; none for a synthetic market. */
  readonly files: readonly string[];
}

export class SweepDatabase {
  readonly #pool: pg.Pool;
  readonly #url: string;

  private constructor(url: string) {
    this.#url = url;
    this.#pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: CONNECT_MS, application_name: 'evenkeel-sweep' });
    // A connection that breaks while idle is opened again by the next query, which says so if it cannot be.
    this.#pool.on('error', () => undefined);
  }

  static async open(url: string): Promise<SweepDatabase> {
    const database = new SweepDatabase(url);
    try {
      await database.#query(`BEGIN; SELECT pg_advisory_xact_lock(${LOCK});
        CREATE SCHEMA IF NOT EXISTS ${SCHEMA};
        CREATE TABLE IF NOT EXISTS ${SCHEMA}.result (key text PRIMARY KEY, outcome text NOT NULL, stored_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE IF NOT EXISTS ${SCHEMA}.failure (key text PRIMARY KEY, message text NOT NULL, failed_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE IF NOT EXISTS ${SCHEMA}.shared_queue (name text PRIMARY KEY, engine text NOT NULL, tape text NOT NULL, files text[] NOT NULL, shared_at timestamptz NOT NULL DEFAULT now());
        COMMIT;`);
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  }

  async results(keys: readonly string[]): Promise<ReadonlyMap<string, Outcome>> {
    const rows = await this.#query<{ key: string; outcome: string }>(`SELECT key, outcome FROM ${SCHEMA}.result WHERE key = ANY($1)`, [keys]);
    return new Map(rows.map(({ key, outcome }) => [key, outcomeFrom(outcome, key, `the database, result ${key}`)]));
  }

  /** The first result of a job stands; a second one is the same and is dropped. */
  async store(outcome: Outcome): Promise<void> {
    await this.#query(`INSERT INTO ${SCHEMA}.result (key, outcome) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [outcome.key, JSON.stringify(outcome)]);
  }

  async failures(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#query<{ key: string; message: string }>(`SELECT key, message FROM ${SCHEMA}.failure WHERE key = ANY($1)`, [keys]);
    return new Map(rows.map(({ key, message }) => [key, message]));
  }

  async storeFailure(key: string, message: string): Promise<void> {
    await this.#query(`INSERT INTO ${SCHEMA}.failure (key, message) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET message = EXCLUDED.message, failed_at = now()`, [key, message]);
  }

  /** So that they are tried again. */
  async forgetFailures(keys: readonly string[]): Promise<void> {
    await this.#query(`DELETE FROM ${SCHEMA}.failure WHERE key = ANY($1)`, [keys]);
  }

  /** Jobs that the queue gave up on: whoever did them died each time. */
  async givenUp(queue: string, keys: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#query<{ key: string }>(`SELECT DISTINCT singleton_key AS key FROM ${SCHEMA}.job f WHERE name = $1 AND state = 'failed' AND singleton_key = ANY($2)
      AND NOT EXISTS (SELECT 1 FROM ${SCHEMA}.job g WHERE g.name = $1 AND g.singleton_key = f.singleton_key AND g.state < 'completed')`, [queue, keys]);
    return rows.map(({ key }) => key);
  }

  async share({ name, engine, tape, files }: SharedQueue): Promise<void> {
    await this.#query(`INSERT INTO ${SCHEMA}.shared_queue (name, engine, tape, files) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, [name, engine, tape, files]);
  }

  async shared(): Promise<readonly SharedQueue[]> {
    return await this.#query<SharedQueue>(`SELECT name, engine, tape, files FROM ${SCHEMA}.shared_queue WHERE shared_at > now() - interval '30 days' ORDER BY shared_at`);
  }

  async close(): Promise<void> {
    await this.#pool.end().catch(() => undefined);
  }

  async #query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
    try {
      return (await this.#pool.query<Row>(sql, values === undefined ? undefined : [...values])).rows;
    } catch (error) {
      throw databaseError(this.#url, error);
    }
  }
}

export function databaseError(url: string, error: unknown): EvenkeelError {
  if (error instanceof EvenkeelError) return error;
  // Of several addresses that were tried, the system gives an error without a message around those of each.
  const parts = error instanceof AggregateError ? error.errors.map(String) : [error instanceof Error ? error.message : String(error)];
  return new EvenkeelError(SWEEP_ERRORS.database, `${withoutPassword(url)}: ${[...new Set(parts)].join('; ')}`);
}

export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'the database';
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
}
