// What the YAML means, after inheritance, units and cross-checks: plain data (it travels in the journal and between
// threads), in the core's own units. Prices, sizes and cash are micro-units, shares of something are fractions (0.8),
// factors are plain (1.5), durations are milliseconds. The core reads this and nothing else of the configuration.

import type { Permission } from '../core/domain/permission.ts';
import type { AdverseSelectionSettings, DataSettings, DivergenceSettings, HealthSettings, RateSettings } from './compiled-guards.ts';
import type { ExchangeSettings } from './exchange-settings.ts';
import type { ModelSettings, ReferenceSettings } from './quote-settings.ts';
import type { SecretRef } from './secret-ref.ts';
import type { CanarySettings, GateSettings, Mode, VenueSettings } from './venue-settings.ts';

export type { ExchangeSettings, LatencySettings, QueueModelName, QueueSettings } from './exchange-settings.ts';
export type { ModelSettings, ReferenceSettings } from './quote-settings.ts';
export type { AccountSecretRef, KeyRef, SecretRef, TextRef } from './secret-ref.ts';
export type { CanarySettings, GateSettings, KrakenMarket, PolymarketHost, PolymarketSettings, VenueSettings, WalletSettings, WalletType } from './venue-settings.ts';

/** A price distance that may be relative to the market's tick: micros + ticks × tick. */
export interface Distance { readonly micros: number; readonly ticks: number }

/** Piecewise linear through (x[i], y[i]), x strictly rising, flat beyond both ends. At least one point. */
export interface Curve { readonly x: readonly number[]; readonly y: readonly number[] }

export interface QuoteSettings {
  readonly fairValue: 'mid' | 'micro-price' | 'book-imbalance' | 'reference';
  readonly halfSpread: Distance;
  /** Micro-shares of the first layer. */
  readonly size: number;
  readonly layers: { readonly count: number; readonly step: Distance; readonly sizeGrowth: number };
  readonly refresh: { readonly tolerance: Distance; readonly minRestMs: number };
  readonly minEdge: Distance;
  readonly postOnly: boolean;
  /** Absent: `curve`, as in what versions before it wrote. */
  readonly model?: ModelSettings;
  /** Absent: no price outside is looked at. */
  readonly reference?: ReferenceSettings;
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
  /** Micro-dollars that an order may reach through the market; absent in configs of versions before it: as far as it wants. */
  readonly collar?: number;
}
export interface StopLossSettings {
  /** Micro-dollars, positive: loss since the baseline. */
  readonly loss: number | null;
  readonly drawdownFromPeak: number | null;
  readonly then: 'reduce-only' | 'cancel-only' | 'liquidate';
}
/** Null: nothing but rules, operators and the stop-loss takes the ladder there. */
export interface StageTriggers {
  /** Since the liquidation began. */
  readonly afterMs: number | null;
  /** Micro-dollars, positive. */
  readonly onLoss: number | null;
  readonly beforeEndMs: number | null;
}
export type LiquidationStage = 'passive' | 'skewed' | 'aggressive' | 'market';
export interface LiquidationSettings {
  /** Share of the position limit. */
  readonly startAt: number;
  /** Micro-dollars a share, after fees. */
  readonly minProfit: number;
  /** `floor`: x milliseconds in the stage, y micro-dollars of profit a share after fees. */
  readonly skewed: (StageTriggers & { readonly floor: Curve }) | null;
  /** `cross`: share of the spread; `slice`: share of the position at the beginning. */
  readonly aggressive: (StageTriggers & { readonly cross: number; readonly slice: number; readonly everyMs: number }) | null;
  /** `collar`: micro-dollars. */
  readonly market: (StageTriggers & { readonly collar: number }) | null;
  /** `above`: micro-dollars a share of what is held. */
  readonly hold: { readonly withinMs: number; readonly above: number } | null;
}
export interface ResolutionSettings {
  readonly reduceOnlyBeforeMs: number | null;
  readonly stopBeforeMs: number | null;
  readonly expireOrders: boolean;
}
export interface MakerSettings {
  readonly quote: QuoteSettings;
  readonly skew: SkewSettings | null;
  readonly volatility: VolatilitySettings | null;
  readonly extremes: ExtremesSettings | null;
  readonly limits: MarketLimits;
  readonly stopLoss: StopLossSettings | null;
  /** Absent in configs of versions before them: not asked for. */
  readonly adverseSelection?: AdverseSelectionSettings | null;
  readonly divergence?: DivergenceSettings | null;
  readonly data?: DataSettings | null;
  readonly resolution: ResolutionSettings | null;
  readonly liquidation: LiquidationSettings | null;
  readonly onRemoval: 'hold' | 'liquidate';
  /** Absent: rewards move no quote. */
  readonly rewards?: RewardPlacement;
}
export interface RewardPlacement {
  /** Where the first layer stands, as a fraction of the reward's maximum spread. */
  readonly target: number;
  /** Raises the first layer to the reward's minimum size where the position limit allows. */
  readonly minSize: boolean;
}

/** Facts of a market, each the better the higher. */
export type RankBy = 'liquidity' | 'volume24h' | 'spread' | 'hoursToResolution' | 'rewardPerDollar' | 'expectedEarnings';
export interface SelectSettings {
  readonly where: Condition | null;
  readonly rankBy: RankBy | null;
  readonly dwellMs: number;
  /** A fraction. */
  readonly betterBy: number;
}

/** What strategies of every kind have: all but how a maker quotes. */
export type SharedSettings = Omit<MakerSettings, 'quote' | 'skew' | 'rewards'>;

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
    /** Absent: everything included is traded. */
    readonly select?: SelectSettings;
    /** Absent: markets of any series and of none. */
    readonly series?: { readonly name: string; readonly warmUpMs: number };
  };
  /** Most markets that hold a slot; absent: any number. */
  readonly active?: number;
  readonly settings: S;
  /** By exact market name: the whole effective settings of that market. */
  readonly overrides: Readonly<Record<string, S>>;
  /** Micro-dollars at cost in the worst case over all its markets, quoted or not. Absent: no limit of its own. */
  readonly capital?: number;
}

export interface AccountLimits {
  readonly grossNotional: number | null;
  readonly dailyLoss: number | null;
  readonly drawdown: { readonly warn: number | null; readonly reduceOnly: number | null; readonly halt: number | null } | null;
  readonly ordersPerMinute: number | null;
  /** Absent in configs of versions before it: none. */
  readonly rates?: RateSettings | null;
  /** Caps over several markets. Absent where none is set. */
  readonly portfolio?: PortfolioLimits;
}
export interface PortfolioLimits {
  /** Micro-dollars in the worst case over the markets of one event, and over a cluster of markets that move together. */
  readonly groupNotional: number | null;
  readonly groups: readonly GroupSettings[];
  readonly correlation: CorrelationSettings | null;
  readonly degradation: DegradationSettings | null;
}
export interface GroupSettings {
  readonly name: string;
  /** Globs over market names, at any venue. */
  readonly markets: readonly string[];
  /** Micro-dollars. */
  readonly notional: number;
}
export interface CorrelationSettings {
  readonly windowMs: number;
  /** Of the correlation, either way, 0 … 1. */
  readonly above: number;
}
/** A venue is degraded from so many of one kind within the window on. Null: not counted. */
export interface DegradationSettings {
  readonly windowMs: number;
  readonly feedDrops: number | null;
  readonly refusals: number | null;
  readonly lateAnswers: { readonly most: number; readonly afterMs: number } | null;
  /** Factor on the position and notional limits of the venue's markets. */
  readonly shrinkTo: number;
  /** How long after the last such moment it lasts. */
  readonly holdMs: number;
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
  | { readonly kind: 'liquidate'; readonly stage: LiquidationStage }
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

export interface CompiledConfig {
  readonly profile: string;
  readonly mode: Mode;
  readonly exchange: ExchangeSettings;
  readonly limits: AccountLimits;
  /** Absent in configs of versions before it: not looked at. */
  readonly health?: HealthSettings;
  /** Reduced sizes at the start of a session; absent: none. */
  readonly canary?: CanarySettings;
  readonly strategies: readonly CompiledStrategy[];
  readonly rules: readonly CompiledRule[];
  /** Read by the runtime, not by the core. */
  readonly venues?: VenueSettings;
  readonly gate?: GateSettings;
  readonly storage: { readonly journal: string };
  readonly api: { readonly host: string; readonly port: number; /** Name of an environment variable or path of a file; never the secret. */ readonly token: SecretRef | null };
}
