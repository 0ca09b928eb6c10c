// Sums over a sliding window of event time, in 30 buckets: taker volume by side, fills, rejects. Whole numbers, so the
// running sums are exact.

const BUCKETS = 30;

export interface CountWindowSnapshot {
  readonly windowMs: number; readonly up: readonly number[]; readonly down: readonly number[];
  readonly head: number; readonly bucket: number | null; readonly since: number | null;
}

export class CountWindow {
  readonly windowMs: number;
  readonly #bucketMs: number;
  readonly #up = new Float64Array(BUCKETS);
  readonly #down = new Float64Array(BUCKETS);
  #head = 0;
  #bucket = NaN;
  #since = NaN;
  #upSum = 0;
  #downSum = 0;

  constructor(windowMs: number) {
    this.windowMs = windowMs;
    this.#bucketMs = windowMs / BUCKETS;
  }

  /** Lets time pass; the first call starts the observation. */
  advance(ts: number): void {
    const bucket = Math.floor(ts / this.#bucketMs);
    if (bucket === this.#bucket) return;
    if (Number.isNaN(this.#bucket)) { this.#bucket = bucket; this.#since = ts; return; }
    let steps = bucket - this.#bucket;
    if (steps > BUCKETS) steps = BUCKETS;
    for (let i = 0; i < steps; i++) {
      this.#head = this.#head + 1 === BUCKETS ? 0 : this.#head + 1;
      this.#upSum -= this.#up[this.#head]!;
      this.#downSum -= this.#down[this.#head]!;
      this.#up[this.#head] = this.#down[this.#head] = 0;
    }
    this.#bucket = bucket;
  }

  add(ts: number, up: number, down: number): void {
    this.advance(ts);
    this.#up[this.#head]! += up;
    this.#down[this.#head]! += down;
    this.#upSum += up;
    this.#downSum += down;
  }

  /** Something may have been missed: it is watched anew. */
  restart(): void {
    this.#up.fill(0);
    this.#down.fill(0);
    this.#upSum = this.#downSum = 0;
    this.#bucket = this.#since = NaN;
  }

  /** True once the window has been watched from end to end. */
  isKnown(ts: number): boolean { return ts - this.#since >= this.windowMs; }
  up(): number { return this.#upSum; }
  total(): number { return this.#upSum + this.#downSum; }
  /** (up − down) / (up + down), −1 … 1; 0 when both are 0: no flow leans nowhere. */
  lean(): number {
    const total = this.#upSum + this.#downSum;
    return total === 0 ? 0 : (this.#upSum - this.#downSum) / total;
  }

  toJSON(): CountWindowSnapshot {
    return {
      windowMs: this.windowMs, up: [...this.#up], down: [...this.#down], head: this.#head,
      bucket: Number.isNaN(this.#bucket) ? null : this.#bucket, since: Number.isNaN(this.#since) ? null : this.#since,
    };
  }

  static fromJSON(snapshot: CountWindowSnapshot): CountWindow {
    const window = new CountWindow(snapshot.windowMs);
    window.#up.set(snapshot.up);
    window.#down.set(snapshot.down);
    window.#head = snapshot.head;
    window.#bucket = snapshot.bucket ?? NaN;
    window.#since = snapshot.since ?? NaN;
    window.#upSum = snapshot.up.reduce((a, b) => a + b, 0);
    window.#downSum = snapshot.down.reduce((a, b) => a + b, 0);
    return window;
  }
}
