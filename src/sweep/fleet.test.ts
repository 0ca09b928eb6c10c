import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { EvenkeelError } from '../errors/define.ts';
import { JobQueue, sharedQueue } from './job-queue.ts';
import type { KeyedJob } from './job-key.ts';
import { madeUpJob, madeUpResult } from './made-up-job.fixture.ts';
import { outcomeOf } from './outcome.ts';
import { performByFleet } from './perform-by-fleet.ts';
import { startPostgres } from './postgres.fixture.ts';
import { SCHEMA, SweepDatabase, withoutPassword } from './sweep-database.ts';
import { tapesBelow } from './tape-finder.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-fleet-'));
mkdirSync(join(folder, 'tapes/deep'), { recursive: true });
writeFileSync(join(folder, 'tapes/deep/renamed.csv'), 'a recording');
const FILE = createHash('sha256').update('a recording').digest('hex');
const server = await startPostgres();
const url = 'url' in server ? server.url : '';
const isAbsent = 'reason' in server;
const suffix = 'reason' in server ? ` (skipped: ${server.reason})` : '';

const closing: (() => Promise<unknown>)[] = [];
const processes: ChildProcess[] = [];
afterEach(async () => {
  for (const process of processes.splice(0)) process.kill('SIGKILL');
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  if ('url' in server) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function opened(): Promise<{ readonly database: SweepDatabase; readonly queue: JobQueue; readonly sql: pg.Client }> {
  const database = await SweepDatabase.open(url);
  const queue = await JobQueue.open(url, { heartbeatSeconds: 10 });
  const sql = new pg.Client(url);
  await sql.connect();
  closing.push(() => queue.close(), () => database.close(), () => sql.end());
  return { database, queue, sql };
}

/** Of a tape whose name on this machine no worker knows. */
const keyed = (key: string, name = key): KeyedJob => ({ key, job: madeUpJob(name, { source: { kind: 'tapes', paths: ['/elsewhere/name.csv'], contentHash: 'h' } }) });

function startWorker(environment: Readonly<Record<string, string>> = {}): { readonly process: ChildProcess; readonly said: () => string } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fleet-process.fixture.ts'), url, join(folder, 'tapes'), join(folder, `cache-${processes.length}.json`)], { env: { ...process.env, ...environment } });
  processes.push(child);
  let said = '';
  child.stdout.on('data', (text: Buffer) => { said += text.toString(); });
  child.stderr.on('data', (text: Buffer) => { said += text.toString(); });
  return { process: child, said: () => said };
}

describe(`fleet${suffix}`, () => {
  it.skipIf(isAbsent)('has exactly one result for each job although a worker is killed in the middle of one', { timeout: 120_000 }, async () => {
    const { database, queue, sql } = await opened();
    const shared = sharedQueue('killed', [FILE]);
    await queue.create(shared.name);
    await database.share(shared);
    const jobs = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6'].map((key) => keyed(key));
    const results = performByFleet({ database, queue, shared, isStopped: () => false })(jobs, () => undefined);

    const victim = startWorker({ EVENKEEL_MADE_UP_BACKTESTS: 'hang' });
    const active = async (): Promise<readonly { readonly key: string }[]> =>
      (await sql.query<{ key: string }>(`SELECT singleton_key AS key FROM ${SCHEMA}.job WHERE name = $1 AND state = 'active'`, [shared.name])).rows;
    await expect.poll(active, { timeout: 20_000, interval: 100 }).toHaveLength(1);
    const [begun] = await active();
    victim.process.kill('SIGKILL');
    const survivor = startWorker();

    const settled = await results;
    expect([...settled.keys()].toSorted()).toEqual(jobs.map(({ key }) => key));
    expect([...settled.values()].map(({ answer }) => answer.kind)).toEqual(jobs.map(() => 'done'));
    const { rows } = await sql.query<{ key: string; stored: string }>(`SELECT key, count(*) AS stored FROM ${SCHEMA}.result WHERE key = ANY($1) GROUP BY key ORDER BY key`, [jobs.map(({ key }) => key)]);
    expect(rows).toEqual(jobs.map(({ key }) => ({ key, stored: '1' })));
    // The one that was cut off was done by the other, again and once.
    expect(begun?.key).toMatch(/^k\d$/);
    expect(survivor.said().match(/^done$/gm)).toHaveLength(jobs.length);
  });

  it.skipIf(isAbsent)('takes what has a result, tries again what had failed, and reports what fails', { timeout: 60_000 }, async () => {
    const { database, queue } = await opened();
    const shared = sharedQueue('mixed', [FILE]);
    await queue.create(shared.name);
    await database.share(shared);
    await database.store(outcomeOf('m1', madeUpResult(madeUpJob('m1'), [1, 2, 3])));
    await database.storeFailure('m2', 'an earlier reason');
    startWorker();
    const settled = await performByFleet({ database, queue, shared, isStopped: () => false })([keyed('m1'), keyed('m2'), keyed('m3', 'throw')], () => undefined);
    expect(settled.get('m1')).toMatchObject({ isReused: true, answer: { outcome: { models: [{ returns: { pnl: [1, 2, 3] } }] } } });
    expect(settled.get('m2')).toMatchObject({ isReused: false, answer: { kind: 'done' } });
    expect(settled.get('m3')?.answer).toEqual({ kind: 'failed', message: 'the recording has a hole' });
  });

  it.skipIf(isAbsent)('keeps the first result of a job and drops a second', async () => {
    const { database } = await opened();
    const first = outcomeOf('twice', madeUpResult(madeUpJob('a'), [1]));
    await database.store(first);
    await database.store({ ...first, events: 2 });
    expect((await database.results(['twice'])).get('twice')).toEqual(first);
  });

  it('says which database does not answer, without its password', async () => {
    const dead = 'postgres://me:secret@127.0.0.1:1/sweeps';
    const error = await SweepDatabase.open(dead).then(() => null, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(EvenkeelError);
    expect((error as EvenkeelError).spec.code).toBe('MM_SWEEP_DATABASE');
    expect((error as EvenkeelError).message).toContain('postgres://me@127.0.0.1:1/sweeps: ');
    expect((error as EvenkeelError).message).toContain('ECONNREFUSED');
    expect((error as EvenkeelError).message).not.toContain('secret');
    expect(withoutPassword('nonsense')).toBe('the database');
  });

  it('finds recordings by what they hold, whatever they are called here', async () => {
    const cache = join(folder, 'found.json');
    expect((await tapesBelow(join(folder, 'tapes'), cache)).get(FILE)).toBe(join(folder, 'tapes/deep/renamed.csv'));
    writeFileSync(join(folder, 'tapes/deep/renamed.csv'), 'another, and longer');
    expect((await tapesBelow(join(folder, 'tapes'), cache)).has(FILE)).toBe(false);
    writeFileSync(join(folder, 'tapes/deep/renamed.csv'), 'a recording');
    await expect(tapesBelow(join(folder, 'nowhere'), cache)).rejects.toThrow('nowhere');
  });
});
