// What venues say of our orders, into the order states and the ledger. Nothing is assumed: an order ends by the venue's
// word, a fill counts once, and what contradicts our books is said aloud and believed where it is about what exists.

import type { OrderEvent, OrderReported } from '../domain/events.ts';
import type { Size } from '../domain/numbers.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import { TAKE } from '../quoting/ladder.ts';
import { isTerminal } from '../orders/order-states.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState, SideBackOff } from '../state/market-state.ts';
import { applyFailure, applyFill } from './apply-fill.ts';
import { applyIncentive } from './incentives.ts';
import { hide, move, resize, show } from './order-moves.ts';
import { applyHoldings, applyOpenOrders } from './reconcile.ts';
import { applyTokenAnswer } from './token-operations.ts';
import { loseTrack, queryOrder, restsOn, revive } from './unresolved.ts';
import { changeVenueMode, takesAgain } from './venue-mode.ts';

/** After the first refusal in a row a side waits this long, doubling up to the limit. placeholder: until venues publish penalties. */
const BACK_OFF_MS = 1_000;
const BACK_OFF_LIMIT_MS = 30_000;
/** What takes wants out: it waits less. */
const TAKE_BACK_OFF_LIMIT_MS = 4_000;
/** A venue's "never heard of it" counts as proof only when it is said again this much later: the place may still be under way. */
const ABSENT_PROOF_MS = 2_000;

export function applyOrderEvent(core: CoreState, event: OrderEvent): void {
  noteHeard(core, event);
  if (event.type === 'OpenOrdersReported') { applyOpenOrders(core, event); return; }
  if (event.type === 'HoldingsReported') { applyHoldings(core, event); return; }
  if (event.type === 'VenueModeChanged') { changeVenueMode(core, event); return; }
  if (event.type === 'IncentivePaid') { applyIncentive(core, event); return; }
  if ('requestId' in event) { applyTokenAnswer(core, event); return; }
  const order = core.orders.get(event.clientId);
  if (event.type === 'OrderFilled') { applyFill(core, order, event); return; }
  if (event.type === 'FillFailed') { applyFailure(core, order, event); return; }
  if (order === undefined) {
    core.alert('warning', 'ORDER_NOT_OURS', `${event.type} for order ${event.clientId}, which this session did not place`);
    return;
  }
  const market = core.market(order.market);
  core.touch(market);
  if (isAnswer(event.type, order)) market.venue.health.noteAnswer(core.now, core.now - order.askedAt);
  switch (event.type) {
    case 'OrderAccepted':
      // After `done` it is only late; after a proof that there never was such an order it is a contradiction.
      if (order.state === 'absent' || order.state === 'rejected') { revive(core, market, order, (order.size - order.filled) as Size); return; }
      // Proved to rest no more, it waits for its fills.
      if (order.goneAt >= 0) return;
      if (order.state === 'sent' || order.state === 'unknown') move(core, market, order, 'working');
      show(market, order);
      backOffOf(market, order).streak = 0;
      takesAgain(core, market.venue, order);
      return;
    case 'OrderRejected':
      refused(core, market, order, event.reason, event.detail);
      return;
    case 'OrderCanceled':
      if (!isTerminal(order.state)) end(core, market, order, order.remaining - event.remaining);
      return;
    case 'OrderAmended':
      resize(market, order, Math.min(order.remaining, event.remaining + Math.max(0, event.filled - order.filled)) as Size);
      order.amendingTo = -1;
      order.refusals = 0;
      return;
    case 'CancelRejected':
      order.amendingTo = -1;
      if (event.gone && order.remaining > 0) queryOrder(core, order);
      else if (order.state === 'cancel-pending' || order.state === 'cancel-unknown' || order.state === 'working') {
        move(core, market, order, 'working');
        order.askedAt = core.now;
        order.refusals++;
      }
      return;
    case 'OutcomeUnknown':
      market.venue.noteMissingAnswer(core.now);
      loseTrack(core, order, event.detail);
      return;
    case 'OrderReported':
      applyReport(core, market, order, event);
      return;
  }
}

/** The venue speaks of what is ours: no answer is overdue. A lost answer is no word. */
function noteHeard(core: CoreState, event: OrderEvent): void {
  if (event.type === 'OutcomeUnknown') return;
  const order = 'clientId' in event ? core.orders.get(event.clientId) : undefined;
  if ('venue' in event) core.venue(event.venue).vitals.waitingSince = NaN;
  else if (order !== undefined) core.market(order.market).venue.vitals.waitingSince = NaN;
}

/** The first word on what was last asked of the order; what comes by itself answers nothing. */
const isAnswer = (type: OrderEvent['type'], { state, amendingTo }: OwnOrder): boolean =>
  (state === 'sent' && (type === 'OrderAccepted' || type === 'OrderRejected'))
  || (state === 'cancel-pending' && (type === 'OrderCanceled' || type === 'CancelRejected'))
  || (amendingTo >= 0 && type === 'OrderAmended');

function applyReport(core: CoreState, market: MarketState, order: OwnOrder, event: OrderReported): void {
  if (isTerminal(order.state)) {
    if (event.found?.live === true) revive(core, market, order, event.found.remaining);
    return;
  }
  if (event.found === null) {
    if (order.missedAt < 0) { order.missedAt = core.now; return; }
    if (core.now - order.missedAt < ABSENT_PROOF_MS) return;
    move(core, market, order, order.state === 'working' ? 'done' : 'absent');
    return;
  }
  order.missedAt = -1;
  const { live, remaining, filled } = event.found;
  if (live) restsOn(core, market, order, remaining, filled);
  else end(core, market, order, Math.max(0, filled - order.filled));
}

/** Nothing of it rests any more. `unseen`: micro-shares that the venue counts as filled and no fill has told us of yet; they stay in the exposure. */
function end(core: CoreState, market: MarketState, order: OwnOrder, unseen: number): void {
  if (unseen <= 0) { move(core, market, order, 'done'); return; }
  hide(market, order);
  order.remaining = unseen as Size;
  market.ordersChanged = true;
  if (order.goneAt >= 0) return;
  order.goneAt = core.now;
  loseTrack(core, order, `it is gone, and ${unseen} micro-shares of its fills have not been reported`);
}

function refused(core: CoreState, market: MarketState, order: OwnOrder, reason: string, detail: string): void {
  // Said twice it is one refusal.
  if (isTerminal(order.state) || !move(core, market, order, 'rejected')) return;
  market.counters.refusals++;
  market.signals.observeReject(core.now);
  market.venue.vitals.rejects?.add(core.now, 1, 0);
  if (reason === 'venue-error' || reason === 'rate-limited') market.venue.health.noteRefusal(core.now);
  const backOff = backOffOf(market, order);
  // More than may be sent at once is no fault of the quotes: what did not fit goes as soon as it does.
  const isLimited = reason === 'rate-limited';
  backOff.until = isLimited ? Math.max(backOff.until, core.now + BACK_OFF_MS) : core.now + Math.min(order.style === TAKE ? TAKE_BACK_OFF_LIMIT_MS : BACK_OFF_LIMIT_MS, BACK_OFF_MS * (1 << backOff.streak));
  if (!isLimited) backOff.streak = Math.min(backOff.streak + 1, 10);
  core.refusals.set(reason, (core.refusals.get(reason) ?? 0) + 1);
  core.notices.push({ type: 'OrderRefused', ts: core.now, market: order.market, clientId: order.clientId, reason, detail });
}

const backOffOf = ({ backOff }: MarketState, { side, style }: OwnOrder): SideBackOff => (style === TAKE ? backOff.take : side === 'bid' ? backOff.bid : backOff.ask);
