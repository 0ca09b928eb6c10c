// The exchange of a profile that says nothing of it, for tests and benchmarks that write a config by hand.

import type { ExchangeSettings } from './compiled-config.ts';

export const PLAIN_EXCHANGE: ExchangeSettings = {
  queue: { model: 'pessimistic' },
  latency: { feed: { kind: 'constant', ms: 0 }, order: { kind: 'constant', ms: 100 }, response: { kind: 'constant', ms: 0 } },
  ghostFills: { share: 0, toldAfterMs: 30_000 }, rewards: null, cash: 10_000_000_000, seed: 1,
};
