// What stands ahead leaves by itself, half of it each half-life, whatever the level shows of it: for recordings whose levels
// are too coarse to show cancels, with the half-life fitted to what became of real orders. Cancels that are shown count as in
// the pessimistic model, or they would count twice.

import { pessimisticQueue } from './pessimistic-queue.ts';
import type { QueueModel } from './queue-model.ts';

export function decayQueue(halfLifeMs: number): QueueModel {
  if (!(halfLifeMs > 0)) throw new RangeError(`a half-life is above 0 ms, not ${halfLifeMs}`);
  return { ...pessimisticQueue, name: 'decay', afterWaiting: (ahead, ms) => ahead * 2 ** (-ms / halfLifeMs) };
}
