// Polymarket's books for paper: what is public, and nothing of an account.

import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { MarketDataListener, MarketFeed } from '../paper/market-feed.ts';
import type { ReferenceSource } from '../reference-source.ts';
import type { PolymarketHosts } from './hosts.ts';
import { openMarketSide, VENUE, type MarketSide } from './market-side.ts';

export class PolymarketPaperFeed implements MarketFeed {
  readonly venue = VENUE;
  readonly #side: MarketSide;
  #listener: MarketDataListener = () => {};

  constructor(hosts: PolymarketHosts, references: readonly ReferenceSource[], say: (text: string) => void) {
    // The simulated exchange merges pairs and pays what resolves by itself.
    this.#side = openMarketSide(hosts, { canMerge: true, canSplit: true }, { emit: (event) => { this.#listener(event); }, listed: () => {}, say }, { credentials: null, others: references });
  }

  follow(config: CompiledConfig): void { this.#side.plane.follow(config); }
  start(listener: MarketDataListener): void { this.#listener = listener; }

  async close(): Promise<void> {
    this.#listener = () => {};
    this.#side.close();
  }
}
