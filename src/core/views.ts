// What the core shows of its state: plain, JSON-ready records in operators' units (dollars, shares, as decimal numbers),
// built on demand and never on the way of an event. The API's schemas and the terminal are written against these.

import type { LiquidationStage } from '../config/compiled-config.ts';
import type { Lifecycle } from './orchestrator/lifecycle.ts';
import type { InstrumentStatus } from './domain/instrument.ts';
import type { OrderState } from './domain/order.ts';
import type { Permission } from './domain/permission.ts';
import type { Side } from './domain/side.ts';

/** Dollars. total = realised + unrealised = spread + inventory − fees + rebates + rewards, exactly, before conversion to decimals. */
export interface PnlView {
  readonly total: number;
  /** `unrealised`: what is held at fair value, less its cost. `realised`: the rest. */
  readonly realised: number; readonly unrealised: number;
  readonly spread: number; readonly inventory: number; readonly fees: number;
  /** Paid by the venue for making. */
  readonly rebates: number; readonly rewards: number;
}
/** An hour of P&L of the account. Dollars; stamps in milliseconds since the epoch. */
export interface HourView {
  /** Its start, UTC. */
  readonly hour: number;
  /** When its first and its last values were taken: at the first decision in it, and at the first after it. */
  readonly openedAt: number; readonly closedAt: number;
  /** What it came to, by part. */
  readonly change: PnlView;
  /** Of the account, at its end. */
  readonly total: number; readonly unrealised: number; readonly grossNotional: number; readonly cash: number | null;
  readonly markets: readonly { readonly name: string; readonly change: number; readonly total: number; readonly unrealised: number; readonly position: number }[];
}
export interface ExitsView { readonly count: number; readonly meanMs: number | null; readonly longestMs: number | null }
/** How well making goes, over the session. Null where nothing is known yet. */
export interface QualityView {
  /** Shares filled of those placed, 0 … 1, of orders that have ended. */
  readonly fillRate: number | null;
  /** Dollars a share that fills as the maker were worth 60 s later, against fair value then. `unknownFills`: nothing priced them. */
  readonly realisedSpread: { readonly perShare: number | null; readonly lastHour: number | null; readonly fills: number; readonly unknownFills: number };
  /** From the moment a position began to be liquidated until it was flat. */
  readonly exits: ExitsView;
}
export interface StrategySummary {
  readonly name: string;
  /** Dollars over the markets that it has. */
  readonly pnl: number; readonly heldNotional: number;
  /** Share of the time with working orders on both sides of at least one of its markets, 0 … 1; counted while the account may trade and one of them is open with a book. */
  readonly earningUptime: number | null;
  readonly exits: ExitsView;
}
/** Where a market stands among those of its strategy. */
export interface ChoiceView {
  /** When the part of its life that it is in began. */
  readonly since: number;
  /** What it is ranked by and its value then, in the fact's unit; null where nothing is ranked, or it is not known. */
  readonly rankBy: string | null; readonly score: number | null;
  /** Why it is chosen or not; null before the first choice and where no strategy has it. */
  readonly why: string | null;
}
export interface MarketSummary {
  readonly name: string; readonly venue: string; readonly strategy: string | null; readonly status: InstrumentStatus;
  readonly permission: Permission; readonly reasons: readonly string[];
  /** The part of its life that it is in. */
  readonly lifecycle: Lifecycle;
  /** The stage by which its position is worked off; null while it is not. */
  readonly stage: LiquidationStage | null;
  readonly choice: ChoiceView;
  /** Shares of YES less NO. */
  readonly position: number;
  readonly fairValue: number | null;
  /** Our best working prices; null where nothing of ours rests. */
  readonly bid: number | null; readonly ask: number | null;
  readonly bestBid: number | null; readonly bestAsk: number | null;
  readonly openOrders: number; readonly fills: number; readonly pnl: PnlView;
  /** Share of the time with a working order on both sides, 0 … 1; counted while a market maker has chosen it, it is open and has had a book. */
  readonly quoteUptime: number;
  readonly quality: QualityView;
}
export interface OrderView {
  readonly clientId: string; readonly side: Side; readonly price: number; readonly remaining: number; readonly size: number;
  readonly state: OrderState; readonly ageMs: number; readonly leg: { readonly outcome: 'yes' | 'no'; readonly action: 'buy' | 'sell'; readonly price: number };
}
export interface MarketReport extends MarketSummary {
  readonly book: { readonly bids: readonly (readonly [price: number, size: number])[]; readonly asks: readonly (readonly [price: number, size: number])[]; readonly valid: boolean; readonly ageMs: number | null };
  readonly orders: readonly OrderView[];
  readonly holdings: { readonly yes: number; readonly no: number; readonly averageCost: number | null };
  readonly facts: Readonly<Record<string, number | string | null>>;
  readonly stopLoss: { readonly latched: boolean; readonly reason: string };
  /** Its settings say how a position is worked off. */
  readonly canLiquidate: boolean;
  /** Null while nothing is worked off. Dollars, shares. */
  readonly liquidation: null | { readonly stage: LiquidationStage; readonly since: number; readonly stageSince: number; readonly why: string; readonly startShares: number; readonly profit: number };
  /** How often each constraint of the market began in this session, by code. */
  readonly guardTrips: Readonly<Record<string, number>>;
  /** What a share of YES paid once the market resolved; null before. */
  readonly settledAt: number | null;
}
/** Dollars at cost in the worst case, and the cap. */
export interface GroupView {
  readonly name: string; readonly kind: 'event' | 'configured' | 'correlated'; readonly worst: number; readonly limit: number;
  /** At most one of its markets pays, so that the worst case is over the outcomes and no sum. */
  readonly isExclusive: boolean; readonly markets: readonly string[];
}
/** `capital`: null where the strategy has no limit of its own. */
export interface CapitalView { readonly name: string; readonly worst: number; readonly capital: number | null }
/** Rewards of one UTC day at a venue, dollars. Nothing of it but `paid` is in the P&L. */
export interface RewardsView {
  readonly venue: string;
  /** Its start, milliseconds since the epoch. */
  readonly day: number;
  /** By our own reckoning, as far as the session has seen the day. */
  readonly estimated: number;
  /** What the venue counts for it by now; null while it has not said. */
  readonly stated: number | null;
  readonly paid: number;
  /** Of our orders that rested in markets with rewards when it was last asked, those that score; null while that is not known. */
  readonly orders: number; readonly scoring: number | null;
  /** Questions of this session about rewards and rebates that got no usable answer. */
  readonly unanswered: number;
}
export interface DegradedView { readonly venue: string; readonly since: number; readonly until: number; readonly why: string; readonly limitFactor: number }
export interface EngineStatus {
  readonly session: { readonly id: string; readonly profile: string; readonly mode: string };
  readonly generation: number;
  readonly permission: Permission; readonly reasons: readonly string[];
  readonly halted: { readonly since: number; readonly by: string; readonly reason: string } | null;
  /** `open`: what is or may be live; `unknown`: of those, the outcome not known. */
  readonly orders: { readonly open: number; readonly unknown: number };
  /** `daily` is the total less `dayStart`, its baseline since 00:00 UTC or since a daily loss was accepted by an operator. */
  readonly pnl: PnlView & { readonly daily: number; readonly dayStart: number; readonly drawdown: number };
  readonly exposure: {
    readonly grossNotional: number; readonly cash: number | null;
    /** Groups of markets that share a cap, the fullest first; strategies, in the order of the file. */
    readonly groups: readonly GroupView[]; readonly strategies: readonly CapitalView[];
  };
  /** Venues whose markets keep only a part of their limits for now. */
  readonly degraded: readonly DegradedView[];
  /** Of the day under way and of the one before, where anything is known of them. */
  readonly rewards: readonly RewardsView[];
  /** Quotes have this part of their sizes for now, 0 … 1; null where they have all of it. */
  readonly canary: { readonly size: number; readonly since: number; readonly until: number } | null;
  readonly now: number;
  /** Over all markets listed. */
  readonly quality: QualityView;
  readonly strategies: readonly StrategySummary[];
  readonly markets: readonly MarketSummary[];
}

// ── explanation ──

/** One condition of a rule with what it saw. */
export interface ConditionTrace {
  readonly kind: 'all' | 'any' | 'not' | 'compare';
  readonly result: 'true' | 'false' | 'unknown';
  readonly fact?: string; readonly windowMs?: number | null; readonly operator?: string;
  /** What the fact was (null: unknown) and what it was compared with, in the fact's canonical unit and as an operator writes it. */
  readonly actual?: number | string | null; readonly actualText?: string;
  readonly expected?: unknown; readonly expectedText?: string;
  readonly of?: readonly ConditionTrace[];
}
export interface RuleTrace {
  readonly name: string; readonly scope: string;
  readonly when: ConditionTrace; readonly until: ConditionTrace | null;
  /** idle · pending (holds, `for` not over) · firing · cooling (ended, cooldown not over). */
  readonly phase: 'idle' | 'pending' | 'firing' | 'cooling';
  readonly cause: 'condition' | 'unknown' | null;
  readonly since: number | null;
  readonly inForce: boolean;
  readonly outcomes: readonly string[];
}
/** One step from fair value to order; `effect` is a sentence with the numbers. */
export interface ExplanationStep { readonly step: string; readonly effect: string; readonly values: Readonly<Record<string, number | string | null>> }
export interface QuoteTrace {
  readonly layer: number; readonly wanted: { readonly price: number; readonly size: number } | null;
  /** After limits; null when dropped, with `why`. */
  readonly allowed: { readonly price: number; readonly size: number } | null;
  readonly why: string | null;
  readonly trims: readonly { readonly limit: string; readonly from: number; readonly to: number; readonly why: string }[];
  /** `price`, `remaining`: where the order stands, which is not always where it is wanted; null while there is none. */
  readonly order: {
    readonly clientId: string; readonly action: 'keep' | 'amend' | 'cancel' | 'place' | 'wait'; readonly why: string;
    readonly price: number | null; readonly remaining: number | null;
  } | null;
}
export interface Explanation {
  readonly market: string; readonly strategy: string | null; readonly generation: number; readonly at: number;
  readonly lifecycle: Lifecycle; readonly choice: ChoiceView;
  /** Of the strategy's `where`; null where it has none. */
  readonly where: ConditionTrace | null;
  readonly permission: { readonly result: Permission; readonly constraints: readonly { readonly code: string; readonly permission: Permission; readonly why: string }[] };
  readonly steps: readonly ExplanationStep[];
  readonly rules: readonly RuleTrace[];
  readonly bids: readonly QuoteTrace[]; readonly asks: readonly QuoteTrace[];
  /** Null when the side is quoted. */
  readonly noBidBecause: string | null; readonly noAskBecause: string | null;
}
