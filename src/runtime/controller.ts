// What the outside (API, terminal, signals) may ask of a running bot. The server and the command line know this and
// nothing of the engine or the journal.

import type { LiquidationStage } from '../config/compiled-config.ts';
import type { TokenAction } from '../core/pipeline/operate.ts';
import type { EngineStatus, Explanation, HourView, MarketReport, MarketSummary } from '../core/views.ts';
import type { Notice } from '../core/domain/notices.ts';

export type { TokenAction } from '../core/pipeline/operate.ts';

export interface HealthReport {
  readonly status: 'ok' | 'degraded';
  /** Empty when ok. Stable code and a sentence. */
  readonly reasons: readonly { readonly code: string; readonly why: string }[];
  readonly generation: number;
  readonly config: 'in-force' | 'rejected' | 'pending';
  readonly uptimeMs: number;
}
/** A difference between the config in force and another, in words. */
export interface PlannedChange {
  readonly path: string;
  readonly class: 'immediate' | 'tighten' | 'loosen' | 'session' | 'restart';
  readonly from: string | null; readonly to: string | null;
  /** "btc-quick: quote.halfSpread 1.5c → 2c (strategies.yaml:14)" */
  readonly words: string;
}
export interface PlanReport {
  readonly status: 'nothing' | 'pending' | 'rejected';
  readonly generation: number;
  /** The generation it would become; null when nothing is pending. */
  readonly next: number | null;
  readonly changes: readonly PlannedChange[];
  /** True where an operator has to `apply` before it takes force. */
  readonly needsApply: boolean;
  readonly problems: readonly ConfigProblem[];
}
/** What the files on disk would have done on what the session has recorded, next to the config in force. */
export interface PlanReplay {
  /** Session time, milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** How to read it: what was replayed, how far back it goes, what is not in it. */
  readonly notes: readonly string[];
  /** A is the config in force, B what the files say. */
  readonly comparison: PlanComparison;
}
export interface PlanComparison {
  readonly version: 1;
  readonly tape: { readonly path: string; readonly name: string; readonly venue: string; readonly hash: string; readonly markets: number };
  readonly a: ReplayedConfig;
  readonly b: ReplayedConfig;
  readonly headline: { readonly tone: 'gain' | 'loss' | 'unclear'; readonly text: string };
  readonly notes: readonly string[];
  readonly models: readonly ReplayedModel[];
}
export interface ReplayedConfig {
  readonly name: string; readonly profile: string; readonly configHash: string; readonly commandHash: string;
  readonly from: number; readonly to: number; readonly seed: number; readonly ended: string;
}
export interface ReplayedModel {
  readonly model: string;
  readonly a: ReplayedFigures;
  readonly b: ReplayedFigures;
  /** B less A. */
  readonly difference: ReplayedFigures;
  /** 95 %, of what B earned more than A; null with the reason beside it. */
  readonly interval: { readonly sum: number; readonly low: number; readonly high: number; readonly pAboveZero: number; readonly buckets: number; readonly bucketMs: number } | null;
  readonly noInterval: string | null;
  readonly quotes: ReplayedQuotes;
  /** True when the two sent the same commands. */
  readonly isSame: boolean;
  readonly sentence: string;
}
/** Dollars, shares, shares of one. */
export interface ReplayedFigures {
  readonly pnl: { readonly total: number; readonly spread: number; readonly adverseSelection: number; readonly inventory: number; readonly fees: number; readonly rebates: number; readonly rewards: number };
  readonly fills: number; readonly volume: number; readonly quoteUptime: number; readonly fillRatio: number | null; readonly maxDrawdown: number;
}
export interface ReplayedQuotes {
  readonly moments: number; readonly share: number | null; readonly marketsCompared: number; readonly marketsDiffering: number;
  readonly bid: ReplayedSide | null; readonly ask: ReplayedSide | null;
  readonly markets: readonly { readonly market: string; readonly moments: number; readonly share: number; readonly bid: ReplayedSide; readonly ask: ReplayedSide }[];
  readonly first: readonly ReplayedQuote[];
  readonly largest: readonly ReplayedQuote[];
}
export interface ReplayedSide { readonly share: number; readonly meanCents: number | null; readonly onlyA: number; readonly onlyB: number }
export interface ReplayedQuote { readonly ts: number; readonly market: string; readonly side: 'bid' | 'ask'; readonly a: number | null; readonly b: number | null }
/** `replay` is null where there was nothing to replay, with the reason. */
export interface ReplayedPlan extends PlanReport { readonly replay: PlanReplay | null; readonly whyNoReplay: string | null }

/** A UTC day, dollars: P&L since the account began at its first hour, what the day came to, and P&L at its end or now. */
export interface DayView { readonly day: number; readonly baseline: number; readonly change: number; readonly total: number; /** That are over. */ readonly hours: number }
/** Newest first. */
export interface PnlReport { readonly current: HourView | null; readonly hours: readonly HourView[]; readonly days: readonly DayView[] }

export interface ConfigProblem {
  readonly code: string; readonly file: string; readonly line: number; readonly column: number;
  readonly message: string; readonly remedy: string;
  /** The excerpt with caret, as printed in a terminal. */
  readonly text: string;
}
export interface GenerationRecord {
  readonly generation: number; readonly at: number; readonly hash: string; readonly profile: string;
  readonly origin: 'start' | 'save' | 'apply' | 'revert' | 'profile';
  readonly changes: readonly string[];
}
export interface ConfigReport {
  readonly generation: number; readonly hash: string; readonly profile: string;
  readonly status: 'in-force' | 'rejected' | 'pending';
  readonly problems: readonly ConfigProblem[];
  readonly generations: readonly GenerationRecord[];
  /** The effective config in force, with the origin of each value. */
  readonly effective: readonly { readonly path: string; readonly value: string; readonly origin: string }[];
}
/** An account that was left with what it held: nobody looks after it until its profile runs again. */
export interface LeftAccount {
  readonly profile: string; readonly account: string; readonly since: number; readonly by: string;
  /** Shares. */
  readonly positions: readonly { readonly market: string; readonly yes: number; readonly no: number }[];
}
export interface BotStatus extends EngineStatus { readonly left: LeftAccount | null }
export interface SwapRequest {
  /** The name of the profile again. */
  readonly confirm: string;
  readonly by: string;
  readonly tape: string | null;
  /** The bearer token that came with the request, for a profile that asks for one; null where none came. */
  readonly token: string | null;
  /** Leaves an account that trades with money though it holds positions. */
  readonly leavePositions: boolean;
}
export type Outcome<T = object> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly code: string; readonly message: string; readonly remedy: string };

export interface HaltReport { readonly halted: true; readonly zeroOpen: 'proved' | 'unconfirmed'; readonly openOrders: number; readonly tookMs: number }

export interface StreamItem { readonly id: number; readonly kind: 'decision' | 'fill' | 'order' | 'config' | 'alert' | 'session'; readonly at: number; readonly text: string; readonly data: Notice | Record<string, unknown> }

export interface Controller {
  health(): HealthReport;
  status(): BotStatus;
  markets(): readonly MarketSummary[];
  /** Null for a market that is not listed. */
  market(name: string): MarketReport | null;
  /** With the judgement of json-rules-engine on the rules that changed last. */
  /** By hour, at most so many that are over. */
  pnl(hours: number): PnlReport;
  explain(name: string): (Explanation & { readonly oracle: 'agrees' | 'disagrees' | 'not-asked-yet' }) | null;
  config(): ConfigReport;
  plan(): PlanReport;
  /**
   * The plan, and what it would have changed over the last `replay` ("60m") of the session. Takes up to minutes and applies
   * nothing; rejects with an `EvenkeelError` where it cannot be done, or once `signal` says that nobody waits for it.
   */
  replayedPlan(replay: string, signal: AbortSignal): Promise<ReplayedPlan>;
  /** Read the files now instead of waiting for the watcher. */
  reload(): Promise<PlanReport>;
  apply(by: string): Promise<Outcome<{ generation: number; changes: readonly string[] }>>;
  revert(generation: number, by: string): Promise<Outcome<{ generation: number; changes: readonly string[] }>>;
  /** Resolves when zero open orders are proved, or after the time allowed with `unconfirmed`. */
  halt(by: string, reason: string): Promise<HaltReport>;
  resume(by: string, market: string | null): Promise<Outcome>;
  /** Works the position of a market off by this stage at least. Refused where its settings do not say how. */
  liquidate(by: string, market: string, stage: LiquidationStage): Promise<Outcome>;
  /** Asks the venue for a split, merge, redemption or conversion, once. Refused with what stands against it; what became of it is told as an alert. */
  operate(by: string, action: TokenAction): Promise<Outcome>;
  swapProfile(profile: string, request: SwapRequest): Promise<Outcome<{ session: string; profile: string }>>;
  /** Prometheus text. */
  metrics(): Promise<string>;
  /** True where control calls need the bearer token; `checkToken` compares in constant time. */
  readonly needsToken: boolean;
  checkToken(token: string): boolean;
  subscribe(listener: (item: StreamItem) => void): () => void;
}
