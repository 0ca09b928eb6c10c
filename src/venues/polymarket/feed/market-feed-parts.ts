// What the market feed is made of, and what it says about itself.

import type { MarketDataEvent } from '../../../core/domain/events.ts';
import type { NewMarketMessage } from '../wire/market-message.ts';
import type { Connect } from './connect.ts';
import type { FeedClock } from './feed-clock.ts';
import type { BookByRest, CrossCheckCounts } from './rest-cross-check.ts';

export interface MarketFeedParts {
  readonly venue: string;
  readonly url: string;
  readonly clock: FeedClock;
  readonly connect: Connect;
  /** In [0, 1). */
  readonly random: () => number;
  readonly emit: (event: MarketDataEvent) => void;
  /** Books by REST for the cross-check, by token. */
  readonly fetchBooks: (tokens: readonly string[]) => Promise<readonly BookByRest[]>;
  /** The venue has listed a market; of the whole venue, told once for each connection. */
  readonly onNewMarket: (message: NewMarketMessage) => void;
  /** How long a connection is used before it is replaced by a new one, about. */
  readonly changeOverEveryMs: number;
}

export interface FeedAge {
  readonly market: string;
  readonly isSound: boolean;
  /** Since anything was heard of the market; Infinity for never. */
  readonly ageMs: number;
}
export interface MarketFeedHealth {
  readonly shards: number;
  readonly openShards: number;
  readonly undecodable: number;
  /** Messages of markets that nobody subscribed to. */
  readonly foreign: number;
  readonly doubts: number;
  readonly crossCheck: CrossCheckCounts;
  /** Behind the venue's stamp, of the last price change; null before the first. */
  readonly lagMs: number | null;
}
