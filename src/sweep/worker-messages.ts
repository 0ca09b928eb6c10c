// What is said between the pool and its threads.

import type { KeyedJob } from './job-key.ts';
import type { Answer } from './outcome.ts';

/** `stop`: one number in memory that both see; not 0: end the run. */
export interface WorkerStart { readonly stop: SharedArrayBuffer }
export type ToWorker = KeyedJob;
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly share: number | null }
  | Answer;
