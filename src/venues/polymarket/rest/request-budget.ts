// The venue's request limits, kept from our side: a bucket or two for each class of endpoint, one for all of them, and the two
// of the signer's volume tier. Counts only; who waits and who is turned away is the caller's.

import type { TimestampMs } from '../../../core/domain/numbers.ts';
import { TokenBucket } from './token-bucket.ts';

/** Requests a window of 10 s, and where the venue has one, a window of 10 minutes. */
const WINDOWS = {
  order: [5_000, 120_000], orders: [2_000, 21_000],
  'cancel-orders': [2_000, 15_000], 'cancel-all': [250, 6_000], 'cancel-market': [1_500, 21_000],
  'open-orders': [500], trades: [500], ledger: [900], balance: [200], 'balance-update': [50], 'api-keys': [100],
  book: [1_500], books: [500], other: [9_000],
} as const satisfies Readonly<Record<string, readonly [number] | readonly [number, number]>>;

export type EndpointClass = keyof typeof WINDOWS;

const ALL_REQUESTS = 9_000;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Orders and cancels a second and at once, by the signer's volume of 30 days. */
const TIERS = {
  standard: { orders: [40, 60], cancels: [80, 120] }, copper: { orders: [60, 90], cancels: [120, 180] },
  bronze: { orders: [80, 120], cancels: [160, 240] }, silver: { orders: [200, 300], cancels: [400, 600] },
  gold: { orders: [400, 600], cancels: [800, 1_200] }, platinum: { orders: [450, 675], cancels: [900, 1_350] },
  diamond: { orders: [525, 787], cancels: [1_050, 1_575] }, elite: { orders: [600, 900], cancels: [1_200, 1_800] },
} as const satisfies Readonly<Record<string, { readonly orders: readonly [number, number]; readonly cancels: readonly [number, number] }>>;

export type Tier = keyof typeof TIERS;

/** Half of a window at once and the other half spread over it: no window of that length ever sees more than the limit. */
const bucketOf = (requests: number, seconds: number): TokenBucket => new TokenBucket(requests / 2, requests / 2 / seconds);

export class RequestBudget {
  readonly #all = bucketOf(ALL_REQUESTS, 10);
  readonly #classes = new Map<EndpointClass, readonly TokenBucket[]>();
  readonly #orders: TokenBucket;
  readonly #cancels: TokenBucket;
  readonly #pausedUntil = new Map<EndpointClass, number>();
  readonly #pauses = new Map<EndpointClass, number>();

  constructor(tier: Tier) {
    const { orders, cancels } = TIERS[tier];
    this.#orders = new TokenBucket(orders[1], orders[0]);
    this.#cancels = new TokenBucket(cancels[1], cancels[0]);
  }

  /** Milliseconds until a request of this class may go; `items`: the orders or cancels in it. */
  waitFor(endpoint: EndpointClass, items: number, now: TimestampMs): number {
    let wait = Math.max(0, (this.#pausedUntil.get(endpoint) ?? 0) - now);
    for (const { bucket, cost } of this.#charges(endpoint, items)) wait = Math.max(wait, bucket.waitFor(cost, now));
    return wait;
  }

  take(endpoint: EndpointClass, items: number, now: TimestampMs): void {
    for (const { bucket, cost } of this.#charges(endpoint, items)) bucket.take(cost, now);
  }

  /** The venue turned a request of this class away; null where it did not say for how long: then ever longer until it takes one. */
  turnedAway(endpoint: EndpointClass, retryAfterMs: number | null, now: TimestampMs): void {
    const until = this.#pausedUntil.get(endpoint) ?? 0;
    // Requests that were under way together are turned away together, which is once.
    if (retryAfterMs === null && now < until) return;
    const pauses = this.#pauses.get(endpoint) ?? 0;
    this.#pauses.set(endpoint, pauses + 1);
    this.#pausedUntil.set(endpoint, Math.max(until, now + (retryAfterMs ?? Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** pauses))));
  }

  takenIn(endpoint: EndpointClass): void { this.#pauses.delete(endpoint); }

  #charges(endpoint: EndpointClass, items: number): readonly { readonly bucket: TokenBucket; readonly cost: number }[] {
    const charges = [{ bucket: this.#all, cost: 1 }, ...this.#bucketsOf(endpoint).map((bucket) => ({ bucket, cost: 1 }))];
    if (endpoint === 'order' || endpoint === 'orders') charges.push({ bucket: this.#orders, cost: items });
    if (endpoint.startsWith('cancel-')) charges.push({ bucket: this.#cancels, cost: items });
    return charges;
  }

  #bucketsOf(endpoint: EndpointClass): readonly TokenBucket[] {
    const known = this.#classes.get(endpoint);
    if (known !== undefined) return known;
    const [short, long] = WINDOWS[endpoint] as readonly [number, number?];
    const made = [bucketOf(short, 10), ...(long === undefined ? [] : [bucketOf(long, 600)])];
    this.#classes.set(endpoint, made);
    return made;
  }
}
