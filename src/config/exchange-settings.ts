// The compiled settings of the simulated exchange of paper and backtests: a part of the compiled configuration that the core
// does not read.

import type { RewardTerms } from '../core/domain/instrument.ts';

/** How an order of ours waits behind what a recording displays. */
export type QueueSettings =
  | { readonly model: 'pessimistic' | 'proportional' | 'trade-through' }
  /** A cancel was behind us with the weight back^exponent against ahead^exponent. */
  | { readonly model: 'power'; readonly exponent: number }
  /** What stands ahead leaves by itself, halving each `halfLifeMs`; fitted by `evenkeel calibrate`. */
  | { readonly model: 'decay'; readonly halfLifeMs: number };
export type QueueModelName = QueueSettings['model'];
export type LatencySettings =
  | { readonly kind: 'constant'; readonly ms: number }
  /** Log-normal. */
  | { readonly kind: 'distribution'; readonly medianMs: number; readonly p99Ms: number }
  /** Samples in their order, one a line, in milliseconds; again from the first after the last. */
  | { readonly kind: 'samples'; readonly path: string }
  /** What the tape says its recorder waited for each message. Of the feed alone. */
  | { readonly kind: 'tape' };
export interface ExchangeSettings {
  readonly queue: QueueSettings;
  readonly latency: { readonly feed: LatencySettings; readonly order: LatencySettings; readonly response: LatencySettings };
  /** Share of matches that fail to settle, and how long after the match that is told. */
  readonly ghostFills: { readonly share: number; readonly toldAfterMs: number };
  /** Paid by each of the markets; recordings do not hold them. */
  readonly rewards: RewardTerms | null;
  /** Micro-dollars the account begins with. */
  readonly cash: number;
  readonly seed: number;
}
