// One market, one decision: signals → constraints → rules → desired quotes → guard → plan → requests. The scratch it works
// in is reused, so a decision that changes nothing allocates nothing.

import type { LiquidationSettings } from '../../config/compiled-config.ts';
import { PAR } from '../domain/numbers.ts';
import { allows } from '../domain/permission.ts';
import { DROP_REASONS, type Ladder, type LadderSide } from '../quoting/ladder.ts';
import { othersBestAsk, othersBestBid } from '../rules/fact-vector.ts';
import type { Posture } from '../rules/posture.ts';
import { exitQuotes } from '../liquidation/exit-quotes.ts';
import type { StageRank } from '../liquidation/stages.ts';
import { watchLiquidation } from '../liquidation/watch-liquidation.ts';
import { toEndMs } from '../orchestrator/resolution.ts';
import { ASK_ONLY_REDUCES, BID_ONLY_REDUCES, constraintsIn } from '../risk/constraints.ts';
import { coverByTokens } from '../risk/cash-cover.ts';
import { measureExposure, type Exposure } from '../risk/exposure.ts';
import { guard } from '../risk/guard.ts';
import { goesByReference } from '../risk/guards/reference.ts';
import { collarSide } from '../risk/guards/price-collar.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import { planSide } from '../orders/planner.ts';
import { holdsSlot } from '../orchestrator/lifecycle.ts';
import { bookProblem, fairValue } from '../signals/fair-value.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import type { ExplanationStep } from '../views.ts';
import { noteCoverage } from './count-earning.ts';
import type { Scratch } from './scratch.ts';
import { claimWinnings } from './claim-winnings.ts';
import { mergePairs } from './merge-pairs.ts';
import { observeReference, referenceStaleAt } from './follow-reference.ts';
import { leavesAnyhow, permit } from './permit.ts';
import { measureSharedRoom } from './shared-room.ts';
import { produce } from './produce.ts';
import { cashFor, request } from './request.ts';
import { sumUp } from './sum-up.ts';
import { tokensUnderWay } from '../state/token-operation.ts';
import { chaseOperation } from './token-operations.ts';
import { tendTwap } from './tend-twap.ts';
import { unhedgedAt } from './watch-hedges.ts';
import { runRules } from './watch-account.ts';

/** A market that is or may be quoted is looked at again at least this often, since volatility, flow and ages change with time alone. */
const LOOK_AGAIN_MS = 1_000;

export function decideMarket(core: CoreState, market: MarketState, scratch: Scratch): void {
  core.decisions++;
  countTime(core, market);
  if (market.observedAt !== core.now) observe(core, market);
  market.observedAt = NaN;
  watchStopLoss(core, market);
  let wakeAt = isAsleep(core, market) ? Infinity : core.now + LOOK_AGAIN_MS;
  if (market.rules !== null) {
    const ran = runRules(core, 'market', market.instrument.id, market.rules, market.vector, market.readers, market.posture, market.instrument.tick);
    wakeAt = Math.min(wakeAt, ran.wakeAt);
  }
  mergePosture(core, market, scratch.posture);
  watchLiquidation(core, market, scratch.posture.liquidate as StageRank);
  permit(core, market, scratch.posture);
  wakeAt = Math.min(wakeAt, tendTwap(core, market), unhedgedAt(market), referenceStaleAt(market));
  quote(core, market, scratch, null);
  plan(core, market, scratch);
  const asked = core.commands.length;
  wakeAt = Math.min(wakeAt, request(core, market, scratch));
  mergePairs(core, market);
  wakeAt = Math.min(wakeAt, claimWinnings(core, market), chaseOperation(core, market));
  const live = core.orders.live(market.instrument.id);
  if (core.commands.length > asked) {
    market.ordersChanged = true;
    measureExposure(scratch.exposure, market.position.net, market.position.notionalAtCost, live);
  }
  addUp(core, market, scratch.exposure, live);
  note(core, market, scratch.ladder);
  market.isDirty = false;
  market.decidedAt = core.now;
  market.isWatched = market.settings?.kind === 'market-maker' && holdsSlot(market.lifecycle) && !market.awaitsTurn && market.status === 'open' && market.bookAt !== null;
  market.wakeAt = wakeAt;
  noteCoverage(market);
}

/** Nothing of ours is out and nothing can be, until something happens. */
const isAsleep = (core: CoreState, market: MarketState): boolean =>
  core.orders.live(market.instrument.id).length === 0 && (market.venue.isStale || market.awaitsBook || market.status !== 'open' || market.settings === null || market.lifecycle === 'candidate');

function countTime(core: CoreState, market: MarketState): void {
  if (!market.isWatched) return;
  const elapsed = core.now - market.decidedAt;
  market.counters.watchedMs += elapsed;
  if (market.hasBothSides) market.counters.quotedMs += elapsed;
}

/** Reads the book, moves the signals on, and values what is held. */
export function observe(core: CoreState, market: MarketState): void {
  const { now, account } = core;
  market.observedAt = now;
  market.signals.advance(now);
  market.publicFacts.advance(now);
  const problem = market.invalid !== null || market.bookAt === null || market.settledAt !== null ? 'empty' : bookProblem(market.book);
  observeReference(market, now);
  market.fairValue = problem === null ? valueOf(market) : NaN;
  market.steps?.observe(now, market.awaitsBook ? NaN : market.fairValue);
  if (Number.isNaN(market.fairValue) || market.awaitsBook) {
    market.signals.pauseFair(now);
    market.publicFacts.prints.pause(now);
    market.quality.markout.observeFair(now, market.settledAt ?? NaN);
    return;
  }
  market.signals.observeFair(now, market.fairValue);
  market.publicFacts.prints.observeFair(now, market.fairValue);
  market.quality.markout.observeFair(now, market.fairValue);
  const change = market.position.remark(market.fairValue);
  if (change === 0) return;
  account.pnl += change;
  if (market.strategyState !== null) market.strategyState.pnl += change;
}

/** Of a market whose book has no problem. */
function valueOf(market: MarketState): number {
  const { settings, book, referenceValue } = market;
  const model = settings?.fairValueModel ?? 'micro-price';
  if (model !== 'reference') return fairValue(book, model);
  const needsReference = settings !== null && goesByReference(market, settings) && !leavesAnyhow(market);
  // Who has to leave takes what the book pays, whether or not the reference can be heard.
  return Number.isNaN(referenceValue) && !needsReference ? fairValue(book, 'micro-price') : referenceValue;
}

function watchStopLoss(core: CoreState, market: MarketState): void {
  const { stopLoss, settings } = market;
  const pnl = market.position.pnl;
  if (pnl > stopLoss.peak) stopLoss.peak = pnl;
  const rule = settings?.stopLoss ?? null;
  if (rule === null || stopLoss.latched) return;
  const loss = stopLoss.baseline - pnl;
  const fall = stopLoss.peak - pnl;
  if (rule.loss !== null && loss >= rule.loss) stopLoss.reason = `lost $${(loss / PAR).toFixed(2)}, stopLoss.loss is $${(rule.loss / PAR).toFixed(2)}`;
  else if (rule.drawdownFromPeak !== null && fall >= rule.drawdownFromPeak) stopLoss.reason = `$${(fall / PAR).toFixed(2)} below its peak, stopLoss.drawdownFromPeak is $${(rule.drawdownFromPeak / PAR).toFixed(2)}`;
  else return;
  stopLoss.latched = true;
  core.alert('critical', 'STOP_LOSS', `${market.instrument.name}: ${stopLoss.reason}; ${rule.then} until resumed`, market.instrument.id);
}

/** What the rules in force for this market add up to. */
export function mergePosture(core: CoreState, market: MarketState, posture: Posture): void {
  posture.reset();
  posture.merge(core.account.posture);
  if (market.strategyState !== null) posture.merge(market.strategyState.posture);
  posture.merge(market.posture);
}

/** Fills the ladder and what the guard leaves of it. Also run, with a trace, by `explain`: it changes nothing but the scratch. */
export function quote(core: CoreState, market: MarketState, scratch: Scratch, trace: ExplanationStep[] | null): void {
  const { settings, instrument, position } = market;
  const { ladder, posture, exposure, guardInput } = scratch;
  ladder.clear();
  guardInput.mostBid = guardInput.mostAsk = Infinity;
  measureExposure(exposure, position.net, position.notionalAtCost, core.orders.live(instrument.id));
  if (settings !== null && allows(market.permission, 'reduce-only') && !Number.isNaN(market.fairValue)) {
    if (market.liquidation.rank > 0 && settings.liquidation !== null) exit(core, market, settings.liquidation, scratch, trace);
    else produce(core, market, settings, scratch, trace);
  }
  guardInput.permission = market.permission;
  guardInput.pullBid = posture.pullBid && !leavesAnyhow(market);
  guardInput.pullAsk = posture.pullAsk && !leavesAnyhow(market);
  guardInput.bidOnlyReduces = (market.guards & BID_ONLY_REDUCES) !== 0;
  guardInput.askOnlyReduces = (market.guards & ASK_ONLY_REDUCES) !== 0;
  guardInput.position = position.net;
  guardInput.limits = settings?.limits ?? NO_LIMITS;
  guardInput.exposure = exposure;
  measureSharedRoom(core, market, exposure.heldNotional, guardInput, trace);
  const collar = settings?.limits.collar ?? Infinity;
  if (collar !== Infinity) {
    collarSide('bid', ladder.bids, othersBestAsk(market), market.fairValue, collar);
    collarSide('ask', ladder.asks, othersBestBid(market), market.fairValue, collar);
  }
  guard(guardInput, instrument, ladder, scratch.bidRoom, scratch.askRoom);
  const { cash, reservedCash } = core.account;
  if (cash === null) return;
  // What this market's own orders hold in reserve is free for the orders that take their place.
  const free = cash - reservedCash + market.reservedCash - (market.operation?.cash ?? 0);
  const yes = position.yes - tokensUnderWay(market.operation, 'yes');
  const no = position.no - tokensUnderWay(market.operation, 'no');
  if (yes > 0) coverByTokens('ask', ladder.asks, yes, free, instrument);
  if (no > 0) coverByTokens('bid', ladder.bids, no, free, instrument);
}

function exit(core: CoreState, market: MarketState, settings: LiquidationSettings, { exitInput, ladder }: Scratch, trace: ExplanationStep[] | null): void {
  const { liquidation, tookAt } = market;
  exitInput.instrument = market.instrument;
  exitInput.settings = settings;
  exitInput.rank = liquidation.rank;
  exitInput.inStageMs = core.now - liquidation.stageSince;
  exitInput.sinceTakeMs = tookAt < 0 ? Infinity : core.now - tookAt;
  exitInput.startSize = liquidation.startSize;
  exitInput.position = market.position;
  exitInput.bestBid = othersBestBid(market);
  exitInput.bestAsk = othersBestAsk(market);
  exitInput.toEndMs = toEndMs(market, core.now);
  exitInput.anchor = liquidation.anchor;
  exitInput.fairValue = market.fairValue;
  exitInput.collar = market.settings?.limits.collar ?? Infinity;
  exitQuotes(exitInput, ladder, trace);
}

const NO_LIMITS = { position: 0, notional: null, openOrders: null };

export function plan(core: CoreState, market: MarketState, scratch: Scratch): void {
  const { planInput, ladder } = scratch;
  const live = core.orders.live(market.instrument.id);
  planInput.now = core.now;
  planInput.tolerance = market.settings?.tolerance ?? 0;
  planInput.minRestMs = market.settings?.minRestMs ?? 0;
  planInput.canAmend = market.instrument.canAmend;
  planInput.isFirm = market.liquidation.rank > 0;
  planInput.tick = market.instrument.tick;
  planInput.side = 'bid';
  planSide(planInput, ladder.bids, live, scratch.bidRoom, scratch.bidPlan);
  planInput.side = 'ask';
  planSide(planInput, ladder.asks, live, scratch.askRoom, scratch.askPlan);
}

/** Brings this market's part of all sums up to date, orders just asked for included. */
function addUp(core: CoreState, market: MarketState, exposure: Exposure, live: readonly OwnOrder[]): void {
  const { account } = core;
  sumUp(core, market, exposure);
  if (!market.ordersChanged) return;
  market.ordersChanged = false;
  let reserved = market.operation?.cash ?? 0;
  let hasBid = false;
  let hasAsk = false;
  for (let i = 0; i < live.length; i++) {
    const order = live[i]!;
    reserved += cashFor(market, order.leg, order.style, order.price, order.remaining);
    if (order.state !== 'working') continue;
    if (order.side === 'bid') hasBid = true;
    else hasAsk = true;
  }
  account.reservedCash += reserved - market.reservedCash;
  market.reservedCash = reserved;
  market.hasBothSides = hasBid && hasAsk;
}

/** Tells when the wanted touch changed, and counts what was not quoted. */
function note(core: CoreState, market: MarketState, ladder: Ladder): void {
  countDropped(market, ladder.bids);
  countDropped(market, ladder.asks);
  const bid = ladder.bids.best();
  const ask = ladder.asks.best();
  const noBid = Number.isNaN(bid) ? absence(core, market, ladder, 'bids') : null;
  const noAsk = Number.isNaN(ask) ? absence(core, market, ladder, 'asks') : null;
  if (Object.is(bid, market.wantedBid) && Object.is(ask, market.wantedAsk) && noBid === market.noBid && noAsk === market.noAsk) return;
  market.wantedBid = bid;
  market.wantedAsk = ask;
  market.noBid = noBid;
  market.noAsk = noAsk;
  const orNull = (x: number): never | null => (Number.isNaN(x) ? null : (x as never));
  core.notices.push({ type: 'QuoteChanged', ts: core.now, market: market.instrument.id, bid: orNull(bid), ask: orNull(ask), fairValue: orNull(market.fairValue), noBid, noAsk });
}

function countDropped(market: MarketState, side: LadderSide): void {
  for (let i = 0; i < side.count; i++) if (side.size[i] === 0) market.dropped[side.reason[i]!]!++;
}

/** Why a side is not quoted: the first constraint, or the reason its nearest layer was dropped. */
export function absence(core: CoreState, market: MarketState, ladder: Ladder, side: 'bids' | 'asks'): string {
  if (ladder[side].count > 0) return DROP_REASONS[ladder[side].reason[0]!]!;
  return constraintsIn(core.account.constraints, market.constraints, market.guards)[0]?.code ?? (allows(market.permission, 'full') ? 'not-wanted' : 'permission');
}
