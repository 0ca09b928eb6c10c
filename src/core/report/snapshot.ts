// The whole state as JSON-ready data, and back. NaN and Infinity, which JSON has not, are written as null where they can
// occur. Restored, the same events give the same commands.

import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { Command } from '../domain/commands.ts';
import type { CarriedMarket, CarriedPayment } from '../domain/events.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { TimestampMs } from '../domain/numbers.ts';
import type { Notice } from '../domain/notices.ts';
import { AwaitedCash, type AwaitedPart } from '../ledger/awaited-cash.ts';
import { BookedPayments } from '../ledger/booked-payments.ts';
import { Position, type PositionSnapshot } from '../ledger/position.ts';
import { OrderStore } from '../orders/order-store.ts';
import { Throttle } from '../orders/throttle.ts';
import { CorrelatedPairs, type CorrelatedPairsSnapshot } from '../risk/correlated-pairs.ts';
import { Hysteresis, type HoldsSnapshot } from '../risk/guards/hysteresis.ts';
import { VenueRates, type VenueRatesSnapshot } from '../orders/venue-rates.ts';
import { RuleStates, type RuleStatesSnapshot } from '../rules/rule-states.ts';
import { SignalBank, type SignalBankSnapshot } from '../signals/signal-bank.ts';
import { StepSeries, type StepSeriesSnapshot } from '../signals/step-series.ts';
import { dayOf } from '../state/account-state.ts';
import { CoreState } from '../state/core-state.ts';
import { Doubt, type DoubtSnapshot } from '../state/doubt.ts';
import type { ExitsSnapshot } from '../state/exits.ts';
import { MarketQuality, type MarketQualitySnapshot } from '../state/market-quality.ts';
import { MarketState, type MarketCounters, type StopLossState } from '../state/market-state.ts';
import { PublicFacts, type PublicFactsSnapshot } from '../state/public-facts.ts';
import type { VenueHealthSnapshot } from '../state/venue-health.ts';
import { ReferenceState, type ReferenceSnapshot } from '../state/reference-state.ts';
import { VenueVitals, type VenueVitalsSnapshot } from '../state/venue-vitals.ts';
import type { VenueState } from '../state/venue-state.ts';
import { noteCoverage } from '../pipeline/count-earning.ts';
import { regroupCorrelated } from '../pipeline/watch-correlation.ts';
import { reserveUnlisted } from '../pipeline/grouping.ts';
import { adoptMarket, swapConfig } from '../pipeline/swap-config.ts';
import { noLiquidation, type LiquidationState } from '../liquidation/liquidation-state.ts';
import type { Lifecycle } from '../orchestrator/lifecycle.ts';
import { resolveAgain, type KeptSettings } from '../strategies/resolve-strategy.ts';

const SNAPSHOT_VERSION = 6;
/** Differs in what it lacks, which is then none, and in what venues paid: payments were ids alone, and what was awaited one part. */
const OLDEST_READABLE = 3;

interface MarketSnapshot {
  readonly instrument: Instrument; readonly status: MarketState['status']; readonly bookAt: number | null; readonly invalid: string | null;
  readonly awaitsBook: boolean; readonly missesTrades?: boolean; readonly needsWholeBook?: boolean; readonly settledAt: MarketState['settledAt'];
  readonly bids: readonly number[]; readonly asks: readonly number[];
  readonly signals: SignalBankSnapshot; readonly position: PositionSnapshot; readonly stopLoss: StopLossState;
  readonly fairValue: number | null; readonly constraints: number; readonly guards?: number; readonly judged?: number; readonly holds?: HoldsSnapshot; readonly trips?: readonly number[]; readonly permission: MarketState['permission'];
  readonly rules: RuleStatesSnapshot | null; readonly isDirty: boolean; readonly wakeAt: number | null; readonly decidedAt: number | null;
  readonly hasBothSides: boolean; readonly isWatched: boolean; readonly wantedBid: number | null; readonly wantedAsk: number | null; readonly noBid: string | null; readonly noAsk: string | null;
  readonly backOff: MarketState['backOff']; readonly counters: MarketCounters; readonly dropped: readonly number[];
  readonly worstNotional: number; readonly heldNotional: number; readonly reservedCash: number;
  readonly twap?: MarketState['twap']; readonly hedgeNeed?: number | null; readonly unhedged?: MarketState['unhedged'];
  readonly lifecycle?: Lifecycle; readonly lifecycleSince?: number; readonly liquidation?: LiquidationState; readonly tookAt?: number; readonly operation?: MarketState['operation']; readonly operateAgainAt?: number; readonly keptPairs?: number; readonly doubt?: DoubtSnapshot; readonly retiring?: KeptSettings | null;
  /** Absent before they were counted. */
  readonly quality?: MarketQualitySnapshot; readonly exits?: ExitsSnapshot; readonly hourOpening?: number;
  readonly chosenSince?: number | null; readonly awaitsTurn?: boolean;
  readonly score?: number | null; readonly choice?: string | null; readonly publicFacts?: PublicFactsSnapshot;
  /** Absent in snapshots of versions before groups: then the worst of both until the next decision. */
  readonly lossIfYes?: number; readonly lossIfNo?: number; readonly steps?: StepSeriesSnapshot | null;
  /** Absent before there were references. */
  readonly priceToBeat?: number | null; readonly isPriceToBeatTold?: boolean;
}

type VenueSnapshot = Omit<VenueState, 'health' | 'vitals' | 'rates' | 'follow' | 'noteMissingAnswer'> & Record<'heardAt' | 'askedHoldingsAt' | 'holdingsAskedSince' | 'nextReconcileAt', number | null>
  & { readonly health?: VenueHealthSnapshot; readonly vitals?: VenueVitalsSnapshot; readonly rates?: VenueRatesSnapshot };

/** JSON-ready; opaque outside the core. */
export interface EngineSnapshot { readonly version: number; readonly [key: string]: unknown }

interface CoreSnapshot {
  readonly version: number;
  readonly now: number; readonly session: CoreState['session']; readonly startedAt?: number; readonly generation: number; readonly config: CompiledConfig | null;
  readonly account: Record<string, unknown>; readonly accountRules: RuleStatesSnapshot | null;
  readonly strategies: readonly { readonly name: string; readonly rules: RuleStatesSnapshot; readonly earning?: { readonly tradingMs: number; readonly earningMs: number }; readonly exits?: ExitsSnapshot }[];
  readonly venues: readonly Record<string, unknown>[]; readonly references?: readonly ReferenceSnapshot[];
  readonly markets: readonly MarketSnapshot[]; readonly dirty: readonly number[];
  readonly unlisted: Readonly<Record<string, CarriedMarket>>; readonly carriedDegraded?: CoreState['carriedDegraded'];
  readonly carriedPairs?: CoreState['carriedPairs']; readonly correlated?: CorrelatedPairsSnapshot;
  readonly orders: ReturnType<OrderStore['toJSON']>; readonly throttle: ReturnType<Throttle['toJSON']>;
  readonly nextClientId: number; readonly nextRequestId: number; readonly quiesce: CoreState['quiesce']; readonly canary?: CoreState['canary']; readonly journalOk: boolean;
  readonly nextWake: number | null; readonly nextOrderCheckAt: number | null; readonly earningCountedAt?: number | null; readonly chooseAt?: number | null;
  readonly decisions: number; readonly duplicateFills: number; readonly foreignFills: readonly string[]; readonly failedFills?: readonly string[]; readonly payments?: readonly (CarriedPayment | string)[]; readonly rewards?: CoreState['rewards']; readonly refusals: readonly (readonly [string, number])[];
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

export function snapshotOf(core: CoreState): EngineSnapshot {
  const { account } = core;
  const snapshot: CoreSnapshot = {
    version: SNAPSHOT_VERSION, now: core.now, session: { ...core.session }, startedAt: core.startedAt, generation: core.generation, config: core.config,
    account: {
      ...account.carry(), pnl: account.pnl, worstNotional: account.worstNotional, heldNotional: account.heldNotional, reservedCash: account.reservedCash,
      begunAt: finite(account.begunAt), constraints: account.constraints, trips: [...account.trips], hasJumped: account.hasJumped, mayEarn: account.mayEarn, wakeAt: finite(account.wakeAt),
    },
    accountRules: account.rules?.toJSON() ?? null,
    strategies: core.strategies.map((s) => ({ name: s.name, rules: s.rules.toJSON(), earning: { tradingMs: s.earning.tradingMs, earningMs: s.earning.earningMs }, exits: s.exits.toJSON() })),
    venues: core.venues.map((v) => ({ ...v, health: v.health.toJSON(), vitals: v.vitals.toJSON(), rates: v.rates.toJSON(), heardAt: finite(v.heardAt), askedHoldingsAt: finite(v.askedHoldingsAt), holdingsAskedSince: finite(v.holdingsAskedSince), nextReconcileAt: finite(v.nextReconcileAt) })),
    references: core.references.map((reference) => reference.toJSON()),
    markets: core.markets.map(marketSnapshot), dirty: core.dirty.slice(0, core.dirtyCount).map((m) => m.instrument.id),
    unlisted: core.unlisted, carriedDegraded: core.carriedDegraded, carriedPairs: core.carriedPairs, correlated: core.correlated.toJSON(), orders: core.orders.toJSON(), throttle: core.throttle.toJSON(),
    nextClientId: core.nextClientId, nextRequestId: core.nextRequestId, quiesce: core.quiesce, canary: core.canary, journalOk: core.journalOk,
    nextWake: finite(core.nextWake), nextOrderCheckAt: finite(core.nextOrderCheckAt), earningCountedAt: finite(core.earningCountedAt), chooseAt: finite(core.chooseAt),
    decisions: core.decisions, duplicateFills: core.duplicateFills, foreignFills: [...core.foreignFills], failedFills: [...core.failedFills], payments: core.payments.toJSON(), rewards: core.rewards, refusals: [...core.refusals],
  };
  return { ...snapshot };
}

function marketSnapshot(m: MarketState): MarketSnapshot {
  return {
    instrument: m.instrument, status: m.status, bookAt: m.bookAt, invalid: m.invalid, awaitsBook: m.awaitsBook, missesTrades: m.missesTrades, needsWholeBook: m.needsWholeBook, settledAt: m.settledAt, bids: m.book.levels('bid'), asks: m.book.levels('ask'),
    signals: m.signals.toJSON(), position: m.position.toJSON(), stopLoss: { ...m.stopLoss }, fairValue: finite(m.fairValue),
    constraints: m.constraints, guards: m.guards, judged: m.judged, holds: m.hysteresis.toJSON(), trips: [...m.trips], permission: m.permission, rules: m.rules?.toJSON() ?? null, isDirty: m.isDirty, wakeAt: finite(m.wakeAt),
    decidedAt: finite(m.decidedAt), hasBothSides: m.hasBothSides, isWatched: m.isWatched, wantedBid: finite(m.wantedBid), wantedAsk: finite(m.wantedAsk), noBid: m.noBid, noAsk: m.noAsk,
    backOff: { bid: { ...m.backOff.bid }, ask: { ...m.backOff.ask }, take: { ...m.backOff.take } }, counters: { ...m.counters }, dropped: [...m.dropped],
    worstNotional: m.worstNotional, heldNotional: m.heldNotional, reservedCash: m.reservedCash,
    twap: m.twap === null ? null : { ...m.twap }, hedgeNeed: finite(m.hedgeNeed), unhedged: { ...m.unhedged },
    lifecycle: m.lifecycle, lifecycleSince: m.lifecycleSince, liquidation: { ...m.liquidation }, tookAt: m.tookAt, operation: m.operation, operateAgainAt: m.operateAgainAt, keptPairs: m.keptPairs, doubt: m.doubt.toJSON(), retiring: m.strategy === null ? m.settings : null,
    quality: m.quality.toJSON(), exits: m.exits.toJSON(), hourOpening: m.hourOpening,
    chosenSince: finite(m.chosenSince), awaitsTurn: m.awaitsTurn,
    score: finite(m.score), choice: m.choice, publicFacts: m.publicFacts.toJSON(),
    lossIfYes: m.lossIfYes, lossIfNo: m.lossIfNo, steps: m.steps?.toJSON() ?? null, priceToBeat: finite(m.priceToBeat), isPriceToBeatTold: m.isPriceToBeatTold,
  };
}

/** `opaque` must come from `snapshotOf` of the same version. */
export function restoreCore(opaque: EngineSnapshot, commands: Command[], notices: Notice[]): CoreState {
  if (!(opaque.version >= OLDEST_READABLE && opaque.version <= SNAPSHOT_VERSION)) throw new Error(`a snapshot of version ${opaque.version} cannot be read by version ${SNAPSHOT_VERSION}`);
  const snapshot = opaque as unknown as CoreSnapshot;
  const core = new CoreState(commands, notices);
  core.now = snapshot.now as TimestampMs;
  core.session = { ...snapshot.session };
  core.startedAt = snapshot.startedAt ?? 0;
  if (snapshot.config !== null) swapConfig(core, snapshot.generation, snapshot.config);
  // In their order: it is the order in which they are asked. Before the markets, whose limits they may have lowered.
  for (const { health, vitals, rates, ...saved } of snapshot.venues as unknown as VenueSnapshot[]) {
    const venue = core.venue(saved.name);
    Object.assign(venue, { ...saved, heardAt: saved.heardAt ?? NaN, askedHoldingsAt: saved.askedHoldingsAt ?? NaN, holdingsAskedSince: saved.holdingsAskedSince ?? NaN, nextReconcileAt: saved.nextReconcileAt ?? NaN });
    if (health !== undefined) venue.health.restore(health);
    if (vitals !== undefined) venue.vitals = VenueVitals.fromJSON(vitals);
    if (rates !== undefined) venue.rates = VenueRates.fromJSON(rates);
  }
  if (snapshot.references !== undefined) core.references = snapshot.references.map(ReferenceState.fromJSON);
  for (const saved of snapshot.markets) restoreMarket(core, saved);
  restoreAccount(core, snapshot);
  for (const saved of snapshot.strategies) {
    const strategy = core.strategies.find((s) => s.name === saved.name);
    if (strategy === undefined) continue;
    strategy.rules = RuleStates.fromJSON(saved.rules, core.rules, 'strategy');
    Object.assign(strategy.earning, saved.earning);
    Object.assign(strategy.exits, saved.exits);
  }
  core.unlisted = { ...snapshot.unlisted };
  core.carriedDegraded = snapshot.carriedDegraded ?? {};
  core.carriedPairs = snapshot.carriedPairs ?? [];
  if (snapshot.correlated !== undefined) core.correlated = CorrelatedPairs.fromJSON(snapshot.correlated);
  regroupCorrelated(core);
  reserveUnlisted(core);
  core.orders = OrderStore.fromJSON(snapshot.orders);
  for (const order of core.orders.allLive()) if (order.isShown) core.market(order.market).book.addOwn(order.side, order.price, order.remaining);
  core.throttle = Throttle.fromJSON(snapshot.throttle);
  core.nextClientId = snapshot.nextClientId;
  core.nextRequestId = snapshot.nextRequestId;
  core.quiesce = snapshot.quiesce;
  core.canary = snapshot.canary ?? null;
  core.journalOk = snapshot.journalOk;
  core.nextOrderCheckAt = snapshot.nextOrderCheckAt ?? -Infinity;
  core.earningCountedAt = snapshot.earningCountedAt ?? NaN;
  for (const market of core.markets) noteCoverage(market);
  core.chooseAt = snapshot.chooseAt === undefined ? 0 : snapshot.chooseAt ?? Infinity;
  core.decisions = snapshot.decisions;
  core.duplicateFills = snapshot.duplicateFills;
  core.foreignFills = new Set(snapshot.foreignFills);
  core.failedFills = new Set(snapshot.failedFills);
  core.payments = BookedPayments.fromJSON(snapshot.payments, dayOf(core.now));
  core.rewards = snapshot.rewards ?? {};
  core.refusals = new Map(snapshot.refusals);
  core.dirtyCount = 0;
  for (const id of snapshot.dirty) core.queue(core.markets[id]!);
  core.nextWake = snapshot.nextWake ?? Infinity;
  notices.length = 0;
  return core;
}

function restoreMarket(core: CoreState, s: MarketSnapshot): void {
  const m = new MarketState(s.instrument, core.venue(s.instrument.venue));
  core.markets.push(m);
  core.byName.set(s.instrument.name, m);
  m.book.replace(s.bids, s.asks);
  m.signals = SignalBank.fromJSON(s.signals);
  if (s.publicFacts !== undefined) m.publicFacts = PublicFacts.fromJSON(s.publicFacts);
  m.position = Position.fromJSON(s.position);
  m.heldNotional = s.heldNotional;
  m.worstNotional = s.worstNotional;
  m.lossIfYes = s.lossIfYes ?? s.worstNotional;
  m.lossIfNo = s.lossIfNo ?? s.worstNotional;
  if (s.rules !== null) m.rules = RuleStates.fromJSON(s.rules, core.rules, 'market');
  if (s.liquidation !== undefined) m.liquidation = { ...noLiquidation(), ...s.liquidation };
  if (s.retiring !== undefined && s.retiring !== null) m.settings = resolveAgain(s.retiring, s.instrument.tick);
  if (s.steps !== undefined && s.steps !== null) m.steps = StepSeries.fromJSON(s.steps);
  adoptMarket(core, m);
  m.lifecycle = s.lifecycle ?? 'candidate';
  m.lifecycleSince = s.lifecycleSince ?? 0;
  m.tookAt = s.tookAt ?? -1;
  m.operation = s.operation ?? null;
  m.operateAgainAt = s.operateAgainAt ?? 0;
  m.keptPairs = s.keptPairs ?? m.keptPairs;
  if (s.doubt !== undefined) m.doubt = Doubt.fromJSON(s.doubt);
  m.status = s.status;
  m.bookAt = s.bookAt;
  m.invalid = s.invalid;
  m.awaitsBook = s.awaitsBook;
  m.missesTrades = s.missesTrades ?? false;
  m.needsWholeBook = s.needsWholeBook ?? false;
  m.settledAt = s.settledAt;
  m.stopLoss = { ...s.stopLoss };
  m.fairValue = s.fairValue ?? NaN;
  m.constraints = s.constraints;
  m.guards = s.guards ?? 0;
  m.judged = s.judged ?? m.guards;
  m.hysteresis = Hysteresis.fromJSON(s.holds ?? []);
  m.trips.set(s.trips ?? []);
  m.permission = s.permission;
  m.isDirty = s.isDirty;
  m.wakeAt = s.wakeAt ?? Infinity;
  m.decidedAt = s.decidedAt ?? NaN;
  m.hasBothSides = s.hasBothSides;
  m.isWatched = s.isWatched;
  m.wantedBid = s.wantedBid ?? NaN;
  m.wantedAsk = s.wantedAsk ?? NaN;
  m.noBid = s.noBid;
  m.noAsk = s.noAsk;
  Object.assign(m.backOff.bid, s.backOff.bid);
  Object.assign(m.backOff.ask, s.backOff.ask);
  // Not in snapshots of versions that had none.
  Object.assign(m.backOff.take, s.backOff.take);
  Object.assign(m.counters, s.counters);
  m.dropped.set(s.dropped);
  m.chosenSince = s.chosenSince ?? NaN;
  m.awaitsTurn = s.awaitsTurn ?? false;
  m.score = s.score ?? NaN;
  m.choice = s.choice ?? null;
  m.priceToBeat = s.priceToBeat ?? NaN;
  m.isPriceToBeatTold = s.isPriceToBeatTold ?? false;
  m.worstNotional = s.worstNotional;
  m.reservedCash = s.reservedCash;
  m.twap = s.twap === undefined || s.twap === null ? null : { ...s.twap };
  m.hedgeNeed = s.hedgeNeed ?? NaN;
  Object.assign(m.unhedged, s.unhedged);
  if (s.quality !== undefined) m.quality = MarketQuality.fromJSON(s.quality);
  Object.assign(m.exits, s.exits);
  m.hourOpening = s.hourOpening ?? m.position.pnl;
}

function restoreAccount(core: CoreState, snapshot: CoreSnapshot): void {
  const { account } = core;
  const saved = snapshot.account as unknown as ReturnType<typeof account.carry> & { pnl: number; worstNotional: number; heldNotional: number; reservedCash: number; constraints: number; trips?: readonly number[]; hasJumped?: boolean; mayEarn?: boolean; wakeAt: number | null; awaitedCash?: AwaitedPart; begunAt?: number | null };
  account.adopt({ ...saved, markets: {} });
  account.pnl = saved.pnl;
  if (saved.awaitedCash !== undefined && saved.awaitedCash.amount !== 0) account.awaited = new AwaitedCash([saved.awaitedCash]);
  account.begunAt = saved.begunAt ?? NaN;
  account.worstNotional = saved.worstNotional;
  account.heldNotional = saved.heldNotional;
  account.reservedCash = saved.reservedCash;
  account.constraints = saved.constraints;
  account.trips.set(saved.trips ?? []);
  account.hasJumped = saved.hasJumped ?? false;
  account.mayEarn = saved.mayEarn ?? false;
  account.wakeAt = saved.wakeAt ?? Infinity;
  if (snapshot.accountRules !== null) account.rules = RuleStates.fromJSON(snapshot.accountRules, core.rules, 'account');
}
