// Orders whose outcome is not known: counted at worst case, asked about, settled by proof. Nothing is sent again.

import type { Size } from '../domain/numbers.ts';
import type { OrderState } from '../domain/order.ts';
import type { OwnOrder } from '../orders/own-order.ts';
import { isTerminal } from '../orders/order-states.ts';
import type { CoreState } from '../state/core-state.ts';
import type { MarketState } from '../state/market-state.ts';
import { move, resize, show } from './order-moves.ts';

/** False without a token for a question: it is asked at a later check. While stopping none waits, since the proof does. */
export function queryOrder(core: CoreState, order: OwnOrder): boolean {
  const { queries } = core.venue(order.venue).rates;
  if (core.quiesce === null && queries.waitMs(core.now) > 0) return false;
  queries.charge(core.now);
  order.askedAt = core.now;
  order.queries++;
  core.commands.push({ type: 'QueryOrder', ts: core.now, generation: core.generation, venue: order.venue, clientId: order.clientId, market: order.market });
  return true;
}

/** The answer to a request did not come: worst case until proved. Also called when we wait too long. */
export function loseTrack(core: CoreState, order: OwnOrder, detail: string): void {
  const market = core.market(order.market);
  const to: OrderState = order.state === 'cancel-pending' || order.state === 'cancel-unknown' ? 'cancel-unknown' : 'unknown';
  if (isTerminal(order.state)) return;
  order.amendingTo = -1;
  if (order.state !== to) {
    move(core, market, order, to);
    core.notices.push({ type: 'OrderUnresolved', ts: core.now, market: order.market, clientId: order.clientId, detail });
  }
  queryOrder(core, order);
}

/** The venue proves that it rests. Fills that it counts and we have not seen yet stay in the exposure until they come. */
export function restsOn(core: CoreState, market: MarketState, order: OwnOrder, remaining: Size, filled: Size): void {
  order.missedAt = -1;
  order.queries = 0;
  if (order.state !== 'working' && order.state !== 'cancel-pending') move(core, market, order, 'working');
  resize(market, order, (remaining + Math.max(0, filled - order.filled)) as Size);
  show(market, order);
}

/** The venue shows an order live that it had proved finished: it counts at once, and is cancelled. */
export function revive(core: CoreState, market: MarketState, order: OwnOrder, remaining: Size): void {
  core.alert('critical', 'ORDER_REVIVED', `order ${order.clientId} was proved ${order.state} and is live; it is cancelled`, order.market);
  if (order.state === 'done') market.quality.noteRevived(order);
  core.orders.revive(order, remaining);
  market.ordersChanged = true;
  order.askedAt = core.now;
  core.commands.push({ type: 'CancelOrder', ts: core.now, generation: core.generation, venue: order.venue, clientId: order.clientId, market: order.market });
}
