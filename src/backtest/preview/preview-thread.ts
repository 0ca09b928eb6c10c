// The caller's end of a preview: starts its thread, ends it when it takes too long or nobody waits for it any more.

import { Worker } from 'node:worker_threads';
import { CATALOGUE } from '../../errors/catalogue.ts';
import { EvenkeelError } from '../../errors/define.ts';
import { PREVIEW_ERRORS } from '../../errors/preview.ts';
import type { Preview } from '../../runtime/bot-options.ts';
import type { PlanReplay } from '../../runtime/controller.ts';
import type { PreviewAnswer } from './preview-worker.ts';

/** Shorter than a client waits for the head of an answer (Node's own five minutes). */
const LONGEST_MS = 240_000;
/** Beyond it the thread ends, not the bot. */
const MOST_MEMORY_MB = 1_024;

export const previewThread = ({ longestMs = LONGEST_MS }: { readonly longestMs?: number } = {}): Preview => async (request, signal) => {
  const worker = new Worker(new URL('./preview-worker.ts', import.meta.url), { workerData: request, resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
  try {
    return await answerOf(worker, longestMs, signal);
  } finally {
    await worker.terminate();
  }
};

function answerOf(worker: Worker, longestMs: number, signal: AbortSignal): Promise<PlanReplay> {
  return new Promise((resolve, reject) => {
    const stop = (): void => { reject(new EvenkeelError(PREVIEW_ERRORS.stopped, 'the replay was ended')); };
    const timer = setTimeout(() => { reject(new EvenkeelError(PREVIEW_ERRORS.outOfTime, `the replay was not done after ${longestMs / 1_000} s`)); }, longestMs);
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    worker.once('message', (answer: PreviewAnswer) => {
      if (answer.kind === 'done') resolve(answer.replay);
      else reject(refusalOf(answer.code, answer.message));
    });
    worker.once('error', (error) => { reject(error instanceof Error ? error : new Error(String(error))); });
    worker.once('exit', () => {
      done();
      reject(new Error('the thread of the replay ended without an answer'));
    });
  });
}

function refusalOf(code: string, message: string): Error {
  const spec = CATALOGUE.find((entry) => entry.code === code);
  return spec === undefined ? new Error(`${message} (${code})`) : new EvenkeelError(spec, message);
}
