// Performs jobs on this machine: what is stored already is taken, the rest is done by the pool and stored.

import type { KeyedJob } from './job-key.ts';
import type { Answer } from './outcome.ts';
import type { WorkerPool } from './pool.ts';
import type { StoredResults } from './stored-results.ts';

export interface Settled { readonly answer: Answer; readonly isReused: boolean }
/** By key. `settled` is told each as it comes. */
export type PerformAll = (jobs: readonly KeyedJob[], settled: (key: string, settled: Settled) => void) => Promise<ReadonlyMap<string, Settled>>;

export const performHere = (pool: WorkerPool, stored: StoredResults): PerformAll => async (jobs, tell) => {
  const settled = new Map<string, Settled>();
  const byKey = new Map(jobs.map((keyed) => [keyed.key, keyed]));
  const settle = (key: string, entry: Settled): void => {
    settled.set(key, entry);
    tell(key, entry);
  };
  const missing: KeyedJob[] = [];
  // One after another: thousands of files at once are more than a process may open.
  for (const keyed of byKey.values()) {
    const known = await stored.read(keyed.key);
    if (known === null) missing.push(keyed);
    else settle(keyed.key, { answer: { kind: 'done', outcome: known }, isReused: true });
  }
  await Promise.all(missing.map(async (keyed) => {
    const answer = await pool.perform(keyed);
    if (answer.kind === 'done') await stored.write(answer.outcome);
    settle(keyed.key, { answer, isReused: false });
  }));
  return settled;
};
