// The queue model that never flatters: all that is displayed when we arrive stands before us, whoever cancels stood behind
// us, and only prints move us forward, or a level that shows less than we thought was ahead.

import type { QueueModel } from './queue-model.ts';

export const pessimisticQueue: QueueModel = {
  name: 'pessimistic',
  fillsAtItsPrice: true,
  afterCancels: (ahead) => ahead,
};
