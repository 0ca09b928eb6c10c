// step(event): the pipeline, readable top to bottom. Synchronous and deterministic: the same snapshot and the same events
// give the same commands. It has no clock but the stamps of its events and calls nothing outside.

import type { RuleScope } from '../config/compiled-config.ts';
import type { Command } from './domain/commands.ts';
import type { CarriedState, Decide, Event, MarketDataEvent, RewardsAssessed } from './domain/events.ts';
import type { MarketId } from './domain/instrument.ts';
import type { Notice } from './domain/notices.ts';
import type { HourPnl } from './ledger/hour-pnl.ts';
import { applyMarketData } from './pipeline/apply-market-data.ts';
import { applyOperator, startSession } from './pipeline/apply-control.ts';
import { applyOrderEvent } from './pipeline/apply-order-event.ts';
import { hourSoFar } from './pipeline/close-hour.ts';
import { applyRewardsAssessed } from './pipeline/incentives.ts';
import { beginCanary } from './pipeline/canary.ts';
import { decide, dueAt } from './pipeline/decide.ts';
import { tokenObstacle, type TokenAction } from './pipeline/operate.ts';
import { ZERO_PROOFS } from './pipeline/reconcile.ts';
import { Scratch } from './pipeline/scratch.ts';
import { swapConfig } from './pipeline/swap-config.ts';
import { carry } from './report/carry.ts';
import { explainMarket } from './report/explain-market.ts';
import { marketReport } from './report/market-report.ts';
import { statusOf } from './report/status.ts';
import { statisticsOf, type Statistics } from './report/statistics.ts';
import { restoreCore, snapshotOf, type EngineSnapshot } from './report/snapshot.ts';
import type { RuleSet } from './rules/rule-set.ts';
import { CoreState } from './state/core-state.ts';
import type { MarketState } from './state/market-state.ts';
import type { EngineStatus, Explanation, MarketReport } from './views.ts';

export type { EngineSnapshot } from './report/snapshot.ts';

export interface HaltProof {
  readonly quiescing: boolean; readonly zeroOpenProved: boolean; readonly openOrders: number;
  /** Open ones, and those that are gone and whose fills have not all been told. */
  readonly unsettledOrders: number;
}

export class Engine {
  /** Filled by `step`; the caller drains both (reads, then sets length to 0) after each batch. */
  readonly commands: Command[] = [];
  readonly notices: Notice[] = [];
  #core = new CoreState(this.commands, this.notices);
  readonly #scratch = new Scratch();
  /** Something other than market data came since the last decision. */
  #hasNews = false;

  /** Throws only for an event that no well-formed source can send (a market never listed, a generation that falls). */
  step(event: Event): void {
    const core = this.#core;
    // Sources are merged by stamp, yet a stamp may lag behind what was already seen: time stands still, it never runs back.
    if (event.ts > core.now) core.now = event.ts;
    switch (event.type) {
      case 'BookDelta':
      case 'TradePrinted':
      case 'BookSnapshot':
      case 'BookInvalidated':
      case 'BookValidated':
      case 'FeedHeartbeat':
      case 'FeedStatusChanged':
      case 'InstrumentListed':
      case 'InstrumentStatusChanged':
      case 'InstrumentChanged':
      case 'MarketFactsReported':
      case 'ReferencePriced':
      case 'PriceToBeatReported':
      case 'MarketResolved': applyMarketData(core, event); return;
      case 'RewardsAssessed': applyRewardsAssessed(core, event); return;
      case 'Decide':
        this.#hasNews = false;
        decide(core, this.#scratch);
        return;
      default:
        this.#hasNews = true;
        this.#apply(core, event);
    }
  }

  #apply(core: CoreState, event: Exclude<Event, MarketDataEvent | RewardsAssessed | Decide>): void {
    switch (event.type) {
      case 'OrderAccepted':
      case 'OrderRejected':
      case 'OrderFilled':
      case 'OrderCanceled':
      case 'OrderAmended':
      case 'CancelRejected':
      case 'OutcomeUnknown':
      case 'OrderReported':
      case 'OpenOrdersReported':
      case 'HoldingsReported':
      case 'FillFailed':
      case 'IncentivePaid':
      case 'VenueModeChanged':
      case 'PairsMerged':
      case 'MergeFailed':
      case 'PairsSplit':
      case 'PairsRedeemed':
      case 'PositionsConverted':
      case 'TokenOperationFailed':
      case 'TokenOperationUnknown': applyOrderEvent(core, event); return;
      case 'SessionStarted': startSession(core, event); return;
      case 'ConfigSwapped': swapConfig(core, event.generation, event.config); return;
      case 'CanaryBegan': beginCanary(core, event); return;
      case 'OperatorCommanded': applyOperator(core, event); return;
      case 'JournalStatusChanged': core.journalOk = event.ok; return;
    }
  }

  /** Whether a `Decide` stamped `ts` could do anything: something was touched, or a time has come. */
  wantsDecision(ts: number): boolean {
    const core = this.#core;
    return this.#hasNews || core.dirtyCount > 0 || ts >= dueAt(core);
  }

  /** When, in event time, the engine wants a `Decide` though nothing else happens; null when it does not. */
  wakeAt(): number | null {
    const at = dueAt(this.#core);
    return at === Infinity ? null : Math.max(at, this.#core.now + 1);
  }

  /** Whether a halt or quiesce is on, and whether every venue proved zero open orders since it began. */
  haltProof(): HaltProof {
    const { quiesce, venues } = this.#core;
    const openOrders = restingCount(this.#core);
    // No venue has spoken yet: an earlier session's orders may rest at one that we have not heard of.
    const isProved = openOrders === 0 && venues.length > 0 && venues.every((v) => v.zeroProofs >= ZERO_PROOFS);
    return { quiescing: quiesce !== null, zeroOpenProved: quiesce !== null && isProved, openOrders, unsettledOrders: this.#core.orders.liveCount };
  }

  /** The whole state, JSON-ready. */
  snapshot(): EngineSnapshot { return snapshotOf(this.#core); }

  static restore(snapshot: EngineSnapshot): Engine {
    const engine = new Engine();
    engine.#core = restoreCore(snapshot, engine.commands, engine.notices);
    engine.#hasNews = true;
    return engine;
  }

  /** What the next session starts from. */
  carry(): CarriedState { return carry(this.#core); }
  generation(): number { return this.#core.generation; }
  /** Event time of the last event. */
  now(): number { return this.#core.now; }
  /** Micro-dollars over all markets. */
  pnl(): number { return this.#core.account.pnl; }
  /** What a share of YES is worth now, micro-dollars: fair value, once settled what it paid; NaN while nothing prices it. */
  worth(market: MarketId): number {
    const { settledAt, fairValue } = this.#core.market(market);
    return settledAt ?? fairValue;
  }
  isSettled(market: MarketId): boolean { return this.#core.market(market).settledAt !== null; }
  marketNames(): readonly string[] { return this.#core.markets.map((m) => m.instrument.name); }
  /** To look at; by their ids. */
  marketStates(): readonly MarketState[] { return this.#core.markets; }
  /** Where an order of ours is; null for one that is not known. */
  marketOf(clientId: string): MarketId | null { return this.#core.orders.get(clientId)?.market ?? null; }
  status(): EngineStatus { return statusOf(this.#core); }
  /** The hour under way, as if it ended now; null before the first decision. */
  hourSoFar(): HourPnl | null { return hourSoFar(this.#core); }
  statistics(): Statistics { return statisticsOf(this.#core); }
  /** Null for a market that is not listed. */
  market(name: string): MarketReport | null {
    const market = this.#core.byName.get(name);
    return market === undefined ? null : marketReport(this.#core, market);
  }
  explain(name: string): Explanation | null {
    const market = this.#core.byName.get(name);
    return market === undefined ? null : explainMarket(this.#core, market, this.#scratch);
  }
  /** Why a split, merge, redemption or conversion cannot be asked for now; null where it can. */
  tokenObstacle(action: TokenAction): string | null { return tokenObstacle(this.#core, action); }
  ruleSet(): RuleSet { return this.#core.rules; }
  /** The facts a rule of that subject was last judged on; a copy. Null for a subject that is not there. */
  factVector({ scope, market, strategy }: { readonly scope: RuleScope; readonly market: MarketId | null; readonly strategy: string | null }): Float64Array | null {
    const core = this.#core;
    if (scope === 'account') return core.account.vector.slice();
    if (scope === 'strategy') return core.strategies.find((s) => s.name === strategy)?.vector.slice() ?? null;
    return market === null ? null : core.market(market).vector.slice();
  }
}

/** Orders that rest or may rest; one that is proved gone and only waits for the news of its fills does not. */
/** Those that an earlier session left in markets that are not listed yet may rest as well. */
function restingCount({ orders, unlisted }: CoreState): number {
  let count = Object.values(unlisted).reduce((sum, carried) => sum + (carried.orders?.length ?? 0), 0);
  for (const order of orders.allLive()) if (order.goneAt < 0) count++;
  return count;
}
