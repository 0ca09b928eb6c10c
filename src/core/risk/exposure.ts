// Worst-case exposure of one market, by side: what is held plus everything that is or may be live on that side, whatever
// we have asked of it. Cancels under way and unknown outcomes count in full until the venue proves otherwise.

import { MICROS, PAR, notional } from '../domain/numbers.ts';
import type { Side } from '../domain/side.ts';
import type { OwnOrder } from '../orders/own-order.ts';

/** One side's live orders. */
export interface SideExposure {
  /** Micro-shares that may still fill. */
  live: number;
  /** Micro-dollars they would cost, and the dearest unit among them (micro-dollars a share). */
  cost: number;
  dearest: number;
  /** Micro-shares of the side that close the position; only what goes beyond adds risk. */
  closes: number;
}

/** Filled in place; reused between decisions. */
export interface Exposure {
  readonly bid: SideExposure;
  readonly ask: SideExposure;
  openOrders: number;
  /** Micro-dollars at cost of what is held, and with the worse side filled. */
  heldNotional: number;
  worstNotional: number;
  /** Micro-dollars at cost that are lost if the market pays YES, and if it pays NO, at worst; never below 0. */
  lossIfYes: number;
  lossIfNo: number;
}

const side = (): SideExposure => ({ live: 0, cost: 0, dearest: 0, closes: 0 });
export const noExposure = (): Exposure => ({ bid: side(), ask: side(), openOrders: 0, heldNotional: 0, worstNotional: 0, lossIfYes: 0, lossIfNo: 0 });

/** What a share costs on that side: a bid pays the price, an ask puts up the rest of the dollar. */
export const unitCost = (of: Side, price: number): number => (of === 'bid' ? price : PAR - price);

export function measureExposure(out: Exposure, position: number, heldNotional: number, live: readonly OwnOrder[]): void {
  reset(out.bid, Math.max(0, -position));
  reset(out.ask, Math.max(0, position));
  for (let i = 0; i < live.length; i++) {
    const order = live[i]!;
    addLive(order.side === 'bid' ? out.bid : out.ask, unitCost(order.side, order.price), order.remaining);
  }
  out.openOrders = live.length;
  out.heldNotional = heldNotional;
  // One side fills or the other: had both filled, they would have closed each other.
  const byBids = addedNotional(out.bid);
  const byAsks = addedNotional(out.ask);
  out.worstNotional = heldNotional + Math.max(byBids, byAsks);
  // What is held is lost by one outcome alone, and a side that has closed it holds only what goes beyond.
  out.lossIfYes = position < 0 ? heldNotional + byAsks : byAsks;
  out.lossIfNo = position > 0 ? heldNotional + byBids : byBids;
}

function reset(exposure: SideExposure, closes: number): void {
  exposure.live = exposure.cost = exposure.dearest = 0;
  exposure.closes = closes;
}

export function addLive(exposure: SideExposure, unit: number, remaining: number): void {
  exposure.live += remaining;
  exposure.cost += notional(unit, remaining);
  if (unit > exposure.dearest) exposure.dearest = unit;
}

/** Micro-dollars that the side may add to what is held. Which order fills first is not known: the dearest are taken to add. */
export function addedNotional(exposure: SideExposure): number {
  const adds = exposure.live - exposure.closes;
  return adds <= 0 ? 0 : Math.min(exposure.cost, Math.ceil((adds * exposure.dearest) / MICROS));
}

/** The same, were `size` more at `unit` live. */
export function addedNotionalWith(exposure: SideExposure, unit: number, size: number): number {
  const adds = exposure.live + size - exposure.closes;
  const cost = exposure.cost + notional(unit, size);
  return adds <= 0 ? 0 : Math.min(cost, Math.ceil((adds * Math.max(unit, exposure.dearest)) / MICROS));
}
