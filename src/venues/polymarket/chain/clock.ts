// Time, as what waits for the chain needs it; driven in tests.

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  wait(ms: number): Promise<void>;
}
