// What venues say of our orders, into the order states and the ledger. Nothing is assumed: an order ends by the venue's
// word, a fill counts once, and what contradicts our books is said aloud and believed where it is about what exists.

import type { OrderEvent, OrderFilled, OrderReported } from '../domain/events.ts';
import { complement, notional, type Price, type Size } from '../domain/numbers.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import { isTerminal } from '../orders/order-states.ts';
import { legOf } from '../orders/leg.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { hide, move, resize, show } from './order-moves.ts';
import { applyHoldings, applyOpenOrders } from './reconcile.ts';
import { pay } from './settle.ts';
import { loseTrack, queryOrder, revive } from './unresolved.ts';

/** After the first refusal in a row a side waits this long, doubling up to the limit. placeholder: until venues publish penalties. */
const BACK_OFF_MS = 1_000;
const BACK_OFF_LIMIT_MS = 30_000;
/** A venue's "never heard of it" counts as proof only when it is said again this much later: the place may still be under way. */
const ABSENT_PROOF_MS = 2_000;
/** Fills of strangers that are remembered, so that one told twice counts once. */
const MOST_FOREIGN_FILLS = 10_000;

export function applyOrderEvent(core: CoreState, event: OrderEvent): void {
  if (event.type === 'OpenOrdersReported') { applyOpenOrders(core, event); return; }
  if (event.type === 'HoldingsReported') { applyHoldings(core, event); return; }
  const order = core.orders.get(event.clientId);
  if (event.type === 'OrderFilled') { applyFill(core, order, event); return; }
  if (order === undefined) {
    core.alert('warning', 'ORDER_NOT_OURS', `${event.type} for order ${event.clientId}, which this session did not place`);
    return;
  }
  const market = core.market(order.market);
  core.touch(market);
  switch (event.type) {
    case 'OrderAccepted':
      // After `done` it is only late; after a proof that there never was such an order it is a contradiction.
      if (order.state === 'absent' || order.state === 'rejected') { revive(core, market, order, (order.size - order.filled) as Size); return; }
      if (order.state === 'sent' || order.state === 'unknown') move(core, market, order, 'working');
      show(market, order);
      (order.side === 'bid' ? market.backOff.bid : market.backOff.ask).streak = 0;
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
      loseTrack(core, order, event.detail);
      return;
    case 'OrderReported':
      applyReport(core, market, order, event);
      return;
  }
}

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
  // Fills that the venue counts and we have not seen yet stay in the exposure until they come.
  const unseen = Math.max(0, event.found.filled - order.filled);
  if (event.found.live) {
    order.queries = 0;
    if (order.state !== 'working' && order.state !== 'cancel-pending') move(core, market, order, 'working');
    resize(market, order, (event.found.remaining + unseen) as Size);
    show(market, order);
  } else end(core, market, order, unseen);
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
  const backOff = order.side === 'bid' ? market.backOff.bid : market.backOff.ask;
  backOff.until = core.now + Math.min(BACK_OFF_LIMIT_MS, BACK_OFF_MS * (1 << backOff.streak));
  backOff.streak = Math.min(backOff.streak + 1, 10);
  core.refusals.set(reason, (core.refusals.get(reason) ?? 0) + 1);
  core.notices.push({ type: 'OrderRefused', ts: core.now, market: order.market, clientId: order.clientId, reason, detail });
}

function applyFill(core: CoreState, order: OwnOrder | undefined, event: OrderFilled): void {
  const market = core.market(event.market);
  core.touch(market);
  if (order !== undefined) {
    if (order.isInHoldings) { core.duplicateFills++; return; }
    if (order.fillIds.includes(event.fillId)) { core.duplicateFills++; return; }
    order.fillIds.push(event.fillId);
    if (order.filled + event.size > order.size || (event.size > order.remaining && !isTerminal(order.state))) {
      core.alert('critical', 'OVERFILL', `order ${order.clientId} filled ${event.size} with ${order.remaining} remaining, ${order.filled} of ${order.size} filled before`, event.market);
    }
    order.filled = (order.filled + event.size) as Size;
    resize(market, order, Math.max(0, order.remaining - event.size) as Size);
    if (order.remaining === 0 && !isTerminal(order.state)) move(core, market, order, 'done');
  } else if (isForgotten(core, event.clientId)) {
    // Maybe new, maybe told twice: what the venue holds will say.
    core.venue(market.instrument.venue).nextReconcileAt = core.now;
    core.alert('critical', 'FILL_FORGOTTEN', `a fill of ${event.size} for order ${event.clientId}, which ended too long ago to tell whether it is new; holdings are asked for`, event.market);
    return;
  } else {
    const id = `${event.clientId} ${event.fillId}`;
    if (core.foreignFills.has(id)) { core.duplicateFills++; return; }
    core.foreignFills.add(id);
    if (core.foreignFills.size > MOST_FOREIGN_FILLS) core.foreignFills.delete(core.foreignFills.values().next().value!);
    core.alert('critical', 'FILL_NOT_OURS', `a fill of ${event.size} for order ${event.clientId}, which this session did not place; it counts`, event.market);
  }

  const { account } = core;
  const { position } = market;
  const leg = order?.leg ?? legOf(event.side, event.price, event.size, position.yes, position.no);
  const change = position.applyFill(event.side, leg, event.price, event.size, event.fee);
  const flow = notional(leg.outcome === 'yes' ? event.price : complement(event.price), event.size);
  if (account.cash !== null) {
    account.cash += (leg.action === 'buy' ? -flow : flow) - event.fee;
    if (market.instrument.netsPairs) account.cash += position.mergePairs();
  }
  account.pnl += change;
  if (market.strategyState !== null) market.strategyState.pnl += change;
  market.counters.fills++;
  market.signals.observeFill(core.now);
  if (market.settledAt !== null) pay(core, market, market.settledAt);
  market.notePosition();
  core.notices.push({
    type: 'Filled', ts: core.now, market: event.market, clientId: event.clientId, side: event.side, price: event.price, size: event.size, fee: event.fee,
    liquidity: event.liquidity, position: position.net as Size, fairValue: Number.isNaN(market.fairValue) ? null : (market.fairValue as Price),
  });
}

/** An id that this session gave out and no longer knows. */
function isForgotten(core: CoreState, clientId: string): boolean {
  const prefix = `${core.session.id}-`;
  return clientId.startsWith(prefix) && Number(clientId.slice(prefix.length)) < core.nextClientId;
}
