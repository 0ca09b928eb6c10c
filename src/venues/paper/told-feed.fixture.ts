// A feed that tells what it is told to, at once: for tests, in which stamps stand for the time of receipt.

import type { MarketDataEvent } from '../../core/domain/events.ts';
import type { MarketDataListener, MarketFeed } from './market-feed.ts';

export class ToldFeed implements MarketFeed {
  readonly venue: string;
  isClosed = false;
  readonly #before: readonly MarketDataEvent[];
  #listener: MarketDataListener | null = null;

  /** `events` come as soon as somebody listens. */
  constructor(venue: string, events: readonly MarketDataEvent[] = []) {
    this.venue = venue;
    this.#before = events;
  }

  follow(): void {}

  start(listener: MarketDataListener): void {
    this.#listener = listener;
    for (const event of this.#before) listener(event);
  }

  say(event: MarketDataEvent): void { if (!this.isClosed) this.#listener?.(event); }

  async close(): Promise<void> { this.isClosed = true; }
}
