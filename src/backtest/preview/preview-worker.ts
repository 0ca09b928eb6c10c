// A preview on a thread of its own, so that the trading loop keeps its own: takes one request and answers once.

import { parentPort, workerData } from 'node:worker_threads';
import { EvenkeelError } from '../../errors/define.ts';
import type { PlanReplay } from '../../runtime/controller.ts';
import type { PreviewRequest } from '../../runtime/bot-options.ts';
import { preview } from './preview.ts';

export type PreviewAnswer =
  | { readonly kind: 'done'; readonly replay: PlanReplay }
  /** An error of the catalogue. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

async function answer(request: PreviewRequest): Promise<PreviewAnswer> {
  try {
    return { kind: 'done', replay: await preview(request, { stop: () => false, progress() {} }) };
  } catch (error) {
    if (error instanceof EvenkeelError) return { kind: 'refused', code: error.spec.code, message: error.message };
    throw error;
  }
}

parentPort?.postMessage(await answer(workerData as PreviewRequest));
