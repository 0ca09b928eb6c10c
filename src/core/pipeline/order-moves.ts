// The only way an order of ours changes state or size: along the table, with the part of the public book that is ours
// kept in step.

import type { Size } from '../domain/numbers.ts';
import type { OrderState } from '../domain/order.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import { isTerminal, mayBecome } from '../orders/order-states.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';

/** Takes an edge of the table; says so when there is none. A finished order leaves the book overlay. */
export function move(core: CoreState, market: MarketState, order: OwnOrder, to: OrderState): boolean {
  if (order.state === to) return true;
  if (!mayBecome(order.state, to)) {
    // What comes late for a finished order is no news.
    if (!isTerminal(order.state)) core.alert('critical', 'ILLEGAL_ORDER_EDGE', `order ${order.clientId} cannot go from ${order.state} to ${to}`, order.market);
    return false;
  }
  if (isTerminal(to)) hide(market, order);
  if (to === 'done') market.quality.noteEnded(order);
  market.ordersChanged = true;
  return core.orders.move(order, to, core.now);
}

export function show(market: MarketState, order: OwnOrder): void {
  if (!market.instrument.showsOwnOrders || order.isShown || isTerminal(order.state)) return;
  market.book.addOwn(order.side, order.price, order.remaining);
  order.isShown = true;
}

export function hide(market: MarketState, order: OwnOrder): void {
  if (!order.isShown) return;
  market.book.addOwn(order.side, order.price, -order.remaining);
  order.isShown = false;
}

export function resize(market: MarketState, order: OwnOrder, remaining: Size): void {
  if (order.isShown) market.book.addOwn(order.side, order.price, remaining - order.remaining);
  market.ordersChanged = true;
  order.remaining = isTerminal(order.state) ? (0 as Size) : remaining;
}
