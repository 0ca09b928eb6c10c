// Where prices outside the venues' markets come from: asked for by symbol, told as they come, closed when nobody asks any more.

import type { TimestampMs } from '../core/domain/numbers.ts';

export interface ReferenceHandlers {
  /** Dollars; `at`: since when, by the feed, or no later than that. */
  readonly onPrice: (symbol: string, price: number, at: TimestampMs) => void;
  readonly onDown: (reason: string) => void;
  /** Something that was asked for, or came, is of no use; the rest goes on. */
  readonly onRefused: (reason: string) => void;
}

export interface ReferenceSource {
  /** As `quote.reference.feed` names it. */
  readonly feed: string;
  /** `symbols`: "BTC/USD". */
  open(symbols: readonly string[], handlers: ReferenceHandlers): { close(): void };
}
