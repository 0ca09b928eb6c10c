// Orders that outlive a session: those that no venue has proved ended. A session takes them up when their market is listed,
// as orders whose outcome is not known: they count at worst case until the venue says what became of them.

import type { CarriedOrder } from '../domain/carried-order.ts';
import type { CarriedMarket } from '../domain/events.ts';
import type { MarketId } from '../domain/instrument.ts';
import { Position } from '../ledger/position.ts';
import { measureExposure, noExposure, type Exposure } from '../risk/exposure.ts';
import { intendedOrder, type OwnOrder } from './own-order.ts';

export function carriedOrder(order: OwnOrder): CarriedOrder {
  const { clientId, side, price, size, leg, generation, placedAt, layer, style, remaining, filled, costGivenUp, fillIds, state } = order;
  return {
    clientId, side, price, size, leg, generation, placedAt, layer, style, remaining, filled, costGivenUp,
    asksToCancel: state === 'cancel-pending' || state === 'cancel-unknown', fillIds: [...fillIds],
  };
}

/**
 * Nothing was asked of it since before this session: what the venue has not heard of when the session is old enough, it never
 * will (`missedAt`). The list of open orders answers for most: single questions wait for it (`queries`).
 */
export const adoptedOrder = ({ asksToCancel, remaining, filled, costGivenUp, fillIds, ...intent }: CarriedOrder, market: MarketId, venue: string, startedAt: number): OwnOrder => ({
  ...intendedOrder({ ...intent, market, venue }), remaining, filled, costGivenUp, fillIds: [...fillIds],
  state: asksToCancel ? 'cancel-unknown' : 'unknown', askedAt: startedAt - 1, missedAt: startedAt, queries: 1,
});

const scratch = noExposure();

/** Exposure of what was carried, in a record that the next call overwrites. */
export function carriedExposure(carried: CarriedMarket): Readonly<Exposure> {
  const position = Position.carried(carried);
  const orders = (carried.orders ?? []).map((order) => adoptedOrder(order, 0 as MarketId, carried.venue, 0));
  measureExposure(scratch, position.net, position.notionalAtCost, orders);
  return scratch;
}
