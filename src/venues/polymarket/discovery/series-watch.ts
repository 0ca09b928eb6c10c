// Finds the market of each window of a recurring series before it begins: the one at hand and the next few. A word of the venue
// that a market was listed has it looked up at once; otherwise what is missing is asked for again and again.

import { seriesNamed, slugsOf, windowsFrom, type RecurringSeries } from './recurring-series.ts';
import { decodeGammaEvent } from '../wire/gamma.ts';
import type { NewMarketMessage } from '../wire/market-message.ts';
import type { FeedClock } from '../feed/feed-clock.ts';
import type { GetJson } from './get-json.ts';
import { listingOf, type Listing } from './listing.ts';

const POLL_MS = 10_000;

export interface SeriesWatchParts {
  readonly series: readonly string[];
  /** Windows to find besides the one at hand. */
  readonly ahead: number;
  readonly venue: string;
  readonly canMerge: boolean;
  readonly clock: FeedClock;
  readonly getJson: GetJson;
  /** Once for each market. */
  readonly onListing: (listing: Listing) => void;
  /** What a window has no market for yet, in words; told when it changes. */
  readonly onMissing: (slug: string, reason: string) => void;
}

interface Wanted { readonly series: RecurringSeries; readonly startsAt: number; isAsked: boolean; reason: string }

export class SeriesWatch {
  readonly #parts: SeriesWatchParts;
  readonly #series: readonly RecurringSeries[];
  /** By series and start: windows that have no market yet, and those that have. */
  readonly #missing = new Map<string, Wanted>();
  readonly #found = new Set<string>();
  #callOff: () => void = () => {};
  #isClosed = false;

  constructor(parts: SeriesWatchParts) {
    this.#parts = parts;
    this.#series = parts.series.map((name) => {
      const series = seriesNamed(name);
      if (series === null) throw new RangeError(`${name} is no recurring series`);
      return series;
    });
    this.#poll();
  }

  /** The venue has listed a market. */
  hear({ slug }: NewMarketMessage): void {
    for (const wanted of this.#missing.values()) if (slugsOf(wanted.series, wanted.startsAt).includes(slug)) void this.#look(wanted);
  }

  close(): void {
    this.#isClosed = true;
    this.#callOff();
  }

  #poll(): void {
    const { clock, ahead } = this.#parts;
    const now = clock.now();
    const current = new Set<string>();
    for (const series of this.#series) {
      for (const startsAt of windowsFrom(series, now, ahead)) {
        const key = `${series.name} ${startsAt}`;
        current.add(key);
        if (!this.#found.has(key) && !this.#missing.has(key)) this.#missing.set(key, { series, startsAt, isAsked: false, reason: '' });
      }
    }
    for (const keys of [this.#found, this.#missing]) for (const key of keys.keys()) if (!current.has(key)) keys.delete(key);
    for (const wanted of this.#missing.values()) void this.#look(wanted);
    // A new window begins its search at its time, not at the next poll.
    const turn = Math.min(...this.#series.map(({ lengthMs }) => lengthMs - (now % lengthMs)));
    this.#callOff = clock.after(Math.min(POLL_MS, turn), () => { this.#poll(); });
  }

  async #look(wanted: Wanted): Promise<void> {
    if (wanted.isAsked) return;
    wanted.isAsked = true;
    const reason = await this.#find(wanted);
    wanted.isAsked = false;
    if (reason === null || reason === wanted.reason || this.#isClosed) return;
    wanted.reason = reason;
    this.#parts.onMissing(slugsOf(wanted.series, wanted.startsAt)[0] ?? wanted.series.name, reason);
  }

  /** Null when it was found. */
  async #find({ series, startsAt }: Wanted): Promise<string | null> {
    const { getJson, clock, venue, canMerge, onListing } = this.#parts;
    const key = `${series.name} ${startsAt}`;
    let reason = 'the venue has not listed it';
    for (const slug of slugsOf(series, startsAt)) {
      const answer = await getJson(`/events/slug/${slug}`);
      if (answer.kind === 'failed') reason = answer.why;
      if (answer.kind !== 'ok') continue;
      for (const market of decodeGammaEvent(answer.body)) {
        if (market.kind === 'undecodable') reason = `it cannot be read: ${market.reason}`;
        // One name stands for two windows in the hour that comes twice.
        else if (market.slug !== slug || market.eventStartTime !== startsAt) reason = 'the market of this name is of another window';
        else {
          const listing = listingOf(market, { venue, now: clock.now(), canMerge });
          if (listing.kind === 'refusal') reason = listing.reason;
          else if (!this.#isClosed && this.#missing.delete(key)) {
            this.#found.add(key);
            onListing(listing);
            return null;
          } else return null;
        }
      }
    }
    return reason;
  }
}
