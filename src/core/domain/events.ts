// Everything that can enter the core. Past tense; every event carries the time it is stamped with, which is the only
// clock the core has. Events are plain data: what the journal holds is what the core was given.

import type { CompiledConfig, LiquidationStage } from '../../config/compiled-config.ts';
import type { LiquidationState } from '../liquidation/liquidation-state.ts';
import type { FeeSchedule } from './fees.ts';
import type { AwaitedPart } from '../ledger/awaited-cash.ts';
import type { RuleStatesSnapshot } from '../rules/rule-states.ts';
import type { Instrument, InstrumentStatus, MarketId } from './instrument.ts';
import type { Cash, Price, Size, TimestampMs } from './numbers.ts';
import type { CarriedOrder } from './carried-order.ts';
import type { ClientOrderId, RejectReason } from './order.ts';
import type { Side } from './side.ts';
import type { KeptSettings } from '../strategies/resolve-strategy.ts';
import type { TwapSchedule } from '../strategies/twap-schedule.ts';
import type { UnhedgedState } from '../risk/guards/unhedged.ts';

interface Stamped { readonly ts: TimestampMs }

/** What outlives a session: positions, baselines, latches. Keyed by market name. Written by `Engine.carry()`. */
export interface CarriedState {
  readonly cash: Cash | null;
  readonly halted: { readonly since: TimestampMs; readonly by: string; readonly reason: string } | null;
  readonly account: {
    readonly day: number;
    readonly dayStartPnl: Cash;
    readonly peakPnl: Cash;
    readonly drawdownLatch: 'none' | 'warn' | 'reduceOnly' | 'halt';
    readonly dailyLossLatched: boolean;
    /** P&L of markets that are no longer listed. */
    readonly retired: CarriedPnl;
    /** What venues stated as paid and has not come, or has come and was not stated; absent where there is none. */
    readonly awaited?: readonly AwaitedPart[];
    /** The hour under way: its number, when it was opened and P&L then. Absent in what versions before hours wrote, and before the first decision. */
    readonly hour?: { readonly number: number; readonly openedAt: TimestampMs; readonly opening: Required<CarriedPnl> & { readonly unrealised: Cash } };
  };
  readonly markets: Readonly<Record<string, CarriedMarket>>;
  /** Venues whose limits were lowered; absent when none's were. */
  readonly degraded?: Readonly<Record<string, Degradation>>;
  /** Markets taken to move together, in pairs by name; absent when none are. */
  readonly correlated?: readonly (readonly [string, string])[];
  /** Rules of account and strategies that are in force; absent when none is. */
  readonly rules?: { readonly account: RuleStatesSnapshot | null; readonly strategies: Readonly<Record<string, RuleStatesSnapshot>> };
  /** When the account was first traded from here; absent in what versions before payments were carried wrote. */
  readonly begunAt?: TimestampMs;
  /** Payments that are booked, the last told last; absent where there are none. */
  readonly payments?: readonly CarriedPayment[];
  /** What was said of the rewards of the last days, by venue, the newest first; absent where nothing was. */
  readonly rewards?: Readonly<Record<string, readonly RewardsDay[]>>;
}

/** Its id, what is booked of it in micro-dollars, and the day that it was last told, in days since the epoch. */
export type CarriedPayment = readonly [paymentId: string, amount: number, day: number];

/** Since when a venue has been degraded, until when at least, and what was counted. */
export interface Degradation { readonly since: number; readonly until: number; readonly why: string }

/** P&L by part. What venues paid for making is absent in what versions before it wrote. */
export interface CarriedPnl {
  readonly spread: Cash; readonly inventory: Cash; readonly fees: Cash; readonly rebates?: Cash; readonly rewards?: Cash;
}

export interface CarriedMarket {
  readonly venue: string;
  readonly yes: Size;
  readonly no: Size;
  /** The last fair value the position was marked at, micro-dollars, or null while flat and never marked. */
  readonly mark: Price | null;
  /** What the net position cost, signed, in canonical YES dollars. */
  readonly cost: Cash;
  readonly pnl: CarriedPnl & { readonly peak: Cash };
  /** Fees paid for what is held. */
  readonly entryFees?: Cash;
  /** Pairs that an operator split off on purpose; absent where there are none. */
  readonly keptPairs?: Size;
  /** Tokens of a resolved market that have not been redeemed; absent where there are none. */
  readonly unclaimed?: { readonly yes: Size; readonly no: Size };
  readonly stopLoss: { readonly latched: boolean; readonly reason: string; readonly baseline: Cash };
  /** The schedule of a TWAP that was begun; absent where there is none. */
  readonly twap?: TwapSchedule;
  /** How long the hedge that this market is has been off; absent while it is not. */
  readonly unhedged?: UnhedgedState;
  /** Absent while nothing is liquidated and nobody asked for it. */
  readonly liquidation?: LiquidationState;
  /** What it is worked off by though no strategy of the config takes it any more. */
  readonly retiring?: KeptSettings;
  /** P&L at the start of the hour under way; absent in what versions before hours wrote. */
  readonly hourOpening?: Cash;
  /** Since when its strategy has chosen it; absent where it has not, and where the strategy trades all that it includes. */
  readonly chosenSince?: TimestampMs;
  /** The event it is of; its holdings count under the cap of that event before the market is listed again. */
  readonly event?: string;
  /** Guards that hold for some time yet, by code: until when; absent when none does. */
  readonly guards?: Readonly<Record<string, TimestampMs>>;
  /** Rules in force in this market; absent when none is. */
  readonly rules?: RuleStatesSnapshot;
  /** Orders that were not proved ended; absent when there are none. */
  readonly orders?: readonly CarriedOrder[];
}

export interface SessionStarted extends Stamped {
  readonly type: 'SessionStarted';
  readonly session: { readonly id: string; readonly profile: string; readonly mode: string };
  readonly carried: CarriedState | null;
}
export interface InstrumentListed extends Stamped { readonly type: 'InstrumentListed'; readonly instrument: Instrument }
export interface InstrumentStatusChanged extends Stamped {
  readonly type: 'InstrumentStatusChanged'; readonly market: MarketId; readonly status: InstrumentStatus;
}
/** The market goes on under other terms: a finer or coarser tick, another fee schedule. What of the book is on the new grid stays; a coarser one has to be sent anew. */
export interface InstrumentChanged extends Stamped {
  readonly type: 'InstrumentChanged'; readonly market: MarketId; readonly tick: Price; readonly fees: FeeSchedule;
}
/** `yesPays`: what one YES share pays, 0 … 1_000_000. */
export interface MarketResolved extends Stamped { readonly type: 'MarketResolved'; readonly market: MarketId; readonly yesPays: Price }

/** Flat pairs [price, size, price, size, …] in any order, canonical YES prices. */
export type LevelList = readonly number[];
/** Replaces the whole book. */
export interface BookSnapshot extends Stamped {
  readonly type: 'BookSnapshot'; readonly market: MarketId; readonly bids: LevelList; readonly asks: LevelList;
}
/** The new total size of one level; 0 removes it. */
export interface BookDelta extends Stamped {
  readonly type: 'BookDelta'; readonly market: MarketId; readonly side: Side; readonly price: Price; readonly size: Size;
}
/** The book can't be trusted (gap, contradiction, unknown best level) until the next `BookSnapshot` or `BookValidated`. */
export interface BookInvalidated extends Stamped { readonly type: 'BookInvalidated'; readonly market: MarketId; readonly reason: string }
export interface BookValidated extends Stamped { readonly type: 'BookValidated'; readonly market: MarketId }
/** A public trade. `taker` is the side that crossed: 'bid' when the taker bought YES (or sold NO). */
export interface TradePrinted extends Stamped {
  readonly type: 'TradePrinted'; readonly market: MarketId; readonly price: Price; readonly size: Size; readonly taker: Side;
}
/** What the venue says of a market as a whole, micro-dollars; null for what it does not say. */
export interface MarketFactsReported extends Stamped {
  readonly type: 'MarketFactsReported'; readonly market: MarketId; readonly volume24h: Cash | null; readonly liquidity: Cash | null;
}
/** A price outside the markets, in dollars: a signal, not money. `at`: since when, by the feed. */
export interface ReferencePriced extends Stamped {
  readonly type: 'ReferencePriced'; readonly feed: string; readonly symbol: string; readonly price: number; readonly at: TimestampMs;
}
/** The venue says what the price outside has to reach at the end of the market, dollars. */
export interface PriceToBeatReported extends Stamped { readonly type: 'PriceToBeatReported'; readonly market: MarketId; readonly price: number }
/** The feed of a venue is alive though nothing changed. */
export interface FeedHeartbeat extends Stamped { readonly type: 'FeedHeartbeat'; readonly venue: string }
export interface FeedStatusChanged extends Stamped {
  readonly type: 'FeedStatusChanged'; readonly venue: string; readonly up: boolean; readonly reason: string;
}

export interface OrderAccepted extends Stamped { readonly type: 'OrderAccepted'; readonly clientId: ClientOrderId }
export interface OrderRejected extends Stamped {
  readonly type: 'OrderRejected'; readonly clientId: ClientOrderId; readonly reason: RejectReason; readonly detail: string;
}
/** `price` is the canonical YES price of the fill; `fee` ≥ 0. `fillId` is the venue's, unique. */
export interface OrderFilled extends Stamped {
  readonly type: 'OrderFilled'; readonly clientId: ClientOrderId; readonly market: MarketId; readonly fillId: string;
  readonly side: Side; readonly price: Price; readonly size: Size; readonly fee: Cash; readonly liquidity: 'maker' | 'taker';
}
/** A match that was told as a fill did not settle: nothing changed hands, and what the fill said is taken back. The order does not come back. */
export interface FillFailed extends Stamped {
  readonly type: 'FillFailed'; readonly clientId: ClientOrderId; readonly market: MarketId; readonly fillId: string;
  readonly side: Side; readonly price: Price; readonly size: Size; readonly fee: Cash;
}
/**
 * The venue paid the account for making a market: part of the taker's fee, or a share of a reward pool. `amount` is all that the
 * payment of that id comes to: told again it moves nothing, told with another amount it is corrected by the difference.
 */
export interface IncentivePaid extends Stamped {
  readonly type: 'IncentivePaid'; readonly market: MarketId; readonly paymentId: string; readonly kind: 'rebate' | 'reward'; readonly amount: Cash;
  /** The venue states what it pays, and the money comes in its own time: cash is what `HoldingsReported` says. */
  readonly cashFollows?: true;
}
/** Rewards of one UTC day over all markets of a venue, as far as they are known. */
export interface RewardsDay {
  /** Days since the epoch. */
  readonly day: number;
  /** By our own reckoning, from samples of the book. */
  readonly estimated: Cash;
  /** What the venue counts for the day by now; null while it has not said. */
  readonly stated: Cash | null;
  /** What is booked as paid for it. */
  readonly paid: Cash;
  /** Orders of ours that rested in markets with rewards when it was last asked which of them score. */
  readonly orders: number;
  /** How many of them did; null while that is not known. */
  readonly scoring: number | null;
  /** Questions about rewards and rebates that got no usable answer since the session began. */
  readonly unanswered: number;
}
/** Replaces what was said of that day. No money moves. */
export interface RewardsAssessed extends Stamped, RewardsDay { readonly type: 'RewardsAssessed'; readonly venue: string }
/** The answer to `MergePairs`. */
export interface PairsMerged extends Stamped { readonly type: 'PairsMerged'; readonly market: MarketId; readonly requestId: number; readonly size: Size }
/** Proved: nothing was merged. */
export interface MergeFailed extends Stamped { readonly type: 'MergeFailed'; readonly market: MarketId; readonly requestId: number; readonly detail: string }
/** The answer to `SplitPairs`. */
export interface PairsSplit extends Stamped { readonly type: 'PairsSplit'; readonly market: MarketId; readonly requestId: number; readonly size: Size }
/** The answer to `RedeemPairs`: so much of each outcome was turned in, and `paid` for it. */
export interface PairsRedeemed extends Stamped { readonly type: 'PairsRedeemed'; readonly market: MarketId; readonly requestId: number; readonly yes: Size; readonly no: Size; readonly paid: Cash }
/** The answer to `ConvertPositions`: `size` NO of each were given, `received` YES of each other one came, and `paid`. `market`: the first that was given. */
export interface PositionsConverted extends Stamped {
  readonly type: 'PositionsConverted'; readonly market: MarketId; readonly requestId: number; readonly size: Size; readonly received: Size; readonly paid: Cash;
}
/** Proved: nothing came of a split, a redemption or a conversion. */
export interface TokenOperationFailed extends Stamped { readonly type: 'TokenOperationFailed'; readonly market: MarketId; readonly requestId: number; readonly detail: string }
/** A split, merge, redemption or conversion got no usable answer: what is held will tell. An answer may still come. */
export interface TokenOperationUnknown extends Stamped { readonly type: 'TokenOperationUnknown'; readonly market: MarketId; readonly requestId: number; readonly detail: string }
export type TokenAnswer = PairsMerged | MergeFailed | PairsSplit | PairsRedeemed | PositionsConverted | TokenOperationFailed | TokenOperationUnknown;
/** The rest of the order is gone from the book; `remaining` is what was left unfilled. */
export interface OrderCanceled extends Stamped {
  readonly type: 'OrderCanceled'; readonly clientId: ClientOrderId; readonly remaining: Size; readonly reason: string;
}
/** The order rests on with this much left; `filled` is what had filled by then, whether or not those fills have been reported yet. */
export interface OrderAmended extends Stamped {
  readonly type: 'OrderAmended'; readonly clientId: ClientOrderId; readonly remaining: Size; readonly filled: Size;
}
/** A cancel or amend was refused. `gone`: the venue proves that the order is not live (done or never there). */
export interface CancelRejected extends Stamped {
  readonly type: 'CancelRejected'; readonly clientId: ClientOrderId; readonly gone: boolean; readonly detail: string;
}
/** A request got no usable answer (timeout, 5xx, cut connection). */
export interface OutcomeUnknown extends Stamped {
  readonly type: 'OutcomeUnknown'; readonly clientId: ClientOrderId; readonly of: 'place' | 'cancel' | 'amend'; readonly detail: string;
}
/** The answer to `QueryOrder`: what the venue proves. `found: null` means it has never had this order. */
export interface OrderReported extends Stamped {
  readonly type: 'OrderReported'; readonly clientId: ClientOrderId;
  readonly found: null | { readonly live: boolean; readonly remaining: Size; readonly filled: Size };
}
export interface ReportedOpenOrder {
  /** Null for an order that is not ours by id. */
  readonly clientId: ClientOrderId | null;
  readonly venueOrderId: string;
  /** Null for a market that cannot be listed; side and price are then of its own token. */
  readonly market: MarketId | null;
  readonly side: Side; readonly price: Price; readonly remaining: Size;
  /** Micro-shares filled by then, whether or not those fills have been reported; absent where the venue's list does not say. */
  readonly filled?: Size;
}
/** The answer to `QueryOpenOrders`; complete, as of the moment the venue answered. */
export interface OpenOrdersReported extends Stamped {
  readonly type: 'OpenOrdersReported'; readonly venue: string; readonly requestId: number; readonly orders: readonly ReportedOpenOrder[];
}
/** The answer to `QueryHoldings`; complete. `cash` excludes nothing: reserves are ours to compute. */
export interface HoldingsReported extends Stamped {
  readonly type: 'HoldingsReported'; readonly venue: string; readonly cash: Cash;
  readonly holdings: readonly { readonly market: MarketId; readonly yes: Size; readonly no: Size }[];
}

/** What a venue takes of us, cancels always: everything, orders that only rest, orders that close a position, or nothing more. */
export type VenueTakes = 'everything' | 'makers' | 'closing' | 'cancels';
/** The venue, or what it says of the account, takes less than everything, or it is worth asking for everything again. */
export interface VenueModeChanged extends Stamped {
  readonly type: 'VenueModeChanged'; readonly venue: string; readonly takes: VenueTakes; readonly reason: string;
}

export interface ConfigSwapped extends Stamped {
  readonly type: 'ConfigSwapped'; readonly generation: number; readonly config: CompiledConfig;
}
/** The session begins with `size` of every size that is quoted, 0 … 1, and ends with that after `forMs`. */
export interface CanaryBegan extends Stamped { readonly type: 'CanaryBegan'; readonly size: number; readonly forMs: number }
export type OperatorAction =
  | { readonly kind: 'halt'; readonly reason: string }
  /** Clears the account's halt and loss latches, or with `market` the stop-loss latch of that market. */
  | { readonly kind: 'resume'; readonly market: string | null }
  /** Works the position of a market off, by this stage at least, until it is gone or the market is resumed. */
  | { readonly kind: 'liquidate'; readonly market: string; readonly stage: LiquidationStage }
  /** Without a counterparty: a dollar becomes a pair, pairs a dollar each (`size` null: all that are free), a resolved market's tokens what they pay, NO of some markets of an event YES of the others. */
  | { readonly kind: 'split'; readonly market: string; readonly size: Size }
  | { readonly kind: 'merge'; readonly market: string; readonly size: Size | null }
  | { readonly kind: 'redeem'; readonly market: string }
  | { readonly kind: 'convert'; readonly markets: readonly string[]; readonly size: Size }
  /** Stop for a shutdown or a session swap: cancel all and place nothing more; not latched across restarts. */
  | { readonly kind: 'quiesce'; readonly reason: string };
export interface OperatorCommanded extends Stamped { readonly type: 'OperatorCommanded'; readonly by: string; readonly action: OperatorAction }
/** The journal can or cannot be written; while it cannot, cancels only. */
export interface JournalStatusChanged extends Stamped { readonly type: 'JournalStatusChanged'; readonly ok: boolean; readonly reason: string }
/** Run the pipeline for the markets touched since the last one. A sequenced event, so a replay decides at the same points. */
export interface Decide extends Stamped { readonly type: 'Decide' }

export type MarketDataEvent =
  | BookSnapshot | BookDelta | BookInvalidated | BookValidated | TradePrinted | FeedHeartbeat | FeedStatusChanged
  | InstrumentListed | InstrumentStatusChanged | InstrumentChanged | MarketResolved | MarketFactsReported | ReferencePriced | PriceToBeatReported;
export type OrderEvent =
  | OrderAccepted | OrderRejected | OrderFilled | OrderCanceled | OrderAmended | CancelRejected | OutcomeUnknown
  | OrderReported | OpenOrdersReported | HoldingsReported | FillFailed | IncentivePaid | TokenAnswer | VenueModeChanged;
/** What a venue can say. */
export type VenueEvent = MarketDataEvent | OrderEvent | RewardsAssessed;
export type Event = VenueEvent | SessionStarted | ConfigSwapped | CanaryBegan | OperatorCommanded | JournalStatusChanged | Decide;
