// The prices outside that the config in force asks for, as events for the core: a source is open while somebody asks for it, and
// no longer.

import type { CompiledConfig } from '../config/compiled-config.ts';
import type { ReferencePriced } from '../core/domain/events.ts';
import type { TimestampMs } from '../core/domain/numbers.ts';
import { referencesAsked } from '../core/domain/references-asked.ts';
import type { ReferenceSource } from './reference-source.ts';

export interface ReferenceWatchParts {
  readonly sources: readonly ReferenceSource[];
  readonly now: () => TimestampMs;
  readonly emit: (event: ReferencePriced) => void;
  /** What an operator should know. */
  readonly say: (text: string) => void;
}

export class ReferenceWatch {
  readonly #parts: ReferenceWatchParts;
  readonly #open = new Map<string, { readonly symbols: string; close(): void }>();

  constructor(parts: ReferenceWatchParts) { this.#parts = parts; }

  follow(config: Pick<CompiledConfig, 'strategies'>): void {
    const { sources, now, emit, say } = this.#parts;
    const asked = referencesAsked(config);
    for (const { feed } of asked) if (!sources.some((source) => source.feed === feed)) say(`no prices of ${feed} are to be had here`);
    for (const source of sources) {
      const { feed } = source;
      const symbols = [...new Set(asked.filter((one) => one.feed === feed).map(({ symbol }) => symbol))].toSorted();
      const open = this.#open.get(feed);
      if ((open?.symbols ?? '') === symbols.join()) continue;
      open?.close();
      this.#open.delete(feed);
      if (symbols.length === 0) continue;
      const refused = new Set<string>();
      const { close } = opened(source.open(symbols, {
        onPrice: (symbol, price, at) => { emit({ type: 'ReferencePriced', ts: now(), feed, symbol, price, at }); },
        onDown: (reason) => { say(`prices of ${feed}: ${reason}; asking again`); },
        onRefused: (reason) => {
          // Some come with each price.
          if (refused.has(reason)) return;
          refused.add(reason);
          say(`prices of ${feed}: refused: ${reason}`);
        },
      }));
      this.#open.set(feed, { symbols: symbols.join(), close });
    }
  }

  close(): void {
    for (const { close } of this.#open.values()) close();
    this.#open.clear();
  }
}

const opened = (source: { close(): void }): { readonly close: () => void } => ({ close: () => { source.close(); } });
