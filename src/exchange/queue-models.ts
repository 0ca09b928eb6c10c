// From the settings to the model.

import type { QueueSettings } from '../config/compiled-config.ts';
import { decayQueue } from './decay-queue.ts';
import { pessimisticQueue } from './pessimistic-queue.ts';
import { powerQueue } from './power-queue.ts';
import { proportionalQueue } from './proportional-queue.ts';
import type { QueueModel } from './queue-model.ts';
import { tradeThroughQueue } from './trade-through-queue.ts';

export function queueModel(settings: QueueSettings): QueueModel {
  switch (settings.model) {
    case 'pessimistic': return pessimisticQueue;
    case 'proportional': return proportionalQueue;
    case 'power': return powerQueue(settings.exponent);
    case 'trade-through': return tradeThroughQueue;
    case 'decay': return decayQueue(settings.halfLifeMs);
  }
}
