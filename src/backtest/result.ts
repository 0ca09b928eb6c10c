// What a backtest comes to: one `BacktestResult` a run, JSON-ready, in people's units (dollars, shares, milliseconds). The
// report, the comparison, the sweep and `--json` are all made of it and of nothing else.

import type { QueueModelName } from '../config/compiled-config.ts';

/** Dollars; the parts add up to `total`: spread + inventory + adverseSelection − fees + rebates + rewards. */
export interface PnlParts {
  readonly total: number;
  /** Edge against fair value, as we knew it when each fill happened at the venue. */
  readonly spread: number;
  /** What fair value did to what was held within `MARKOUT_HORIZON_MS` of each fill: the price of being picked off. */
  readonly adverseSelection: number;
  /** The rest of what fair value did to what was held. */
  readonly inventory: number;
  /** ≥ 0. */
  readonly fees: number;
  readonly rebates: number;
  readonly rewards: number;
}

/** Per share and fill, in dollars, against fair value after so many seconds; positive is good for us. Null where it never came to be known. */
export interface Markouts { readonly 1: number | null; readonly 10: number | null; readonly 60: number | null; readonly 300: number | null }
export const MARKOUT_SECONDS = [1, 10, 60, 300] as const;
/** The horizon of `adverseSelection`. */
export const MARKOUT_HORIZON_MS = 60_000;

export interface FillRecord {
  readonly ts: number;
  readonly market: string;
  readonly side: 'bid' | 'ask';
  readonly price: number;
  readonly size: number;
  readonly fee: number;
  readonly liquidity: 'maker' | 'taker';
  /** At the fill; null where unknown. */
  readonly fairValue: number | null;
  /** Position after it. */
  readonly position: number;
  readonly markouts: Markouts;
  /** Contracts ahead when the order joined its level; null where the recording does not say, or for a taker. */
  readonly aheadAtJoining: number | null;
  /** Milliseconds from joining the level to this fill. */
  readonly restedMs: number;
  /** True when the match failed to settle later. */
  readonly failed: boolean;
}

/** Sampled over the run at most `points` times, equally spaced; arrays of one length. Null where there is no such value. */
export interface MarketSeries {
  readonly ts: readonly number[];
  readonly fairValue: readonly (number | null)[];
  readonly bestBid: readonly (number | null)[];
  readonly bestAsk: readonly (number | null)[];
  readonly ourBid: readonly (number | null)[];
  readonly ourAsk: readonly (number | null)[];
  readonly position: readonly number[];
  readonly pnl: readonly number[];
}

export interface MarketResult {
  readonly name: string;
  readonly pnl: PnlParts;
  readonly fills: number;
  /** Shares bought and sold. */
  readonly volume: number;
  readonly position: number;
  readonly settledAt: number | null;
  readonly inventory: { readonly min: number; readonly max: number };
  /** Share of the time it was open and had a book in which both sides were quoted. */
  readonly quoteUptime: number;
  readonly markouts: Markouts;
  readonly series: MarketSeries;
}

export interface QueueStatistics {
  readonly orders: number;
  /** Orders with any fill, as a share of those that rested; null where nothing is known of their places. */
  readonly fillRatio: number | null;
  /** By contracts ahead at joining, ascending; the last bucket has no upper end. */
  readonly byAhead: readonly { readonly from: number; readonly to: number | null; readonly orders: number; readonly filled: number }[];
  readonly medianRestMs: number | null;
}

export interface ModelResult {
  readonly model: QueueModelName | 'matched';
  readonly fills: number;
  readonly makerFills: number;
  readonly failedFills: number;
  readonly pnl: PnlParts;
  /** Greatest fall of P&L from its peak, dollars ≥ 0. */
  readonly maxDrawdown: number;
  readonly quoteUptime: number;
  /** Shares filled of those placed, of orders that ended; null before one has. */
  readonly fillRate: number | null;
  /** Share of the time in which a strategy had working orders on both sides of at least one market, while the account might trade and one was open with a book; null without such time. */
  readonly earningUptime: number | null;
  /** From the moment a position began to be liquidated until it was flat. */
  readonly exits: { readonly count: number; readonly meanMs: number | null; readonly longestMs: number | null };
  readonly volume: number;
  readonly markouts: Markouts;
  /** Share of maker fills after which fair value moved against us by more than the edge earned within 10 s. */
  readonly pickedOff: number | null;
  readonly queue: QueueStatistics;
  /** Share of market time by permission: how long each market was allowed what. */
  readonly timeIn: Readonly<Record<'halted' | 'cancel-only' | 'reduce-only' | 'full', number>>;
  readonly rules: readonly { readonly rule: string; readonly firings: number; readonly firingMs: number }[];
  readonly refusals: Readonly<Record<string, number>>;
  readonly quotesDropped: Readonly<Record<string, number>>;
  readonly decisions: number;
  readonly commandHash: string;
  /** Whole account, sampled like the markets. */
  readonly equity: { readonly ts: readonly number[]; readonly pnl: readonly number[]; readonly grossNotional: readonly number[] };
  readonly markets: readonly MarketResult[];
  /** The first `MOST_FILLS`; `fills` counts all. */
  readonly fillRecords: readonly FillRecord[];
  /** P&L of each bucket of time, dollars, for resampling: `bucketMs` long, the last one as long as what was left. */
  readonly returns: { readonly bucketMs: number; readonly pnl: readonly number[] };
}

export interface BacktestResult {
  readonly version: 1;
  readonly config: { readonly name: string; readonly profile: string; readonly hash: string; readonly strategies: string };
  readonly tape: { readonly path: string; readonly name: string; readonly venue: string; readonly hash: string; readonly markets: number };
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  /** Events of the recording, each counted once whatever the number of models. */
  readonly events: number;
  /** Of all models together, over the wall time. */
  readonly eventsPerSecond: number;
  readonly seconds: number;
  /** Why it ended; anything but `end of tape` is a partial result. */
  readonly ended: string;
  /** Over the hashes of all models, in the order of `models`. */
  readonly commandHash: string;
  /** What it rests on that no recording shows, in words: latencies, parameters of the models, rewards. */
  readonly assumptions: readonly string[];
  /** What was found wrong with the recording, in words: holes, crossed books, backward stamps. */
  readonly findings: readonly string[];
  /** Markets whose outcome the tape does not hold: their positions stand at their last fair value. */
  readonly unsettled: readonly string[];
  readonly models: Readonly<Record<string, ModelResult>>;
}
