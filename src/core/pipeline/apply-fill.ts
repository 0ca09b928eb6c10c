// What changes hands, into orders and ledger: fills, and fills that failed to settle. Each counts once, whatever is told
// twice and in whatever order.

import type { FillFailed, OrderFilled } from '../domain/events.ts';
import { complement, notional, type Price, type Size } from '../domain/numbers.ts';
import { direction } from '../domain/side.ts';
import { legOf } from '../orders/leg.ts';
import { isTerminal } from '../orders/order-states.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { move, resize } from './order-moves.ts';
import { pay } from './settle.ts';

/** Ids of strangers' fills and of failed ones that are remembered, so that one told twice counts once. */
const MOST_REMEMBERED = 10_000;

const keyOf = ({ clientId, fillId }: { readonly clientId: string; readonly fillId: string }): string => `${clientId} ${fillId}`;

function remember(ids: Set<string>, id: string): void {
  ids.add(id);
  if (ids.size > MOST_REMEMBERED) ids.delete(ids.values().next().value!);
}

export function applyFill(core: CoreState, order: OwnOrder | undefined, event: OrderFilled): void {
  const market = core.market(event.market);
  core.touch(market);
  if (core.failedFills.has(keyOf(event))) {
    // Its failure came first: nothing changed hands, and what filled of the order stays filled.
    if (order !== undefined && !order.fillIds.includes(event.fillId)) takeIntoOrder(core, market, order, event);
    return;
  }
  if (order !== undefined) {
    if (order.isInHoldings) { core.duplicateFills++; return; }
    if (order.fillIds.includes(event.fillId)) { core.duplicateFills++; return; }
    takeIntoOrder(core, market, order, event);
  } else if (isForgotten(core, event.clientId)) {
    // Maybe new, maybe told twice: what the venue holds will say. It is not booked, so there is nothing to take back either.
    remember(core.failedFills, keyOf(event));
    core.venue(market.instrument.venue).nextReconcileAt = core.now;
    core.alert('critical', 'FILL_FORGOTTEN', `a fill of ${event.size} for order ${event.clientId}, which ended too long ago to tell whether it is new; holdings are asked for`, event.market);
    return;
  } else {
    if (core.foreignFills.has(keyOf(event))) { core.duplicateFills++; return; }
    remember(core.foreignFills, keyOf(event));
    core.alert('critical', 'FILL_NOT_OURS', `a fill of ${event.size} for order ${event.clientId}, which this session did not place; it counts`, event.market);
  }

  const { account } = core;
  const { position } = market;
  const leg = order?.leg ?? legOf(event.side, event.price, event.size, position.yes, position.no);
  if (order !== undefined) order.costGivenUp = closes(position.net, event) ? position.cost / position.net : -1;
  const change = position.applyFill(event.side, leg, event.price, event.size, event.fee);
  const flow = notional(leg.outcome === 'yes' ? event.price : complement(event.price), event.size);
  if (account.cash !== null) {
    account.cash += (leg.action === 'buy' ? -flow : flow) - event.fee;
    if (market.instrument.netsPairs) account.cash += position.mergePairs();
  }
  account.pnl += change;
  if (market.strategyState !== null) market.strategyState.pnl += change;
  market.counters.fills++;
  market.signals.observeFill(core.now, direction(event.side), event.price, event.size);
  if (event.liquidity === 'maker') market.quality.noteMakerFill(core.now, event.side, event.price, event.size);
  if (market.settledAt !== null) pay(core, market, market.settledAt);
  market.notePosition();
  core.notices.push({
    type: 'Filled', ts: core.now, market: event.market, clientId: event.clientId, fillId: event.fillId, side: event.side, price: event.price, size: event.size, fee: event.fee,
    liquidity: event.liquidity, position: position.net as Size, fairValue: Number.isNaN(market.fairValue) ? null : (market.fairValue as Price),
  });
}

/** It takes from what is held and nothing else. */
const closes = (net: number, { side, size }: OrderFilled): boolean => net !== 0 && Math.sign(net) !== direction(side) && size <= Math.abs(net);

function takeIntoOrder(core: CoreState, market: MarketState, order: OwnOrder, event: OrderFilled): void {
  order.fillIds.push(event.fillId);
  if (order.filled + event.size > order.size || (event.size > order.remaining && !isTerminal(order.state))) {
    core.alert('critical', 'OVERFILL', `order ${order.clientId} filled ${event.size} with ${order.remaining} remaining, ${order.filled} of ${order.size} filled before`, event.market);
  }
  if (order.state === 'done') market.quality.noteLateFill(event.size);
  order.filled = (order.filled + event.size) as Size;
  resize(market, order, Math.max(0, order.remaining - event.size) as Size);
  if (order.remaining === 0 && !isTerminal(order.state)) move(core, market, order, 'done');
}

/** A match that did not settle. The order does not come back; position, cash, fee and P&L do. */
export function applyFailure(core: CoreState, order: OwnOrder | undefined, event: FillFailed): void {
  const market = core.market(event.market);
  core.touch(market);
  const key = keyOf(event);
  // Whatever we make of it, what the venue says it holds will tell.
  core.venue(market.instrument.venue).nextReconcileAt = core.now;
  if (core.failedFills.has(key)) return;
  remember(core.failedFills, key);
  // Of an order that ended too long ago to be known every fill is booked but those that came after that.
  const isBooked = order === undefined ? core.foreignFills.has(key) || isForgotten(core, event.clientId) : order.fillIds.includes(event.fillId) && !order.isInHoldings;
  core.alert('warning', 'FILL_FAILED', `a fill of ${event.size} at ${event.price} for order ${event.clientId} did not settle${isBooked ? ' and is taken back' : ''}`, event.market);
  if (!isBooked) return;
  const { account } = core;
  const { position } = market;
  const leg = order?.leg ?? legOf(event.side, event.price, event.size, 0, 0);
  // Its tokens may be among those that wait to be redeemed.
  position.recallClaim();
  const { change, cash } = position.reverseFill(event.side, leg, event.price, event.size, event.fee, order?.costGivenUp);
  if (account.cash !== null) {
    account.cash += cash;
    if (market.instrument.netsPairs) account.cash += position.mergePairs();
  }
  account.pnl += change;
  if (market.strategyState !== null) market.strategyState.pnl += change;
  if (market.settledAt !== null) pay(core, market, market.settledAt);
  market.ordersChanged = true;
  market.notePosition();
  core.notices.push({ type: 'FillReversed', ts: core.now, market: event.market, clientId: event.clientId, fillId: event.fillId, size: event.size, position: position.net as Size });
}

/** An id that this session gave out and no longer knows. */
function isForgotten(core: CoreState, clientId: string): boolean {
  const prefix = `${core.session.id}-`;
  return clientId.startsWith(prefix) && Number(clientId.slice(prefix.length)) < core.nextClientId;
}
