// The engine of a running session once more, fed from its journal: what it knew of markets and of its own orders after each
// event. Decisions are made again so that its orders are known; what they ask for is dropped.

import type { Event } from '../../core/domain/events.ts';
import { Engine, type EngineSnapshot } from '../../core/engine.ts';
import type { MarketState } from '../../core/state/market-state.ts';

export class RunCopy {
  readonly #engine: Engine;

  /** Null: as a run begins. A state is left as it is. */
  constructor(state: EngineSnapshot | null) {
    this.#engine = state === null ? new Engine() : Engine.restore(state);
  }

  /** Stamp of the last event. */
  get now(): number { return this.#engine.now(); }
  get markets(): readonly MarketState[] { return this.#engine.marketStates(); }
  market(id: number): MarketState {
    const market = this.markets[id];
    if (market === undefined) throw new Error(`no market ${id} is listed`);
    return market;
  }
  /** Of an order of ours; null where the session does not know it. */
  marketOf(clientId: string): MarketState | null {
    const market = this.#engine.marketOf(clientId);
    return market === null ? null : this.market(market);
  }
  /** JSON-ready. */
  snapshot(): EngineSnapshot { return this.#engine.snapshot(); }

  step(event: Event): void {
    this.#engine.step(event);
    this.#engine.commands.length = 0;
    this.#engine.notices.length = 0;
  }
}
