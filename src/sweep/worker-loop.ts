// A thread of the pool: performs one job at a time and answers with what the sweep keeps of it.

import { parentPort, workerData } from 'node:worker_threads';
import { WHOLE } from '../backtest/play.ts';
import type { PerformJob } from '../backtest/job.ts';
import { outcomeOf, type Answer } from './outcome.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts';

export function serveJobs(perform: PerformJob): void {
  const say = (message: FromWorker): void => { parentPort?.postMessage(message); };
  const { stop } = workerData as WorkerStart;
  const asked = new Int32Array(stop);
  const isStopped = (): boolean => Atomics.load(asked, 0) !== 0;
  const answerTo = async ({ key, job }: ToWorker): Promise<Answer> => {
    try {
      const result = await perform(job, { stop: isStopped, progress: ({ share }) => { say({ kind: 'progress', share }); } });
      const isWhole = result.ended === WHOLE && Object.keys(result.models).length === job.models.length;
      return isWhole ? { kind: 'done', outcome: outcomeOf(key, result) } : { kind: 'stopped' };
    } catch (error) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  };
  parentPort?.on('message', async (keyed: ToWorker) => { say(await answerTo(keyed)); });
  say({ kind: 'ready' });
}
