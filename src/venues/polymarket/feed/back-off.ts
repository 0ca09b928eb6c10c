// How long to wait before connecting again: from a quarter of a second, doubling to half a minute, each time somewhere in the
// upper half of that so that many do not come at once. A connection that held begins anew.

const FIRST_MS = 250;
const LAST_MS = 30_000;
const HELD_MS = 10_000;

/** Closings that trying again at once would only repeat: the venue refused what we said, or asks for time. */
const REFUSALS: Readonly<Record<number, string>> = {
  1008: 'refused what was sent', 1009: 'a frame was too large', 1013: 'asked to try again later',
  4001: 'refused the credentials', 4002: 'found us too slow', 4003: 'is about to restart', 4008: 'refused what was sent, or that it was so much',
};
const LEAST_AFTER_REFUSAL_MS = 5_000;

const isRefusal = (code: number): boolean => REFUSALS[code] !== undefined;
export const closeWords = (code: number, reason: string): string => [`closed with ${code}`, REFUSALS[code], reason].filter((part) => part !== undefined && part !== '').join(': ');

export class BackOff {
  readonly #random: () => number;
  #next = FIRST_MS;

  /** `random` gives numbers in [0, 1). */
  constructor(random: () => number) { this.#random = random; }

  /** After a connection that was open for so long; 0 for one that never was, or was of no use. */
  delayAfter(openMs: number, code: number): number {
    if (openMs >= HELD_MS) this.#next = FIRST_MS;
    const most = isRefusal(code) ? Math.max(this.#next, LEAST_AFTER_REFUSAL_MS) : this.#next;
    this.#next = Math.min(this.#next * 2, LAST_MS);
    return most * (1 + this.#random()) / 2;
  }
}
