// The time a rehearsal lives by: the machine's by default, driven by hand in a test.

export interface RehearsalClock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `work` once, `delayMs` from now; what it returns takes that back. */
  after(delayMs: number, work: () => void): () => void;
}

export const REAL_CLOCK: RehearsalClock = {
  now: () => Date.now(),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => { clearTimeout(timer); };
  },
};
