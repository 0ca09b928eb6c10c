// The whole state as JSON-ready data, and back. NaN and Infinity, which JSON has not, are written as null where they can
// occur. Restored, the same events give the same commands.

import type { CompiledConfig } from '../../config/compiled-config.ts';
import type { Command } from '../domain/commands.ts';
import type { CarriedMarket } from '../domain/events.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { TimestampMs } from '../domain/numbers.ts';
import type { Notice } from '../domain/notices.ts';
import { Position, type PositionSnapshot } from '../ledger/position.ts';
import { OrderStore } from '../orders/order-store.ts';
import { Throttle } from '../orders/throttle.ts';
import { RuleStates, type RuleStatesSnapshot } from '../rules/rule-states.ts';
import { SignalBank, type SignalBankSnapshot } from '../signals/signal-bank.ts';
import { CoreState } from '../state/core-state.ts';
import { MarketState, type MarketCounters, type StopLossState } from '../state/market-state.ts';
import type { VenueState } from '../state/venue-state.ts';
import { adoptMarket, swapConfig } from '../pipeline/swap-config.ts';

const SNAPSHOT_VERSION = 5;
/** Differs in nothing but what it lacks, which is then none. */
const OLDEST_READABLE = 3;

interface MarketSnapshot {
  readonly instrument: Instrument; readonly status: MarketState['status']; readonly bookAt: number | null; readonly invalid: string | null;
  readonly awaitsBook: boolean; readonly needsWholeBook?: boolean; readonly settledAt: MarketState['settledAt'];
  readonly bids: readonly number[]; readonly asks: readonly number[];
  readonly signals: SignalBankSnapshot; readonly position: PositionSnapshot; readonly stopLoss: StopLossState;
  readonly fairValue: number | null; readonly constraints: number; readonly guards?: number; readonly permission: MarketState['permission'];
  readonly rules: RuleStatesSnapshot | null; readonly isDirty: boolean; readonly wakeAt: number | null; readonly decidedAt: number | null;
  readonly hasBothSides: boolean; readonly isWatched: boolean; readonly wantedBid: number | null; readonly wantedAsk: number | null; readonly noBid: string | null; readonly noAsk: string | null;
  readonly backOff: MarketState['backOff']; readonly counters: MarketCounters; readonly dropped: readonly number[];
  readonly worstNotional: number; readonly heldNotional: number; readonly reservedCash: number;
  readonly twap?: MarketState['twap']; readonly hedgeNeed?: number | null; readonly unhedged?: MarketState['unhedged'];
}

/** JSON-ready; opaque outside the core. */
export interface EngineSnapshot { readonly version: number; readonly [key: string]: unknown }

interface CoreSnapshot {
  readonly version: number;
  readonly now: number; readonly session: CoreState['session']; readonly generation: number; readonly config: CompiledConfig | null;
  readonly account: Record<string, unknown>; readonly accountRules: RuleStatesSnapshot | null;
  readonly strategies: readonly { readonly name: string; readonly rules: RuleStatesSnapshot }[];
  readonly venues: readonly Record<string, unknown>[];
  readonly markets: readonly MarketSnapshot[]; readonly dirty: readonly number[];
  readonly unlisted: Readonly<Record<string, CarriedMarket>>;
  readonly orders: ReturnType<OrderStore['toJSON']>; readonly throttle: ReturnType<Throttle['toJSON']>;
  readonly nextClientId: number; readonly nextRequestId: number; readonly quiesce: CoreState['quiesce']; readonly journalOk: boolean;
  readonly nextWake: number | null; readonly nextOrderCheckAt: number | null;
  readonly decisions: number; readonly duplicateFills: number; readonly foreignFills: readonly string[]; readonly failedFills?: readonly string[]; readonly payments?: readonly string[]; readonly refusals: readonly (readonly [string, number])[];
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

export function snapshotOf(core: CoreState): EngineSnapshot {
  const { account } = core;
  const snapshot: CoreSnapshot = {
    version: SNAPSHOT_VERSION, now: core.now, session: { ...core.session }, generation: core.generation, config: core.config,
    account: {
      ...account.carry(), pnl: account.pnl, worstNotional: account.worstNotional, heldNotional: account.heldNotional, reservedCash: account.reservedCash,
      constraints: account.constraints, wakeAt: finite(account.wakeAt),
    },
    accountRules: account.rules?.toJSON() ?? null,
    strategies: core.strategies.map((s) => ({ name: s.name, rules: s.rules.toJSON() })),
    venues: core.venues.map((v) => ({ ...v, heardAt: finite(v.heardAt), askedHoldingsAt: finite(v.askedHoldingsAt), nextReconcileAt: finite(v.nextReconcileAt) })),
    markets: core.markets.map(marketSnapshot), dirty: core.dirty.map((m) => m.instrument.id),
    unlisted: core.unlisted, orders: core.orders.toJSON(), throttle: core.throttle.toJSON(),
    nextClientId: core.nextClientId, nextRequestId: core.nextRequestId, quiesce: core.quiesce, journalOk: core.journalOk,
    nextWake: finite(core.nextWake), nextOrderCheckAt: finite(core.nextOrderCheckAt),
    decisions: core.decisions, duplicateFills: core.duplicateFills, foreignFills: [...core.foreignFills], failedFills: [...core.failedFills], payments: [...core.payments], refusals: [...core.refusals],
  };
  return { ...snapshot };
}

function marketSnapshot(m: MarketState): MarketSnapshot {
  return {
    instrument: m.instrument, status: m.status, bookAt: m.bookAt, invalid: m.invalid, awaitsBook: m.awaitsBook, needsWholeBook: m.needsWholeBook, settledAt: m.settledAt, bids: m.book.levels('bid'), asks: m.book.levels('ask'),
    signals: m.signals.toJSON(), position: m.position.toJSON(), stopLoss: { ...m.stopLoss }, fairValue: finite(m.fairValue),
    constraints: m.constraints, guards: m.guards, permission: m.permission, rules: m.rules?.toJSON() ?? null, isDirty: m.isDirty, wakeAt: finite(m.wakeAt),
    decidedAt: finite(m.decidedAt), hasBothSides: m.hasBothSides, isWatched: m.isWatched, wantedBid: finite(m.wantedBid), wantedAsk: finite(m.wantedAsk), noBid: m.noBid, noAsk: m.noAsk,
    backOff: { bid: { ...m.backOff.bid }, ask: { ...m.backOff.ask } }, counters: { ...m.counters }, dropped: [...m.dropped],
    worstNotional: m.worstNotional, heldNotional: m.heldNotional, reservedCash: m.reservedCash,
    twap: m.twap === null ? null : { ...m.twap }, hedgeNeed: finite(m.hedgeNeed), unhedged: { ...m.unhedged },
  };
}

/** `opaque` must come from `snapshotOf` of the same version. */
export function restoreCore(opaque: EngineSnapshot, commands: Command[], notices: Notice[]): CoreState {
  if (!(opaque.version >= OLDEST_READABLE && opaque.version <= SNAPSHOT_VERSION)) throw new Error(`a snapshot of version ${opaque.version} cannot be read by version ${SNAPSHOT_VERSION}`);
  const snapshot = opaque as unknown as CoreSnapshot;
  const core = new CoreState(commands, notices);
  core.now = snapshot.now as TimestampMs;
  core.session = { ...snapshot.session };
  if (snapshot.config !== null) swapConfig(core, snapshot.generation, snapshot.config);
  // In their order: it is the order in which they are asked.
  for (const { name } of snapshot.venues) core.venue(name as string);
  for (const saved of snapshot.markets) restoreMarket(core, saved);
  restoreAccount(core, snapshot);
  for (const saved of snapshot.strategies) {
    const strategy = core.strategies.find((s) => s.name === saved.name);
    if (strategy !== undefined) strategy.rules = RuleStates.fromJSON(saved.rules, core.rules, 'strategy');
  }
  for (const saved of snapshot.venues as unknown as (VenueState & Record<'heardAt' | 'askedHoldingsAt' | 'nextReconcileAt', number | null>)[]) {
    Object.assign(core.venue(saved.name), { ...saved, heardAt: saved.heardAt ?? NaN, askedHoldingsAt: saved.askedHoldingsAt ?? NaN, nextReconcileAt: saved.nextReconcileAt ?? NaN });
  }
  core.unlisted = { ...snapshot.unlisted };
  core.orders = OrderStore.fromJSON(snapshot.orders);
  for (const order of core.orders.allLive()) if (order.isShown) core.market(order.market).book.addOwn(order.side, order.price, order.remaining);
  core.throttle = Throttle.fromJSON(snapshot.throttle);
  core.nextClientId = snapshot.nextClientId;
  core.nextRequestId = snapshot.nextRequestId;
  core.quiesce = snapshot.quiesce;
  core.journalOk = snapshot.journalOk;
  core.nextOrderCheckAt = snapshot.nextOrderCheckAt ?? -Infinity;
  core.decisions = snapshot.decisions;
  core.duplicateFills = snapshot.duplicateFills;
  core.foreignFills = new Set(snapshot.foreignFills);
  core.failedFills = new Set(snapshot.failedFills);
  core.payments = new Set(snapshot.payments);
  core.refusals = new Map(snapshot.refusals);
  core.dirty.length = 0;
  for (const id of snapshot.dirty) core.dirty.push(core.markets[id]!);
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
  m.position = Position.fromJSON(s.position);
  m.heldNotional = s.heldNotional;
  if (s.rules !== null) m.rules = RuleStates.fromJSON(s.rules, core.rules, 'market');
  adoptMarket(core, m);
  m.status = s.status;
  m.bookAt = s.bookAt;
  m.invalid = s.invalid;
  m.awaitsBook = s.awaitsBook;
  m.needsWholeBook = s.needsWholeBook ?? false;
  m.settledAt = s.settledAt;
  m.stopLoss = { ...s.stopLoss };
  m.fairValue = s.fairValue ?? NaN;
  m.constraints = s.constraints;
  m.guards = s.guards ?? 0;
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
  Object.assign(m.counters, s.counters);
  m.dropped.set(s.dropped);
  m.worstNotional = s.worstNotional;
  m.reservedCash = s.reservedCash;
  m.twap = s.twap === undefined || s.twap === null ? null : { ...s.twap };
  m.hedgeNeed = s.hedgeNeed ?? NaN;
  Object.assign(m.unhedged, s.unhedged);
}

function restoreAccount(core: CoreState, snapshot: CoreSnapshot): void {
  const { account } = core;
  const saved = snapshot.account as unknown as ReturnType<typeof account.carry> & { pnl: number; worstNotional: number; heldNotional: number; reservedCash: number; constraints: number; wakeAt: number | null };
  account.adopt({ ...saved, markets: {} });
  account.pnl = saved.pnl;
  account.worstNotional = saved.worstNotional;
  account.heldNotional = saved.heldNotional;
  account.reservedCash = saved.reservedCash;
  account.constraints = saved.constraints;
  account.wakeAt = saved.wakeAt ?? Infinity;
  if (snapshot.accountRules !== null) account.rules = RuleStates.fromJSON(snapshot.accountRules, core.rules, 'account');
}
