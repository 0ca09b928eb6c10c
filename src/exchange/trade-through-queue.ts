// The hardest view of all: a print at our price always went to somebody else. Only a print through our price, or a displayed
// quote that reaches it, fills us. The place is kept as the pessimistic model keeps it, for reports alone.

import { pessimisticQueue } from './pessimistic-queue.ts';
import type { QueueModel } from './queue-model.ts';

export const tradeThroughQueue: QueueModel = { ...pessimisticQueue, name: 'trade-through', fillsAtItsPrice: false };
