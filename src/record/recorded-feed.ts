// What is recorded, as the recorder sees it: a feed that says what it hears twice, as the text that came and as the events that
// were made of it.

import type { MarketDataEvent } from '../core/domain/events.ts';
import type { TimestampMs } from '../core/domain/numbers.ts';
import type { PolymarketMarket } from '../venues/polymarket/polymarket-market.ts';

export interface FeedHandlers {
  /** How the venue names a market. Before the `InstrumentListed` of that name. */
  market(market: PolymarketMarket): void;
  /**
   * A text as it was received, before the events that come of it, in the order in which texts are heard. `socket`: "market" and
   * "market/…" for the market channel, "books" and "books/…" for answers of `/books` that a book was replaced by; what comes under
   * any other name is kept and not decoded. Never a private channel.
   */
  frame(socket: string, text: string, receivedAt: TimestampMs): void;
  event(event: MarketDataEvent): void;
  /** For a feed that can wait: resolves when what it gave so far has been taken. */
  settled(): Promise<void>;
}

export interface RecordedFeed {
  /** The clock that frames and events are stamped with. */
  now(): TimestampMs;
  /** Resolves when it was stopped or ended by itself; rejects where it cannot go on. */
  run(handlers: FeedHandlers): Promise<void>;
  stop(): void;
}
