// Polymarket's public feed for the recorder: each text of the market channel as it came, and the events that were made of it.

import type { CompiledConfig } from '../config/compiled-config.ts';
import { timestamp, type TimestampMs } from '../core/domain/numbers.ts';
import { fitsPattern } from '../core/market/market-pattern.ts';
import type { FeedHandlers, RecordedFeed } from '../record/recorded-feed.ts';
import type { PolymarketHosts } from '../venues/polymarket/hosts.ts';
import { openMarketSide, VENUE } from '../venues/polymarket/market-side.ts';

export interface RecordedPolymarketOptions {
  readonly hosts: PolymarketHosts;
  readonly config: CompiledConfig;
  /** Instead of what the config takes; none: what it takes. */
  readonly markets: readonly string[];
  readonly say: (text: string) => void;
}

export class RecordedPolymarket implements RecordedFeed {
  readonly #options: RecordedPolymarketOptions;
  readonly #stopped: Promise<void>;
  #stop: () => void = () => {};

  constructor(options: RecordedPolymarketOptions) {
    this.#options = options;
    this.#stopped = new Promise((resolve) => { this.#stop = resolve; });
  }

  now(): TimestampMs { return timestamp(Date.now()); }
  stop(): void { this.#stop(); }

  async run(handlers: FeedHandlers): Promise<void> {
    const { hosts, config, say } = this.#options;
    const side = openMarketSide(hosts, { canMerge: true, canSplit: true }, {
      say, emit: (event) => { handlers.event(event); }, listed: ({ market }) => { handlers.market(market); },
    }, { credentials: null, others: [] }, (connection, text, receivedAt) => { handlers.frame(`market/${connection}`, text, receivedAt); });
    side.plane.follow(this.#wanted(config));
    try {
      await this.#stopped;
    } finally {
      side.close();
    }
    await handlers.settled();
  }

  /** Patterns of the command line take the place of the strategies' own. */
  #wanted(config: CompiledConfig): Pick<CompiledConfig, 'strategies'> {
    const { markets } = this.#options;
    if (markets.length === 0) return config;
    const series = config.strategies.filter(({ markets: { venue, series: of } }) => venue === VENUE && of !== undefined && markets.some((pattern) => fitsPattern(pattern, of.name)));
    const [any] = config.strategies;
    return { strategies: any === undefined ? series : [...series, { ...any, name: 'recorded', markets: { venue: VENUE, include: markets, exclude: [] } }] };
  }
}
