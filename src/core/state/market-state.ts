// Everything the core knows of one market. Mutable inside; owned by the engine; keyed by the market's name, so that it
// survives reloads and, through the carried part, sessions.

import type { CompiledStrategy } from '../../config/compiled-config.ts';
import type { CarriedMarket } from '../domain/events.ts';
import type { Instrument, InstrumentStatus } from '../domain/instrument.ts';
import type { Price } from '../domain/numbers.ts';
import type { Permission } from '../domain/permission.ts';
import type { Lifecycle } from '../orchestrator/lifecycle.ts';
import { noLiquidation, type LiquidationState } from '../liquidation/liquidation-state.ts';
import { CONSTRAINT_SLOTS } from '../risk/constraints.ts';
import { takeUpGuards } from '../risk/guards/held-guards.ts';
import { Hysteresis } from '../risk/guards/hysteresis.ts';
import { Position } from '../ledger/position.ts';
import { OrderBook } from '../market/order-book.ts';
import { DROP_REASONS } from '../quoting/ladder.ts';
import type { RiskGroup } from '../risk/risk-group.ts';
import type { FactReader } from '../rules/fact-reader.ts';
import { Posture } from '../rules/posture.ts';
import type { RuleStates } from '../rules/rule-states.ts';
import { hedged, type UnhedgedState } from '../risk/guards/unhedged.ts';
import { SignalBank } from '../signals/signal-bank.ts';
import type { StrategySettings } from '../strategies/resolve-strategy.ts';
import type { TwapSchedule } from '../strategies/twap-schedule.ts';
import { Doubt } from './doubt.ts';
import type { Coverage } from './earning-time.ts';
import { Exits } from './exits.ts';
import { MarketQuality } from './market-quality.ts';
import { PublicFacts } from './public-facts.ts';
import type { StepSeries } from '../signals/step-series.ts';
import type { ReferenceState } from './reference-state.ts';
import type { StrategyState } from './strategy-state.ts';
import type { TokenOperation } from './token-operation.ts';
import type { VenueState } from './venue-state.ts';

/** Stop-loss of the market: P&L at the last baseline, the best since, and whether it fired. */
export interface StopLossState { latched: boolean; reason: string; baseline: number; peak: number }

/** After a refusal a side waits before it places again, longer each time in a row. */
export interface SideBackOff { until: number; streak: number }

export interface MarketCounters {
  fills: number;
  refusals: number;
  /** Milliseconds watched, and of these with a working order on both sides. */
  watchedMs: number;
  quotedMs: number;
  /** Position over the session, micro-shares. */
  lowest: number;
  highest: number;
  first: number;
}

export class MarketState {
  instrument: Instrument;
  readonly venue: VenueState;
  book: OrderBook;
  status: InstrumentStatus = 'open';
  /** Null until the first snapshot or delta. */
  bookAt: number | null = null;
  /** Why the book can't be trusted; null when it can. */
  invalid: string | null = null;
  /** The tick became coarser and levels were dropped: only a whole book makes it known again. */
  needsWholeBook = false;
  /** The feed was silent for too long: nothing is quoted until this market's own book says something again. */
  awaitsBook = false;
  /** The feed was cut, and its book has said nothing since. */
  missesTrades = false;
  /** What a YES paid once the market resolved; null before. */
  settledAt: Price | null = null;

  strategy: CompiledStrategy | null = null;
  strategyState: StrategyState | null = null;
  settings: StrategySettings | null = null;
  signals = new SignalBank();
  publicFacts = new PublicFacts();
  position = new Position();
  stopLoss: StopLossState = { latched: false, reason: '', baseline: 0, peak: 0 };

  /** What a TWAP works by here; null before it begins. */
  twap: TwapSchedule | null = null;
  /** Where it hedges others: the micro-shares of YES less NO that it should hold; NaN elsewhere. And since when it has not. */
  hedgeNeed = NaN;
  unhedged: UnhedgedState = hedged();
  /** Where others hedge it: bits of the word `guard`, set while their hedge is off. Found anew at each decision. */
  unhedgedBits = 0;

  lifecycle: Lifecycle = 'candidate';
  lifecycleSince = 0;
  liquidation: LiquidationState = noLiquidation();
  /** Of the venue's word on what is held. */
  doubt = new Doubt();
  /** Without an answer yet; and when the bot may merge or redeem again by itself after one that failed. */
  operation: TokenOperation | null = null;
  operateAgainAt = 0;
  /** Pairs that an operator split off on purpose, micro-shares: they are not merged by themselves. */
  keptPairs = 0;
  /** When an order was last sent to take; −1 before the first. */
  tookAt = -1;
  /** Since when it has been chosen by its strategy, over all parts of its life in a slot; NaN while it is not. */
  chosenSince = NaN;
  /** Of a series: watched, and not yet its turn to be quoted. */
  awaitsTurn = false;
  /** At the last choice: the value of `rankBy` (NaN while unknown), and why it stands where it does. */
  score = NaN;
  choice: string | null = null;

  /** Whole micro-dollars; NaN while nothing prices it. */
  fairValue = NaN;
  /** The price outside that its settings ask for and that decides it; null where there is none. */
  reference: ReferenceState | null = null;
  /** Dollars; NaN until the venue says it or the reference showed it at the start. The word of the venue stands. */
  priceToBeat = NaN;
  isPriceToBeatTold = false;
  /** What the reference says a YES is worth, whole micro-dollars; NaN, and the bit of the word `guard` that says why, while it does not. */
  referenceValue = NaN;
  referenceGap = 0;
  /** Bits of the words `market` and `guard` that are in force. */
  constraints = 0;
  guards = 0;
  /** What its guards answered last, which they go on from; a stage of liquidation that takes leaves in spite of some. */
  judged = 0;
  /** When each of them may clear; and how often each began, by slot: `guards` first, then `constraints`. */
  hysteresis = new Hysteresis();
  readonly trips = new Float64Array(2 * CONSTRAINT_SLOTS);
  permission: Permission = 'cancel-only';
  rules: RuleStates | null = null;
  vector = new Float64Array(0);
  readers: readonly FactReader[] = [];
  /** Of the strategy's `where`, and of its `rankBy`. */
  whereReaders: readonly FactReader[] = [];
  rankReader: FactReader | null = null;
  posture = new Posture();

  isDirty = true;
  wakeAt = Infinity;
  decidedAt = NaN;
  /** From the last decision on its time counts: a market maker has chosen it, it is open, and it has had a book. */
  isWatched = false;
  /** Set while observed for the decision under way. */
  observedAt = NaN;
  /** An order of the market moved since its sums were last taken. */
  ordersChanged = true;
  hasBothSides = false;
  /** Best prices wanted at the last decision; NaN when a side is not quoted, with the reason. */
  wantedBid = NaN;
  wantedAsk = NaN;
  noBid: string | null = null;
  noAsk: string | null = null;
  /** By side for what rests; what takes has a short one of its own. */
  readonly backOff: { readonly bid: SideBackOff; readonly ask: SideBackOff; readonly take: SideBackOff } = { bid: { until: 0, streak: 0 }, ask: { until: 0, streak: 0 }, take: { until: 0, streak: 0 } };

  /** This market's part of the account's sums, micro-dollars. */
  worstNotional = 0;
  heldNotional = 0;
  reservedCash = 0;
  /** What is lost at worst by each outcome, and the groups whose caps count it. */
  lossIfYes = 0;
  lossIfNo = 0;
  groups: RiskGroup[] = [];
  /** Its changes of fair value, to be held against those of other markets; null where nobody asks. */
  steps: StepSeries | null = null;

  readonly counters: MarketCounters = { fills: 0, refusals: 0, watchedMs: 0, quotedMs: 0, lowest: 0, highest: 0, first: 0 };
  /** Layers not quoted, by reason (index into DROP_REASONS), counted once a decision. */
  readonly dropped = new Float64Array(DROP_REASONS.length);

  /** P&L at the start of the hour under way. */
  hourOpening = 0;
  quality = new MarketQuality();
  readonly exits = new Exits();
  readonly coverage: Coverage = { in: null, isOpen: false, isQuoted: false };

  constructor(instrument: Instrument, venue: VenueState) {
    this.instrument = instrument;
    this.venue = venue;
    const told = instrument.reference?.priceToBeat ?? null;
    if (told !== null) this.tellPriceToBeat(told);
    this.book = new OrderBook(instrument.tick);
  }

  /** Takes over what an earlier session left. */
  adopt(carried: CarriedMarket): void {
    this.position = Position.carried(carried);
    this.keptPairs = carried.keptPairs ?? 0;
    this.chosenSince = carried.chosenSince ?? NaN;
    this.stopLoss = { ...carried.stopLoss, peak: carried.pnl.peak };
    this.twap = carried.twap === undefined ? null : { ...carried.twap };
    if (carried.unhedged !== undefined) this.unhedged = { ...carried.unhedged };
    if (carried.liquidation !== undefined) this.liquidation = { ...noLiquidation(), ...carried.liquidation };
    this.hourOpening = carried.hourOpening ?? this.position.pnl;
    if (carried.guards !== undefined) {
      ({ guards: this.judged, hysteresis: this.hysteresis } = takeUpGuards(carried.guards));
      this.guards = this.judged;
    }
    this.counters.first = this.counters.lowest = this.counters.highest = this.position.net;
  }

  /** The venue's word, which nothing replaces but another. */
  tellPriceToBeat(price: number): void {
    this.priceToBeat = price;
    this.isPriceToBeatTold = true;
  }

  /** A position that was being liquidated is flat, `ms` after that began. */
  noteExit(ms: number): void {
    this.exits.note(ms);
    this.strategyState?.exits.note(ms);
  }

  notePosition(): void {
    const net = this.position.net;
    if (net < this.counters.lowest) this.counters.lowest = net;
    if (net > this.counters.highest) this.counters.highest = net;
  }
}
