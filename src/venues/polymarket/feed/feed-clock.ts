// The time of the feeds: what events are stamped with, what ages are measured by, and what wakes them.

import { timestamp, type TimestampMs } from '../../../core/domain/numbers.ts';

export interface FeedClock {
  /** Since the epoch; may step. */
  now(): TimestampMs;
  /** Milliseconds on a clock that never steps: ages and deadlines are of this one. */
  uptime(): number;
  /** Calls once, later. Gives what calls it off. */
  after(ms: number, act: () => void): () => void;
}

export const SYSTEM_CLOCK: FeedClock = {
  now: () => timestamp(Date.now()),
  uptime: () => performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => { clearTimeout(timer); };
  },
};
