// A cancel was behind us with the probability f(back) / (f(front) + f(back)), f(x) = x^exponent, and its expectation is what
// moves us: Rigtorp, "Estimating order queue position" (2013), and quant.stackexchange.com/questions/3782; the form is that of
// hftbacktest's ProbQueueModel with PowerProbQueueFunc. Exponent 1 is the proportional model; the higher, the more of
// the cancels are taken from the longer part of the queue.

import type { QueueModel } from './queue-model.ts';

export function powerQueue(exponent: number): QueueModel {
  if (!(exponent > 0 && Number.isFinite(exponent))) throw new RangeError(`the exponent of a power queue is above 0, not ${exponent}`);
  return {
    name: 'power',
    fillsAtItsPrice: true,
    afterCancels(ahead, by, shown) {
      if (ahead === 0) return 0;
      const behind = shown + by - ahead;
      // As a ratio, so that no power of a size overflows; 0 when nobody stands behind.
      const behindShare = 1 / (1 + (ahead / behind) ** exponent);
      // Nobody behind can cancel more than stands there.
      return ahead - by + Math.min(behindShare * by, behind);
    },
  };
}
