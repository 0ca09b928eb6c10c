// A token bucket over orders per minute. Cancels never wait here; they only use up what places could have had. What does
// not fit stays wanted and is asked again.

/** A sixth of a minute's allowance may go at once; the rest comes evenly, so that no minute ever holds more than the whole. */
const BURST_SHARE = 1 / 6;
/** Of the burst, and one at least, kept for orders that close positions. placeholder: to be fitted on how often they come together. */
const RESERVED_SHARE = 0.2;

export class Throttle {
  #perMinute: number | null;
  #tokens = 0;
  #filledAt = NaN;

  constructor(perMinute: number | null) { this.#perMinute = perMinute; this.#tokens = this.#burst(); }

  /** Tokens a millisecond. */
  #rate(): number { return this.#perMinute === null ? 0 : Math.max(1, this.#perMinute - this.#burst()) / 60_000; }

  #burst(): number { return this.#perMinute === null ? Infinity : Math.max(1, this.#perMinute * BURST_SHARE); }

  setRate(perMinute: number | null): void {
    if (perMinute === this.#perMinute) return;
    const before = this.#burst();
    this.#perMinute = perMinute;
    this.#tokens = Number.isFinite(before) ? Math.min(this.#tokens, this.#burst()) : this.#burst();
  }

  #refill(now: number): void {
    if (this.#perMinute === null) return;
    if (!Number.isNaN(this.#filledAt)) this.#tokens = Math.min(this.#burst(), this.#tokens + (now - this.#filledAt) * this.#rate());
    this.#filledAt = now;
  }

  /** A request went out: it counts, whether or not there was a token for it. */
  charge(now: number): void {
    if (this.#perMinute === null) return;
    this.#refill(now);
    this.#tokens = Math.max(-this.#burst(), this.#tokens - 1);
  }

  /** Milliseconds until a token is there; 0 when one is. What does not close a position leaves a part of the burst to what does, where a burst is two at least. */
  waitMs(now: number, closes = true): number {
    if (this.#perMinute === null) return 0;
    const wanted = closes ? 1 : Math.min(this.#burst(), 1 + Math.max(1, this.#burst() * RESERVED_SHARE));
    const gained = Number.isNaN(this.#filledAt) ? 0 : (now - this.#filledAt) * this.#rate();
    const tokens = Math.min(this.#burst(), this.#tokens + gained);
    // The sum of many small refills falls a hair short of the whole token that they make up.
    return tokens >= wanted - 1e-9 ? 0 : Math.ceil((wanted - tokens) / this.#rate());
  }

  toJSON(): { perMinute: number | null; tokens: number | null; filledAt: number | null } {
    return { perMinute: this.#perMinute, tokens: Number.isFinite(this.#tokens) ? this.#tokens : null, filledAt: Number.isNaN(this.#filledAt) ? null : this.#filledAt };
  }

  static fromJSON(s: { perMinute: number | null; tokens: number | null; filledAt: number | null }): Throttle {
    const throttle = new Throttle(s.perMinute);
    throttle.#tokens = s.tokens ?? Infinity;
    throttle.#filledAt = s.filledAt ?? NaN;
    return throttle;
  }
}
