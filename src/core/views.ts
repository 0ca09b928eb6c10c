// What the core shows of its state: plain, JSON-ready records in operators' units (dollars, shares, as decimal numbers),
// built on demand and never on the way of an event. The API's schemas and the terminal are written against these.

import type { InstrumentStatus } from './domain/instrument.ts';
import type { OrderState } from './domain/order.ts';
import type { Permission } from './domain/permission.ts';
import type { Side } from './domain/side.ts';

/** Dollars. total = spread + inventory − fees + rebates + rewards, exactly, before conversion to decimals. */
export interface PnlView {
  readonly total: number; readonly spread: number; readonly inventory: number; readonly fees: number;
  /** Paid by the venue for making. */
  readonly rebates: number; readonly rewards: number;
}
export interface MarketSummary {
  readonly name: string; readonly venue: string; readonly strategy: string | null; readonly status: InstrumentStatus;
  readonly permission: Permission; readonly reasons: readonly string[];
  /** Shares of YES less NO. */
  readonly position: number;
  readonly fairValue: number | null;
  /** Our best working prices; null where nothing of ours rests. */
  readonly bid: number | null; readonly ask: number | null;
  readonly bestBid: number | null; readonly bestAsk: number | null;
  readonly openOrders: number; readonly fills: number; readonly pnl: PnlView;
  /** Share of the time with a working order on both sides, 0 … 1; counted while the market is open, has had a book and has a market maker. */
  readonly quoteUptime: number;
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
  /** What a share of YES paid once the market resolved; null before. */
  readonly settledAt: number | null;
}
export interface EngineStatus {
  readonly session: { readonly id: string; readonly profile: string; readonly mode: string };
  readonly generation: number;
  readonly permission: Permission; readonly reasons: readonly string[];
  readonly halted: { readonly since: number; readonly by: string; readonly reason: string } | null;
  /** `open`: what is or may be live; `unknown`: of those, the outcome not known. */
  readonly orders: { readonly open: number; readonly unknown: number };
  readonly pnl: PnlView & { readonly daily: number; readonly drawdown: number };
  readonly exposure: { readonly grossNotional: number; readonly cash: number | null };
  readonly now: number;
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
  readonly permission: { readonly result: Permission; readonly constraints: readonly { readonly code: string; readonly permission: Permission; readonly why: string }[] };
  readonly steps: readonly ExplanationStep[];
  readonly rules: readonly RuleTrace[];
  readonly bids: readonly QuoteTrace[]; readonly asks: readonly QuoteTrace[];
  /** Null when the side is quoted. */
  readonly noBidBecause: string | null; readonly noAskBecause: string | null;
}
