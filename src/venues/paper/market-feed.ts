// Live market data without an account: what paper trades against.

import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { MarketDataEvent } from '../../core/domain/events.ts';

/** Told of listings, books, trades and of the feed itself as they come, stamped with when they were received; stamps never fall. */
export type MarketDataListener = (event: MarketDataEvent) => void;

export interface MarketFeed {
  /** The venue's name in listings. */
  readonly venue: string;
  /** A config is in force from now on: what it takes is listed as soon as it is found. */
  follow(config: CompiledConfig): void;
  /** Starts listening; `listener` is told from the next turn of the loop on. Once. */
  start(listener: MarketDataListener): void;
  /** Idempotent; nothing is told any more. */
  close(): Promise<void>;
}
