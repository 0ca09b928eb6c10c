import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { engineVersion, jobKey } from './job-key.ts';
import { madeUpJob, madeUpKeyed, madeUpResult } from './made-up-job.fixture.ts';
import { outcomeOf } from './outcome.ts';
import { WorkerPool } from './pool.ts';
import { StoredResults } from './stored-results.ts';

const ENTRY = new URL('./made-up-worker.fixture.ts', import.meta.url);
const pools: WorkerPool[] = [];
const poolOf = (size: number): WorkerPool => {
  const pool = new WorkerPool({ size, entry: ENTRY });
  pools.push(pool);
  return pool;
};
afterEach(async () => { await Promise.all(pools.splice(0).map((pool) => pool.close())); });

describe('pool', () => {
  it('does all jobs, whatever the number of threads, with the same outcomes', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const [one, two] = await Promise.all([1, 2].map(async (size) => await Promise.all(names.map((name) => poolOf(size).perform(madeUpKeyed(name))))));
    expect(one?.map(({ kind }) => kind)).toEqual(names.map(() => 'done'));
    expect(two).toEqual(one);
  });

  it('reports a job that throws and goes on with the rest', async () => {
    const pool = poolOf(1);
    const answers = await Promise.all(['a', 'throw', 'b'].map((name) => pool.perform(madeUpKeyed(name))));
    expect(answers.map(({ kind }) => kind)).toEqual(['done', 'failed', 'done']);
    expect(answers[1]).toMatchObject({ message: 'the recording has a hole' });
  });

  it('replaces a thread that dies, tries its job three times, and does the others once', async () => {
    const pool = poolOf(2);
    const answers = await Promise.all(['a', 'die', 'b', 'c'].map((name) => pool.perform(madeUpKeyed(name))));
    expect(answers.map(({ kind }) => kind)).toEqual(['done', 'failed', 'done', 'done']);
    expect(answers[1]).toMatchObject({ message: 'its thread died 3 times: exit code 3' });
  });

  it('ends what runs and what waits when it is stopped, and keeps nothing of it', async () => {
    const pool = poolOf(1);
    const done = await pool.perform(madeUpKeyed('a'));
    const running = new Promise<void>((begun) => { answers.push(pool.perform(madeUpKeyed('hang'), () => { begun(); })); });
    answers.push(pool.perform(madeUpKeyed('b')));
    await running;
    pool.stop();
    expect(done.kind).toBe('done');
    expect((await Promise.all(answers)).map(({ kind }) => kind)).toEqual(['stopped', 'stopped']);
    expect((await pool.perform(madeUpKeyed('late'))).kind).toBe('stopped');
  });
  const answers: Promise<{ readonly kind: string }>[] = [];
});

describe('key of a job', () => {
  const key = (changes: Parameters<typeof madeUpJob>[1] = {}): string => jobKey(madeUpJob('a', changes));

  it('is the same for the same job, whatever it is called and wherever its files are', () => {
    expect(jobKey(madeUpJob('b', { directory: '/elsewhere' }))).toBe(key());
    const tape = (path: string) => key({ source: { kind: 'tapes', paths: [path], contentHash: 'h' } });
    expect(tape('/here/tape')).toBe(tape('/there/tape'));
  });

  it('differs with everything that decides the result', () => {
    const keys = [
      key(), key({ configHash: 'other' }), key({ seed: 2 }), key({ window: { from: 0, to: 9 } }), key({ gaps: 'outage' }), key({ models: [{ model: 'power', exponent: 3 }] }),
      key({ models: [{ model: 'power', exponent: 2 }] }), key({ source: { kind: 'tapes', paths: [], contentHash: 'h' } }), key({ source: { kind: 'tapes', paths: [], contentHash: 'i' } }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(engineVersion()).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('stored results', () => {
  const outcome = outcomeOf('k1', madeUpResult(madeUpJob('a'), [1, 2]));

  it('are found again by their key, and leave no half-written file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evenkeel-sweep-'));
    try {
      const stored = new StoredResults(join(folder, 'results'));
      expect(await stored.read('k1')).toBeNull();
      await stored.write(outcome);
      expect(await stored.read('k1')).toEqual(outcome);
      expect(await readdir(join(folder, 'results'))).toEqual(['k1.json']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are refused where they are damaged or of another job, with the name of the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evenkeel-sweep-'));
    try {
      const stored = new StoredResults(folder);
      await writeFile(join(folder, 'k2.json'), JSON.stringify(outcome));
      await writeFile(join(folder, 'k3.json'), '{"version":1,');
      await expect(stored.read('k2')).rejects.toThrow('k2.json');
      await expect(stored.read('k3')).rejects.toThrow('k3.json');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
