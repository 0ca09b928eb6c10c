// What the YAML means, after inheritance, units and cross-checks: plain data (it travels in the journal and between
// threads), in the core's own units. Prices, sizes and cash are micro-units, shares of something are fractions (0.8),
// factors are plain (1.5), durations are milliseconds. The core reads this and nothing else of the configuration.

import type { Permission } from '../core/domain/permission.ts';

/** A price distance that may be relative to the market's tick: micros + ticks × tick. */
export interface Distance { readonly micros: number; readonly ticks: number }

/** Piecewise linear through (x[i], y[i]), x strictly rising, flat beyond both ends. At least one point. */
export interface Curve { readonly x: readonly number[]; readonly y: readonly number[] }

export interface QuoteSettings {
  readonly fairValue: 'mid' | 'micro-price' | 'book-imbalance';
  readonly halfSpread: Distance;
  /** Micro-shares of the first layer. */
  readonly size: number;
  readonly layers: { readonly count: number; readonly step: Distance; readonly sizeGrowth: number };
  readonly refresh: { readonly tolerance: Distance; readonly minRestMs: number };
  readonly minEdge: Distance;
  readonly postOnly: boolean;
}
export interface SkewSettings {
  /** Micro-shares, signed. */
  readonly target: number;
  /** x: inventory beyond target as a fraction of the position limit, −1 … 1; y: shift of fair value, micro-dollars. */
  readonly curve: Curve;
  /** x: |inventory| as a fraction of the position limit; y: factor on the size of the side that adds to it. */
  readonly size: Curve | null;
}
export interface VolatilitySettings {
  readonly windowMs: number;
  /** x: standard deviation of fair value over the window, micro-dollars; y: factor on the half-spread. */
  readonly widen: Curve | null;
  /** Micro-dollars; above it both sides are pulled. */
  readonly pullAbove: number | null;
  readonly trend: { readonly windowMs: number; readonly pullAbove: number } | null;
}
export interface ExtremesSettings {
  /** Micro-dollars from 0 or 1 within which the factors apply. */
  readonly within: number;
  readonly widen: number;
  readonly shrink: number;
  /** Micro-dollars from 0 or 1 within which only reducing is quoted; null: never. */
  readonly stopWithin: number | null;
}
export interface MarketLimits {
  /** Micro-shares, absolute. */
  readonly position: number;
  /** Micro-dollars: worst-case cost of what is held and may be filled. */
  readonly notional: number | null;
  readonly openOrders: number | null;
}
export interface StopLossSettings {
  /** Micro-dollars, positive: loss since the baseline. */
  readonly loss: number | null;
  readonly drawdownFromPeak: number | null;
  readonly then: 'reduce-only' | 'cancel-only';
}
export interface MakerSettings {
  readonly quote: QuoteSettings;
  readonly skew: SkewSettings | null;
  readonly volatility: VolatilitySettings | null;
  readonly extremes: ExtremesSettings | null;
  readonly limits: MarketLimits;
  readonly stopLoss: StopLossSettings | null;
}

/** What strategies of every kind have: all but how a maker quotes. */
export type SharedSettings = Omit<MakerSettings, 'quote' | 'skew'>;

/** Works towards a position over a time. */
export interface TwapTerms {
  /** Micro-shares of YES less NO to end at, signed. */
  readonly target: number;
  readonly overMs: number;
  /** The time of one slice. */
  readonly everyMs: number;
  /** Part of what is behind schedule that each slot may take at once, 0 … 1. */
  readonly cross: number;
  /** Micro-dollars a share beyond fair value that taking may cost, fee included. */
  readonly collar: number;
  readonly refresh: QuoteSettings['refresh'];
}
export interface TwapSettings extends SharedSettings { readonly twap: TwapTerms }

/** Holds a market against the positions of others. */
export interface HedgeTerms {
  /** Globs over the names of the markets that are hedged. */
  readonly of: readonly string[];
  /** What is held here is −ratio × their positions. */
  readonly ratio: number;
  /** Micro-shares off that are left alone. */
  readonly band: number;
  readonly collar: number;
  readonly refresh: QuoteSettings['refresh'];
  /** `most`: micro-shares of |ratio × their positions + own| that may stand for `forMs`. */
  readonly unhedged: { readonly most: number; readonly forMs: number; readonly then: 'reduce-only' | 'cancel-only' } | null;
}
export interface HedgeSettings extends SharedSettings { readonly hedge: HedgeTerms }

export type CompiledStrategy = StrategyOf<'market-maker', MakerSettings> | StrategyOf<'twap', TwapSettings> | StrategyOf<'hedge', HedgeSettings>;
export type StrategyKind = CompiledStrategy['kind'];

interface StrategyOf<K extends string, S> {
  readonly name: string;
  readonly kind: K;
  readonly markets: {
    readonly venue: string;
    /** Globs over market names (`*` any run of characters). A market belongs to the first strategy in file order that takes it. */
    readonly include: readonly string[];
    readonly exclude: readonly string[];
  };
  readonly settings: S;
  /** By exact market name: the whole effective settings of that market. */
  readonly overrides: Readonly<Record<string, S>>;
}

export interface AccountLimits {
  readonly grossNotional: number | null;
  readonly dailyLoss: number | null;
  readonly drawdown: { readonly warn: number | null; readonly reduceOnly: number | null; readonly halt: number | null } | null;
  readonly ordersPerMinute: number | null;
}

// ── rules ──

export type RuleScope = 'market' | 'strategy' | 'account';
export type FactValue = number | string;
export interface FactRef { readonly fact: string; /** Null for facts without a window. */ readonly windowMs: number | null }
export type RuleOperator =
  | 'equal' | 'notEqual' | 'lessThan' | 'lessThanInclusive' | 'greaterThan' | 'greaterThanInclusive' | 'in' | 'notIn';
/** Values are in the fact's canonical unit. Named conditions are already put in place. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | {
      readonly kind: 'compare'; readonly left: FactRef; readonly operator: RuleOperator;
      readonly right: FactValue | readonly FactValue[] | FactRef;
    };
export type RuleOutcome =
  | { readonly kind: 'permission'; readonly permission: Permission }
  | { readonly kind: 'pull'; readonly side: 'bid' | 'ask' | 'both' }
  | { readonly kind: 'widen'; readonly factor: number }
  | { readonly kind: 'shrink'; readonly factor: number }
  | { readonly kind: 'shift'; readonly by: Distance }
  | { readonly kind: 'alert'; readonly severity: 'info' | 'warning' | 'critical' };
export interface CompiledRule {
  readonly name: string;
  readonly scope: RuleScope;
  readonly when: Condition;
  /** Once fired, stays in force until this holds; null: until `when` no longer holds. */
  readonly until: Condition | null;
  readonly forMs: number;
  /** After it ends, the outcomes stay in force this much longer. */
  readonly cooldownMs: number;
  /** What an unknown `when` counts as. */
  readonly whenUnknown: 'fire' | 'skip';
  readonly then: readonly RuleOutcome[];
}

// ── the simulated exchange of paper and backtests; the core does not read it ──

/** How an order of ours waits behind what a recording displays. */
export type QueueSettings =
  | { readonly model: 'pessimistic' | 'proportional' | 'trade-through' }
  /** A cancel was behind us with the weight back^exponent against ahead^exponent. */
  | { readonly model: 'power'; readonly exponent: number }
  /** What stands ahead leaves by itself, halving each `halfLifeMs`; fitted by `evenkeel calibrate`. */
  | { readonly model: 'decay'; readonly halfLifeMs: number };
export type QueueModelName = QueueSettings['model'];
export type LatencySettings =
  | { readonly kind: 'constant'; readonly ms: number }
  /** Log-normal. */
  | { readonly kind: 'distribution'; readonly medianMs: number; readonly p99Ms: number }
  /** Samples in their order, one a line, in milliseconds; again from the first after the last. */
  | { readonly kind: 'samples'; readonly path: string }
  /** What the tape says its recorder waited for each message. Of the feed alone. */
  | { readonly kind: 'tape' };
export interface RewardSettings {
  /** Micro-dollars from the midpoint within which an order counts. */
  readonly maxSpread: number;
  /** Micro-shares. */
  readonly minSize: number;
  /** Micro-dollars a day and market, shared by score. */
  readonly daily: number;
}
export interface ExchangeSettings {
  readonly queue: QueueSettings;
  readonly latency: { readonly feed: LatencySettings; readonly order: LatencySettings; readonly response: LatencySettings };
  /** Share of matches that fail to settle, and how long after the match that is told. */
  readonly ghostFills: { readonly share: number; readonly toldAfterMs: number };
  readonly rewards: RewardSettings | null;
  /** Micro-dollars the account begins with. */
  readonly cash: number;
  readonly seed: number;
}

export interface CompiledConfig {
  readonly profile: string;
  readonly mode: 'demo' | 'paper';
  readonly exchange: ExchangeSettings;
  readonly limits: AccountLimits;
  readonly strategies: readonly CompiledStrategy[];
  readonly rules: readonly CompiledRule[];
  /** Read by the runtime, not by the core. */
  readonly storage: { readonly journal: string };
  readonly api: { readonly host: string; readonly port: number; /** Name of an environment variable or path of a file; never the secret. */ readonly token: SecretRef | null };
}
export type SecretRef = { readonly from: 'env'; readonly name: string } | { readonly from: 'file'; readonly path: string };
