// The time that requests are stamped with and waits are measured by. Injected, so that tests drive it.

import type { TimestampMs } from '../../../core/domain/numbers.ts';

export interface RestClock {
  now(): TimestampMs;
  /** Runs `run` once after `ms`, unless what it returns is called first. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: RestClock = {
  now: () => Date.now() as TimestampMs,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
