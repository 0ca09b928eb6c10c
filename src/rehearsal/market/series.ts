// The recurring series: lists the windows to come, opens each with the mean price of its moment, and at its end pays what
// the mean says.

import { UpdownFlow } from './updown-flow.ts';
import { windowTerms } from './listed-markets.ts';
import { RehearsalMarket } from './market.ts';
import type { ReferencePrice } from '../reference/reference-price.ts';

export interface SeriesHost {
  readonly now: () => number;
  readonly at: (when: number, work: () => void) => void;
  readonly list: (market: RehearsalMarket) => void;
  readonly resolve: (market: RehearsalMarket, paid: 0 | 1) => void;
}

export interface SeriesOptions { readonly seed: number; readonly windowMs: number; readonly isQuiet: boolean; readonly pace: number }

/** Besides the current one. */
const LISTED_AHEAD = 2;

export class Series {
  readonly #host: SeriesHost;
  readonly #reference: ReferencePrice;
  readonly #options: SeriesOptions;
  readonly #prices = new Map<string, { priceToBeat?: number; finalPrice?: number }>();

  constructor(reference: ReferencePrice, host: SeriesHost, options: SeriesOptions) {
    this.#host = host;
    this.#reference = reference;
    this.#options = options;
  }

  start(): void {
    const { windowMs } = this.#options;
    const current = Math.floor(this.#host.now() / windowMs) * windowMs;
    for (let i = 0; i <= LISTED_AHEAD; i++) this.#list(current + i * windowMs);
  }

  /** The price to beat and the final price, as far as they are known. */
  prices(slug: string): Readonly<Record<string, number>> | null { return this.#prices.get(slug) ?? null; }

  #list(startsAt: number): void {
    const { seed, windowMs, isQuiet, pace } = this.#options;
    const now = this.#host.now();
    const endsAt = startsAt + windowMs;
    const market = new RehearsalMarket(windowTerms({ startsAt, endsAt, seed, now }));
    const flow = new UpdownFlow(market, this.#reference, { startsAt, endsAt, seed, now, pace });
    if (!isQuiet) market.participants = flow;
    this.#host.list(market);
    const { slug } = market.terms;
    this.#host.at(startsAt, () => {
      flow.opening = this.#reference.twap;
      this.#prices.set(slug, { priceToBeat: flow.opening });
      if (startsAt > now) this.#list(startsAt + (LISTED_AHEAD) * windowMs);
    });
    this.#host.at(endsAt, () => {
      const opening = flow.opening ?? this.#reference.twap;
      const final = this.#reference.twap;
      this.#prices.set(slug, { priceToBeat: opening, finalPrice: final });
      this.#host.resolve(market, final >= opening ? 1 : 0);
    });
  }
}
