// What the core says about itself, besides commands: why, in events a person can follow. Never needed to reproduce a
// decision; observed by the console, the log, the metrics and `/events`. Emitted on change, not on every decision.

import type { LiquidationStage, RuleScope } from '../../config/compiled-config.ts';
import type { Lifecycle } from '../orchestrator/lifecycle.ts';
import type { MarketId } from './instrument.ts';
import type { Cash, Price, Size, TimestampMs } from './numbers.ts';
import type { ClientOrderId } from './order.ts';
import type { HourPnl } from '../ledger/hour-pnl.ts';
import type { Permission } from './permission.ts';
import type { Side } from './side.ts';

interface Noted { readonly ts: TimestampMs; readonly market: MarketId | null }

export type Notice =
  | (Noted & { readonly type: 'ConfigApplied'; readonly generation: number })
  | (Noted & { readonly type: 'MarketAdopted'; readonly name: string; readonly strategy: string })
  | (Noted & { readonly type: 'MarketReleased'; readonly name: string; readonly why: string })
  /** `from` and `to` are parts of a market's life (core/orchestrator/lifecycle.ts). */
  | (Noted & { readonly type: 'LifecycleChanged'; readonly from: Lifecycle; readonly to: Lifecycle; readonly why: string })
  /** A position is worked off from now on; `size` is signed. */
  | (Noted & { readonly type: 'LiquidationBegan'; readonly size: Size; readonly why: string })
  | (Noted & { readonly type: 'LiquidationStageChanged'; readonly stage: LiquidationStage; readonly why: string })
  /** `pnl`: of the market since it began; `profit`: the same against what the position had cost. */
  | (Noted & { readonly type: 'LiquidationEnded'; readonly stage: LiquidationStage; readonly why: string; readonly tookMs: number; readonly pnl: Cash; readonly profit: Cash })
  | (Noted & { readonly type: 'PermissionChanged'; readonly permission: Permission; readonly reasons: readonly string[] })
  /** The best prices we want in the market changed; null where a side is not quoted, with the reason. */
  | (Noted & { readonly type: 'QuoteChanged'; readonly bid: Price | null; readonly ask: Price | null; readonly fairValue: Price | null; readonly noBid: string | null; readonly noAsk: string | null })
  | (Noted & { readonly type: 'Filled'; readonly clientId: ClientOrderId; readonly fillId: string; readonly side: Side; readonly price: Price; readonly size: Size; readonly fee: Cash; readonly liquidity: 'maker' | 'taker'; readonly position: Size; readonly fairValue: Price | null })
  /** A fill did not settle and was taken back; the position is what is left. */
  | (Noted & { readonly type: 'FillReversed'; readonly clientId: ClientOrderId; readonly fillId: string; readonly size: Size; readonly position: Size })
  | (Noted & { readonly type: 'OrderRefused'; readonly clientId: ClientOrderId; readonly reason: string; readonly detail: string })
  | (Noted & { readonly type: 'OrderUnresolved'; readonly clientId: ClientOrderId; readonly detail: string })
  | (Noted & { readonly type: 'RuleChanged'; readonly rule: string; readonly scope: RuleScope; /** Of a rule of scope strategy: which. */ readonly strategy: string | null; readonly firing: boolean; readonly cause: 'condition' | 'unknown' | 'cooldown' | 'ended' })
  | (Noted & { readonly type: 'Alert'; readonly severity: 'info' | 'warning' | 'critical'; readonly code: string; readonly text: string })
  | (Noted & { readonly type: 'Halted'; readonly by: string; readonly reason: string })
  | (Noted & { readonly type: 'Resumed'; readonly by: string; readonly what: string })
  /** The venue has proved, twice in a row since the stop began, that nothing of the account is open there. */
  | (Noted & { readonly type: 'ZeroOpenProved'; readonly venue: string })
  | (Noted & { readonly type: 'Reconciled'; readonly venue: string; readonly differences: readonly string[] })
  | (Noted & { readonly type: 'MarketSettled'; readonly name: string; readonly yesPays: Price })
  /** An hour of the clock is over, UTC. `hour` is its start, `change` its P&L; `record` is what is stored of it. */
  | (Noted & { readonly type: 'HourClosed'; readonly hour: TimestampMs; readonly change: Cash; readonly total: Cash; readonly unrealised: Cash; readonly record: HourPnl });
