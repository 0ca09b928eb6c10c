// The reference prices that the config in force asks this venue for, as events for the core: subscribed to while somebody asks,
// and no longer.

import type { CompiledConfig } from '../../../config/compiled-config.ts';
import type { ReferencePriced } from '../../../core/domain/events.ts';
import { PriceFeed, type PriceFeedParts } from './price-feed.ts';
import { RTDS } from './reference-wire.ts';

export interface ReferenceWatchParts extends Pick<PriceFeedParts, 'url' | 'clock' | 'connect' | 'random'> {
  readonly emit: (event: ReferencePriced) => void;
  /** What an operator should know. */
  readonly say: (text: string) => void;
}

export class ReferenceWatch {
  readonly #parts: ReferenceWatchParts;
  #feed: PriceFeed | null = null;
  #symbols: readonly string[] = [];

  constructor(parts: ReferenceWatchParts) { this.#parts = parts; }

  follow({ strategies }: Pick<CompiledConfig, 'strategies'>): void {
    const asked = strategies.flatMap((strategy) => (strategy.kind === 'market-maker' ? [strategy.settings, ...Object.values(strategy.overrides)].flatMap(({ quote }) => quote.reference ?? []) : []));
    const symbols = [...new Set(asked.filter(({ feed }) => feed === RTDS.feed).map(({ symbol }) => symbol))].toSorted();
    if (symbols.join() === this.#symbols.join()) return;
    this.close();
    this.#symbols = symbols;
    if (symbols.length === 0) return;
    const { url, clock, connect, random, emit, say } = this.#parts;
    this.#feed = new PriceFeed({
      wire: RTDS, url, clock, connect, random, subscriptions: symbols.map((symbol) => ({ source: 'spot', symbol, windowSeconds: null })),
      onPrice: ({ feed, symbol, price, ts }) => { emit({ type: 'ReferencePriced', ts: clock.now(), feed, symbol, price, at: ts }); },
      onDown: (reason) => { say(`reference prices: ${reason}; connecting again`); },
    });
  }

  close(): void {
    this.#feed?.close();
    this.#feed = null;
    this.#symbols = [];
  }
}
