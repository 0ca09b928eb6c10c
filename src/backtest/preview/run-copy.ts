// The core of a running session once more, fed from its journal: what it knew of markets and of its own orders after each
// event. Decisions are made again so that its orders are known; what they ask for is dropped.

import type { Command } from '../../core/domain/commands.ts';
import type { Event } from '../../core/domain/events.ts';
import type { Notice } from '../../core/domain/notices.ts';
import { applyOperator, startSession } from '../../core/pipeline/apply-control.ts';
import { applyMarketData } from '../../core/pipeline/apply-market-data.ts';
import { applyOrderEvent } from '../../core/pipeline/apply-order-event.ts';
import { decide } from '../../core/pipeline/decide.ts';
import { Scratch } from '../../core/pipeline/scratch.ts';
import { swapConfig } from '../../core/pipeline/swap-config.ts';
import { restoreCore, snapshotOf, type EngineSnapshot } from '../../core/report/snapshot.ts';
import { CoreState } from '../../core/state/core-state.ts';
import type { MarketState } from '../../core/state/market-state.ts';

export class RunCopy {
  readonly #commands: Command[] = [];
  readonly #notices: Notice[] = [];
  readonly #core: CoreState;
  readonly #scratch = new Scratch();

  /** Null: as a run begins. A state is left as it is. */
  constructor(state: EngineSnapshot | null) {
    this.#core = state === null ? new CoreState(this.#commands, this.#notices) : restoreCore(state, this.#commands, this.#notices);
  }

  /** Stamp of the last event. */
  get now(): number { return this.#core.now; }
  get markets(): readonly MarketState[] { return this.#core.markets; }
  market(id: number): MarketState {
    const market = this.#core.markets[id];
    if (market === undefined) throw new Error(`no market ${id} is listed`);
    return market;
  }
  /** Of an order of ours; null where the session does not know it. */
  marketOf(clientId: string): MarketState | null {
    const order = this.#core.orders.get(clientId);
    return order === undefined ? null : this.market(order.market);
  }
  /** JSON-ready. */
  snapshot(): EngineSnapshot { return snapshotOf(this.#core); }

  step(event: Event): void {
    const core = this.#core;
    if (event.ts > core.now) core.now = event.ts;
    this.#apply(event);
    this.#commands.length = 0;
    this.#notices.length = 0;
  }

  #apply(event: Event): void {
    const core = this.#core;
    switch (event.type) {
      case 'BookDelta': case 'TradePrinted': case 'BookSnapshot': case 'BookInvalidated': case 'BookValidated': case 'FeedHeartbeat': case 'FeedStatusChanged':
      case 'InstrumentListed': case 'InstrumentStatusChanged': case 'InstrumentChanged': case 'MarketResolved': applyMarketData(core, event); return;
      case 'Decide': decide(core, this.#scratch); return;
      case 'SessionStarted': startSession(core, event); return;
      case 'ConfigSwapped': swapConfig(core, event.generation, event.config); return;
      case 'OperatorCommanded': applyOperator(core, event); return;
      case 'JournalStatusChanged': core.journalOk = event.ok; return;
      default: applyOrderEvent(core, event);
    }
  }
}
