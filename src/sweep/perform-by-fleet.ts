// Performs jobs together with other machines: what has a result is taken, the rest is put into the queue, and the results
// are waited for, whoever makes them.

import { EvenkeelError } from '../errors/define.ts';
import { SWEEP_ERRORS } from '../errors/sweep.ts';
import type { JobQueue } from './job-queue.ts';
import { samplePaths } from './job-key.ts';
import type { PerformAll, Settled } from './perform-here.ts';
import type { SharedQueue, SweepDatabase } from './sweep-database.ts';

const POLL_MS = 500;
/** The queue gives a job up after minutes, so it is not asked about that at every poll. */
const POLLS_PER_LOOK = 10;

export const performByFleet = ({ database, queue, shared, isStopped }: {
  readonly database: SweepDatabase; readonly queue: JobQueue; readonly shared: SharedQueue; readonly isStopped: () => boolean;
}): PerformAll => async (jobs, tell) => {
  const settled = new Map<string, Settled>();
  const waiting = new Map(jobs.map((keyed) => [keyed.key, keyed]));
  const settle = (key: string, entry: Settled): void => {
    settled.set(key, entry);
    waiting.delete(key);
    tell(key, entry);
  };
  for (const { job } of waiting.values()) {
    const [path] = samplePaths(job.config.exchange.latency);
    if (path !== undefined) throw new EvenkeelError(SWEEP_ERRORS.notPortable, `latencies are replayed from ${path}`, { path });
  }
  for (const [key, outcome] of await database.results([...waiting.keys()])) settle(key, { answer: { kind: 'done', outcome }, isReused: true });
  await database.forgetFailures([...waiting.keys()]);
  await queue.add(shared.name, [...waiting.values()]);

  for (let poll = 1; waiting.size > 0 && !isStopped(); poll++) {
    await new Promise((resolve) => { setTimeout(resolve, POLL_MS); });
    const keys = [...waiting.keys()];
    for (const [key, outcome] of await database.results(keys)) settle(key, { answer: { kind: 'done', outcome }, isReused: false });
    for (const [key, message] of await database.failures(keys)) if (waiting.has(key)) settle(key, { answer: { kind: 'failed', message }, isReused: false });
    if (poll % POLLS_PER_LOOK > 0) continue;
    for (const key of await database.givenUp(shared.name, [...waiting.keys()])) {
      if (waiting.has(key)) settle(key, { answer: { kind: 'failed', message: 'every worker that began it died or was stopped' }, isReused: false });
    }
  }
  for (const key of waiting.keys()) settled.set(key, { answer: { kind: 'stopped' }, isReused: false });
  return settled;
};
