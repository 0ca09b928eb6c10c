// The fill models that stand side by side when nothing else is asked for: all that need no fitted parameter.

import type { QueueSettings } from '../config/compiled-config.ts';

/** The exponent is that of hftbacktest's examples of the power model. */
export const STANDARD_MODELS: readonly QueueSettings[] = [
  { model: 'pessimistic' }, { model: 'proportional' }, { model: 'power', exponent: 3 }, { model: 'trade-through' },
];
