// Whoever cancels stood anywhere in the queue with the same chance: of what leaves, the share ahead is our place in the level.

import type { QueueModel } from './queue-model.ts';

export const proportionalQueue: QueueModel = {
  name: 'proportional',
  fillsAtItsPrice: true,
  // ahead × (1 − by / before), before = shown + by
  afterCancels: (ahead, by, shown) => (ahead * shown) / (shown + by),
};
