// Agreement with the venue: at start, periodically, and while stopping. The venue wins for what exists. Questions are
// asked with back-off and nothing is ever sent again blindly.

import type { HoldingsReported, OpenOrdersReported, ReportedOpenOrder } from '../domain/events.ts';
import type { Cash, Size } from '../domain/numbers.ts';
import { isTerminal } from '../orders/order-states.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import type { VenueState } from '../state/venue-state.ts';
import { move } from './order-moves.ts';
import { operationAfterHoldings } from './token-operations.ts';
import { loseTrack, queryOrder, restsOn, revive } from './unresolved.ts';

/** A place, cancel or amend without an answer for this long has an unknown outcome. */
const ANSWER_TIMEOUT_MS = 5_000;
const QUERY_FIRST_MS = 1_000;
const QUERY_LIMIT_MS = 30_000;
const QUESTION_TIMEOUT_MS = 1_000;
const MOST_QUESTIONS = 30;
const ASK_AGAIN_LIMIT_MS = 4_000;
const RECONCILE_EVERY_MS = 60_000;
const CHECK_EVERY_MS = 250;
/** How many reports in a row must show nothing open before a stop counts as proved. */
export const ZERO_PROOFS = 2;
/** So many reports in a row whose tokens agree with our books and whose cash does not. */
const CASH_PROOFS = 2;

/** Run with every decision: what has waited too long, and what has to be asked of each venue. */
export function reconcile(core: CoreState): void {
  if (core.now >= core.nextOrderCheckAt) {
    core.nextOrderCheckAt = core.now + CHECK_EVERY_MS;
    for (const order of core.orders.allLive()) {
      checkOrder(core, order);
      const venue = core.venue(order.venue);
      // What an earlier session left is unknown until then, and nothing is quoted.
      if (venue.ordersReconciled) venue.vitals.count(order);
    }
    for (const venue of core.venues) venue.vitals.counted(core.now);
  }
  for (const venue of core.venues) askVenue(core, venue);
}

/** Each question about an order waits twice as long as the one before. */
const queryPauseMs = (order: OwnOrder): number => (order.queries === 0 ? 0 : Math.min(QUERY_LIMIT_MS, QUERY_FIRST_MS * (1 << Math.min(order.queries, 10))));

function checkOrder(core: CoreState, order: OwnOrder): void {
  const waited = core.now - order.askedAt;
  if (order.state === 'unknown' || order.state === 'cancel-unknown') {
    if (waited >= queryPauseMs(order)) queryOrder(core, order);
  } else if ((order.state === 'sent' || order.state === 'cancel-pending') && waited >= ANSWER_TIMEOUT_MS) {
    core.venue(order.venue).noteMissingAnswer(core.now);
    loseTrack(core, order, `no answer within ${ANSWER_TIMEOUT_MS / 1000} s`);
  } else if (order.amendingTo >= 0 && waited >= ANSWER_TIMEOUT_MS) {
    if (!queryOrder(core, order)) return;
    order.amendingTo = -1;
    core.venue(order.venue).noteMissingAnswer(core.now);
  }
}

function askVenue(core: CoreState, venue: VenueState): void {
  // A stop that was carried over came before any venue was known.
  if (core.quiesce !== null && Number.isNaN(venue.nextReconcileAt)) cancelAll(core, venue);
  const isDue = !(core.now < venue.nextReconcileAt);
  const wantsOrders = needsProof(core, venue) || isDue;
  if (wantsOrders && core.now >= nextQuestionAt(venue)) askOpenOrders(core, venue);
  const wantsHoldings = !venue.holdingsReconciled || isDue;
  const asksHoldings = wantsHoldings && !(core.now - venue.askedHoldingsAt < QUESTION_TIMEOUT_MS);
  if (asksHoldings) {
    venue.askedHoldingsAt = core.now;
    if (Number.isNaN(venue.holdingsAskedSince)) venue.holdingsAskedSince = core.now;
    core.commands.push({ type: 'QueryHoldings', ts: core.now, generation: core.generation, venue: venue.name });
  }
  // Holdings that were asked for a moment ago may be answered from before what makes it due now: they are asked for again.
  if (isDue) venue.nextReconcileAt = asksHoldings ? core.now + RECONCILE_EVERY_MS : venue.askedHoldingsAt + QUESTION_TIMEOUT_MS;
}

const needsProof = (core: CoreState, venue: VenueState): boolean =>
  !venue.ordersReconciled || (core.quiesce !== null && venue.zeroProofs < ZERO_PROOFS);

/** An open question is given its time before it is asked again; answers to either count. */
function nextQuestionAt(venue: VenueState): number {
  const last = venue.questions.at(-1);
  return last === undefined ? venue.askAgainAt : last.at + QUESTION_TIMEOUT_MS;
}

/** When a venue whose word we wait for has to be asked again; Infinity when we wait for none. */
export function questionDueAt(core: CoreState, venue: VenueState): number {
  if (needsProof(core, venue)) return nextQuestionAt(venue);
  return venue.holdingsReconciled ? Infinity : venue.askedHoldingsAt + QUESTION_TIMEOUT_MS;
}

function askOpenOrders(core: CoreState, venue: VenueState): void {
  const id = core.nextRequestId++;
  venue.questions.push({ id, at: core.now });
  if (venue.questions.length > MOST_QUESTIONS) venue.questions.shift();
  core.commands.push({ type: 'QueryOpenOrders', ts: core.now, generation: core.generation, venue: venue.name, requestId: id });
}

/** Cancel everything at a venue, known to us or not. */
export function cancelAll(core: CoreState, venue: VenueState): void {
  core.commands.push({ type: 'CancelAll', ts: core.now, generation: core.generation, venue: venue.name });
  for (const order of core.orders.allLive()) {
    if (order.venue !== venue.name || order.state !== 'working') continue;
    move(core, core.market(order.market), order, 'cancel-pending');
    order.askedAt = core.now;
  }
}

export function applyOpenOrders(core: CoreState, event: OpenOrdersReported): void {
  const venue = core.venue(event.venue);
  const index = venue.questions.findIndex((q) => q.id === event.requestId);
  const question = venue.questions[index];
  if (question === undefined) return;
  // What was asked earlier and is answered later would be older news.
  venue.questions.splice(0, index + 1);

  for (const order of event.orders) settleUnknown(core, order, question.at);
  const reported = new Set(event.orders.map((o) => o.clientId));
  const strangers = event.orders.filter((o) => isStranger(core, o, question.at));
  let live = 0;
  for (const order of core.orders.allLive()) {
    if (order.venue !== venue.name) continue;
    // What is proved gone rests no more, though its fills are still on their way to us.
    if (order.goneAt < 0) live++;
    const isSettled = order.state === 'working' || order.state === 'cancel-pending' || order.state === 'cancel-unknown';
    // The question went out after anything we last asked of this order, and the complete answer does not have it.
    if (isSettled && order.goneAt < 0 && order.askedAt < question.at && !reported.has(order.clientId) && core.now - order.askedAt >= queryPauseMs(order)) queryOrder(core, order);
  }

  sayStrangers(core, venue, strangers);
  const isZero = event.orders.length === 0 && live === 0;
  // While trading, cancelling all would take our own quotes along for somebody else's orders: the operator decides.
  if ((core.quiesce !== null && !isZero) || (!venue.ordersReconciled && strangers.length > 0)) {
    venue.zeroProofs = 0;
    venue.askAgainAt = core.now + Math.min(ASK_AGAIN_LIMIT_MS, CHECK_EVERY_MS * (1 << Math.min(venue.unprovedAnswers, 10)));
    venue.unprovedAnswers++;
    cancelAll(core, venue);
  } else if (core.quiesce !== null) {
    venue.zeroProofs++;
    if (venue.zeroProofs === ZERO_PROOFS) core.notices.push({ type: 'ZeroOpenProved', ts: core.now, market: null, venue: venue.name });
  }
  if (!venue.ordersReconciled && strangers.length === 0) {
    venue.ordersReconciled = true;
    venue.unprovedAnswers = 0;
    core.touchAll();
    core.notices.push({ type: 'Reconciled', ts: core.now, market: null, venue: venue.name, differences: [] });
  }
}

/** The list proves that an order whose outcome was not known rests, if it was asked for after all that we asked of the order. */
function settleUnknown(core: CoreState, { clientId, remaining, filled }: ReportedOpenOrder, askedAt: number): void {
  const order = clientId === null ? undefined : core.orders.get(clientId);
  if (order === undefined || (order.state !== 'unknown' && order.state !== 'cancel-unknown') || order.goneAt >= 0 || order.askedAt >= askedAt) return;
  restsOn(core, core.market(order.market), order, remaining, filled ?? ((order.size - remaining) as Size));
}

/** One of ours that had ended before the question went out is no stranger: it is alive against its proof, and is taken back. */
function isStranger(core: CoreState, reported: ReportedOpenOrder, askedAt: number): boolean {
  const order = reported.clientId === null ? undefined : core.orders.get(reported.clientId);
  if (order === undefined) return true;
  if (isTerminal(order.state) && order.finishedAt < askedAt) revive(core, core.market(order.market), order, reported.remaining);
  return false;
}

/** Said when the set changes, not at every answer. */
function sayStrangers(core: CoreState, venue: VenueState, strangers: readonly ReportedOpenOrder[]): void {
  const ids = strangers.map((o) => o.clientId ?? o.venueOrderId);
  const signature = ids.join(' ');
  if (signature !== venue.strangers && ids.length > 0) {
    core.alert('critical', 'ORDERS_NOT_OURS', `${venue.name} has ${ids.length} open order(s) this session did not place (${ids.slice(0, 3).join(', ')})`);
  }
  venue.strangers = signature;
  const { vitals } = venue;
  vitals.ordersToProve = ids.length > 0 ? cleanReports(core) : Math.max(0, vitals.ordersToProve - 1);
  askSoon(core, venue);
}

const cleanReports = (core: CoreState): number => core.config?.health?.cleanReports ?? 0;

/** What has to be proved again is not left to the next turn. */
function askSoon(core: CoreState, venue: VenueState): void {
  if (venue.vitals.ordersToProve === 0 && venue.vitals.holdingsToProve === 0) return;
  venue.nextReconcileAt = Math.min(venue.nextReconcileAt, core.now + ANSWER_TIMEOUT_MS);
}

export function applyHoldings(core: CoreState, event: HoldingsReported): void {
  const venue = core.venue(event.venue);
  const isFirst = !venue.holdingsReconciled;
  const byMarket = new Map(event.holdings.map((held) => [held.market, held]));
  const differences: string[] = [];
  let isDoubted = false;
  for (const market of core.markets) {
    if (market.venue !== venue) continue;
    const { position, doubt } = market;
    const { yes, no } = byMarket.get(market.instrument.id) ?? NOTHING;
    if (market.settledAt !== null) position.dropWorthless(yes, no);
    const change = { yes: yes - position.heldYes, no: no - position.heldNo };
    // At the start nothing can be on its way to us but fills of orders that an earlier session left.
    const isBelieved = doubt.believes(change.yes, change.no, market.counters.fills) || (isFirst && core.orders.live(market.instrument.id).length === 0);
    if (!isBelieved) { isDoubted = true; continue; }
    doubt.clear();
    if (change.yes !== 0 || change.no !== 0) {
      differences.push(`${market.instrument.name}: venue ${yes}/${no}, books ${position.heldYes}/${position.heldNo} (micro-shares of YES/NO)`);
      position.correct(yes, no);
      market.notePosition();
    }
    operationAfterHoldings(core, market, change);
    settleMissingFills(core, market);
  }
  if (isCashBelieved(core, venue, event.cash, isDoubted ? 'doubted' : differences.length > 0 ? 'corrected' : 'agree')) {
    const { account } = core;
    const change = account.cash === null ? 0 : event.cash - account.cash;
    const isAwaited = account.awaited.see(change, differences.length === 0 && !isDoubted, core.now);
    if (!isFirst && change !== 0 && (!isAwaited || differences.length > 0)) differences.push(`cash: venue ${event.cash}, books ${account.cash} (micro-dollars)`);
    account.cash = event.cash;
    venue.cashDoubts = 0;
  } else isDoubted = true;

  const { vitals } = venue;
  if (differences.length > 0) vitals.holdingsToProve = cleanReports(core);
  else if (!isDoubted) vitals.holdingsToProve = Math.max(0, vitals.holdingsToProve - 1);
  askSoon(core, venue);
  if (isDoubted) venue.nextReconcileAt = Math.min(venue.nextReconcileAt, core.now + ANSWER_TIMEOUT_MS);
  if (differences.length > 0) {
    core.alert('critical', 'HOLDINGS_DIFFER', `the venue's word counts: ${differences.join('; ')}`);
    core.notices.push({ type: 'Reconciled', ts: core.now, market: null, venue: venue.name, differences });
  }
  venue.holdingsAskedSince = NaN;
  if (!isDoubted) venue.holdingsReconciled = true;
  core.touchAll();
}

const NOTHING = { yes: 0 as Size, no: 0 as Size };

/** Cash that differs while tokens do is what fills under way cost; by itself it is no fill, and counts when it is seen again, whatever it is by then. */
function isCashBelieved({ account: { cash } }: CoreState, venue: VenueState, told: Cash, tokens: 'agree' | 'corrected' | 'doubted'): boolean {
  if (!venue.holdingsReconciled || cash === null || told === cash || tokens === 'corrected') return true;
  if (tokens === 'agree') venue.cashDoubts++;
  return venue.cashDoubts >= CASH_PROOFS;
}

/** Orders proved gone before these holdings were asked for: whatever filled of them is in what is held. */
function settleMissingFills(core: CoreState, market: MarketState): void {
  const gone = core.orders.live(market.instrument.id).filter((order) => order.goneAt >= 0 && order.goneAt < market.venue.holdingsAskedSince);
  for (const order of gone) {
    order.isInHoldings = true;
    move(core, market, order, 'done');
  }
}
